"""Points leave a card only with its holder's tap or code, once, whoever taps and at how many tills."""

from datetime import timedelta

import pytest

from actions.answer_spend import Answer, Answered, answer_spend
from actions.ask_spend import offer_points
from actions.confirm_sale import confirm_sale
from actions.end_drafts import end_drafts
from actions.pay_code import PayCode, new_pay_code, show_code
from actions.price_sale import price_sale
from actions.set_programme import set_programme
from actions.settle import mark_reachable
from loyalty.receipts import Line
from loyalty.redeeming import HOLD_LIFETIME, PAY_CODE_LIFETIME
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from loyalty.wallet import Wallet
from tests.actions.paying import asked, points, rich, sold, sound, take
from tests.actions.people import Actor, Cast

FIFTY = 50


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """A customer with 1,000 points."""
    return await rich(cast)


async def test_the_question_names_points_store_and_amount_and_sets_them_aside(
    cast: Cast, anna: Actor
) -> None:
    view, _ = await asked(cast, anna)
    assert view.offered_points == 135
    question = [data for kind, data in await cast.told(anna) if kind == "spend_ask"][-1]
    assert (question["spend"], question["amount_minor"], question["store"]) == (135, 450_00, "Kopilka")
    wallet = await points(cast.shop, anna)
    assert (wallet.available, wallet.reserved) == (865, 135)
    await sound(cast.shop)


async def test_the_customers_yes_books_the_sale_with_the_points(cast: Cast, anna: Actor) -> None:
    _, hold = await asked(cast, anna)
    assert await answer_spend(cast.shop, anna.member_id, hold, yes=True) == Answered(Answer.PAID, 135)
    wallet = await points(cast.shop, anna)
    assert wallet == Wallet(available=1_000 - 135 + 15)
    [earned] = [data for kind, data in (await cast.told(anna))[-1:] if kind == "earned"]
    assert (earned["spent"], earned["points"], earned["available"]) == (135, 15, 880)
    await sound(cast.shop)


async def test_the_customers_no_leaves_everything_as_it_was(cast: Cast, anna: Actor) -> None:
    view, hold = await asked(cast, anna)
    assert await answer_spend(cast.shop, anna.member_id, hold, yes=False) == Answered(Answer.DECLINED, 135)
    assert await points(cast.shop, anna) == Wallet(available=1_000)
    refused = await answer_spend(cast.shop, anna.member_id, hold, yes=True)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.QUESTION_OVER
    stale = await take(cast, cast.lena, view)
    assert isinstance(stale, SaleView)
    assert (stale.state, stale.changed) == (SaleState.PREVIEW, True)
    await sound(cast.shop)


async def test_nobody_but_the_holder_can_answer(cast: Cast, anna: Actor) -> None:
    _, hold = await asked(cast, anna)
    for stranger in (cast.lena, cast.boris, cast.owner, await cast.joined("Дима")):
        refused = await answer_spend(cast.shop, stranger.member_id, hold, yes=True)
        assert isinstance(refused, Refused)
        assert refused.reason is Refusal.QUESTION_OVER
    assert (await points(cast.shop, anna)).reserved == 135


@pytest.mark.parametrize(("late", "paid"), [(timedelta(microseconds=-1), True), (timedelta(0), False)])
async def test_rule_25_the_question_lives_ninety_seconds_on_the_servers_clock(
    cast: Cast, anna: Actor, late: timedelta, *, paid: bool
) -> None:
    _, hold = await asked(cast, anna)
    cast.clock.advance((HOLD_LIFETIME + late).total_seconds())
    answered = await answer_spend(cast.shop, anna.member_id, hold, yes=True)
    assert isinstance(answered, Answered) is paid
    assert (await points(cast.shop, anna)).available == (880 if paid else 865)
    await end_drafts(cast.shop)
    assert await points(cast.shop, anna) == Wallet(available=880 if paid else 1_000)
    await sound(cast.shop)


async def test_after_an_unanswered_question_the_cashier_asks_again_with_one_tap(
    cast: Cast, anna: Actor
) -> None:
    view, _ = await asked(cast, anna)
    cast.clock.advance(HOLD_LIFETIME.total_seconds())
    again = await take(cast, cast.lena, view)
    assert isinstance(again, SaleView)
    assert again.state is SaleState.WAITING
    assert (await points(cast.shop, anna)).reserved == 135
    await sound(cast.shop)


async def test_after_three_unanswered_questions_only_the_pay_code_helps(cast: Cast, anna: Actor) -> None:
    view, _ = await asked(cast, anna)
    for _ in range(2):
        cast.clock.advance(HOLD_LIFETIME.total_seconds())
        again = await take(cast, cast.lena, view)
        assert isinstance(again, SaleView)
        view = again
    cast.clock.advance(HOLD_LIFETIME.total_seconds())
    refused = await take(cast, cast.lena, view)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.ASKED_TOO_OFTEN
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    who = (cast.lena.member_id, cast.lena.account_id)
    shown = await show_code(cast.shop, *who, view.draft_id, code.digits)
    assert isinstance(shown, SaleView)
    paid = await take(cast, cast.lena, shown)
    assert isinstance(paid, SaleView)
    assert (paid.state, paid.spent_points) == (SaleState.BOOKED, 135)


async def test_a_pay_code_answers_the_question_that_is_open(cast: Cast, anna: Actor) -> None:
    view, _ = await asked(cast, anna)
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    who = (cast.lena.member_id, cast.lena.account_id)
    done = await show_code(cast.shop, *who, view.draft_id, code.digits)
    assert isinstance(done, SaleView)
    assert (done.state, done.spent_points, done.points) == (SaleState.BOOKED, 135, 15)
    await sound(cast.shop)


async def test_a_pay_code_is_dead_after_a_minute_after_use_and_in_anothers_sale(
    cast: Cast, anna: Actor
) -> None:
    who = (cast.lena.member_id, cast.lena.account_id)
    dima = await cast.joined("Дима")
    await sold(cast, dima, 10_000_00)
    for wait, member, expected in (
        (PAY_CODE_LIFETIME.total_seconds(), anna, Refusal.WRONG_PAY_CODE),
        (0.0, dima, Refusal.WRONG_PAY_CODE),
    ):
        code = await new_pay_code(cast.shop, anna.member_id)
        assert isinstance(code, PayCode)
        preview = await cast.preview(cast.lena, member, 450_00)
        cast.clock.advance(wait)
        refused = await show_code(cast.shop, *who, preview.draft_id, code.digits)
        assert isinstance(refused, Refused)
        assert refused.reason is expected


async def test_a_new_pay_code_kills_the_old_one(cast: Cast, anna: Actor) -> None:
    old, new = [await new_pay_code(cast.shop, anna.member_id) for _ in range(2)]
    assert isinstance(old, PayCode)
    assert isinstance(new, PayCode)
    preview = await cast.preview(cast.lena, anna, 450_00)
    who = (cast.lena.member_id, cast.lena.account_id)
    assert isinstance(await show_code(cast.shop, *who, preview.draft_id, old.digits), Refused)
    assert isinstance(await show_code(cast.shop, *who, preview.draft_id, new.digits), SaleView)


async def test_decision_five_wrong_codes_pause_the_cashier(cast: Cast, anna: Actor) -> None:
    preview = await cast.preview(cast.lena, anna, 450_00)
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    wrong = "0" * 6 if code.digits != "0" * 6 else "1" * 6
    who = (cast.lena.member_id, cast.lena.account_id)
    for _ in range(5):
        refused = await show_code(cast.shop, *who, preview.draft_id, wrong)
        assert isinstance(refused, Refused)
        assert refused.reason is Refusal.WRONG_PAY_CODE
    paused = await show_code(cast.shop, *who, preview.draft_id, code.digits)
    assert isinstance(paused, Refused)
    assert paused.reason is Refusal.TOO_MANY_CODES


async def test_rule_27_a_static_code_alone_never_spends(cast: Cast, anna: Actor) -> None:
    """Scanning the card and every button a cashier has, without the customer: nothing leaves."""
    preview = await cast.preview(cast.lena, anna, 450_00)
    who = (cast.lena.member_id, cast.lena.account_id)
    waiting = await take(cast, cast.lena, preview)
    assert isinstance(waiting, SaleView)
    await take(cast, cast.lena, waiting)
    await confirm_sale(cast.shop, *who, preview.draft_id, waiting.revision)
    assert (await points(cast.shop, anna)).available >= 1_000 - 135
    await end_drafts(cast.shop)
    cast.clock.advance(HOLD_LIFETIME.total_seconds())
    await end_drafts(cast.shop)
    assert (await points(cast.shop, anna)).available >= 1_000


async def test_rule_23_another_amount_withdraws_the_question(cast: Cast, anna: Actor) -> None:
    view, hold = await asked(cast, anna)
    repriced = await price_sale(cast.shop, cast.lena.member_id, view.draft_id, [Line(900_00)])
    assert isinstance(repriced, SaleView)
    assert (repriced.state, repriced.offered_points) == (SaleState.PREVIEW, 270)
    assert isinstance(await answer_spend(cast.shop, anna.member_id, hold, yes=True), Refused)
    assert await points(cast.shop, anna) == Wallet(available=1_000)


async def test_decision_rules_changed_between_question_and_yes_book_nothing(cast: Cast, anna: Actor) -> None:
    _, hold = await asked(cast, anna)
    await set_programme(cast.shop, cast.owner.member_id, cast.owner.account_id, rate_bp=1_000)
    assert await answer_spend(cast.shop, anna.member_id, hold, yes=True) == Answered(Answer.CHANGED, 135)
    assert await points(cast.shop, anna) == Wallet(available=1_000)
    await sound(cast.shop)


async def test_a_cashier_who_lost_his_role_gets_nothing_from_a_late_yes(cast: Cast, anna: Actor) -> None:
    from actions.dismiss_staff import dismiss_staff

    _, hold = await asked(cast, anna)
    await dismiss_staff(cast.shop, cast.owner.member_id, cast.lena.member_id)
    late = await answer_spend(cast.shop, anna.member_id, hold, yes=True)
    assert isinstance(late, Refused)
    assert late.reason is Refusal.QUESTION_OVER, "his sales ended with his role"
    assert await points(cast.shop, anna) == Wallet(available=1_000)


@pytest.mark.parametrize("wanted", [0, -5, 136, 1_000_000])
async def test_a_number_the_rules_do_not_allow_is_refused_with_what_they_do(
    cast: Cast, anna: Actor, wanted: int
) -> None:
    preview = await cast.preview(cast.lena, anna, 450_00)
    who = (cast.lena.member_id, cast.lena.account_id)
    refused = await offer_points(cast.shop, *who, preview.draft_id, wanted)
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail["allowed"]) == (Refusal.TOO_MANY_POINTS, 135)


async def test_a_typed_number_is_offered_and_taken(cast: Cast, anna: Actor) -> None:
    preview = await cast.preview(cast.lena, anna, 450_00)
    who = (cast.lena.member_id, cast.lena.account_id)
    offered = await offer_points(cast.shop, *who, preview.draft_id, 100)
    assert isinstance(offered, SaleView)
    assert (offered.offered_points, offered.revision) == (100, preview.revision + 1)
    waiting = await take(cast, cast.lena, offered)
    assert isinstance(waiting, SaleView)
    assert (waiting.state, waiting.offered_points) == (SaleState.WAITING, 100)


async def test_a_customer_who_blocked_the_bot_cannot_be_asked(cast: Cast, anna: Actor) -> None:
    await mark_reachable(cast.shop, anna.account_id, reachable=False)
    refused = await take(cast, cast.lena, await cast.preview(cast.lena, anna, 450_00))
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.CANNOT_ASK


async def test_without_points_there_is_no_code(cast: Cast) -> None:
    refused = await new_pay_code(cast.shop, (await cast.joined("Дима")).member_id)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.NOTHING_TO_SPEND
