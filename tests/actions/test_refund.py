"""Refunds at the till: exact, once whoever taps how often, and sound books whatever was spent between."""

import asyncio
from datetime import timedelta

import pytest

from actions.refund_sale import refund_sale
from actions.show_refund import price_refund
from actions.undo_sale import undo_sale
from loyalty.programme import DebtPolicy, Expiry, Terms
from loyalty.refusals import Refusal, Refused
from loyalty.views import RefundState, RefundView, SaleState, SaleView
from loyalty.wallet import Wallet
from storage import steps
from storage.schema import entries, lots, refunds
from tests.actions.buying import reason, ruled
from tests.actions.people import Actor, Cast
from tests.actions.refunding import about, bought, confirmed, previewed, purchase, refunded, sound, wallet
from tests.clockwork.stand import HandClock

FIFTY = 50


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """A customer with 300 points of an earlier purchase."""
    someone = await cast.joined("Анна Каренина")
    await bought(cast, someone, 6_000_00)
    return someone


async def test_the_worked_example_and_what_the_customer_hears(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00, paying=True)
    assert (await wallet(cast, anna)).available == 35
    view = await previewed(cast, sold, 400_00)
    assert view.figures is not None
    shown = view.figures
    assert (shown.money_minor, shown.returned_points, shown.taken_points) == (280_00, 120, 14)
    assert shown.available == 141
    done = await confirmed(cast, view)
    assert isinstance(done, RefundView)
    assert (done.state, done.figures, done.rest_minor) == (RefundState.DONE, shown, 600_00)
    assert await wallet(cast, anna) == Wallet(available=141)
    kind, told = (await cast.told(anna))[-1]
    assert kind == "refunded"
    assert (told["money_minor"], told["returned"], told["taken"], told["points"]) == (280_00, 120, 14, 106)
    assert (told["available"], told["debt"], told["seq"]) == (141, 0, 4)
    await refunded(cast, sold)
    assert await wallet(cast, anna) == Wallet(available=300)
    after = await purchase(cast, sold)
    assert (after.refunded_minor, after.money_back_minor) == (1_000_00, 700_00)
    assert (after.returned_points, after.reversed_points) == (300, 35)
    assert [row.amount_minor for row in await cast.stand.rows(refunds)] == [400_00, 600_00]
    await sound(cast)


async def test_fifty_taps_on_one_preview_are_one_refund(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00, paying=True)
    view = await previewed(cast, sold, 400_00)
    shown = await about(cast.shop, cast.lena)
    who = (cast.lena.member_id, cast.lena.account_id, shown, sold, view.code)
    outcomes = await asyncio.gather(*(refund_sale(cast.shop, *who) for _ in range(FIFTY)))
    assert {type(one) for one in outcomes} == {RefundView}
    assert {one.figures for one in outcomes if isinstance(one, RefundView)} == {view.figures}
    assert (await purchase(cast, sold)).refunded_minor == 400_00
    assert len(await cast.stand.rows(refunds)) == 1
    assert [kind for kind, _ in await cast.told(anna)].count("refunded") == 1
    await sound(cast)


async def test_two_colleagues_refund_the_same_receipt_and_one_hears_new_figures(
    cast: Cast, anna: Actor
) -> None:
    sold = await bought(cast, anna, 1_000_00, paying=True)
    hers, owners = await previewed(cast, sold, 600_00), await previewed(cast, sold, 600_00, cast.owner)
    one, other = await asyncio.gather(confirmed(cast, hers), confirmed(cast, owners, cast.owner))
    outcomes = [one, other]
    assert [isinstance(outcome, RefundView) for outcome in outcomes].count(True) == 1
    assert [reason(outcome) for outcome in outcomes if isinstance(outcome, Refused)] == [
        Refusal.REFUND_TOO_MUCH
    ]
    assert (await purchase(cast, sold)).refunded_minor == 600_00
    await sound(cast)


async def test_an_undo_and_a_refund_at_once_give_back_once(cast: Cast, anna: Actor) -> None:
    sold = await bought(cast, anna, 1_000_00, paying=True)
    view = await previewed(cast, sold)
    shown = await about(cast.shop, cast.lena)
    who = (cast.lena.member_id, cast.lena.account_id, shown, sold, view.code)
    await asyncio.gather(
        *(refund_sale(cast.shop, *who) for _ in range(5)),
        *(undo_sale(cast.shop, cast.lena.member_id, sold) for _ in range(5)),
    )
    assert await wallet(cast, anna) == Wallet(available=300)
    await sound(cast)


async def test_changed_figures_make_a_new_preview_and_the_old_button_does_nothing(
    cast: Cast, anna: Actor
) -> None:
    first = await bought(cast, anna, 1_000_00)
    view = await previewed(cast, first, actor=cast.owner)
    await bought(cast, anna, 500_00)
    again = await confirmed(cast, view, cast.owner)
    assert isinstance(again, RefundView)
    assert (again.state, again.changed) == (RefundState.PREVIEW, True)
    assert again.code != view.code
    assert reason(await confirmed(cast, view, cast.owner)) is Refusal.REFUND_STALE
    assert (await purchase(cast, first)).refunded_minor == 0
    done = await confirmed(cast, again, cast.owner)
    assert isinstance(done, RefundView)
    assert done.state is RefundState.DONE


async def test_points_spent_meanwhile_become_a_debt_that_new_points_pay_first(cast: Cast) -> None:
    boris = await cast.joined("Борис")
    first = await bought(cast, boris, 6_000_00)
    await bought(cast, boris, 1_000_00, paying=True)
    assert (await wallet(cast, boris)).available == 35
    done = await refunded(cast, first)
    assert done.figures is not None
    assert (done.figures.taken_points, done.figures.owed_points, done.figures.debt) == (300, 265, 265)
    assert await wallet(cast, boris) == Wallet(debt=265)
    assert (await cast.told(boris))[-1][1]["debt"] == 265
    await bought(cast, boris, 2_000_00)
    assert await wallet(cast, boris) == Wallet(debt=165)
    await bought(cast, boris, 4_000_00)
    assert await wallet(cast, boris) == Wallet(available=35)
    await sound(cast)


async def test_several_purchases_with_points_spent_between_leave_nothing_when_all_come_back(
    cast: Cast,
) -> None:
    boris = await cast.joined("Борис")
    numbers = [await bought(cast, boris, 6_000_00)]
    numbers += [await bought(cast, boris, amount, paying=True) for amount in (700_00, 333_33, 100_00)]
    for number, goods in [
        (0, 1_000_01),
        (2, 111_11),
        (1, 699_99),
        (3, None),
        (0, None),
        (2, None),
        (1, None),
    ]:
        await refunded(cast, numbers[number], goods)
        await sound(cast)
    assert await wallet(cast, boris) == Wallet()
    for number in numbers:
        after = await purchase(cast, number)
        assert (after.money_back_minor, after.returned_points) == (after.money_minor, after.spent_points)
        assert after.reversed_points == after.earned_points


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        (DebtPolicy.ONLY_PENDING, Wallet(available=35)),
        (DebtPolicy.WITHIN_BALANCE, Wallet()),
        (DebtPolicy.NEGATIVE_ALLOWED, Wallet(debt=265)),
    ],
)
async def test_the_owner_decides_how_far_a_refund_goes(cast: Cast, policy: DebtPolicy, left: Wallet) -> None:
    await ruled(cast.shop, debt_policy=policy)
    boris = await cast.joined("Борис")
    first = await bought(cast, boris, 6_000_00)
    await bought(cast, boris, 1_000_00, paying=True)
    await refunded(cast, first)
    assert await wallet(cast, boris) == left
    await sound(cast)


async def test_an_undo_works_when_the_points_are_spent_and_frees_the_receipt_number(cast: Cast) -> None:
    boris = await cast.joined("Борис")
    first = await bought(cast, boris, 6_000_00, "17")
    await bought(cast, boris, 1_000_00, paying=True)
    view = await undo_sale(cast.shop, cast.lena.member_id, first)
    assert isinstance(view, SaleView)
    assert view.state is SaleState.UNDONE
    assert await wallet(cast, boris) == Wallet(debt=265)
    kind, told = (await cast.told(boris))[-1]
    assert (kind, told["points"], told["debt"]) == ("undone", -300, 265)
    assert await undo_sale(cast.shop, cast.lena.member_id, first) == view
    assert await bought(cast, boris, 6_000_00, "17") != first
    assert await wallet(cast, boris) == Wallet(available=35)
    await sound(cast)


async def test_an_undo_of_a_sale_with_points_gives_them_back_to_their_lot(cast: Cast, anna: Actor) -> None:
    before = [row.remaining for row in await cast.stand.rows(lots)]
    sold = await bought(cast, anna, 1_000_00, paying=True)
    await undo_sale(cast.shop, cast.lena.member_id, sold)
    assert [row.remaining for row in await cast.stand.rows(lots)][: len(before)] == before
    kinds = [row.kind for row in await cast.stand.rows(entries) if row.reason == "undo"]
    assert kinds == ["spend-reversed", "earn-reversed"]
    assert await cast.stand.rows(refunds) == []
    assert reason(await price_refund(cast.shop, cast.lena.member_id, cast.lena.account_id, sold)) is (
        Refusal.ALREADY_UNDONE
    )
    await sound(cast)


async def test_points_whose_term_is_over_come_back_for_fourteen_days(cast: Cast, clock: HandClock) -> None:
    terms = Terms(expiry=Expiry.LOT, lifetime_months=1, remind_first=False, since=cast.shop.now())
    await ruled(cast.shop, terms=terms, refund_days=60)
    boris = await cast.joined("Борис")
    await bought(cast, boris, 6_000_00)
    sold = await bought(cast, boris, 1_000_00, paying=True)
    clock.advance(timedelta(days=40).total_seconds())
    done = await refunded(cast, sold)
    assert done.figures is not None
    assert done.figures.restored
    assert done.figures.available == 300
    assert await wallet(cast, boris) == Wallet(available=300)
    assert (await cast.told(boris))[-1][1]["grace_days"] == 14
    clock.advance(timedelta(days=16).total_seconds())
    assert await wallet(cast, boris) == Wallet()
    await sound(cast)


async def test_steps_are_as_if_nothing_had_been_bought(cast: Cast) -> None:
    await ruled(cast.shop, rate_bp=0, step_minor=100_00, step_points=7)
    boris = await cast.joined("Борис")
    small, big = await bought(cast, boris, 60_00), await bought(cast, boris, 250_00)
    assert await carry(cast, boris) == 10_00
    for number, goods in [(big, 99_00), (small, None), (big, None)]:
        await refunded(cast, number, goods)
    assert await carry(cast, boris) == 0
    assert await wallet(cast, boris) == Wallet()


async def carry(cast: Cast, member: Actor) -> int:
    return await cast.shop.db.read(lambda tx: steps.carry(tx, member.member_id))
