"""Fifty taps at once on everything that can spend: exactly one effect."""

import asyncio

import pytest

from actions.answer_spend import Answer, Answered, answer_spend
from actions.ask_spend import stop_asking_customer
from actions.end_drafts import end_drafts
from actions.leave_sale import leave_sale
from actions.pay_code import PayCode, new_pay_code, show_code
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from loyalty.wallet import Wallet
from tests.actions.paying import asked, points, rich, sound, take
from tests.actions.people import Actor, Cast

FIFTY = 50


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """A customer with 1,000 points."""
    return await rich(cast)


async def test_rule_24_of_two_tills_one_asks_and_the_other_hears_what_is_left(
    cast: Cast, anna: Actor
) -> None:
    here = await cast.preview(cast.lena, anna, 450_00)
    there = await cast.preview(cast.boris, anna, 900_00)
    outcomes = await asyncio.gather(take(cast, cast.lena, here), take(cast, cast.boris, there))
    [waiting] = [one for one in outcomes if isinstance(one, SaleView)]
    [refused] = [one for one in outcomes if isinstance(one, Refused)]
    assert refused.reason is Refusal.OTHER_TILL
    assert refused.detail["available"] == 1_000 - waiting.offered_points
    await sound(cast.shop)


async def test_fifty_taps_on_take_ask_once(cast: Cast, anna: Actor) -> None:
    preview = await cast.preview(cast.lena, anna, 450_00)
    await asyncio.gather(*(take(cast, cast.lena, preview) for _ in range(FIFTY)))
    assert len([kind for kind, _ in await cast.told(anna) if kind == "spend_ask"]) == 1
    assert (await points(cast.shop, anna)).reserved == 135
    await sound(cast.shop)


async def test_fifty_taps_on_yes_pay_once(cast: Cast, anna: Actor) -> None:
    _, hold = await asked(cast, anna)
    answers = [answer_spend(cast.shop, anna.member_id, hold, yes=True) for _ in range(FIFTY)]
    assert set(await asyncio.gather(*answers)) == {Answered(Answer.PAID, 135)}
    assert await points(cast.shop, anna) == Wallet(available=880)
    await sound(cast.shop)


async def test_yes_no_the_till_and_the_clock_together_end_a_hold_once(cast: Cast, anna: Actor) -> None:
    for _ in range(10):
        view, hold = await asked(cast, anna)
        before = (await points(cast.shop, anna)).available + 135
        who = (cast.lena.member_id, cast.lena.account_id)
        await asyncio.gather(
            *(answer_spend(cast.shop, anna.member_id, hold, yes=bool(n % 2)) for n in range(FIFTY - 3)),
            stop_asking_customer(cast.shop, cast.lena.member_id, view.draft_id),
            leave_sale(cast.shop, *who, view.draft_id),
            end_drafts(cast.shop),
        )
        wallet = await points(cast.shop, anna)
        assert wallet.reserved == 0
        assert wallet.available in (before, before - 135 + 15)
        cast.clock.advance(600)
    await sound(cast.shop)


async def test_fifty_tills_with_one_pay_code_pay_once(cast: Cast, anna: Actor) -> None:
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    previews = [await cast.preview(cast.lena, anna, 100_00 + n) for n in range(FIFTY)]
    who = (cast.lena.member_id, cast.lena.account_id)

    async def pays(preview: SaleView) -> SaleView | Refused:
        shown = await show_code(cast.shop, *who, preview.draft_id, code.digits)
        return await take(cast, cast.lena, shown) if isinstance(shown, SaleView) else shown

    outcomes = await asyncio.gather(*(pays(preview) for preview in previews))
    booked = [one for one in outcomes if isinstance(one, SaleView) and one.state is SaleState.BOOKED]
    assert [one.spent_points for one in booked] == [30]
    await sound(cast.shop)


async def test_fifty_approved_sales_never_take_more_than_there_is(cast: Cast, anna: Actor) -> None:
    who = (cast.lena.member_id, cast.lena.account_id)
    ready = []
    for n in range(FIFTY):
        preview = await cast.preview(cast.lena, anna, 300_00 + n)
        code = await new_pay_code(cast.shop, anna.member_id)
        assert isinstance(code, PayCode)
        shown = await show_code(cast.shop, *who, preview.draft_id, code.digits)
        assert isinstance(shown, SaleView)
        ready.append(shown)
    outcomes = await asyncio.gather(*(take(cast, cast.lena, view) for view in ready))
    spent = sum(one.spent_points for one in outcomes if isinstance(one, SaleView))
    earned = sum(one.points for one in outcomes if isinstance(one, SaleView) and one.spent_points)
    wallet = await points(cast.shop, anna)
    assert wallet.available == 1_000 - spent + earned >= 0
    await sound(cast.shop)
