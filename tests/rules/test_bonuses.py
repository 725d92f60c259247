"""Bonuses: rules.md 33 and 62-65."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.birthdays import Birthday, celebrated_on
from loyalty.bonuses import (
    Bonus,
    birthday_key,
    changeable_on,
    days_due,
    is_congratulated,
    is_told_late,
    keys_kept_on,
    last_day,
    of_birthday,
    of_profile,
    of_review,
)
from loyalty.ledger import Kind
from loyalty.programme import Bonuses, LeapDay

ALL = Bonuses(
    welcome_points=100, phone_points=30, birthday_field_points=20, birthday_points=200, review_points=5
)
LONG_AGO = date(2020, 1, 1)


def test_rule_33_welcome_phone_and_birthday_are_all_paid() -> None:
    assert of_profile(ALL, phone=True, birthday=True) == (
        Bonus("welcome", Kind.WELCOME, 100),
        Bonus("phone", Kind.PROFILE, 30),
        Bonus("birthday_field", Kind.PROFILE, 20),
    )


def test_what_was_not_told_brings_nothing() -> None:
    assert [one.occasion for one in of_profile(ALL, phone=False, birthday=False)] == ["welcome"]
    assert of_profile(Bonuses(), phone=True, birthday=True) == ()


def test_a_review_is_an_occasion_a_purchase() -> None:
    assert of_review(ALL, 17) == Bonus("review:17", Kind.REVIEW, 5)


def kept_on(birthday: Birthday, year: int, leap_day: LeapDay) -> list[date]:
    """Every day of a year on which this birthday is kept."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == year and birthday_key(birthday) in keys_kept_on(day, leap_day)]


@pytest.mark.parametrize(
    ("year", "leap_day", "day"),
    [
        (2027, LeapDay.FEBRUARY_28, date(2027, 2, 28)),
        (2027, LeapDay.MARCH_1, date(2027, 3, 1)),
        (2028, LeapDay.FEBRUARY_28, date(2028, 2, 29)),
        (2028, LeapDay.MARCH_1, date(2028, 2, 29)),
        (2100, LeapDay.FEBRUARY_28, date(2100, 2, 28)),
    ],
)
def test_rule_62_born_on_29_february(year: int, leap_day: LeapDay, day: date) -> None:
    assert kept_on(Birthday(29, 2, 2000), year, leap_day) == [day]


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(2000, 2100), st.sampled_from(LeapDay))
def test_rule_62_every_birthday_is_kept_once_a_year(born: date, year: int, leap_day: LeapDay) -> None:
    assert len(kept_on(Birthday(born.day, born.month), year, leap_day)) == 1


@pytest.mark.parametrize(
    ("told_on", "gift"),
    [
        (date(2026, 5, 3), False),
        (date(2026, 5, 2), False),
        (date(2026, 4, 3), False),
        (date(2026, 4, 2), True),
        (date(2026, 5, 4), False),
        (None, True),
    ],
)
def test_rule_63_a_date_told_within_the_last_30_days_counts_from_next_year(
    told_on: date | None, gift: bool
) -> None:
    assert is_congratulated(date(2026, 5, 3), told_on, LONG_AGO) is gift
    assert is_congratulated(date(2027, 5, 3), told_on, LONG_AGO)


def test_rule_63_one_gift_a_calendar_year_across_new_year() -> None:
    assert of_birthday(ALL, date(2026, 12, 31)) == Bonus("birthday:2026", Kind.BIRTHDAY, 200)
    assert of_birthday(ALL, date(2027, 1, 1)).occasion == "birthday:2027"


def test_rule_64_the_window_reaches_across_new_year() -> None:
    assert days_due(date(2027, 1, 2), 3) == (
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    )
    assert days_due(date(2027, 1, 2), 0) == (date(2027, 1, 2),)


def test_rule_73_switching_the_gift_on_is_forward_only() -> None:
    assert not is_congratulated(date(2026, 5, 2), None, since=date(2026, 5, 3))
    assert is_congratulated(date(2026, 5, 3), None, since=date(2026, 5, 3))


def test_the_last_day_of_a_gift_is_inclusive() -> None:
    assert last_day(date(2026, 5, 3), 30) == date(2026, 6, 2)


def test_rule_63_a_birthday_is_changed_once_a_year_and_what_joining_told_is_no_change() -> None:
    joined = datetime(2026, 5, 3, 12, tzinfo=UTC)
    changed = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert changeable_on(None, joined, None) is None
    assert changeable_on(joined, joined, joined.date()) is None
    assert changeable_on(changed, joined, changed.date()) == date(2029, 2, 28)
    assert changeable_on(changed, None, changed.date()) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("born", "today", "late"),
    [
        (Birthday(3, 6), date(2026, 5, 4), True),
        (Birthday(4, 6), date(2026, 5, 4), False),
        (Birthday(4, 5), date(2026, 5, 4), True),
        (Birthday(3, 5), date(2026, 5, 4), False),
        (Birthday(5, 1), date(2026, 12, 20), True),
        (Birthday(29, 2), date(2027, 1, 29), True),
        (Birthday(29, 2), date(2027, 1, 28), False),
    ],
)
def test_rule_63_a_birthday_told_shortly_before_counts_from_next_year(
    born: Birthday, today: date, late: bool
) -> None:
    assert is_told_late(born, today) is late
    kept = min(
        day for day in (celebrated_on(born, today.year), celebrated_on(born, today.year + 1)) if day >= today
    )
    assert is_congratulated(kept, today, today) is not late
