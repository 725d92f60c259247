"""Fifty at once through different doors: points, a certificate, a purchase are had once, whoever is first."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from actions.answer_spend import Answer, Answered, answer_spend
from actions.claim_reward import confirm_claim
from actions.confirm_sale import confirm_sale
from actions.enter_code import enter_code
from actions.gift_points import cancel_gift, offer_gift
from actions.pay_code import PayCode, new_pay_code, show_code
from actions.sell_certificate import ask_nominal, issue_certificate
from actions.undo_sale import undo_sale
from loyalty.code_views import CertificateView
from loyalty.gifts import GiftView
from loyalty.refusals import Refused
from loyalty.rewards import ClaimState, ClaimView
from loyalty.views import SaleState, SaleView
from storage import ledger
from storage.database import Connection
from storage.schema import certificates, operations, purchases
from tests.actions.buying import added
from tests.actions.buying import asked as asked_claim
from tests.actions.guests import rules
from tests.actions.paying import asked, points, rich, sold, sound, take
from tests.actions.people import Actor, Cast

FIFTY = 50
ALL = 1_000
# Of this receipt exactly all her points may be paid: 30 % of 3,334.00.
RECEIPT_MINOR = 3_334_00


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """A customer with 1,000 points, all of which may be given away in a day."""
    someone = await rich(cast)
    await rules(cast, gift_daily_points=ALL)
    return someone


async def allowed(cast: Cast, anna: Actor) -> SaleView:
    """A sale for all her points, her pay code shown."""
    preview = await cast.preview(cast.lena, anna, RECEIPT_MINOR)
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    who = (cast.lena.member_id, cast.lena.account_id)
    shown = await show_code(cast.shop, *who, preview.draft_id, code.digits)
    assert isinstance(shown, SaleView)
    assert (shown.approved, shown.offered_points) == (True, ALL)
    return shown


def won(outcome: Any) -> str:
    """Which way got the points; "" for one that came too late."""
    if isinstance(outcome, SaleView):
        return {SaleState.BOOKED: "code", SaleState.WAITING: "question"}.get(outcome.state, "")
    if isinstance(outcome, ClaimView):
        return "claim" if outcome.claim.state is ClaimState.WAITING else ""
    return "gift" if isinstance(outcome, GiftView) else ""


@pytest.mark.parametrize("first", range(4))
async def test_every_way_of_spending_at_once_takes_the_last_points_once(
    cast: Cast, anna: Actor, first: int
) -> None:
    claims = [await asked_claim(cast.shop, anna, await added(cast, f"Приз {n}", ALL)) for n in range(12)]
    paid = [await allowed(cast, anna) for _ in range(12)]
    questions = [await cast.preview(cast.boris, anna, RECEIPT_MINOR) for _ in range(13)]
    ways: list[list[Coroutine[Any, Any, object]]] = [
        [confirm_claim(cast.shop, anna.member_id, one.claim.id) for one in claims],
        [take(cast, cast.lena, one) for one in paid],
        [take(cast, cast.boris, one) for one in questions],
        [offer_gift(cast.shop, anna.member_id, anna.account_id, ALL) for _ in range(13)],
    ]
    racers = [one for way in (*ways[first:], *ways[:first]) for one in way]
    assert len(racers) == FIFTY
    outcomes = await asyncio.gather(*racers)
    [winner] = [way for outcome in outcomes if (way := won(outcome))]
    wallet = await points(cast.shop, anna)
    spent = ALL if winner in ("code", "claim") else 0
    assert wallet.reserved == ALL - spent
    earned = sum(one.points for one in outcomes if isinstance(one, SaleView) and one.spent_points)
    assert wallet.available == earned
    assert await total(cast, anna) == ALL - spent + earned
    await sound(cast.shop)


async def total(cast: Cast, member: Actor) -> int:
    return (await cast.shop.db.read(lambda tx: ledger.head(tx, member.member_id))).points


async def test_fifty_taps_on_confirm_book_once(cast: Cast, anna: Actor) -> None:
    preview = await cast.preview(cast.lena, anna, 450_00)
    who = (cast.lena.member_id, cast.lena.account_id)
    views = await asyncio.gather(
        *(confirm_sale(cast.shop, *who, preview.draft_id, preview.revision) for _ in range(FIFTY))
    )
    assert {one.state for one in views if isinstance(one, SaleView)} == {SaleState.BOOKED}
    assert len({one.purchase_id for one in views if isinstance(one, SaleView)}) == 1
    assert await total(cast, anna) == ALL + 22
    await sound(cast.shop)


async def test_the_till_and_the_customer_confirm_at_once_and_one_sale_is_booked(
    cast: Cast, anna: Actor
) -> None:
    """Without points at the till, with points by the customer's tap: never both."""
    view, hold = await asked(cast, anna)
    who = (cast.lena.member_id, cast.lena.account_id)
    outcomes = await asyncio.gather(
        *(
            confirm_sale(cast.shop, *who, view.draft_id, view.revision)
            if n % 2
            else answer_spend(cast.shop, anna.member_id, hold, yes=True)
            for n in range(FIFTY)
        )
    )
    rows = [row for row in await cast.stand.rows(purchases) if row.amount_minor == 450_00]
    assert len(rows) == 1
    answers = {one for one in outcomes if isinstance(one, Answered)}
    assert answers == ({Answered(Answer.PAID, 135)} if rows[0].spent_points else set())
    assert (await points(cast.shop, anna)).reserved == 0
    assert await total(cast, anna) == ALL + (15 - 135 if rows[0].spent_points else 22)
    await sound(cast.shop)


async def test_fifty_undos_take_back_once(cast: Cast, anna: Actor) -> None:
    done = await sold(cast, anna, 1_000_00)
    assert done.purchase_id is not None
    number = done.purchase_id
    views = await asyncio.gather(*(undo_sale(cast.shop, cast.lena.member_id, number) for _ in range(FIFTY)))
    assert {one.state for one in views if isinstance(one, SaleView)} == {SaleState.UNDONE}
    assert len([row for row in await cast.stand.rows(operations) if row.op_key == f"undo:{number}"]) == 1
    assert [kind for kind, _ in await cast.told(anna)].count("undone") == 1
    assert await total(cast, anna) == ALL
    await sound(cast.shop)


@pytest.mark.parametrize("undo_first", [True, False])
async def test_points_of_an_undone_purchase_are_spent_or_taken_back_and_never_lost(
    cast: Cast, anna: Actor, undo_first: bool
) -> None:
    """The last purchase is undone while all points are being spent: what is missing is owed."""
    ready = [await allowed(cast, anna) for _ in range(25)]
    done = await sold(cast, anna, 2_000_00)
    assert done.purchase_id is not None
    number = done.purchase_id
    undos = [undo_sale(cast.shop, cast.lena.member_id, number) for _ in range(25)]
    spends = [take(cast, cast.lena, view) for view in ready]
    outcomes = await asyncio.gather(*(undos + spends if undo_first else spends + undos))
    paid = [one for one in outcomes if isinstance(one, SaleView) and one.spent_points]
    assert len({one.purchase_id for one in paid}) == 1
    assert await total(cast, anna) == paid[0].points
    wallet = await points(cast.shop, anna)
    assert wallet.available - wallet.debt == await total(cast, anna)
    await sound(cast.shop)


async def test_a_gift_taken_back_fifty_times_comes_back_once(cast: Cast, anna: Actor) -> None:
    gift = await offer_gift(cast.shop, anna.member_id, anna.account_id, ALL)
    assert isinstance(gift, GiftView)
    await asyncio.gather(*(cancel_gift(cast.shop, anna.member_id, gift.id) for _ in range(FIFTY)))
    wallet = await points(cast.shop, anna)
    assert (wallet.available, wallet.reserved) == (ALL, 0)
    await sound(cast.shop)


async def test_fifty_sales_with_one_certificate_pay_what_was_on_it(cast: Cast, anna: Actor) -> None:
    """By the till's own way: whoever comes too late is shown what is left, and books nothing."""
    owner, who = cast.owner, (cast.lena.member_id, cast.lena.account_id)
    await ask_nominal(cast.shop, owner.member_id, owner.account_id, 500_00)
    issued = await issue_certificate(cast.shop, owner.member_id, owner.account_id)
    assert isinstance(issued, CertificateView)
    shown = []
    for n in range(FIFTY):
        preview = await cast.preview(cast.lena, anna, 300_00 + n)
        view = await enter_code(cast.shop, *who, preview.draft_id, issued.certificate.code)
        assert isinstance(view, SaleView)
        shown.append(view)
    booked: list[SaleView] = []
    while shown:
        views = await asyncio.gather(
            *(confirm_sale(cast.shop, *who, view.draft_id, view.revision) for view in shown)
        )
        assert not [one for one in views if isinstance(one, Refused)]
        sales = [one for one in views if isinstance(one, SaleView)]
        booked += [one for one in sales if one.state is SaleState.BOOKED]
        shown = [one for one in sales if one.state is SaleState.PREVIEW]
        assert all(one.changed for one in shown)
    paid = sorted(one.certificate_minor for one in booked if one.certificate_minor)
    assert len(booked) == FIFTY
    assert (len(paid), sum(paid)) == (2, 500_00)

    def left(tx: Connection) -> int:
        return int(tx.execute(certificates.select()).one().balance_minor)

    assert await cast.shop.db.read(left) == 0
    await sound(cast.shop)
