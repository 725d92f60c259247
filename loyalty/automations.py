"""Automations: messages that go to whoever is due, once an occasion. Who is due when, as plain rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loyalty.expiry import months_later
from loyalty.statistics import FIRST_MONTH

# A prediction is told between so many days and so many days before its day.
TOLD_FROM_DAYS, TOLD_UNTIL_DAYS = 14, 7
# A rhythm is known from so many intervals; a shorter one than three weeks needs no reminder.
LEAST_INTERVALS = 3
LEAST_RHYTHM_DAYS = 21
HABIT_YEARS = 2
# A weekday is somebody's own with so many purchases, and so large a part of them on it.
WEEKDAY_ORDERS = 5
WEEKDAY_BP = 6_000
WHOLE_BP = 10_000
# A prediction hit when it was wrong by no more than so many days, or this part of the interval.
HIT_DAYS = 7
HIT_BP = 2_500
# So many predictions tell how good they are.
PREDICTIONS_NEEDED = 30


class Auto(StrEnum):
    """Every automation there is; the kind of its campaigns."""

    WELCOME = "welcome"
    WELCOME_2 = "welcome_2"
    WELCOME_3 = "welcome_3"
    NEWCOMER = "newcomer"
    THANKS = "thanks"
    NPS = "nps"
    BIRTHDAY = "birthday"
    BIRTHDAY_BEFORE = "birthday_before"
    COMEBACK = "comeback"
    COMEBACK_2 = "comeback_2"
    WHY = "why_left"
    NEXT = "next_purchase"
    WEEKDAY = "weekday"
    PAIR = "pair"
    TIER_NEAR = "tier_near"
    FRIENDS = "friends"
    UNUSED = "unused_offer"
    HOLIDAY = "holiday"
    BURNING = "burning"
    BURNING_2 = "burning_2"
    ACTIVE = "active"
    TIER_UP = "tier_up"
    TIER_WARNING = "tier_warning"
    CUSTOM = "custom"


# What the programme tells by itself (the kind of its notice) says each of these in its owner's words.
STANDING: Mapping[str, str] = {
    Auto.BURNING: "burning",
    Auto.BURNING_2: "burning",
    Auto.ACTIVE: "active",
    Auto.TIER_UP: "tier_up",
    Auto.TIER_WARNING: "tier_warning",
}


def rank(kind: str) -> int:
    """Among messages of one class: what goes first has the lower one; a birthday does (rules.md 74)."""
    return 0 if kind in (Auto.BIRTHDAY, Auto.BIRTHDAY_BEFORE) else 1


class Idle(StrEnum):
    """Why an automation would write to nobody, as things are."""

    SAID_ALREADY = "said_already"
    NO_TIERS = "no_tiers"
    NO_LEVELS = "no_levels"
    NO_PENDING = "no_pending"
    NO_FRIENDS = "no_friends"
    NO_CATEGORIES = "no_categories"
    NO_DATES = "no_dates"


class Schedule(StrEnum):
    """When the owner's own automation goes."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    JOINED = "joined"
    BIRTHDAY = "birthday"
    FIRST_PURCHASE = "first_purchase"


# These count from a date of each member; the others are for everybody on one day.
DATE_FIELDS = frozenset({Schedule.JOINED, Schedule.BIRTHDAY, Schedule.FIRST_PURCHASE})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is due: once for this occasion, on this day by his own clock, or at this instant."""

    member_id: int
    occasion: str
    day: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """How many predictions over the shop's own past would have hit, of how many."""

    hits: int = 0
    tried: int = 0

    @property
    def rate_bp(self) -> int | None:
        """The part that hit; None while there are too few to tell."""
        return self.hits * WHOLE_BP // self.tried if self.tried >= PREDICTIONS_NEEDED else None


def comeback_days(rhythm_days: int, *, fixed_days: int, times_tenths: int, least_days: int) -> int:
    """After how many days without a purchase somebody is missed.

    times_tenths: of his own rhythm (20: twice); 0, or no rhythm yet: fixed_days. Never under least_days.
    """
    if not times_tenths or not rhythm_days:
        return fixed_days
    return max(least_days, (rhythm_days * times_tenths + 9) // 10)


def next_by_rhythm(last_day: int, rhythm_days: int, days: int) -> int | None:
    """The day (ordinal) of the next purchase by the interval rule; None when there is no rhythm to go by.

    days: different days of purchases.
    """
    if days <= LEAST_INTERVALS or rhythm_days < LEAST_RHYTHM_DAYS:
        return None
    return last_day + rhythm_days


def next_by_habit(bought: Sequence[date], asked: date) -> date | None:
    """The day of the next purchase by the calendar: of a month bought in in two years or more.

    bought: days of purchases before `asked`. The mean day of the month of the purchases in it, a year's first
    one each. Only when that month stands out from his others, and this year's is still to come.
    """
    for ahead in range(2):
        expected = habit_in(bought, months_later(asked.replace(day=1), ahead))
        if expected is not None and expected >= asked:
            return expected
    return None


def habit_in(bought: Sequence[date], month: date) -> date | None:
    """The expected day in this month (its first day is given), if it is a habit and he has not been yet."""
    if not bought or _bought_in(bought, month):
        return None
    firsts: dict[int, int] = {}
    for day in sorted(bought, reverse=True):
        if day.month == month.month and day < month:
            firsts[day.year] = day.day
    first = min(bought)
    known = (month.year - first.year) * 12 + month.month - first.month
    years = sum(first <= month.replace(year=month.year - back, day=28) for back in range(1, known // 12 + 1))
    others = len({(day.year, day.month) for day in bought if day < month})
    # By chance alone somebody who buys every other month has bought in any month in two years of four.
    if len(firsts) < HABIT_YEARS or not years or len(firsts) * known < 2 * others * years:
        return None
    mean = (2 * sum(firsts.values()) + len(firsts)) // (2 * len(firsts))
    return _clamped(month, mean)


def _clamped(month: date, day: int) -> date:
    last = months_later(month, 1) - timedelta(days=1)
    return month.replace(day=min(day, last.day))


def _bought_in(bought: Sequence[date], month: date) -> bool:
    return any((day.year, day.month) == (month.year, month.month) for day in bought)


def told_between(expected: date) -> tuple[date, date]:
    """The first and the last day on which a predicted purchase is spoken of."""
    return expected - timedelta(days=TOLD_FROM_DAYS), expected - timedelta(days=TOLD_UNTIL_DAYS)


def month_bits(month: int) -> tuple[int, ...]:
    """The places of a calendar month (1 to 12) among the months that are kept."""
    return tuple(range((month - 1 - FIRST_MONTH) % 12, 189, 12))


def usual_weekday(on: Sequence[int]) -> int | None:
    """The weekday (0 Monday) somebody comes on, of his purchases by weekday; None when he has none."""
    orders = sum(on)
    if orders < WEEKDAY_ORDERS:
        return None
    most = max(range(len(on)), key=lambda weekday: on[weekday])
    return most if on[most] * WHOLE_BP >= WEEKDAY_BP * orders else None


def hits_of(days: Sequence[int]) -> Hits:
    """What the interval rule would have predicted at each purchase of one member, from the fifth on.

    days: ordinals of the different days of purchases, in order.
    """
    hits = tried = 0
    for at in range(LEAST_INTERVALS + 1, len(days)):
        gaps = sorted(days[i + 1] - days[i] for i in range(max(0, at - 13), at - 1))
        middle = len(gaps) // 2
        usual = gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle] + 1) // 2
        if usual < LEAST_RHYTHM_DAYS:
            continue
        tried += 1
        wrong = abs(days[at] - days[at - 1] - usual)
        hits += wrong <= max(HIT_DAYS, usual * HIT_BP // WHOLE_BP)
    return Hits(hits, tried)


def on_schedule(schedule: str, day: date, settings: Mapping[str, int | str]) -> bool:
    """Whether the owner's own automation goes to everybody on this day."""
    match schedule:
        case Schedule.ONCE:
            return settings["date"] == day.isoformat()
        case Schedule.WEEKLY:
            return settings["weekday"] == day.weekday()
        case Schedule.MONTHLY:
            return day == _clamped(day.replace(day=1), int(settings["month_day"]))
        case Schedule.YEARLY:
            return day in kept_on((str(settings["date"])[-5:],), day.year)
        case _:
            return False


def kept_on(keys: Collection[str], year: int) -> dict[date, str]:
    """The days of a year these "MM-DD" fall on; 29 February on the 28th in common years."""
    found = {}
    for key in keys:
        month, day = int(key[:2]), int(key[3:])
        found[_clamped(date(year, month, 1), day)] = key
    return found
