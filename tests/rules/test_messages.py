"""The order of messages, topics, quiet hours and the attention budget."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.messages import (
    BUDGET,
    BUDGET_TIME,
    CLASSES,
    MARKETING,
    QUIET_HOURS,
    TOPICS,
    MessageClass,
    Preferences,
    Topic,
    class_of,
    is_muted,
    marketing_at,
)
from loyalty.settings import ZONES

MOSCOW = ZoneInfo("Europe/Moscow")


def at(day: int, hour: int, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=zone).astimezone(UTC)


def test_rule_74_the_order_is_receipts_expiring_birthday_win_back_news() -> None:
    assert [one.name for one in sorted(MessageClass)] == [
        "TRANSACTIONAL",
        "EXPIRING",
        "BIRTHDAY",
        "WIN_BACK",
        "NEWS",
    ]
    assert [class_of(kind) for kind in ("earned", "burning", "birthday", "offer")] == [
        MessageClass.TRANSACTIONAL,
        MessageClass.EXPIRING,
        MessageClass.BIRTHDAY,
        MessageClass.NEWS,
    ]


def test_rule_74_only_win_back_and_news_are_marketing() -> None:
    assert [one for one in MessageClass if one >= MARKETING] == [MessageClass.WIN_BACK, MessageClass.NEWS]


def test_a_reminder_of_burning_points_is_a_service_message() -> None:
    assert class_of("burning") < MARKETING


@pytest.mark.parametrize(
    "kind", ["earned", "refunded", "undone", "spend_ask", "case", "expired", "gift_offered"]
)
def test_receipts_questions_and_what_takes_points_cannot_be_muted(kind: str) -> None:
    assert not is_muted(kind, Preferences(muted=frozenset(Topic)))


def test_a_topic_is_muted_alone() -> None:
    chosen = Preferences(muted=frozenset({Topic.TIER}))
    assert is_muted("tier_up", chosen)
    assert not is_muted("burning", chosen)
    assert not is_muted("tier_up", Preferences())


def test_marketing_has_consent_and_no_topic() -> None:
    assert not [kind for kind in TOPICS if CLASSES.get(kind, MessageClass.TRANSACTIONAL) >= MARKETING]


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (at(3, 9), at(3, 9)),
        (at(3, 20), at(3, 20)),
        (at(3, 21), at(4, 9)),
        (at(3, 23), at(4, 9)),
        (at(4, 0), at(4, 9)),
        (at(4, 8), at(4, 9)),
    ],
)
def test_rule_74_marketing_waits_for_the_end_of_the_quiet_hours(now: datetime, goes: datetime) -> None:
    assert marketing_at(Preferences(), MOSCOW, [], now) == goes


def test_rule_74_quiet_hours_are_those_of_the_members_own_day() -> None:
    omsk = ZoneInfo("Asia/Omsk")
    assert marketing_at(Preferences(), omsk, [], at(3, 18)) == at(4, 9, omsk), "21:00 there"
    late_riser = Preferences(quiet_from_hour=18, quiet_until_hour=12)
    assert marketing_at(late_riser, MOSCOW, [], at(3, 11)) == at(3, 12)


def test_rule_74_one_a_day_goes_and_the_next_waits_for_the_next_morning() -> None:
    assert marketing_at(Preferences(), MOSCOW, [at(3, 9)], at(3, 9)) == at(4, 9)
    assert marketing_at(Preferences(), MOSCOW, [at(3, 20)], at(4, 9)) == at(4, 9)


def test_rule_74_a_full_budget_waits_until_the_oldest_of_it_is_thirty_days_old() -> None:
    sent = [at(1, 12), at(2, 12), at(3, 12), at(4, 12)]
    assert marketing_at(Preferences(), MOSCOW, sent[1:], at(5, 12)) == at(5, 12)
    assert marketing_at(Preferences(), MOSCOW, sent, at(5, 12)) == at(1, 12) + BUDGET_TIME


@given(
    st.sampled_from(ZONES),
    st.sampled_from(QUIET_HOURS),
    st.lists(st.integers(0, 40 * 24 * 60), min_size=1, max_size=30),
    st.integers(0, 365 * 24),
)
def test_rule_74_no_night_no_second_a_day_and_never_more_than_the_budget(
    name: str, quiet: tuple[int, int], queued_minutes: list[int], begin_hour: int
) -> None:
    zone, chosen = ZoneInfo(name), Preferences(quiet_from_hour=quiet[0], quiet_until_hour=quiet[1])
    sent: list[datetime] = []
    for minute in sorted(queued_minutes):
        now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=begin_hour, minutes=minute)
        goes = max([now, *sent])
        for _ in range(9):
            recent = [one for one in sent if one > goes - BUDGET_TIME]
            later = marketing_at(chosen, zone, recent, goes)
            assert later >= goes, "waiting never goes backwards"
            if later == goes:
                break
            goes = later
        else:
            pytest.fail("it never goes")
        sent.append(goes)
    local = [one.astimezone(zone) for one in sent]
    assert all(quiet[1] <= one.hour < quiet[0] for one in local)
    assert len({one.date() for one in local}) == len(local)
    assert all(sum(one < other <= one + BUDGET_TIME for other in sent) <= BUDGET for one in sent)
