"""Points for an occasion: joining, telling phone and birthday, the birthday itself, a review. Once each."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty.birthdays import FEBRUARY, Birthday, celebrated_on
from loyalty.expiry import months_later
from loyalty.ledger import Kind
from loyalty.programme import Bonuses, LeapDay

WELCOME = "welcome"
PHONE = "phone"
BIRTHDAY_FIELD = "birthday_field"
# A date told or changed so shortly before the day counts from next year.
TOLD_BEFORE = timedelta(days=30)
LEAP_KEY = "02-29"
MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points for an occasion; the occasion is the lock that gives them once."""

    occasion: str
    kind: Kind
    points: int


def of_profile(bonuses: Bonuses, *, phone: bool, birthday: bool) -> tuple[Bonus, ...]:
    """What somebody who has joined gets for it and for what he told."""
    wanted = (
        (True, Bonus(WELCOME, Kind.WELCOME, bonuses.welcome_points)),
        (phone, Bonus(PHONE, Kind.PROFILE, bonuses.phone_points)),
        (birthday, Bonus(BIRTHDAY_FIELD, Kind.PROFILE, bonuses.birthday_field_points)),
    )
    return tuple(bonus for told, bonus in wanted if told and bonus.points)


def of_birthday(bonuses: Bonuses, celebrated: date) -> Bonus:
    """The gift for the birthday kept on this day: one a calendar year."""
    return Bonus(f"birthday:{celebrated.year}", Kind.BIRTHDAY, bonuses.birthday_points)


def of_review(bonuses: Bonuses, purchase_id: int) -> Bonus:
    """What a word about this purchase brings."""
    return Bonus(f"review:{purchase_id}", Kind.REVIEW, bonuses.review_points)


def birthday_key(birthday: Birthday) -> str:
    """Month and day, "05-15": what birthdays of one day have in common."""
    return f"{birthday.month:02d}-{birthday.day:02d}"


def keys_kept_on(day: date, leap_day: LeapDay) -> tuple[str, ...]:
    """The birthdays kept on this day; in common years those of 29 February have no day of their own."""
    key = f"{day.month:02d}-{day.day:02d}"
    stand_in = date(day.year, FEBRUARY, 28) if leap_day is LeapDay.FEBRUARY_28 else date(day.year, 3, 1)
    if day == stand_in and not calendar.isleap(day.year):
        return (key, LEAP_KEY)
    return (key,)


def changeable_on(told_at: datetime | None, joined_at: datetime | None, told_on: date | None) -> date | None:
    """From which day on a birthday may be changed, once a year (rules.md 63); None: at once.

    told_at, told_on: when it was told or changed last. The answer given while joining is no change yet.
    """
    if told_at is None or told_on is None or (joined_at is not None and told_at <= joined_at):
        return None
    return months_later(told_on, 12)


def is_told_late(birthday: Birthday, today: date) -> bool:
    """Whether a birthday told today is so near that its gift comes from next year on."""
    days = (celebrated_on(birthday, today.year + ahead) for ahead in (0, 1))
    return next(day for day in days if day >= today) <= today + TOLD_BEFORE


def days_due(today: date, window_days: int) -> tuple[date, ...]:
    """The days whose birthdays can still be made up for, the oldest first; today's is the last."""
    return tuple(today - timedelta(days=back) for back in range(window_days, -1, -1))


def is_congratulated(celebrated: date, told_on: date | None, since: date) -> bool:
    """Whether a birthday kept on this day brings its gift.

    told_on: when the date was told, None: before we kept that. since: the day the gift was switched on.
    """
    in_time = told_on is None or celebrated > told_on + TOLD_BEFORE
    return in_time and celebrated >= since


def last_day(given: date, lifetime_days: int) -> date:
    """The last day, inclusive, on which a gift of this day can be spent."""
    return given + timedelta(days=lifetime_days)
