"""What stops a broadcast, by itself or by its owner, and how fast one that pays may go."""

import asyncio

import pytest

from actions.deliver import claim, next_due_at, record
from actions.hold_broadcast import cancel, pause, resume
from actions.outcomes import Failed, Pause, Sent
from actions.queue_broadcasts import queue_broadcasts
from actions.settle import mark_reachable
from loyalty.campaigns import CampaignState
from loyalty.refusals import Refusal, Refused
from scheduler.delivery import IN_FLIGHT, PAID_IN_FLIGHT
from storage import campaigns
from storage.schema import accounts
from storage.schema import notices as notice_table
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
from tests.clockwork.stand import Stand, claimed, queue, until


@pytest.mark.parametrize("paid", [False, True])
async def test_a_broken_text_stops_within_fifty_sends(stand: Stand, paid: bool) -> None:
    boss = await owner(stand)
    members = await crowd(stand, 120)
    campaign_id = await broadcast(stand, members, author_id=boss, paid=paid)
    post = Post(lambda one: Failed("can't parse entities") if one.kind == "campaign" else None, seconds=0.02)
    async with pumping(stand, post):
        await until(lambda: "campaign_paused" in dict(post.brought))
        await asyncio.sleep(0.1)
    assert sum(post.got().values()) <= 50
    one = await state_of(stand, campaign_id)
    assert (one.state, one.reason) == (CampaignState.PAUSED, "broken")
    assert (await states(stand))["waiting", ""] >= 70


async def test_the_first_fifty_come_to_an_end_before_the_others_go(stand: Stand) -> None:
    members = await crowd(stand, 120)
    await broadcast(stand, members, paid=True, settings={"per_second": 1000})
    post = Post(seconds=0.5)
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 50)
        await asyncio.sleep(0.2)
        assert len(post.brought) == 50
        await until(lambda: len(post.brought) == 120)
    assert set(post.got().values()) == {1}


async def test_when_its_author_is_gone_the_other_owners_hear_that_it_stopped(stand: Stand) -> None:
    boss = await owner(stand)
    former, *members = await crowd(stand, 60)
    await broadcast(stand, members, author_id=former)
    post = Post(lambda one: Failed("can't parse entities") if one.kind == "campaign" else None)
    async with pumping(stand, post):
        await until(lambda: "campaign_paused" in dict(post.brought))
    assert [row.member_id for row in await stand.rows(notice_table) if row.kind == "campaign_paused"] == [
        boss
    ]


async def test_one_broken_name_stops_nothing(stand: Stand) -> None:
    members = await crowd(stand, 40)
    campaign_id = await broadcast(stand, members, paid=True)
    post = Post(lambda one: Failed("can't parse entities") if one.external_id == "1003" else None)
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 40)
        await asyncio.sleep(0.05)
    assert await counts(stand, campaign_id) == {"sent": 39, "failed": 1, "broken": 1}
    assert (await state_of(stand, campaign_id)).state is CampaignState.DONE


async def test_it_pauses_when_many_block_the_bot_after_it_and_the_owner_lets_it_go_on(stand: Stand) -> None:
    boss = await owner(stand)
    members = await crowd(stand, 60)
    campaign_id = await broadcast(stand, members, author_id=boss, paid=True)
    post = Post()
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 60)
    await stand.shop.db.write(lambda tx: campaigns.change(tx, campaign_id, state="running"))
    people_of = {row.member_id: row.id for row in await stand.rows(accounts)}
    for member in members[:9]:
        await mark_reachable(stand.shop, people_of[member], reachable=False)
        await mark_reachable(stand.shop, people_of[member], reachable=True)
        await mark_reachable(stand.shop, people_of[member], reachable=False)
    assert (await state_of(stand, campaign_id)).state is CampaignState.RUNNING, "nine people, however often"
    await mark_reachable(stand.shop, people_of[members[9]], reachable=False)
    one = await state_of(stand, campaign_id)
    assert (one.state, one.reason) == (CampaignState.PAUSED, "blocked")
    await resume(stand.shop, boss, campaign_id)
    await mark_reachable(stand.shop, people_of[members[10]], reachable=False)
    assert (await state_of(stand, campaign_id)).state is CampaignState.RUNNING, "what was before is forgiven"


async def test_pause_stops_it_and_resume_goes_on_where_it_was(stand: Stand) -> None:
    boss = await owner(stand)
    members = await crowd(stand, 30)
    campaign_id = await broadcast(stand, members)
    post = Post(seconds=0.01)
    async with pumping(stand, post):
        await until(lambda: len(post.brought) >= 4)
        await pause(stand.shop, boss, campaign_id)
        held = len(post.brought)
        await asyncio.sleep(0.3)
        assert len(post.brought) <= held + IN_FLIGHT
        assert await next_due_at(stand.shop) is None
        await resume(stand.shop, boss, campaign_id)
        await until(lambda: len(post.brought) == 30)
    assert set(post.got().values()) == {1}


async def test_one_that_waits_for_its_second_try_goes_back_when_it_is_paused_and_ends_when_cancelled(
    stand: Stand,
) -> None:
    boss = await owner(stand)
    anna, boris = await crowd(stand, 2)
    campaign_id = await broadcast(stand, [anna, boris])
    first, second = await claimed(stand, 2)
    await record(stand.shop, first, Pause(5))
    await pause(stand.shop, boss, campaign_id)
    stand.clock.advance(5)
    assert await claimed(stand, 2) == []
    assert await states(stand) == {("waiting", ""): 1, ("handed", ""): 1}
    await resume(stand.shop, boss, campaign_id)
    [again] = await claimed(stand, 2)
    await record(stand.shop, again, Pause(5))
    await record(stand.shop, second, Sent("2"))
    await cancel(stand.shop, boss, campaign_id)
    stand.clock.advance(5)
    assert await claimed(stand, 2) == []
    assert await states(stand) == {("skipped", "cancelled"): 1, ("sent", ""): 1}


async def test_whoever_waits_for_a_cancelled_broadcast_gets_nothing(stand: Stand) -> None:
    boss = await owner(stand)
    members = await crowd(stand, 50)
    campaign_id = await broadcast(stand, members)
    first, *_ = await claimed(stand, 2)
    await cancel(stand.shop, boss, campaign_id)
    await record(stand.shop, first, Sent("1"))
    assert await queue_broadcasts(stand.shop) == 48
    assert (await states(stand))["skipped", "cancelled"] == 48
    assert await counts(stand, campaign_id) == {"skipped": 48, "sent": 1}
    assert await queue_broadcasts(stand.shop) == 0


async def test_a_paid_campaign_goes_faster_and_receipts_keep_their_way(stand: Stand) -> None:
    members = await crowd(stand, 150)
    await broadcast(stand, members, paid=True, settings={"per_second": 1000})
    post = Post(seconds=0.05)
    async with pumping(stand, post):
        await until(lambda: len(post.brought) > 40)
        await queue(stand, await stand.member(7), 1)
        await until(lambda: ("earned", "7") in post.brought)
        place = post.brought.index(("earned", "7"))
        await until(lambda: len(post.brought) == 151)
    assert place < 150
    assert IN_FLIGHT < post.most_at_once <= PAID_IN_FLIGHT + IN_FLIGHT


async def test_a_member_erased_meanwhile_holds_nothing_up(stand: Stand) -> None:
    [anna] = await crowd(stand, 1)
    campaign_id = await broadcast(stand, [anna])
    [delivery] = await claimed(stand, 1)
    await stand.shop.db.write(
        lambda tx: tx.execute(notice_table.delete().where(notice_table.c.id == delivery.notice_id)).rowcount
    )
    await claim(stand.shop, 1)
    assert await states(stand) == {("unknown", "erased"): 1}
    assert (await state_of(stand, campaign_id)).state is CampaignState.DONE


async def test_an_automation_that_stopped_by_itself_goes_on_but_none_that_was_switched_off(
    stand: Stand,
) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, kind="custom", state=CampaignState.PAUSED)
    assert await resume(stand.shop, boss, campaign_id) == Refused(Refusal.CAMPAIGN_UNKNOWN)
    await stand.shop.db.write(lambda tx: campaigns.change(tx, campaign_id, reason="broken"))
    await resume(stand.shop, boss, campaign_id)
    assert (await state_of(stand, campaign_id)).state is CampaignState.RUNNING
