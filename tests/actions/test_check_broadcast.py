"""Before a broadcast goes its owner is told whom it reaches, and what it may bring."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from actions.check_broadcast import check_broadcast
from actions.edit_campaign import (
    answer_campaign,
    ask_campaign,
    new_broadcast,
    record_preview,
    show_campaign,
    turn_campaign,
)
from actions.join import ADVERTISING
from loyalty.campaign_edits import Question, Sent
from loyalty.campaign_views import CampaignDesk, Check
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, RecipientState
from loyalty.messages import BUDGET, MessageClass, Preferences
from storage import campaigns, notices, people, preferences, recipients
from storage.database import Connection
from tests.actions.buying import bought
from tests.actions.people import Cast, raised
from tests.clockwork.stand import HandClock


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", HandClock()) as cast:
        yield cast


async def draft(cast: Cast, text: str = "Привет") -> int:
    who = (cast.shop, cast.owner.member_id, cast.owner.account_id)
    assert isinstance(await new_broadcast(*who), CampaignDesk)
    desk = await answer_campaign(*who, Sent(text, text), lambda *_: "")
    assert isinstance(desk, CampaignDesk)
    return desk.campaign.id


async def checked(cast: Cast, campaign_id: int) -> Check:
    found = await check_broadcast(cast.shop, cast.owner.member_id, campaign_id)
    assert isinstance(found, Check)
    return found


async def test_everybody_is_counted_where_he_belongs(cast: Cast) -> None:
    before = (await checked(cast, await draft(cast))).audience
    names = ("plain", "silent", "gone", "tired", "asleep", "busy")
    _, silent, gone, tired, asleep, busy = [await cast.joined(name) for name in names]
    now = cast.clock.now()

    def write(tx: Connection) -> None:
        people.consent_again(tx, silent.member_id, ADVERTISING, now, given=False)
        people.change_account(tx, gone.account_id, reachable=False)
        for _ in range(BUDGET):
            notice = notices.queue(tx, tired.member_id, "offer", {}, now)
            notices.end(tx, notice, "sent", now)
        hour = now.hour
        zone = "Pacific/Kiritimati" if hour < 12 else "America/Los_Angeles"  # far from the middle of the day
        preferences.keep(tx, asleep.member_id, Preferences(frozenset(), 18, 12, zone))
        other = Campaign(0, BROADCAST, "", CampaignState.RUNNING, 0, MessageClass.NEWS)
        recipients.add(tx, campaigns.add(tx, other, now), busy.member_id, "", 0, now)

    await cast.shop.db.write(write)
    found = await checked(cast, await draft(cast))
    after = found.audience
    assert after.everybody - before.everybody == 6
    assert after.reachable - before.reachable == 5
    assert after.without_consent - before.without_consent == 1
    assert (after.over_budget, after.busy) == (1, 1)
    assert after.sendable - before.sendable == 4
    assert found.messages == after.sendable - after.sendable // 10
    assert found.forecast is None


async def test_quiet_hours_are_those_of_the_moment_it_is_due(cast: Cast) -> None:
    campaign_id = await draft(cast)
    far = await cast.joined("far")
    zone = Preferences(time_zone="Asia/Vladivostok")
    await cast.shop.db.write(lambda tx: preferences.keep(tx, far.member_id, zone))
    everybody = (await checked(cast, campaign_id)).audience.sendable
    noon = (cast.clock.now() + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    for send_at, by_own_clock, quiet in (
        (noon, False, 1),  # 22:00 there
        (noon, True, 0),
        (noon.replace(hour=23), True, everybody),
    ):
        change = partial(
            campaigns.change, campaign_id=campaign_id, send_at=send_at, by_own_clock=by_own_clock
        )
        await cast.shop.db.write(change)
        assert (await checked(cast, campaign_id)).audience.quiet == quiet


async def test_a_forecast_is_learnt_from_a_former_broadcast_or_guessed(cast: Cast) -> None:
    buyers = [await cast.joined(f"m{number}") for number in range(22)]
    now = cast.clock.now()

    def write(tx: Connection) -> None:
        done = CampaignState.DONE
        old = Campaign(0, BROADCAST, "", done, 0, MessageClass.NEWS, started_at=now, ended_at=now)
        campaign_id = campaigns.add(tx, old, now)
        for buyer in buyers:
            recipients.add(tx, campaign_id, buyer.member_id, "", 0, now)
        for one in recipients.after_member(tx, campaign_id, 0, 100):
            recipients.end(tx, one, RecipientState.SENT, now)

    await cast.shop.db.write(write)
    for buyer in buyers[:11]:
        await bought(cast, buyer, 500_00)
    cast.clock.advance(timedelta(days=8).total_seconds())
    campaign_id = await draft(cast)
    found = await checked(cast, campaign_id)
    assert found.forecast is not None
    assert (found.forecast.response.share_bp, found.forecast.response.of_past) == (5_000, 1)
    assert found.forecast.visits == found.messages // 2
    assert found.forecast.revenue_minor == found.forecast.visits * 500_00
    who = (cast.shop, cast.owner.member_id, cast.owner.account_id)
    await ask_campaign(*who, Question(campaign_id, 1, "guess"))
    assert isinstance(await answer_campaign(*who, Sent("10", "10"), lambda *_: ""), CampaignDesk)
    guessed = (await checked(cast, campaign_id)).forecast
    assert guessed is not None
    assert (guessed.response.share_bp, guessed.response.of_past) == (1_000, 0)


async def test_what_was_seen_stays_seen_until_the_message_changes(cast: Cast) -> None:
    campaign_id = await draft(cast)
    owner, account = cast.owner.member_id, cast.owner.account_id
    await record_preview(cast.shop, owner, account, campaign_id, 1)

    async def seen() -> bool:
        desk = await show_campaign(cast.shop, owner, campaign_id)
        assert isinstance(desk, CampaignDesk)
        return desk.campaign.previewed == desk.campaign.revision

    assert await seen()
    await turn_campaign(cast.shop, owner, campaign_id, 1, ("control", "0"))
    assert await seen()
    await turn_campaign(cast.shop, owner, campaign_id, 2, ("variant", "add"))
    assert not await seen()
    late = await record_preview(cast.shop, owner, account, campaign_id, 2)
    assert isinstance(late, CampaignDesk)
    assert late.moved
    assert not await seen()
