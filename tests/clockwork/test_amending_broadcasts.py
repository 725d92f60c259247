"""What was sent is corrected or taken back."""

import asyncio
from datetime import timedelta
from typing import Any

from actions.broadcast_view import show_progress
from actions.deliver import record
from actions.hold_broadcast import correct, withdraw
from actions.outcomes import Sent
from loyalty.broadcasts import Progress
from loyalty.campaigns import CampaignState, Content
from loyalty.refusals import Refusal, Refused
from storage import campaigns
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
)
from tests.clockwork.stand import Stand, claimed, until


async def sent_to(stand: Stand, count: int, **more: Any) -> tuple[int, int, list[int]]:
    """(owner, broadcast, members) after all of them got it."""
    boss = await owner(stand)
    members = await crowd(stand, count)
    campaign_id = await broadcast(stand, members, author_id=boss, **more)
    for one in await claimed(stand, count):
        await record(stand.shop, one, Sent(f"m{one.external_id}"))
    return boss, campaign_id, members


async def test_what_was_sent_is_corrected_a_few_at_a_time(stand: Stand) -> None:
    boss, campaign_id, _ = await sent_to(stand, 20)
    await stand.shop.db.write(
        lambda tx: tx.execute(table.update().where(table.c.member_id == 3).values(state="unknown")).rowcount
    )
    view = await correct(stand.shop, boss, campaign_id, Content(0, "", "Исправлено"))
    assert isinstance(view, Progress)
    assert (view.amending, view.revision) == ("correct", 1)
    post = Post()
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 19)
        open_now = [row for row in await stand.rows(notice_table) if row.ended_at is None]
        most = len(open_now)
        await asyncio.sleep(0.1)
    assert most <= 8
    assert set(post.got("edit.campaign").values()) == {1}
    assert {data["body"] for data in post.data} == {"Исправлено"}
    assert {data["message_id"] for data in post.data} <= {f"m{1000 + n}" for n in range(20)}
    assert (await counts(stand, campaign_id))["corrected"] == 19
    done = await show_progress(stand.shop, boss, campaign_id)
    assert isinstance(done, Progress)
    assert done.amending == ""


async def test_of_two_texts_only_the_corrected_one_is_sent_anew(stand: Stand) -> None:
    boss, campaign_id, members = await sent_to(stand, 4)

    def in_two(tx: Connection) -> None:
        campaigns.say(tx, campaign_id, Content(1, "", "Второй"))
        tx.execute(table.update().where(table.c.member_id.in_(members[2:])).values(arm=1))

    await stand.shop.db.write(in_two)
    await correct(stand.shop, boss, campaign_id, Content(1, "", "Второй, исправлен"))
    post = Post()
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 2)
        await asyncio.sleep(0.05)
    assert {(one["arm"], one["body"]) for one in post.data} == {(1, "Второй, исправлен")}
    await correct(stand.shop, boss, campaign_id, Content(1, "", "Второй, ещё раз"))
    await correct(stand.shop, boss, campaign_id, Content(0, "", "Первый, исправлен"))
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 6)
    assert {one["body"] for one in post.data[2:]} == {"Первый, исправлен", "Второй, ещё раз"}
    assert (await counts(stand, campaign_id))["corrected"] == 4


async def test_a_correction_waits_for_what_is_under_way_and_the_rest_gets_the_new_text(stand: Stand) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, await crowd(stand, 3), author_id=boss)
    [first] = await claimed(stand, 1)
    await correct(stand.shop, boss, campaign_id, Content(0, "", "Исправлено"))
    assert await claimed(stand, 5) == []
    await record(stand.shop, first, Sent("5"))
    taken = []
    for _ in range(6):
        for one in await claimed(stand, 5):
            taken.append((one.kind, one.data["body"]))
            await record(stand.shop, one, Sent("6"))
    assert sorted(taken) == [("campaign", "Исправлено")] * 2 + [("edit.campaign", "Исправлено")]


async def test_another_kind_of_media_or_a_broken_text_is_no_correction(stand: Stand) -> None:
    boss, campaign_id, _ = await sent_to(stand, 1)
    for content, reason in (
        (Content(1, "", "x"), Refusal.CAMPAIGN_FIXED),
        (Content(0, "", "x", "photo", "file"), Refusal.CAMPAIGN_FIXED),
        (Content(0, "", "{nmae}"), Refusal.FIELD_UNKNOWN),
    ):
        outcome = await correct(stand.shop, boss, campaign_id, content)
        assert isinstance(outcome, Refused)
        assert outcome.reason is reason


async def test_what_was_sent_is_taken_back_within_two_days(stand: Stand) -> None:
    boss, campaign_id, members = await sent_to(stand, 5)
    old = stand.clock.now() - timedelta(hours=49)
    await stand.shop.db.write(
        lambda tx: (
            tx.execute(table.update().where(table.c.member_id == members[0]).values(ended_at=old)).rowcount
        )
    )
    await withdraw(stand.shop, boss, campaign_id)
    post = Post()
    async with pumping(stand, post):
        await until(lambda: len(post.brought) == 4)
        await asyncio.sleep(0.05)
    assert post.got("delete.campaign") == {str(1000 + n): 1 for n in range(1, 5)}
    assert (await counts(stand, campaign_id))["withdrawn"] == 4
    await withdraw(stand.shop, boss, campaign_id)
    assert await claimed(stand, 5) == [], "it is gone already"


async def test_withdrawing_ends_what_still_goes(stand: Stand) -> None:
    boss = await owner(stand)
    campaign_id = await broadcast(stand, await crowd(stand, 4))
    [first] = await claimed(stand, 1)
    await withdraw(stand.shop, boss, campaign_id)
    await record(stand.shop, first, Sent("5"))
    assert (await state_of(stand, campaign_id)).state is CampaignState.CANCELLED
    assert [one.kind for one in await claimed(stand, 3)] == ["delete.campaign"]
