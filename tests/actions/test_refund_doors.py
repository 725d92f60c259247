"""Who may refund what, how a purchase is found, and an owner who writes a debt off."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from actions.forgive_debt import forgive_debt, show_debt
from actions.refund_sale import refund_sale
from actions.show_refund import choose_refund, list_refunds, price_refund
from loyalty.refusals import Refusal
from loyalty.views import DebtView, RefundList
from loyalty.wallet import Wallet
from tests.actions.buying import reason
from tests.actions.people import Actor, Cast
from tests.actions.refunding import bought, refunded, sound, wallet
from tests.clockwork.stand import HandClock

FIFTY = 50


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """A customer with 300 points of an earlier purchase."""
    someone = await cast.joined("Анна Каренина")
    await bought(cast, someone, 6_000_00)
    return someone


async def test_rule_50_a_cashier_has_two_weeks_and_an_owner_any_time(
    cast: Cast, clock: HandClock, anna: Actor
) -> None:
    sold = await bought(cast, anna, 1_000_00)
    clock.advance(timedelta(days=15).total_seconds())
    who = (cast.lena.member_id, cast.lena.account_id)
    assert reason(await choose_refund(cast.shop, *who, sold)) is Refusal.REFUND_TOO_LATE
    assert reason(await price_refund(cast.shop, *who, sold)) is Refusal.REFUND_TOO_LATE
    await refunded(cast, sold, actor=cast.owner)
    assert reason(await price_refund(cast.shop, cast.owner.member_id, cast.owner.account_id, sold)) is (
        Refusal.REFUNDED_ALREADY
    )


async def test_rule_50_only_staff_refund_and_nobody_his_own_purchase(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00)
    who = (anna.member_id, anna.account_id)
    assert reason(await list_refunds(cast.shop, *who)) is Refusal.NOT_STAFF
    assert reason(await choose_refund(cast.shop, *who, sold)) is Refusal.NOT_STAFF
    assert reason(await refund_sale(cast.shop, *who, "", sold, "code")) is Refusal.NOT_STAFF
    lena = (cast.lena.member_id, cast.lena.account_id)
    assert reason(await choose_refund(cast.shop, *lena, 999)) is Refusal.REFUND_UNKNOWN
    assert reason(await refund_sale(cast.shop, *lena, "", sold, "code")) is Refusal.REFUND_STALE
    assert reason(await refund_sale(cast.shop, *lena, "", sold, "")) is Refusal.REFUND_STALE


async def test_purchases_are_found_by_list_by_receipt_and_by_card(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00, "A-17")
    await refunded(cast, sold, 300_00)
    lena = (cast.lena.member_id, cast.lena.account_id)
    mine = await list_refunds(cast.shop, *lena)
    assert isinstance(mine, RefundList)
    assert [(line.first_name, line.amount_minor, line.rest_minor) for line in mine.lines] == [
        ("Анна", 1_000_00, 700_00),
        ("Анна", 6_000_00, 6_000_00),
    ]
    boris = await list_refunds(cast.shop, cast.boris.member_id, cast.boris.account_id)
    assert boris == RefundList(())
    for text in ("a-17", "№ A-17", "А-17"):
        found = await list_refunds(cast.shop, cast.boris.member_id, cast.boris.account_id, text)
        assert isinstance(found, RefundList)
        assert [line.purchase_id for line in found.lines] == [sold], text
    by_card = await list_refunds(cast.shop, *lena, anna.number)
    assert isinstance(by_card, RefundList)
    assert len(by_card.lines) == 2
    for text in ("", "🙂", "x" * 10_000, "999", "482100457713"):
        assert await list_refunds(cast.shop, *lena, text) == RefundList((), searched=True)
    assert len((await everything(cast)).lines) == 2


async def everything(cast: Cast, text: str | None = None) -> RefundList:
    found = await list_refunds(cast.shop, cast.owner.member_id, cast.owner.account_id, text)
    assert isinstance(found, RefundList)
    return found


async def test_rule_46_an_owner_writes_a_debt_off_once(cast: Cast) -> None:
    boris = await cast.joined("Борис")
    first = await bought(cast, boris, 6_000_00)
    await bought(cast, boris, 1_000_00, paying=True)
    done = await refunded(cast, first, actor=cast.owner)
    assert done.member_id == boris.member_id
    debtor = (await everything(cast, boris.number)).debtor
    assert debtor is not None
    assert debtor.debt == 265
    assert await show_debt(cast.shop, cast.owner.member_id, boris.member_id) == debtor
    assert reason(await show_debt(cast.shop, cast.lena.member_id, boris.member_id)) is Refusal.NOT_OWNER
    lenas = await forgive_debt(cast.shop, cast.lena.member_id, boris.member_id, debtor.seq)
    assert reason(lenas) is Refusal.NOT_OWNER
    stale = await forgive_debt(cast.shop, cast.owner.member_id, boris.member_id, debtor.seq - 1)
    assert stale == debtor
    forgiving = (cast.owner.member_id, boris.member_id, debtor.seq)
    outcomes = await asyncio.gather(*(forgive_debt(cast.shop, *forgiving) for _ in range(FIFTY)))
    assert outcomes == [replace(debtor, forgiven=True)] * FIFTY
    assert isinstance(outcomes[0], DebtView)
    assert await wallet(cast, boris) == Wallet()
    assert [data for kind, data in await cast.told(boris) if kind == "debt_forgiven"] == [
        {"points": 265, "available": 0, "seq": debtor.seq + 1}
    ]
    assert reason(await show_debt(cast.shop, cast.owner.member_id, boris.member_id)) is Refusal.NO_DEBT
    assert reason(await show_debt(cast.shop, cast.owner.member_id, 999)) is Refusal.NO_DEBT
    await sound(cast)
