"""The rules at the till: what is stopped, what a manager is asked, what is reported."""

import asyncio

import pytest

from actions.approvals import decide_sale
from actions.claims import hand_over
from actions.leave_sale import leave_sale
from actions.price_sale import price_sale
from actions.review_alerts import next_alert, old_alerts
from actions.show_sale import show_draft
from actions.watch_days import watch_days
from actions.watch_settings import (
    add_family,
    remove_family,
    require_numbers,
    set_mode,
    show_family,
)
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import HandOver
from loyalty.views import SaleState, SaleView
from loyalty.watch.base import Mode, Rule
from loyalty.watch.views import AlertPage, AlertState, AlertView, ApprovalState, ApprovalView
from storage import staff as team
from storage.schema import alerts, approvals, grants, purchases, sale_drafts, stores
from tests.actions.buying import added, bought, claimed, reason
from tests.actions.paying import rich
from tests.actions.people import Actor, Cast
from tests.actions.watched import (
    DAY,
    HOUR,
    MINUTE,
    approval_id,
    asked,
    confirmed,
    found,
    lead,
    paid_by_code,
    row,
    setting,
)
from tests.clockwork.stand import HandClock


@pytest.fixture
async def anna(cast: Cast, clock: HandClock) -> Actor:
    """A member since last week: nothing about her is new."""
    anna = await cast.joined("Анна")
    clock.advance(7 * DAY)
    return anna


# --- always stopped ---


async def test_a_card_of_the_family_is_always_stopped_and_a_colleague_can_sell(
    cast: Cast, anna: Actor
) -> None:
    owner, lena = cast.owner, cast.lena
    view = await add_family(cast.shop, owner.member_id, owner.account_id, lena.member_id, anna.number)
    assert not isinstance(view, Refused)
    assert view.added == "Анна"
    preview = await cast.preview(lena, anna, 450_00)
    assert reason(await confirmed(cast, preview, lena)) is Refusal.FAMILY_CARD
    assert await bought(cast, anna, cashier=cast.boris)
    await remove_family(cast.shop, owner.member_id, lena.member_id, anna.member_id)
    assert await bought(cast, anna)


async def test_a_reward_of_the_family_is_handed_out_by_a_colleague(cast: Cast, anna: Actor) -> None:
    owner, lena, boris = cast.owner, cast.lena, cast.boris
    await bought(cast, anna, 9_000_00)
    claim = (await claimed(cast.shop, anna, await added(cast))).claim
    await add_family(cast.shop, owner.member_id, owner.account_id, lena.member_id, anna.number)
    hers, his = [await cast.preview(at, anna, 450_00) for at in (lena, boris)]
    done = await hand_over(cast.shop, lena.member_id, claim.id, hers.draft_id)
    assert reason(done) is Refusal.FAMILY_CARD
    assert isinstance(await hand_over(cast.shop, boris.member_id, claim.id, his.draft_id), HandOver)


async def test_the_own_card_and_families_are_no_setting(cast: Cast, anna: Actor) -> None:
    owner, lena = cast.owner, cast.lena
    assert reason(await set_mode(cast.shop, owner.member_id, 1, Rule.OWN, Mode.OFF)) is Refusal.WATCH_MODE
    for actor, staff_id, number, why in (
        (owner, lena.member_id, lena.number, Refusal.FAMILY_SELF),
        (owner, lena.member_id, "000000000000", Refusal.CARD_MISTYPED),
        (owner, anna.member_id, anna.number, Refusal.NOT_STAFF),
        (lena, lena.member_id, anna.number, Refusal.NOT_OWNER),
    ):
        done = await add_family(cast.shop, actor.member_id, actor.account_id, staff_id, number)
        if why is Refusal.FAMILY_SELF:
            await cast.finish_joining(lena, "Лена")
            done = await add_family(cast.shop, actor.member_id, actor.account_id, staff_id, number)
        assert reason(done) is why
    assert reason(await show_family(cast.shop, lena.member_id, lena.member_id)) is Refusal.NOT_OWNER


# --- reported ---


async def test_the_fourth_purchase_of_a_day_is_reported_once(
    cast: Cast, anna: Actor, clock: HandClock
) -> None:
    for _ in range(5):
        await bought(cast, anna)
        clock.advance(HOUR)
    rows = await cast.stand.rows(alerts)
    assert [one.rule for one in rows] == [Rule.FREQUENT]
    assert (rows[0].cashier_id, rows[0].member_id) == (cast.lena.member_id, anna.member_id)
    view = await next_alert(cast.shop, cast.owner.member_id)
    assert isinstance(view, AlertView)
    assert (view.cashier, view.customer, view.figures) == ("Лена", "Анна", {"times": 4})
    assert view.purchase_id


async def test_a_receipt_in_two_parts_is_reported(cast: Cast, anna: Actor, clock: HandClock) -> None:
    await bought(cast, anna)
    clock.advance(5 * MINUTE)
    await bought(cast, anna)
    assert await found(cast) == [Rule.SPLIT]


async def test_a_sale_at_night_is_reported(cast: Cast, anna: Actor) -> None:
    await cast.shop.db.write(lambda tx: tx.execute(stores.update().values(hours='{"0":"09:00-09:01"}')))
    await bought(cast, anna)
    assert await found(cast) == [Rule.HOURS]


async def test_a_sale_without_a_number_is_reported_where_one_is_needed(cast: Cast, anna: Actor) -> None:
    await require_numbers(cast.shop, cast.owner.member_id, 1, needed=True)
    await bought(cast, anna)
    assert await found(cast) == [Rule.HOURS]


async def test_a_rule_that_is_off_finds_nothing(cast: Cast, anna: Actor) -> None:
    await setting(cast, Rule.SPLIT, Mode.OFF)
    await bought(cast, anna)
    await bought(cast, anna)
    assert await found(cast) == []


async def test_a_large_receipt_is_reported_once_the_usual_ones_are_known(
    cast: Cast, clock: HandClock
) -> None:
    people = [await cast.joined(f"Гость {one}") for one in range(6)]
    clock.advance(7 * DAY)
    for index in range(54):
        await bought(cast, people[index % 6], 400_00 + index * 100)
        clock.advance(5 * HOUR)
    await watch_days(cast.shop)
    await bought(cast, people[0], 9_000_00, cashier=cast.boris)
    assert Rule.LARGE in await found(cast)


async def test_points_spent_on_the_first_day_or_after_a_gift_by_hand_are_reported(
    cast: Cast, clock: HandClock
) -> None:
    anna = await rich(cast)
    now = cast.shop.now()
    given_now = {"member_id": anna.member_id, "author_id": cast.owner.member_id, "points": 100, "at": now}
    await row(cast.shop, grants, **given_now, state="given", ended_at=now)
    clock.advance(HOUR)
    view = await paid_by_code(cast, anna, 2_000_00)
    assert isinstance(view, SaleView)
    assert view.state is SaleState.BOOKED
    assert {Rule.NEWCOMER, Rule.MANUAL} <= set(await found(cast))


async def test_a_forgotten_card_emptied_at_once_is_reported(cast: Cast, clock: HandClock) -> None:
    anna = await rich(cast)
    clock.advance(200 * DAY)
    view = await paid_by_code(cast, anna, 20_000_00)
    assert isinstance(view, SaleView)
    assert Rule.DORMANT in await found(cast)


async def test_one_card_in_two_stores_at_once_is_reported(cast: Cast, anna: Actor, clock: HandClock) -> None:
    place = {"latitude_e6": 55_700_000, "longitude_e6": 37_600_000}
    await row(cast.shop, stores, id=2, name="Вторая", time_zone="Europe/Moscow", **place)
    far = {"latitude_e6": 55_800_000, "longitude_e6": 37_600_000}
    await cast.shop.db.write(lambda tx: tx.execute(stores.update().where(stores.c.id == 1).values(**far)))
    await cast.shop.db.write(lambda tx: team.move(tx, cast.boris.member_id, 2))
    await bought(cast, anna)
    clock.advance(2 * MINUTE)
    await bought(cast, anna, cashier=cast.boris)
    assert await found(cast) == [Rule.TRAVEL]
    view = await next_alert(cast.shop, cast.owner.member_id)
    assert isinstance(view, AlertView)
    assert 11_000 < view.figures["metres"] < 11_300


# --- asked and stopped ---


async def test_a_stopped_sale_is_not_booked_and_the_owner_hears_of_it(cast: Cast, anna: Actor) -> None:
    await setting(cast, Rule.SPLIT, Mode.STOP)
    await bought(cast, anna)
    preview = await cast.preview(cast.lena, anna, 450_00)
    assert reason(await confirmed(cast, preview, cast.lena)) is Refusal.SALE_STOPPED
    assert len(await cast.stand.rows(purchases)) == 1
    view = await next_alert(cast.shop, cast.owner.member_id)
    assert isinstance(view, AlertView)
    assert view.figures["stopped"] == 1


async def test_a_manager_allows_and_the_cashier_books(cast: Cast, anna: Actor) -> None:
    view = await asked(cast, anna)
    again = await confirmed(cast, view, cast.lena)
    assert isinstance(again, SaleView)
    assert again.state is SaleState.MANAGER
    assert len(await cast.stand.rows(approvals)) == 1, "a second tap asks nobody twice"
    assert [kind for kind, _ in await cast.told(cast.owner)].count("approval") == 1
    shown = await show_draft(cast.shop, cast.lena.member_id, view.draft_id)
    assert isinstance(shown, SaleView)
    assert shown.state is SaleState.MANAGER
    said = await decide_sale(cast.shop, cast.owner.member_id, await approval_id(cast), allow=True)
    assert isinstance(said, ApprovalView)
    assert (said.state, said.decided_by) == (ApprovalState.ALLOWED, "Ольга")
    assert ("edit.sale", {"draft_id": view.draft_id, "note": "manager_yes"}) in await cast.told(cast.lena)
    done = await confirmed(cast, view, cast.lena)
    assert isinstance(done, SaleView)
    assert done.state is SaleState.BOOKED
    assert (await cast.stand.rows(sale_drafts))[-1].approved_by == cast.owner.member_id
    assert await next_alert(cast.shop, cast.owner.member_id) is None
    past = await old_alerts(cast.shop, cast.owner.member_id, 0)
    assert isinstance(past, AlertPage)
    assert [one.state for one in past.alerts] == [AlertState.ALLOWED]


async def test_a_manager_says_no_and_asking_again_changes_nothing(cast: Cast, anna: Actor) -> None:
    view = await asked(cast, anna)
    number = await approval_id(cast)
    await decide_sale(cast.shop, cast.owner.member_id, number, allow=False)
    assert reason(await confirmed(cast, view, cast.lena)) is Refusal.MANAGER_SAID_NO
    late = await decide_sale(cast.shop, cast.owner.member_id, number, allow=True)
    assert isinstance(late, ApprovalView)
    assert late.state is ApprovalState.REFUSED, "the first word stands"
    shown = await show_draft(cast.shop, cast.lena.member_id, view.draft_id)
    assert isinstance(shown, SaleView)
    assert (shown.state, shown.note) == (SaleState.PREVIEW, "manager_no")
    other = await price_sale(cast.shop, cast.lena.member_id, view.draft_id, [Line(450_00)])
    assert isinstance(other, SaleView)
    done = await confirmed(cast, other, cast.lena)
    assert isinstance(done, SaleView)
    assert done.state is SaleState.BOOKED


async def test_nobody_answers_in_time_and_the_cashier_can_ask_again(
    cast: Cast, anna: Actor, clock: HandClock
) -> None:
    view = await asked(cast, anna)
    clock.advance(5 * MINUTE)
    late = await decide_sale(cast.shop, cast.owner.member_id, await approval_id(cast), allow=True)
    assert isinstance(late, ApprovalView)
    assert late.state is ApprovalState.OVER
    again = await confirmed(cast, view, cast.lena)
    assert isinstance(again, SaleView)
    assert again.state is SaleState.MANAGER
    assert len(await cast.stand.rows(approvals)) == 2


async def test_another_amount_or_a_closed_sale_needs_another_word(cast: Cast, anna: Actor) -> None:
    view = await asked(cast, anna)
    await price_sale(cast.shop, cast.lena.member_id, view.draft_id, [Line(95_000_00)])
    said = await decide_sale(cast.shop, cast.owner.member_id, await approval_id(cast), allow=True)
    assert isinstance(said, ApprovalView)
    assert said.state is ApprovalState.OVER
    await leave_sale(cast.shop, cast.lena.member_id, cast.lena.account_id, view.draft_id)
    second = await asked(cast, anna)
    await leave_sale(cast.shop, cast.lena.member_id, cast.lena.account_id, second.draft_id)
    said = await decide_sale(cast.shop, cast.owner.member_id, await approval_id(cast), allow=True)
    assert isinstance(said, ApprovalView)
    assert said.state is ApprovalState.OVER


async def test_two_managers_at_once_say_one_word(cast: Cast, anna: Actor) -> None:
    await lead(cast, cast.boris)
    await asked(cast, anna)
    number = await approval_id(cast)
    words = await asyncio.gather(
        decide_sale(cast.shop, cast.owner.member_id, number, allow=True),
        decide_sale(cast.shop, cast.boris.member_id, number, allow=False),
    )
    states = {word.state for word in words if isinstance(word, ApprovalView)}
    assert len(states) == 1
    assert len(words) == 2


async def test_nobody_decides_on_his_own_sale_and_cashiers_on_none(cast: Cast, anna: Actor) -> None:
    await lead(cast, cast.boris)
    await asked(cast, anna)
    number = await approval_id(cast)
    assert (
        reason(await decide_sale(cast.shop, cast.lena.member_id, number, allow=True)) is Refusal.NOT_ALLOWED
    )
    assert reason(await decide_sale(cast.shop, anna.member_id, number, allow=True)) is Refusal.NOT_STAFF
    assert (
        reason(await decide_sale(cast.shop, cast.owner.member_id, 999, allow=True)) is Refusal.APPROVAL_OVER
    )
    preview = await cast.preview(cast.boris, anna, 9_000_00)
    view = await confirmed(cast, preview, cast.boris)
    assert isinstance(view, SaleView)
    assert view.state is SaleState.MANAGER, "a manager at the till asks an owner"
    own = await decide_sale(cast.shop, cast.boris.member_id, await approval_id(cast), allow=True)
    assert reason(own) is Refusal.APPROVAL_OWN


async def test_an_owner_at_the_till_asks_nobody_and_it_is_reported(cast: Cast, anna: Actor) -> None:
    await setting(cast, Rule.SPLIT, Mode.ASK)
    await bought(cast, anna, cashier=cast.owner)
    await bought(cast, anna, cashier=cast.owner)
    assert await found(cast) == [Rule.SPLIT]
