"""Broadcasts through the pump: who gets them, and that everybody gets them once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from actions.deliver import next_due_at, record, recover
from actions.outcomes import Pause, Sent, Unknown, Unreachable
from loyalty.benefits import Effect
from loyalty.campaigns import CampaignState, Gift
from loyalty.codes import Campaign as CodeCampaign
from loyalty.messages import MessageClass, Preferences
from storage import cases, codes, people, preferences
from storage.database import Connection
from storage.schema import accounts, entries, offers
from storage.schema import notices as notice_table
from storage.schema import recipients as table
from tests.clockwork.broadcasting import (
    FIRST,
    Post,
    agree,
    broadcast,
    counts,
    crowd,
    owner,
    pumping,
    state_of,
    states,
)
from tests.clockwork.stand import Stand, claimed, queue, until


async def test_everybody_gets_it_once_and_then_it_is_done(stand: Stand) -> None:
    members = await crowd(stand, 12)
    campaign_id = await broadcast(stand, members)
    post = Post()
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 12)
        await asyncio.sleep(0.05)
    assert post.got() == Counter({str(FIRST + n): 1 for n in range(12)})
    assert await states(stand) == {("sent", ""): 12}
    assert await counts(stand, campaign_id) == {"sent": 12}
    assert (await state_of(stand, campaign_id)).state is CampaignState.DONE
    assert post.data[0]["body"] == "Ждём вас!"
    assert {row.data for row in await stand.rows(notice_table)} == {
        f'{{"recipient":{row.id}}}' for row in await stand.rows(table)
    }


async def test_notices_go_first_then_campaigns_by_class(stand: Stand) -> None:
    members = await crowd(stand, 3)
    await broadcast(stand, members[:1])
    await broadcast(stand, members[1:2], message_class=MessageClass.BIRTHDAY)
    await broadcast(stand, members[2:], message_class=MessageClass.WIN_BACK)
    await queue(stand, await stand.member(7), 1)
    taken = await claimed(stand, 4)
    assert [one.external_id for one in taken] == ["7", "1001", "1002", "1000"]


async def test_one_member_is_told_one_thing_at_a_time(stand: Stand) -> None:
    [anna] = await crowd(stand, 1)
    await broadcast(stand, [anna])
    await queue(stand, anna, 1)
    [receipt] = await claimed(stand, 5)
    assert receipt.kind == "earned"
    stand.clock.advance(6)
    assert await claimed(stand, 5) == [], "the receipt is under way"
    await record(stand.shop, receipt, Sent("5"))
    stand.clock.advance(6)
    [news] = await claimed(stand, 5)
    assert news.kind == "campaign"


async def test_whoever_may_not_be_written_to_is_skipped_with_the_reason(stand: Stand) -> None:
    anna, boris, vera, gleb, daria = await crowd(stand, 5)
    now = stand.clock.now()

    def change(tx: Connection) -> None:
        people.change_member(tx, anna, step="merged")
        tx.execute(accounts.update().where(accounts.c.member_id == boris).values(reachable=False))
        agree(tx, vera, now, given=False)
        cases.add(tx, gleb, 1, now)

    await stand.shop.db.write(change)
    campaign_id = await broadcast(stand, [anna, boris, vera, gleb, daria])
    [delivery] = await claimed(stand, 5)
    assert delivery.member_id == daria
    assert await states(stand) == {
        ("skipped", "not a member"): 1,
        ("skipped", "unreachable"): 1,
        ("skipped", "no consent"): 1,
        ("skipped", "complaint"): 1,
        ("handed", ""): 1,
    }
    assert await counts(stand, campaign_id) == {"skipped": 4}


async def test_consent_taken_back_during_the_run_counts_at_once(stand: Stand) -> None:
    anna, boris = await crowd(stand, 2)
    await broadcast(stand, [anna, boris])
    [first] = await claimed(stand, 1)
    await stand.shop.db.write(lambda tx: agree(tx, boris, stand.clock.now(), given=False))
    assert first.member_id == anna
    assert await claimed(stand, 5) == []


async def test_by_night_nobody_is_written_to_and_everybodys_morning_is_his_own(stand: Stand) -> None:
    anna, boris = await crowd(stand, 2)

    def move(tx: Connection) -> None:
        preferences.keep(tx, boris, Preferences(time_zone="Asia/Vladivostok"))

    await stand.shop.db.write(move)
    stand.clock.moment = datetime(2026, 5, 3, 20, 0, tzinfo=UTC)  # 23:00 in Moscow, 6:00 in Vladivostok
    await broadcast(stand, [anna, boris])
    assert await claimed(stand, 5) == []
    due = await next_due_at(stand.shop)
    assert due == datetime(2026, 5, 3, 23, 0, tzinfo=UTC)
    stand.clock.moment = due
    assert [one.member_id for one in await claimed(stand, 5)] == [boris]
    due = await next_due_at(stand.shop)
    assert due == datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
    stand.clock.moment = due
    assert [one.member_id for one in await claimed(stand, 5)] == [anna]


async def test_the_budget_and_one_a_day_put_it_off_and_a_week_ends_it(stand: Stand) -> None:
    [anna] = await crowd(stand, 1)
    await broadcast(stand, [anna])
    [first] = await claimed(stand, 1)
    await record(stand.shop, first, Sent("1"))
    await broadcast(stand, [anna])
    assert await claimed(stand, 1) == []
    assert await next_due_at(stand.shop) == datetime(2026, 5, 4, 6, 0, tzinfo=UTC), "tomorrow morning"
    for _ in range(3):
        due = await next_due_at(stand.shop)
        assert due is not None
        stand.clock.moment = due
        await broadcast(stand, [anna])
        [delivery] = await claimed(stand, 1)
        await record(stand.shop, delivery, Sent("2"))
        assert await claimed(stand, 1) == []
    # Four within thirty days: the next place is free when it is too late for what waits.
    stand.clock.advance(3600 * 24)
    assert await claimed(stand, 1) == []
    assert ("skipped", "too late") in await states(stand)


async def test_service_messages_of_a_campaign_need_neither_consent_nor_day(stand: Stand) -> None:
    [anna] = await crowd(stand, 1, agreed=False)
    stand.clock.moment = datetime(2026, 5, 3, 20, 0, tzinfo=UTC)
    await broadcast(stand, [anna], message_class=MessageClass.BIRTHDAY)
    assert len(await claimed(stand, 1)) == 1


async def test_the_gift_is_booked_once_however_often_the_message_is_tried(stand: Stand) -> None:
    [anna] = await crowd(stand, 1)
    gift = Gift("points", 200, lifetime_days=14)
    await broadcast(stand, [anna], body="{name|друг}, дарим {подарок} до {подарок до}", gift=gift)
    for _ in range(3):
        [delivery] = await claimed(stand, 1)
        await record(stand.shop, delivery, Pause(5))
        stand.clock.advance(5)
    [delivery] = await claimed(stand, 1)
    assert delivery.data["values"] | {"name": ""} == {
        "name": "",
        "gift": 200,
        "gift_until": "2026-05-17",
    }
    await record(stand.shop, delivery, Sent("9"))
    assert [row.points for row in await stand.rows(entries)] == [200]
    assert await states(stand) == {("sent", ""): 1}


async def test_an_offer_comes_with_it(stand: Stand) -> None:
    [anna] = await crowd(stand, 1)
    gift = Gift("offer", lifetime_days=7, title="−10 %", effect=Effect(points=50))
    await broadcast(stand, [anna], gift=gift)
    await claimed(stand, 1)
    [offer] = await stand.rows(offers)
    assert (offer.member_id, offer.title, str(offer.last_day)) == (anna, "−10 %", "2026-05-10")


async def test_each_gets_a_code_of_his_own_and_without_codes_it_pauses(stand: Stand) -> None:
    members = await crowd(stand, 3)
    boss, now = await owner(stand), stand.clock.now()

    def make(tx: Connection) -> int:
        list_id = codes.add_campaign(tx, CodeCampaign(0, "", Effect(points=10), unique_codes=True), boss, now)
        codes.add_codes(tx, list_id, ["ACDEFGHJK", "ACDEFGHJM"], now)
        return list_id

    list_id = await stand.shop.db.write(make)
    gift = Gift("code", code_campaign_id=list_id)
    campaign_id = await broadcast(stand, members, body="{код}", gift=gift, author_id=boss)
    taken = await claimed(stand, 3)
    told = {
        one.external_id: one.data.get("values", {}).get("code") for one in taken if one.kind == "campaign"
    }
    assert told == {"1000": "ACD-EFG-HJK", "1001": "ACD-EFG-HJM"}
    one = await state_of(stand, campaign_id)
    assert (one.state, one.reason) == (CampaignState.PAUSED, "no_codes")
    assert ("waiting", "") in await states(stand)
    assert [row.kind for row in await stand.rows(notice_table)].count("campaign_paused") == 1


async def test_what_is_in_doubt_is_never_sent_again(stand: Stand) -> None:
    members = await crowd(stand, 4)
    campaign_id = await broadcast(stand, members)
    first, second, *_ = await claimed(stand, 3)
    await record(stand.shop, first, Unknown("timeout"))
    await record(stand.shop, second, Sent("1"))
    assert await recover(stand.shop) == 1, "the process ended while the third was under way"
    stand.clock.advance(3600)
    assert [one.external_id for one in await claimed(stand, 5)] == ["1003"]
    assert await counts(stand, campaign_id) == {"unknown": 2, "sent": 1}


async def test_after_a_429_the_same_people_are_tried_again_and_get_it_once(stand: Stand) -> None:
    members = await crowd(stand, 6)
    await broadcast(stand, members)
    tried: Counter[str] = Counter()

    def answers(delivery: Any) -> Any:
        tried[delivery.external_id] += 1
        return Pause(0.2) if delivery.external_id == "1001" and tried["1001"] == 1 else None

    post = Post(answers)
    async with pumping(stand, post):
        await until(lambda: post.brought)
        await asyncio.sleep(0.05)
        during = len(post.brought)
        while len(post.brought) < 7:
            stand.clock.advance(0.1)
            await asyncio.sleep(0.02)
    assert during < 6
    assert tried["1001"] == 2
    assert await states(stand) == {("sent", ""): 6}


async def test_who_blocked_the_bot_is_unreachable_and_left_out_next_time(stand: Stand) -> None:
    anna, boris = await crowd(stand, 2)
    campaign_id = await broadcast(stand, [anna, boris])
    first, _ = await claimed(stand, 2)
    await record(stand.shop, first, Unreachable("blocked"))
    await broadcast(stand, [anna], message_class=MessageClass.WIN_BACK)
    assert await claimed(stand, 2) == []
    assert ("skipped", "unreachable") in await states(stand)
    assert (await counts(stand, campaign_id)).get("broken") is None
