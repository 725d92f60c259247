"""The order in which notices go, and what marketing has to wait for: rows of the real queue, claimed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions.deliver import record
from actions.outcomes import Failed, Outcome, Retry, Sent, Unknown
from actions.preferences import change_quiet_hours, change_topic, change_zone
from loyalty.messages import BUDGET_TIME, MARKETING_LIVES, MessageClass, Topic
from storage import notices, people
from storage.database import Connection
from storage.schema import notices as table
from tests.clockwork.stand import Stand, claimed

NEWS, WIN_BACK = MessageClass.NEWS, MessageClass.WIN_BACK
ARRIVED = Sent("1")
MOSCOW = ZoneInfo("Europe/Moscow")


async def reader(stand: Stand, external_id: int, *, consents: bool = True) -> int:
    """A member who wants news."""
    member_id = await stand.member(external_id)
    await says(stand, member_id, consents=consents)
    return member_id


async def says(stand: Stand, member_id: int, *, consents: bool) -> None:
    now = stand.clock.now()
    await stand.shop.db.write(
        lambda tx: people.add_consent(tx, member_id, "advertising", consents, "1", "ru", now)
    )


async def queued(
    stand: Stand, member_id: int, word: str, message_class: MessageClass | None = None, kind: str = ""
) -> int:
    now = stand.clock.now()
    kind = kind or ("offer" if message_class in (NEWS, WIN_BACK) else "earned")

    def add(tx: Connection) -> int:
        return notices.queue(tx, member_id, kind, {"n": word}, now, message_class=message_class)

    return await stand.shop.db.write(add)


async def sent(stand: Stand, outcome: Outcome = ARRIVED) -> list[Any]:
    """Everything that may go at this moment, in its order."""
    went = []
    while found := await claimed(stand, 1):
        went.append(found[0].data["n"])
        await record(stand.shop, found[0], outcome)
    return went


async def states(stand: Stand) -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in await stand.rows(table)]


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


async def test_rule_74_receipts_pass_everything_that_is_queued_already(stand: Stand) -> None:
    crowd = [await reader(stand, 100 + n) for n in range(5)]
    for order, member_id in enumerate(crowd):
        await queued(stand, member_id, f"news {order}", NEWS)
    await queued(stand, crowd[0], "we miss you", WIN_BACK)
    await queued(stand, crowd[1], "birthday", kind="birthday")
    await queued(stand, crowd[2], "burning", MessageClass.EXPIRING)
    await queued(stand, crowd[3], "receipt")
    went = await sent(stand)
    assert went == ["receipt", "burning", "birthday", "we miss you", *(f"news {n}" for n in (1, 2, 3, 4))]


async def test_rule_74_one_members_messages_go_by_class_and_within_it_in_order(stand: Stand) -> None:
    anna = await reader(stand, 7)
    await queued(stand, anna, "news", NEWS)
    await queued(stand, anna, "screen 1", kind="edit.sale_ended")
    await queued(stand, anna, "receipt")
    await queued(stand, anna, "screen 2", kind="edit.sale_ended")
    assert await sent(stand) == ["screen 1", "receipt", "screen 2", "news"]


async def test_rule_74_news_that_failed_to_go_hold_no_receipt_back_but_a_receipt_holds_news(
    stand: Stand,
) -> None:
    anna = await reader(stand, 7)
    await queued(stand, anna, "news", NEWS)
    [delivery] = await claimed(stand, 1)
    await record(stand.shop, delivery, Retry("refused"))
    await queued(stand, anna, "receipt")
    [delivery] = await claimed(stand, 1)
    assert delivery.data["n"] == "receipt"
    await record(stand.shop, delivery, Retry("refused"))
    stand.clock.advance(0.5)
    assert await claimed(stand, 1) == []
    stand.clock.advance(1)
    assert await sent(stand) == ["receipt", "news"]


async def test_rule_74_the_night_is_quiet_for_marketing_only(stand: Stand) -> None:
    anna = await reader(stand, 7)
    stand.clock.moment = moscow(3, 21)
    await queued(stand, anna, "news", NEWS)
    await queued(stand, anna, "receipt")
    await queued(stand, anna, "burning", MessageClass.EXPIRING)
    await queued(stand, anna, "birthday", MessageClass.BIRTHDAY)
    assert await sent(stand) == ["receipt", "burning", "birthday"]
    stand.clock.moment = moscow(4, 8, 59)
    assert await sent(stand) == []
    stand.clock.moment = moscow(4, 9)
    assert await sent(stand) == ["news"]


async def test_rule_74_the_night_is_that_of_the_members_city(stand: Stand) -> None:
    anna, boris = await reader(stand, 7), await reader(stand, 8)
    await change_zone(stand.shop, anna, "Asia/Vladivostok")
    await change_quiet_hours(stand.shop, boris, 19, 11)
    stand.clock.moment = moscow(3, 15)  # 22:00 in Vladivostok
    await queued(stand, anna, "news for Anna", NEWS)
    await queued(stand, boris, "news for Boris", NEWS)
    assert await sent(stand) == ["news for Boris"]
    stand.clock.moment = moscow(4, 2)  # 9:00 there
    assert await sent(stand) == ["news for Anna"]
    await queued(stand, boris, "more", NEWS)
    stand.clock.moment = moscow(4, 10, 59)
    assert await sent(stand) == []
    stand.clock.moment = moscow(4, 11)
    assert await sent(stand) == ["more"]


async def test_rule_74_of_what_gathered_for_a_morning_the_highest_goes_alone(stand: Stand) -> None:
    anna = await reader(stand, 7)
    stand.clock.moment = moscow(3, 22)
    for word, message_class in (("news", NEWS), ("more news", NEWS), ("we miss you", WIN_BACK)):
        await queued(stand, anna, word, message_class)
    went = []
    for day in (4, 5, 6, 7):
        stand.clock.moment = moscow(day, 9)
        went.append(await sent(stand))
        stand.clock.moment = moscow(day, 20)
        assert await sent(stand) == []
    assert went == [["we miss you"], ["news"], ["more news"], []]


async def test_rule_74_at_most_four_in_thirty_days_and_what_finds_no_day_is_dropped(stand: Stand) -> None:
    anna = await reader(stand, 7)
    stand.clock.moment = moscow(3, 12)
    for word in "abcdef":
        await queued(stand, anna, word, NEWS)
    went = []
    for day in range(3, 12):
        stand.clock.moment = moscow(day, 12)
        went += await sent(stand, Unknown("timeout") if day == 4 else ARRIVED)
    assert went == ["a", "b", "c", "d"], "what may have arrived counts too"
    assert (await states(stand))[4:] == [("dropped", "too late")] * 2
    stand.clock.moment = moscow(3, 12) + BUDGET_TIME - timedelta(minutes=1)
    await queued(stand, anna, "g", NEWS)
    assert await sent(stand) == []
    stand.clock.moment += timedelta(minutes=1)
    assert await sent(stand) == ["g"]


async def test_rule_74_what_certainly_did_not_arrive_takes_no_place_in_the_budget(stand: Stand) -> None:
    anna = await reader(stand, 7)
    for word in "ab":
        await queued(stand, anna, word, NEWS)
    assert await sent(stand, Failed("too long")) == ["a", "b"]


async def test_marketing_is_dropped_the_moment_consent_is_taken_back(stand: Stand) -> None:
    anna, boris = await reader(stand, 7), await reader(stand, 8, consents=False)
    stand.clock.moment = moscow(3, 22)
    await queued(stand, anna, "for the morning", NEWS)
    await queued(stand, boris, "never", NEWS)
    assert await sent(stand) == []
    await says(stand, anna, consents=False)
    stand.clock.moment = moscow(4, 12)
    assert await sent(stand) == []
    assert await states(stand) == [("dropped", "no consent")] * 2


async def test_news_do_not_wait_for_ever(stand: Stand) -> None:
    anna = await reader(stand, 7)
    await queued(stand, anna, "news", NEWS)
    stand.clock.advance(MARKETING_LIVES.total_seconds())
    assert await sent(stand) == []
    assert await states(stand) == [("dropped", "too late")]


@pytest.mark.parametrize("topic", list(Topic))
async def test_a_muted_topic_is_quiet_and_receipts_come_all_the_same(stand: Stand, topic: Topic) -> None:
    kinds = {Topic.BIRTHDAY: "birthday", Topic.FRIENDS: "friend_paid", Topic.TIER: "tier_warning"}
    anna, kind = await stand.member(7), kinds.get(topic, "nothing")
    await change_topic(stand.shop, anna, topic, wanted=False)
    await queued(stand, anna, "muted", kind=kind)
    await queued(stand, anna, "receipt")
    assert await sent(stand) == (["receipt"] if topic in kinds else ["muted", "receipt"])
    await change_topic(stand.shop, anna, topic, wanted=True)
    await queued(stand, anna, "heard again", kind=kind)
    assert await sent(stand) == ["heard again"]


async def test_a_topic_city_or_hour_there_is_not_changes_nothing(stand: Stand) -> None:
    anna = await stand.member(7)
    before = await change_topic(stand.shop, anna, "receipts", wanted=False)
    assert await change_zone(stand.shop, anna, "Europe/Atlantis") == before
    assert await change_quiet_hours(stand.shop, anna, 23, 7) == before, "never shorter than 21 to 9"
    assert not before.muted
