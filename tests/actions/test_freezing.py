"""Rule 41 on real books: a frozen member spends nothing, nothing of his burns, the time is given back."""

import asyncio
from datetime import UTC, datetime

from actions.answer_spend import Answer, Answered, answer_spend
from actions.ask_spend import offer_points
from actions.claim_reward import ask_claim, confirm_claim
from actions.claims import ask_hand_over, hand_over
from actions.confirm_sale import confirm_sale
from actions.expire_points import expire_points
from actions.gift_points import ask_gift, offer_gift, offered_gifts
from actions.pay_code import PayCode, new_pay_code, show_code
from actions.show_card import show_balance
from actions.undo_sale import undo_sale
from loyalty.refusals import Refusal, Refused
from loyalty.views import CardView, SaleState, SaleView
from loyalty.wallet import Wallet
from storage.schema import lots
from tests.actions.burning import (
    DAY,
    IDLE,
    MONTHLY,
    bought,
    clean,
    days,
    expired,
    given_to,
    rules,
    spend,
    wallet,
)
from tests.actions.buying import added
from tests.actions.freezing import WHY, frozen, kinds, thawed
from tests.actions.paying import asked, points, rich, sound, take
from tests.actions.people import Cast


async def test_rule_41_a_frozen_member_spends_nothing_and_earns_on(cast: Cast) -> None:
    anna = await rich(cast)
    view = await frozen(cast, anna)
    assert view.freeze is not None
    assert (view.freeze.author, view.freeze.reason) == ("Ольга", WHY)
    assert await points(cast.shop, anna) == Wallet(blocked=1_000)
    no = Refused(Refusal.POINTS_FROZEN, {"brand": "Kopilka"})
    assert await new_pay_code(cast.shop, anna.member_id) == no
    assert await ask_gift(cast.shop, anna.member_id, anna.account_id) == no
    assert await offer_gift(cast.shop, anna.member_id, anna.account_id, 10) == no
    preview = await cast.preview(cast.lena, anna, 450_00)
    assert (preview.frozen, preview.offered_points, preview.available) == (True, 0, 0)
    who = (cast.lena.member_id, cast.lena.account_id)
    over = await offer_points(cast.shop, *who, preview.draft_id, 50)
    assert isinstance(over, Refused)
    assert (over.reason, over.detail["allowed"]) == (Refusal.TOO_MANY_POINTS, 0)
    booked = await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision)
    assert isinstance(booked, SaleView)
    assert (booked.state, booked.points, booked.available) == (SaleState.BOOKED, 22, 0)
    assert (await cast.told(anna))[-1][1]["frozen"] is True
    balance = await show_balance(cast.shop, anna.member_id)
    assert isinstance(balance, CardView)
    assert (balance.frozen, balance.blocked, balance.available) == (True, 1_022, 0)
    await thawed(cast, view)
    assert await points(cast.shop, anna) == Wallet(available=1_022)
    assert [data["available"] for kind, data in await cast.told(anna) if kind == "unfrozen"] == [1_022]
    await sound(cast.shop)


async def test_rule_41_an_open_question_ends_and_its_points_are_free(cast: Cast) -> None:
    anna = await rich(cast)
    view, hold = await asked(cast, anna)
    assert (await points(cast.shop, anna)).reserved == 135
    await frozen(cast, anna)
    assert await points(cast.shop, anna) == Wallet(blocked=1_000)
    assert (await kinds(cast, anna))[-2:] == ["edit.spend_over", "frozen"]
    assert (await cast.told(cast.lena))[-1] == ("edit.sale", {"draft_id": view.draft_id, "note": "changed"})
    refused = await answer_spend(cast.shop, anna.member_id, hold, yes=True)
    assert refused == Refused(Refusal.POINTS_FROZEN, {"brand": "Kopilka"})
    again = await take(cast, cast.lena, view)
    assert isinstance(again, SaleView)
    assert (again.state, again.frozen, again.offered_points) == (SaleState.PREVIEW, True, 0)
    await sound(cast.shop)


async def test_rule_41_a_pay_code_shown_before_pays_nothing_after(cast: Cast) -> None:
    anna = await rich(cast)
    code = await new_pay_code(cast.shop, anna.member_id)
    assert isinstance(code, PayCode)
    preview = await cast.preview(cast.lena, anna, 450_00)
    await frozen(cast, anna)
    who = (cast.lena.member_id, cast.lena.account_id)
    view = await show_code(cast.shop, *who, preview.draft_id, code.digits)
    assert isinstance(view, SaleView)
    assert (view.frozen, view.approved) == (True, False)
    await sound(cast.shop)


async def test_rule_41_gifts_under_way_come_back(cast: Cast) -> None:
    anna = await rich(cast)
    await offer_gift(cast.shop, anna.member_id, anna.account_id, 100)
    assert (await points(cast.shop, anna)).reserved == 100
    await frozen(cast, anna)
    assert await points(cast.shop, anna) == Wallet(blocked=1_000)
    assert await offered_gifts(cast.shop, anna.member_id) == ()
    assert (await kinds(cast, anna))[-2:] == ["gift_back", "frozen"]
    await sound(cast.shop)


async def test_rule_41_rewards_are_neither_taken_nor_handed_out(cast: Cast) -> None:
    anna = await rich(cast)
    reward_id = await added(cast, price=100)
    claims = [await ask_claim(cast.shop, anna.member_id, reward_id) for _ in range(2)]
    taken = claims[-1]
    assert not isinstance(taken, Refused)
    await confirm_claim(cast.shop, anna.member_id, taken.claim.id)
    asked_before = await ask_claim(cast.shop, anna.member_id, reward_id)
    assert not isinstance(asked_before, Refused)
    view = await frozen(cast, anna)
    no = Refused(Refusal.POINTS_FROZEN, {"brand": "Kopilka"})
    assert await ask_claim(cast.shop, anna.member_id, reward_id) == no
    assert await confirm_claim(cast.shop, anna.member_id, asked_before.claim.id) == no
    draft_id = (await cast.preview(cast.lena, anna, 450_00)).draft_id
    at_till = (cast.lena.member_id, taken.claim.id, draft_id)
    assert await ask_hand_over(cast.shop, *at_till) == Refused(Refusal.POINTS_NOT_NOW)
    assert await hand_over(cast.shop, *at_till) == Refused(Refusal.POINTS_NOT_NOW)
    await thawed(cast, view)
    assert not isinstance(await hand_over(cast.shop, *at_till), Refused)
    await sound(cast.shop)


async def test_rule_41_nothing_burns_over_a_freeze_and_the_last_day_moves_on(cast: Cast) -> None:
    await rules(cast, MONTHLY)
    anna = await cast.joined("Анна")
    await bought(cast, anna)  # on 3 May at 15:00 in Moscow: until 3 June
    cast.clock.advance(20 * DAY)
    view = await frozen(cast, anna)
    assert await days(cast, 10) == []
    await bought(cast, anna)  # on 2 June, while frozen: until 2 July
    assert await days(cast, 30) == [], "no reminder, no end"
    assert await wallet(cast, anna) == Wallet(blocked=100)
    await thawed(cast, view)  # after forty days
    first, second = await cast.stand.rows(lots)
    assert first.moved_to == datetime(2026, 7, 13, 21, tzinfo=UTC)  # 3 June + 40 days = 13 July is whole
    assert second.moved_to == datetime(2026, 8, 1, 21, tzinfo=UTC)  # 2 July + 30 days
    assert first.expires_at == datetime(2026, 6, 3, 21, tzinfo=UTC)
    assert await wallet(cast, anna) == Wallet(available=100)
    went = await days(cast, 31)
    assert [kind for kind, _ in went if kind == "expired"] == ["expired", "expired"]
    assert went[0][1]["days"] == [["2026-07-13", 50]]
    assert await expired(cast) == [-50, -50]
    await clean(cast)


async def test_rule_41_a_reminder_before_the_freeze_told_of_another_day(cast: Cast) -> None:
    await rules(cast, MONTHLY)
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    assert [kind for kind, _ in await days(cast, 27)] == ["burning", "burning"]
    view = await frozen(cast, anna)
    await days(cast, 100)
    await thawed(cast, view)
    went = await days(cast, 6)
    assert [kind for kind, _ in went] == ["burning", "expired"]
    assert went[0][1]["days"] == [["2026-09-11", 50]]
    await clean(cast)


async def test_rule_41_what_had_ended_before_is_swept_all_the_same(cast: Cast) -> None:
    await rules(cast, MONTHLY)
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    await days(cast, 31)
    cast.clock.advance(DAY)  # the night's sweep has not come yet
    view = await frozen(cast, anna)
    assert await wallet(cast, anna) == Wallet()
    assert await expire_points(cast.shop) == 50
    await thawed(cast, view)
    await clean(cast)


async def test_rule_41_the_term_for_want_of_visits_stands_still(cast: Cast) -> None:
    await rules(cast, IDLE)
    anna = await cast.joined("Анна")
    await bought(cast, anna)  # until 3 July
    cast.clock.advance(40 * DAY)
    view = await frozen(cast, anna)
    await days(cast, 90)
    await thawed(cast, view)
    balance = await show_balance(cast.shop, anna.member_id)
    assert isinstance(balance, CardView)
    assert [(one.day.isoformat(), one.points) for one in balance.burning] == [("2026-10-01", 50)]
    went = await days(cast, 22)
    assert [kind for kind, _ in went] == ["burning", "burning", "expired"]
    await clean(cast)


async def test_rule_41_spent_points_that_come_back_later_have_their_time_too(cast: Cast) -> None:
    await rules(cast, MONTHLY)
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    await spend(cast, anna, 50)
    view = await frozen(cast, anna)
    cast.clock.advance(10 * DAY)
    await thawed(cast, view)
    assert [row.moved_to for row in await cast.stand.rows(lots)] == [datetime(2026, 6, 13, 21, tzinfo=UTC)]
    await clean(cast)


async def test_rule_41_an_undone_sale_takes_its_points_back_from_a_frozen_member(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    await given_to(cast, anna, 30)
    preview = await cast.preview(cast.lena, anna, 1_000_00)
    who = (cast.lena.member_id, cast.lena.account_id)
    done = await confirm_sale(cast.shop, *who, preview.draft_id, preview.revision)
    assert isinstance(done, SaleView)
    await spend(cast, anna, 40)
    await frozen(cast, anna)
    undone = await undo_sale(cast.shop, cast.lena.member_id, done.purchase_id or 0)
    assert not isinstance(undone, Refused)
    after = await wallet(cast, anna)
    assert (after.debt, after.blocked) == (10, 0)
    await clean(cast)


async def test_rule_41_of_a_freeze_and_a_yes_at_once_exactly_one_comes_first(cast: Cast) -> None:
    anna = await rich(cast)
    for first in ("yes", "freeze", "yes", "freeze"):
        before = (await points(cast.shop, anna)).available
        _, hold = await asked(cast, anna)
        yes = answer_spend(cast.shop, anna.member_id, hold, yes=True)
        if first == "yes":
            outcome, view = await asyncio.gather(yes, frozen(cast, anna))
        else:
            view, outcome = await asyncio.gather(frozen(cast, anna), yes)
        after = await points(cast.shop, anna)
        if isinstance(outcome, Answered):
            assert outcome == Answered(Answer.PAID, 135)
            assert after == Wallet(blocked=before - 135 + 15)
        else:
            assert outcome.reason is Refusal.POINTS_FROZEN
            assert after == Wallet(blocked=before)
        await thawed(cast, view)
        cast.clock.advance(600)
        await sound(cast.shop)


async def test_rule_41_of_a_freeze_and_a_payment_by_code_at_once_exactly_one_comes_first(cast: Cast) -> None:
    anna = await rich(cast)
    for _ in range(4):
        before = (await points(cast.shop, anna)).available
        code = await new_pay_code(cast.shop, anna.member_id)
        assert isinstance(code, PayCode)
        preview = await cast.preview(cast.lena, anna, 450_00)
        who = (cast.lena.member_id, cast.lena.account_id)
        await show_code(cast.shop, *who, preview.draft_id, code.digits)
        paid, view = await asyncio.gather(take(cast, cast.lena, preview), frozen(cast, anna))
        assert isinstance(paid, SaleView)
        after = await points(cast.shop, anna)
        if paid.state is SaleState.BOOKED:
            assert after == Wallet(blocked=before - 135 + 15)
        else:
            assert after == Wallet(blocked=before)
        await thawed(cast, view)
        await sound(cast.shop)
