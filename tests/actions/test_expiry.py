"""Burning points on a real database: told first, swept once, whatever happened to the bot meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DatabaseError

from actions.expire_points import expire_points
from actions.outcomes import Failed, Unreachable
from actions.remind_burning import remind_burning
from loyalty.programme import Terms
from storage import ledger
from storage.database import Connection
from storage.expiry import last_activity
from storage.schema import lots, notices
from tests.actions.burning import (
    DAY,
    IDLE,
    MONTHLY,
    bought,
    clean,
    days,
    expired,
    given_to,
    pumped,
    rules,
    spend,
    wallet,
)
from tests.actions.people import Actor, Cast


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    await rules(cast, MONTHLY)
    return await cast.joined("Анна")


async def test_rule_36_points_are_told_of_twice_and_burn_once(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)  # on 3 May at 15:00 in Moscow
    went = await days(cast, 32)
    assert [kind for kind, _ in went] == ["burning", "burning", "expired"]
    assert went[0][1]["days"] == [["2026-06-03", 50]]
    assert went[2][1]["points"] == -50
    assert went[2][1]["available"] == 0
    assert await expired(cast) == [-50]
    assert cast.clock.now() == datetime(2026, 6, 4, 12, tzinfo=UTC)
    await clean(cast)


async def test_rule_36_the_sweep_twice_changes_nothing(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await days(cast, 31)
    cast.clock.advance(DAY)
    assert [await expire_points(cast.shop) for _ in range(3)] == [50, 0, 0]
    await clean(cast)


async def sql(cast: Cast, statement: str) -> None:
    def run(tx: Connection) -> None:
        tx.exec_driver_sql(statement)

    await cast.shop.db.write(run)


async def test_rule_36_a_sweep_that_broke_in_the_middle_is_run_again(cast: Cast, anna: Actor) -> None:
    boris = await cast.joined("Борис")
    for member in (anna, boris):
        await bought(cast, member)
    await days(cast, 31)
    cast.clock.advance(DAY)
    last = (await cast.stand.rows(lots))[-1]
    trap = (
        f"CREATE TRIGGER trap BEFORE UPDATE ON lots WHEN NEW.id = {last.id} "
        "BEGIN SELECT RAISE(ABORT, 'no room on the disk'); END"
    )
    await sql(cast, trap)
    with pytest.raises(DatabaseError):
        await expire_points(cast.shop)
    await clean(cast)
    await sql(cast, "DROP TRIGGER trap")
    await expire_points(cast.shop)
    assert await expired(cast) == [-50, -50]
    await clean(cast)


async def test_rule_36_what_ended_during_an_outage_is_swept_after_it(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await days(cast, 25)
    cast.clock.advance(20 * DAY)
    assert (await wallet(cast, anna)).available == 0, "swept or not, the time is over"
    assert await expire_points(cast.shop) == 50
    await clean(cast)


async def test_decision_no_reminder_no_expiry(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    cast.clock.advance(60 * DAY)
    assert await expire_points(cast.shop) == 0
    assert (await wallet(cast, anna)).available == 50
    await remind_burning(cast.shop)
    assert [kind for kind, _ in await pumped(cast, Failed("bad request"))] == ["burning"]
    assert await expire_points(cast.shop) == 0, "it was not sent"
    went = await days(cast, 5)
    assert [kind for kind, _ in went] == ["burning", "expired"]
    assert went[0][1]["days"] == [["2026-07-06", 50]], "three whole days after the reminder"
    assert cast.clock.now() == datetime(2026, 7, 7, 12, tzinfo=UTC)
    await clean(cast)


async def test_decision_the_owner_can_let_points_burn_untold(cast: Cast, anna: Actor) -> None:
    await rules(cast, replace(MONTHLY, remind_first=False))
    await bought(cast, anna)
    cast.clock.advance(60 * DAY)
    assert await expire_points(cast.shop) == 50


async def test_rule_75_a_blocked_bot_counts_as_told(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await pumped(cast)
    await days(cast, 32, Unreachable("blocked by the user"))
    assert await expired(cast) == [-50]
    ends = [(row.state, row.reason) for row in await cast.stand.rows(notices) if row.kind == "burning"]
    assert ends == [("failed", "unreachable: blocked by the user"), ("failed", "unreachable")]


async def test_rule_40_the_figures_are_those_of_the_moment_it_is_sent(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    cast.clock.advance(20 * DAY)
    await pumped(cast)
    assert await remind_burning(cast.shop) == 1
    assert await remind_burning(cast.shop) == 0, "one is on its way"
    await spend(cast, anna, 30)
    await clean(cast)
    assert [data["days"] for _, data in await pumped(cast)] == [[["2026-06-03", 20]]]
    assert await remind_burning(cast.shop) == 0


async def test_rule_40_nothing_is_sent_when_nothing_burns_any_more(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    cast.clock.advance(20 * DAY)
    await pumped(cast)
    await remind_burning(cast.shop)
    await spend(cast, anna, 50)
    assert await pumped(cast) == []
    assert (await cast.stand.rows(notices))[-1].state == "dropped"


async def test_rule_40_a_small_sum_is_not_worth_a_message_and_burns_all_the_same(
    cast: Cast, anna: Actor
) -> None:
    await rules(cast, replace(MONTHLY, reminder_least_points=51))
    await bought(cast, anna)
    assert [kind for kind, _ in await days(cast, 32)] == ["expired"]
    assert await expired(cast) == [-50]


async def test_rule_40_one_message_tells_of_several_lots(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await bought(cast, anna, 400_00)
    cast.clock.advance(3 * DAY)
    await bought(cast, anna, 200_00)
    went = await days(cast, 18)
    assert [data["days"] for _, data in went] == [
        [["2026-06-03", 70]],
        [["2026-06-03", 70], ["2026-06-06", 10]],
    ]


async def test_what_a_hold_has_set_aside_waits_until_it_ends(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await days(cast, 31)
    await cast.shop.db.write(lambda tx: ledger.reserve(tx, {1: 20}))
    cast.clock.advance(DAY)
    assert await expire_points(cast.shop) == 30
    await cast.shop.db.write(lambda tx: ledger.release(tx, {1: 20}))
    assert (await wallet(cast, anna)).available == 0
    assert await expire_points(cast.shop) == 20
    await clean(cast)


async def test_rule_38_without_a_visit_everything_burns(cast: Cast) -> None:
    await rules(cast, IDLE)
    anna, boris = await cast.joined("Анна"), await cast.joined("Борис")
    for member in (anna, boris):
        await bought(cast, member)
    await days(cast, 50)
    await bought(cast, boris, 200_00)
    went = await days(cast, 15)
    assert [kind for kind, _ in went] == ["burning", "expired"]
    assert went[0][1]["idle"]
    assert await expired(cast) == [-50]
    assert (await wallet(cast, boris)).available == 60
    cast.clock.advance(40 * DAY)
    assert (await wallet(cast, boris)).available == 60, "the reminder before the visit counts no more"
    assert await expire_points(cast.shop) == 0
    assert [kind for kind, _ in await days(cast, 8)] == ["burning", "expired"]
    assert await expired(cast) == [-50, -50, -10]
    await clean(cast)


async def test_rule_38_a_gift_is_no_visit_and_a_redemption_is_one(cast: Cast) -> None:
    await rules(cast, IDLE)
    anna = await cast.joined("Анна")
    joined = cast.clock.now()

    async def visited() -> datetime | None:
        return await cast.shop.db.read(lambda tx: last_activity(tx, anna.member_id))

    cast.clock.advance(DAY)
    await given_to(cast, anna, 100)
    assert await visited() == joined
    await spend(cast, anna, 10)
    assert await visited() == cast.clock.now()


async def test_rule_37_a_new_term_is_for_new_points_only(cast: Cast) -> None:
    await rules(cast, Terms())
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    await rules(cast, MONTHLY)
    await bought(cast, anna, 200_00)
    await days(cast, 40)
    assert await expired(cast) == [-10]
    assert (await wallet(cast, anna)).available == 50
