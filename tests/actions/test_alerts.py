"""Alerts: who sees them, how often they are told, and what the night finds."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Delete

from actions.review_alerts import next_alert, old_alerts, review_alert, show_alert
from actions.undo_sale import undo_sale
from actions.watch_days import watch_days
from actions.watch_settings import (
    answer_limit,
    set_mode,
    show_watch,
)
from loyalty.refusals import Refusal
from loyalty.sale import Way
from loyalty.views import SaleView
from loyalty.watch.base import Mode, Rule
from loyalty.watch.views import AlertState, AlertView
from storage import shop as shop_rows
from storage import staff as team
from storage import stores as given
from storage.database import Connection
from storage.schema import alerts, purchases, referrals, stores
from tests.actions.buying import added, bought, claimed, reason, ruled
from tests.actions.people import Actor, Cast
from tests.actions.watched import DAY, HOUR, found, lead, row
from tests.clockwork.stand import HandClock


@pytest.fixture
async def anna(cast: Cast, clock: HandClock) -> Actor:
    """A member since last week: nothing about her is new."""
    anna = await cast.joined("Анна")
    clock.advance(7 * DAY)
    return anna


# --- who sees what ---


async def test_an_alert_is_seen_and_ended_by_leaders_but_never_by_whom_it_is_about(
    cast: Cast, anna: Actor
) -> None:
    await lead(cast, cast.boris)
    await bought(cast, anna, cashier=cast.boris)
    await bought(cast, anna, cashier=cast.boris)
    boris, lena, owner = cast.boris.member_id, cast.lena.member_id, cast.owner.member_id
    assert await next_alert(cast.shop, boris) is None
    assert reason(await show_alert(cast.shop, boris, 1)) is Refusal.ALERT_GONE
    assert reason(await review_alert(cast.shop, boris, 1, AlertState.FALSE_ALARM)) is Refusal.ALERT_GONE
    assert not [kind for kind, _ in await cast.told(cast.boris) if kind == "alerts"]
    for forbidden in (next_alert(cast.shop, lena), old_alerts(cast.shop, lena, 0)):
        assert reason(await forbidden) is Refusal.NOT_ALLOWED
    assert reason(await review_alert(cast.shop, lena, 1, AlertState.REVIEWED)) is Refusal.NOT_ALLOWED
    view = await review_alert(cast.shop, owner, 1, AlertState.FALSE_ALARM)
    assert isinstance(view, AlertView)
    assert (view.state, view.reviewed_by) == (AlertState.FALSE_ALARM, "Ольга")
    again = await review_alert(cast.shop, owner, 1, AlertState.REVIEWED)
    assert isinstance(again, AlertView)
    assert again.state is AlertState.FALSE_ALARM, "the first word stands"


async def test_a_manager_of_another_store_sees_nothing(cast: Cast, anna: Actor) -> None:
    await row(cast.shop, stores, id=2, name="Вторая", time_zone="Europe/Moscow")
    await lead(cast, cast.boris)
    await cast.shop.db.write(lambda tx: team.move(tx, cast.boris.member_id, 2))
    await cast.shop.db.write(lambda tx: given.give(tx, cast.boris.member_id, [2]))
    await bought(cast, anna)
    await bought(cast, anna)
    assert await next_alert(cast.shop, cast.boris.member_id) is None
    assert reason(await show_alert(cast.shop, cast.boris.member_id, 1)) is Refusal.NOT_YOUR_STORE


async def test_many_alerts_make_one_message_in_ten_minutes(cast: Cast, clock: HandClock) -> None:
    people = [await cast.joined(f"Гость {one}") for one in range(4)]
    clock.advance(7 * DAY)
    for one in people:
        await bought(cast, one)
        await bought(cast, one)
    told = [data for kind, data in await cast.told(cast.owner) if kind == "alerts"]
    assert len(await cast.stand.rows(alerts)) == 4
    assert len(told) == 2, "one at once, and one for all that came in the ten minutes after"
    assert [data["first"] for data in told] == [1, 2]


async def test_only_owners_set_what_is_looked_for(cast: Cast) -> None:
    await lead(cast, cast.boris)
    for actor in (cast.boris, cast.lena):
        assert reason(await show_watch(cast.shop, actor.member_id)) is Refusal.NOT_OWNER
        assert (
            reason(await set_mode(cast.shop, actor.member_id, 1, Rule.SPLIT, Mode.OFF)) is Refusal.NOT_OWNER
        )
    owner = cast.owner
    assert reason(await set_mode(cast.shop, owner.member_id, 9, Rule.SPLIT, Mode.OFF)) is Refusal.STORE_GONE
    assert reason(await set_mode(cast.shop, owner.member_id, 1, Rule.TYPED, Mode.STOP)) is Refusal.WATCH_MODE
    done = await answer_limit(cast.shop, owner.member_id, owner.account_id, "1 split", "500")
    assert reason(done) is Refusal.WATCH_LIMIT


# --- day by day ---


async def test_a_till_that_types_cards_is_found_by_the_night_and_told_once_a_week(
    cast: Cast, clock: HandClock
) -> None:
    people = [await cast.joined(f"Гость {one}") for one in range(30)]
    clock.advance(7 * DAY)
    for index, one in enumerate(people * 2):
        await bought(cast, one, 431_00 + index, cashier=cast.lena if index % 2 else cast.boris)
        clock.advance(2 * HOUR)
    lena = purchases.c.cashier_id == cast.lena.member_id
    typed = purchases.update().where(lena).values(way=Way.TYPED)
    await cast.shop.db.write(lambda tx: tx.execute(typed))
    assert await watch_days(cast.shop) == 1
    assert await found(cast) == [Rule.TYPED]
    assert await watch_days(cast.shop) == 0
    clock.advance(DAY)
    assert await watch_days(cast.shop) == 0


def _done(statement: Delete, tx: Connection) -> None:
    tx.execute(statement)


async def test_a_ring_of_friends_is_found_by_the_night(cast: Cast, anna: Actor, clock: HandClock) -> None:
    rules = await cast.shop.db.read(shop_rows.programme)
    await ruled(cast.shop, referral=replace(rules.referral, minimum_minor=300_00))
    for one in range(3):
        friend = await cast.joined(f"Друг {one}")
        clock.advance(2 * DAY)
        purchase = await bought(cast, friend, 310_00)
        now = cast.shop.now()
        common = {"friend_id": friend.member_id, "inviter_id": anna.member_id, "at": now}
        forgotten = referrals.delete().where(referrals.c.friend_id == friend.member_id)
        await cast.shop.db.write(partial(_done, forgotten))
        await row(cast.shop, referrals, **common, state="bought", purchase_id=purchase)
    await watch_days(cast.shop)
    assert await found(cast) == [Rule.RING]


async def test_refunds_soon_after_points_were_used_are_reported(cast: Cast, anna: Actor) -> None:
    purchase = await bought(cast, anna)
    await claimed(cast.shop, anna, await added(cast))
    assert isinstance(await undo_sale(cast.shop, cast.lena.member_id, purchase), SaleView)
    assert await found(cast) == [Rule.REFUND]
