"""Somebody who had himself erased is not called a new customer; one who was enrolled by phone still is."""

import pytest

from actions.erase_member import ask_erasure, erase_member
from actions.show_refund import choose_refund, list_refunds, price_refund
from actions.show_sale import show_purchase
from actions.today import show_today
from loyalty.privacy import Farewell
from loyalty.shifts import TodayView
from loyalty.views import RefundList, RefundView, SaleView
from tests.actions.buying import bought
from tests.actions.people import Cast
from texts.refund import purchases, refund
from texts.sale import sale
from texts.shifts import today
from texts.words import words_for

WORDS = words_for("en", "UTC", "RUB")


@pytest.fixture
async def purchase(cast: Cast) -> int:
    """Made a moment before its buyer was erased."""
    anna = await cast.joined("Анна")
    purchase_id = await bought(cast, anna, 450_00)
    seen = await ask_erasure(cast.shop, anna.member_id)
    assert isinstance(seen, Farewell)
    assert await erase_member(cast.shop, anna.member_id, seen.seq) is None
    return purchase_id


async def test_the_sales_of_today_name_him_erased(cast: Cast, purchase: int) -> None:
    assert purchase
    day = await show_today(cast.shop, cast.lena.member_id)
    assert isinstance(day, TodayView)
    text = today(WORDS, day).text
    assert "Erased customer" in text
    assert "New customer" not in text


async def test_refunds_name_him_erased_and_offer_no_exchange(cast: Cast, purchase: int) -> None:
    who = (cast.owner.member_id, cast.owner.account_id)
    found = await list_refunds(cast.shop, *who)
    chosen = await choose_refund(cast.shop, *who, purchase)
    priced = await price_refund(cast.shop, *who, purchase)
    assert isinstance(found, RefundList)
    assert isinstance(chosen, RefundView)
    assert isinstance(priced, RefundView)
    screens = purchases(WORDS, found), refund(WORDS, chosen), refund(WORDS, priced)
    for screen in screens:
        assert "Erased customer" in screen.text
    assert "Exchange" not in [button.text for row in screens[-1].buttons for button in row]


async def test_his_sale_does_not_say_that_points_wait_for_him(cast: Cast, purchase: int) -> None:
    view = await show_purchase(cast.shop, cast.lena.member_id, purchase)
    assert isinstance(view, SaleView)
    text = sale(WORDS, view).text
    assert "Erased customer" in text
    assert "Not joined yet" not in text
