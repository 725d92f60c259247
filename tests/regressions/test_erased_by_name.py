"""Somebody who had himself erased is not called a new customer; one who was enrolled by phone still is."""

from functools import partial

import pytest

from actions.alerting import report
from actions.approvals import decide_sale
from actions.decide_receipt import approve_receipt, show_receipt
from actions.dismiss_staff import dismiss_staff
from actions.erase_member import ask_erasure, erase_member
from actions.friends_report import show_friends
from actions.review_alerts import next_alert, old_alerts, review_alert
from actions.show_refund import choose_refund, list_refunds, price_refund
from actions.show_sale import show_purchase
from actions.today import show_today
from loyalty.privacy import Farewell
from loyalty.receipt_claims import ReceiptView
from loyalty.referrals import Flag, FriendsReport
from loyalty.shifts import TodayView
from loyalty.views import RefundList, RefundView, SaleView
from loyalty.watch.base import Hit, Rule
from loyalty.watch.views import AlertPage, AlertState, AlertView, ApprovalView
from storage import referrals
from tests.actions.buying import bought
from tests.actions.complaints import contested, gifted, seen, start_card, told_seq
from tests.actions.people import Actor, Cast
from tests.actions.test_receipt_claims import sent
from tests.actions.watched import DAY, approval_id, asked
from tests.clockwork.stand import HandClock
from tests.texts.gallery_fraud import FIGURES
from texts.alerts import alert, history
from texts.approvals import approval
from texts.cases import case
from texts.invite_owner import friends
from texts.receipt_claims import claimed
from texts.refund import purchases, refund
from texts.sale import sale
from texts.screen import Screen
from texts.shifts import today
from texts.words import words_for

WORDS = words_for("en", "UTC", "RUB")


@pytest.fixture
async def purchase(cast: Cast) -> int:
    """Made a moment before its buyer was erased."""
    anna = await cast.joined("Анна")
    purchase_id = await bought(cast, anna, 450_00)
    await erased(cast, anna)
    return purchase_id


async def erased(cast: Cast, member: Actor) -> None:
    view = await ask_erasure(cast.shop, member.member_id)
    assert isinstance(view, Farewell)
    assert await erase_member(cast.shop, member.member_id, view.seq) is None


def actions_of(screen: Screen) -> list[str]:
    return [button.action for row in screen.buttons for button in row]


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


async def alert_of(cast: Cast, hit: Hit) -> AlertView:
    """What an owner sees of it."""
    await cast.shop.db.write(lambda tx: report(tx, hit, "once", cast.shop.now()))
    view = await next_alert(cast.shop, cast.owner.member_id)
    assert isinstance(view, AlertView), view
    return view


async def test_an_alert_names_him_erased_and_opens_no_card(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    found = await alert_of(cast, Hit(Rule.SPLIT, 1, cast.lena.member_id, anna.member_id, figures=FIGURES))
    before = alert(WORDS, found, runs=True)
    assert "Customer: Анна, card" in before.text
    assert f"member:{anna.member_id}" in actions_of(before)
    await erased(cast, anna)
    view = await next_alert(cast.shop, cast.owner.member_id)
    assert isinstance(view, AlertView)
    screen = alert(WORDS, view, runs=True)
    assert "Customer: Erased customer\n" in f"{screen.text}\n"
    assert "erased:" not in screen.text
    assert f"member:{anna.member_id}" not in actions_of(screen)


async def test_the_history_of_alerts_names_the_customer_of_a_program_erased(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    view = await alert_of(cast, Hit(Rule.SPLIT, 1, None, anna.member_id, figures=FIGURES))
    await erased(cast, anna)
    await review_alert(cast.shop, cast.owner.member_id, view.alert_id, AlertState.FALSE_ALARM)
    page = await old_alerts(cast.shop, cast.owner.member_id, 0)
    assert isinstance(page, AlertPage)
    assert "· Erased customer ·" in history(WORDS, page).text


async def test_a_colleague_who_left_and_was_erased_is_not_taken_for_a_program(cast: Cast) -> None:
    boris = cast.boris
    await start_card(cast, boris)
    view = await alert_of(cast, Hit(Rule.SPLIT, 1, boris.member_id, figures=FIGURES))
    await dismiss_staff(cast.shop, cast.owner.member_id, boris.member_id)
    await erased(cast, boris)
    await review_alert(cast.shop, cast.owner.member_id, view.alert_id, AlertState.REVIEWED)
    page = await old_alerts(cast.shop, cast.owner.member_id, 0)
    assert isinstance(page, AlertPage)
    for text in (alert(WORDS, page.alerts[0], runs=True).text, history(WORDS, page).text):
        assert "Former colleague" in text
        assert "program" not in text


async def test_a_case_names_him_erased_and_does_not_claim_that_he_was_told(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await bought(cast, anna, 450_00)
    case_id = (await contested(cast.shop, anna)).case_id
    await erased(cast, anna)
    text = case(WORDS, await seen(cast.shop, cast.owner, case_id)).text
    assert "<b>Erased customer</b>: this was not me." in text
    assert "has been told" not in text
    assert "erased:" not in text


async def test_a_case_names_the_erased_friend(cast: Cast) -> None:
    anna, vera = await cast.joined("Анна"), await cast.joined("Вера")
    await bought(cast, anna, 5_000_00)
    await gifted(cast, anna, vera)
    view = await contested(cast.shop, anna, await told_seq(cast, anna))
    assert "The friend: Вера" in case(WORDS, await seen(cast.shop, cast.owner, view.case_id)).text
    await erased(cast, vera)
    assert "The friend: Erased customer" in case(WORDS, await seen(cast.shop, cast.owner, view.case_id)).text


async def test_a_manager_reads_that_the_customer_was_erased(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await asked(cast, anna)
    await erased(cast, anna)
    view = await decide_sale(cast.shop, cast.owner.member_id, await approval_id(cast), allow=True)
    assert isinstance(view, ApprovalView)
    assert "Erased customer, ₽" in approval(WORDS, view).text


async def test_a_receipt_that_was_counted_names_him_erased(cast: Cast, clock: HandClock) -> None:
    anna = await cast.joined("Анна")
    clock.advance(20 * DAY)
    claim_id = await sent(cast.shop, anna)
    assert isinstance(await approve_receipt(cast.shop, cast.owner.member_id, claim_id, 0), ReceiptView)
    await erased(cast, anna)
    view = await show_receipt(cast.shop, cast.owner.member_id, claim_id)
    assert isinstance(view, ReceiptView)
    text = claimed(WORDS, view).text
    assert text.startswith("<b>Erased customer</b>\n")
    assert "erased:" not in text


async def test_a_suspicion_names_him_erased(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    flagged = partial(referrals.flag, inviter_id=anna.member_id, flag=Flag.BURST, month="2026-05", friends=7)
    await cast.shop.db.write(lambda tx: flagged(tx, at=cast.shop.now()))
    await erased(cast, anna)
    view = await show_friends(cast.shop, cast.owner.member_id)
    assert isinstance(view, FriendsReport)
    assert ": Erased customer, " in friends(WORDS, view).text
