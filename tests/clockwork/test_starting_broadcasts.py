"""A broadcast is started once, its audience written down exactly, also when the process dies meanwhile."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions import queue_broadcasts as queuing
from actions.broadcast_view import PROGRESS, show_progress, told_in
from actions.deliver import next_due_at, record
from actions.hold_broadcast import cancel, pause, resume
from actions.outcomes import Sent
from actions.queue_broadcasts import queue_broadcasts
from actions.start_broadcast import start_broadcast
from loyalty.broadcasts import Progress
from loyalty.campaigns import CONTROL, CampaignState, Content, arm_of
from loyalty.messages import Preferences
from loyalty.refusals import Refusal, Refused
from storage import campaigns, preferences, recipients
from storage.database import Connection
from storage.schema import notices as notice_table
from storage.schema import recipients as table
from tests.clockwork.broadcasting import (
    Post,
    broadcast,
    counts,
    crowd,
    owner,
    pumping,
    state_of,
    states,
)
from tests.clockwork.stand import Stand, claimed, until

# Whose chat is told how it goes does not matter here.
ACCOUNT = 1
DRAFT, QUEUING = CampaignState.DRAFT, CampaignState.QUEUING


class KilledError(Exception):
    """The process ends here."""


async def test_only_what_its_owner_has_seen_is_started_and_once(stand: Stand) -> None:
    boss, anna = await owner(stand), await stand.member(7)
    campaign_id = await broadcast(stand, state=DRAFT, author_id=boss)
    assert await start_broadcast(stand.shop, anna, ACCOUNT, campaign_id, 0) == Refused(Refusal.NOT_OWNER)
    assert await start_broadcast(stand.shop, boss, ACCOUNT, campaign_id, 1) == Refused(Refusal.CAMPAIGN_MOVED)
    await stand.shop.db.write(lambda tx: campaigns.change(tx, campaign_id, previewed=-1))
    assert await start_broadcast(stand.shop, boss, ACCOUNT, campaign_id, 0) == Refused(Refusal.NOT_PREVIEWED)
    await stand.shop.db.write(lambda tx: campaigns.change(tx, campaign_id, previewed=0))
    started = await start_broadcast(stand.shop, boss, ACCOUNT, campaign_id, 0)
    assert isinstance(started, Progress)
    assert started.state is QUEUING
    await queue_broadcasts(stand.shop)
    again = await start_broadcast(stand.shop, boss, ACCOUNT, campaign_id, 0)
    assert isinstance(again, Progress)
    assert again.state is CampaignState.RUNNING


@pytest.mark.parametrize(
    ("body", "segment", "reason"),
    [
        ("", "", Refusal.MESSAGE_EMPTY),
        ("{nmae}", "", Refusal.FIELD_UNKNOWN),
        ("Привет", "purchases >", Refusal.SEGMENT_UNCLEAR),
    ],
)
async def test_what_cannot_go_is_refused(stand: Stand, body: str, segment: str, reason: Refusal) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, state=DRAFT, body=body, segment=segment)
    outcome = await start_broadcast(stand.shop, boss, ACCOUNT, campaign_id, 0)
    assert isinstance(outcome, Refused)
    assert outcome.reason is reason


async def test_the_control_group_and_the_variants_are_fixed_before_anything_is_sent(stand: Stand) -> None:
    members = await crowd(stand, 60)
    campaign_id = await broadcast(stand, state=QUEUING, control_bp=2000)
    await stand.shop.db.write(lambda tx: campaigns.say(tx, campaign_id, Content(2, "", "B")))
    assert await queue_broadcasts(stand.shop) == 60
    arms = {row.member_id: row.arm for row in await stand.rows(table)}
    drawn = {one: arm_of(campaign_id, one, 2000, 2) for one in members}
    assert arms == {one: {CONTROL: CONTROL, 0: 0, 1: 2}[arm] for one, arm in drawn.items()}
    control = sum(arm == CONTROL for arm in arms.values())
    assert 2 <= control <= 25
    assert await states(stand) == {("control", ""): control, ("waiting", ""): 60 - control}
    one = await state_of(stand, campaign_id)
    assert (one.state, one.total) == (CampaignState.RUNNING, 60)
    post = Post()
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 60 - control)
    assert Counter(data["body"] for data in post.data)["B"] == sum(arm == 2 for arm in arms.values())


async def test_a_try_that_was_interrupted_is_done_anew_and_nobody_is_there_twice(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queuing, "FIRST_PART", 7)
    monkeypatch.setattr(queuing, "MOST_PART", 7)
    members = await crowd(stand, 50)
    campaign_id = await broadcast(stand, state=QUEUING, control_bp=3000)
    real = recipients.add_many
    for dies_at in (1, 3, 6):
        calls = 0

        def dying(tx: Connection, *args: Any, dies_at: int = dies_at) -> int:
            nonlocal calls
            calls += 1
            if calls == dies_at:
                raise KilledError
            return real(tx, *args)

        monkeypatch.setattr(recipients, "add_many", dying)
        with pytest.raises(KilledError):
            await queue_broadcasts(stand.shop)
        assert await claimed(stand, 3) == [], "nothing goes before everybody is written down"
        # Meanwhile the audience has changed.
        members += await crowd(stand, 1, 2000 + dies_at)
    monkeypatch.setattr(recipients, "add_many", real)
    assert await queue_broadcasts(stand.shop) == 53
    assert sorted(row.member_id for row in await stand.rows(table)) == sorted(members)
    found = await states(stand)
    assert await counts(stand, campaign_id) == {"control": found["control", ""]}


async def test_it_goes_at_the_wall_time_of_each_member(stand: Stand) -> None:
    anna, boris, vera = await crowd(stand, 3)

    def move(tx: Connection) -> None:
        preferences.keep(tx, boris, Preferences(time_zone="Asia/Yekaterinburg"))
        preferences.keep(tx, vera, Preferences(time_zone="Europe/Kaliningrad"))

    await stand.shop.db.write(move)
    at = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)  # noon in Moscow
    await broadcast(stand, state=QUEUING, send_at=at, by_own_clock=True)
    await queue_broadcasts(stand.shop)
    due = {row.member_id: row.due_at for row in await stand.rows(table)}
    assert due == {anna: at, boris: at - timedelta(hours=2), vera: at + timedelta(hours=1)}
    assert await next_due_at(stand.shop) == at - timedelta(hours=2)


async def test_whom_it_reaches_first_was_seen_last(stand: Stand) -> None:
    anna = await crowd(stand, 1)
    stand.clock.advance(60)
    boris = await crowd(stand, 1, 2000)
    await broadcast(stand, state=QUEUING)
    await queue_broadcasts(stand.shop)
    assert [one.member_id for one in await claimed(stand, 1)] == boris
    assert [one.member_id for one in await claimed(stand, 1)] == anna


async def test_one_cancelled_while_it_is_written_down_reaches_nobody(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = await owner(stand)
    await crowd(stand, 30)
    monkeypatch.setattr(queuing, "FIRST_PART", 10)
    monkeypatch.setattr(queuing, "MOST_PART", 10)
    campaign_id = await broadcast(stand, state=QUEUING)
    real = recipients.add_many

    def cancelling(tx: Connection, *args: Any) -> int:
        campaigns.change(tx, campaign_id, state="cancelled")
        return real(tx, *args)

    monkeypatch.setattr(recipients, "add_many", cancelling)
    await queue_broadcasts(stand.shop)
    assert await states(stand) == {("skipped", "cancelled"): 10}
    assert await claimed(stand, 3) == []
    view = await cancel(stand.shop, boss, campaign_id)
    assert isinstance(view, Progress)
    assert view.state is CampaignState.CANCELLED


async def test_the_pump_rings_for_what_waits_to_be_written_down(stand: Stand) -> None:
    from scheduler.delivery import Pump

    rung: list[int] = []
    pump = Pump(stand.shop, Post().deliver, on_queuing=lambda: rung.append(1))
    stand.bell.append(pump.wake)
    task = asyncio.create_task(pump.run())
    await broadcast(stand, state=QUEUING)
    await until(lambda: rung, timeout=1)
    pump.stop()
    await task


async def test_the_message_that_shows_how_far_it_is_changes_by_itself_one_change_at_a_time(
    stand: Stand,
) -> None:
    boss = await owner(stand)
    members = await crowd(stand, 6)
    campaign_id = await broadcast(stand, members, author_id=boss)
    await told_in(stand.shop, campaign_id, "77")
    await told_in(stand.shop, campaign_id, "77")
    assert [row.kind for row in await stand.rows(notice_table)] == [PROGRESS]
    [first, *_] = await claimed(stand, 3)
    await record(stand.shop, first, Sent("1"))
    stand.clock.advance(3)
    shown = [one for one in await claimed(stand, 1) if one.kind == PROGRESS]
    assert shown[0].data["message_id"] == "77"
    view = shown[0].data["view"]
    assert (view.total, view.left, view.number("sent")) == (6, 5, 1)
    await record(stand.shop, shown[0], Sent())
    open_now = [row for row in await stand.rows(notice_table) if row.kind == PROGRESS]
    assert [row.due_at - stand.clock.now() for row in open_now] == [timedelta(seconds=3)]
    await pause(stand.shop, boss, campaign_id)
    stand.clock.advance(3)
    [last] = [one for one in await claimed(stand, 9) if one.kind == PROGRESS]
    assert last.data["view"].state is CampaignState.PAUSED
    await record(stand.shop, last, Sent())
    assert [row.kind for row in await stand.rows(notice_table) if row.kind == PROGRESS] == []


async def test_another_screen_takes_the_place_of_the_first(stand: Stand) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, await crowd(stand, 1), author_id=boss)
    await told_in(stand.shop, campaign_id, "77")
    await told_in(stand.shop, campaign_id, "78")
    stand.clock.advance(3)
    shown = [one.data["message_id"] for one in await claimed(stand, 5) if one.kind == PROGRESS]
    assert shown == ["78"]


async def test_whoever_is_no_owner_any_more_is_not_told_how_far_it_is(stand: Stand) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, await crowd(stand, 1), author_id=boss)
    await told_in(stand.shop, campaign_id, "77")
    dismissed = "UPDATE staff SET removed_at = 1"
    await stand.shop.db.write(lambda tx: tx.exec_driver_sql(dismissed))
    stand.clock.advance(3)
    assert [one.data for one in await claimed(stand, 5) if one.kind == PROGRESS] == []


async def test_the_rate_and_the_time_left_follow_how_it_goes(stand: Stand) -> None:
    boss = await owner(stand)
    members = await crowd(stand, 40)
    campaign_id = await broadcast(stand, members)
    await pause(stand.shop, boss, campaign_id)
    await resume(stand.shop, boss, campaign_id)
    view = await show_progress(stand.shop, boss, campaign_id)
    assert isinstance(view, Progress)
    assert (view.per_second, round(view.left_seconds, 1)) == (27.0, round(40 / 27, 1))
    for one in await claimed(stand, 20):
        await record(stand.shop, one, Sent("1"))
    stand.clock.advance(20)
    view = await show_progress(stand.shop, boss, campaign_id)
    assert isinstance(view, Progress)
    assert (view.per_second, view.left_seconds) == (1.0, 20.0)
