"""What is muted counts as delivered, messages keep the hours of the member's city, old offers stay unsaid."""

from datetime import UTC, date, datetime

import pytest

from actions.preferences import change_topic, change_zone
from actions.remind_burning import remind_burning
from actions.wake_points import wake_points
from actions.withdraw_offer import KIND, withdraw_offer
from loyalty.benefits import Effect
from loyalty.code_views import OffersView
from loyalty.messages import Topic
from storage import notices as queue
from storage import offers
from storage.database import Connection
from storage.schema import notices
from tests.actions.burning import DAY, MONTHLY, bought, clean, days, expired, pumped, rules
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import claimed


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    await rules(cast, MONTHLY)
    return await cast.joined("Анна")


async def test_decision_a_muted_topic_counts_as_delivered(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await change_topic(cast.shop, anna.member_id, Topic.DATES, wanted=False)
    went = await days(cast, 32)
    assert [kind for kind, _ in went] == ["expired"], "the write-off itself is told like a receipt"
    assert await expired(cast) == [-50]
    ends = [(row.state, row.reason) for row in await cast.stand.rows(notices) if row.kind == "burning"]
    assert ends == [("dropped", "muted")] * 2
    await clean(cast)


async def test_rule_75_points_told_of_too_late_live_three_days_more_also_muted(
    cast: Cast, anna: Actor
) -> None:
    await bought(cast, anna)
    await change_topic(cast.shop, anna.member_id, Topic.DATES, wanted=False)
    cast.clock.advance(40 * DAY)
    assert await days(cast, 1) == []
    assert await expired(cast) == [], "nobody could be told during the outage"
    await days(cast, 4)
    assert await expired(cast) == [-50]


async def test_a_reminder_keeps_the_hours_of_the_members_city(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await pumped(cast)
    await change_zone(cast.shop, anna.member_id, "Asia/Vladivostok")
    cast.clock.advance(20 * DAY)  # 15:00 in Moscow, 22:00 there
    await remind_burning(cast.shop)
    await wake_points(cast.shop)
    [due_at] = [row.due_at for row in await cast.stand.rows(notices) if row.kind == "burning"]
    assert due_at == datetime(2026, 5, 24, 0, tzinfo=UTC), "ten in the morning"


async def test_an_offer_that_is_gone_by_morning_is_not_told_of(cast: Cast) -> None:
    anna, now = await cast.joined("Анна"), cast.clock.now()
    await pumped(cast)

    def offered(tx: Connection) -> list[int]:
        made = []
        for title, last_day in (("withdrawn", None), ("over", date(2026, 5, 3)), ("stands", None)):
            offer = offers.Offer(0, anna.member_id, title, Effect(percent_bp=1000), None, last_day)
            made.append(offers.add(tx, offer, None, now))
            told = {"title": title, "last_day": "", "offer": made[-1]}
            queue.queue(tx, anna.member_id, KIND, told, now, cast.clock.now())
        return made

    withdrawn, _, _ = await cast.shop.db.write(offered)
    assert isinstance(await withdraw_offer(cast.shop, cast.owner.member_id, withdrawn), OffersView)
    cast.clock.advance(DAY)
    [delivery] = await claimed(cast.stand, 5)
    assert delivery.data["title"] == "stands"
    reasons = [row.reason for row in await cast.stand.rows(notices) if row.kind == KIND]
    assert reasons[:2] == ["nothing to say any more"] * 2
