"""Messages to members: which goes first, what is marketing, what can be muted, and when one has to wait."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo


class MessageClass(IntEnum):
    """The order in which what is due goes out, over all members and for each of them (rules.md 74)."""

    TRANSACTIONAL = 0
    EXPIRING = 1
    BIRTHDAY = 2
    WIN_BACK = 3
    NEWS = 4


class Topic(StrEnum):
    """What a member may do without. News and offers have his consent besides."""

    DATES = "dates"
    BIRTHDAY = "birthday"
    FRIENDS = "friends"
    TIER = "tier"
    QUESTIONS = "questions"


# Marketing begins here: it needs consent and daytime, and has a budget. A birthday gift is points on the
# card: the message about it is service, like every other about a balance.
MARKETING = MessageClass.WIN_BACK
# What is in neither table is a receipt, a code, a question, or something for the staff: it goes first, and
# nobody can mute it. So it is with whatever takes points away.
CLASSES: Mapping[str, MessageClass] = {
    "active": MessageClass.EXPIRING,
    "burning": MessageClass.EXPIRING,
    "expired": MessageClass.EXPIRING,
    "birthday": MessageClass.BIRTHDAY,
    "offer": MessageClass.NEWS,
}
# Of an automation's messages its kind is asked, as the kind of a notice is.
TOPICS: Mapping[str, Topic] = {
    "active": Topic.DATES,
    "burning": Topic.DATES,
    "birthday": Topic.BIRTHDAY,
    "birthday_before": Topic.BIRTHDAY,
    "friends": Topic.FRIENDS,
    "friend_gift": Topic.FRIENDS,
    "friend_paid": Topic.FRIENDS,
    "nps": Topic.QUESTIONS,
    "thanks": Topic.QUESTIONS,
    "tier_back": Topic.TIER,
    "tier_down": Topic.TIER,
    "tier_given": Topic.TIER,
    "tier_given_ended": Topic.TIER,
    "tier_near": Topic.TIER,
    "tier_set": Topic.TIER,
    "tier_up": Topic.TIER,
    "tier_warning": Topic.TIER,
    "why_left": Topic.QUESTIONS,
}

# Quiet hours can be longer than the first of these, never shorter: (the hour they begin, the hour they end).
QUIET_HOURS = ((21, 9), (20, 10), (19, 11), (18, 12))
# So many marketing messages in so many days.
BUDGET = 4
BUDGET_TIME = timedelta(days=30)
# Old news is no news: this long after its time a marketing message that had to wait is dropped.
MARKETING_LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a member wants to be written to. time_zone: "" for the programme's."""

    muted: Collection[Topic] = frozenset()
    quiet_from_hour: int = QUIET_HOURS[0][0]
    quiet_until_hour: int = QUIET_HOURS[0][1]
    time_zone: str = ""


def class_of(kind: str) -> MessageClass:
    """The class a kind of notice has by itself."""
    return CLASSES.get(kind, MessageClass.TRANSACTIONAL)


def is_muted(kind: str, preferences: Preferences) -> bool:
    """Whether the member does without it; whatever waits for it takes it for delivered (rules.md 75)."""
    return TOPICS.get(kind) in preferences.muted


def marketing_at(
    preferences: Preferences, zone: ZoneInfo, sent: Sequence[datetime], now: datetime
) -> datetime:
    """When a marketing message may go: now, or the later instant it has to wait for.

    zone: the member's. sent: when he got marketing within BUDGET_TIME, in order.
    It waits for the end of the quiet hours; for a place in the budget; and for the next morning when he got
    one today. So of what has gathered for a morning the highest class goes alone, the others a day later
    each, as long as they live and the budget lasts.
    """
    at = now
    if len(sent) >= BUDGET:
        at = max(at, sent[-BUDGET] + BUDGET_TIME)
    if sent and _day(sent[-1], zone) == _day(at, zone):
        at = _hour(at, zone, preferences.quiet_until_hour, days=1)
    return _daytime(at, zone, preferences)


def _daytime(at: datetime, zone: ZoneInfo, preferences: Preferences) -> datetime:
    hour = at.astimezone(zone).hour
    if hour < preferences.quiet_until_hour:
        return _hour(at, zone, preferences.quiet_until_hour)
    if hour >= preferences.quiet_from_hour:
        return _hour(at, zone, preferences.quiet_until_hour, days=1)
    return at


def _day(at: datetime, zone: ZoneInfo) -> int:
    return at.astimezone(zone).toordinal()


def _hour(at: datetime, zone: ZoneInfo, hour: int, days: int = 0) -> datetime:
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
