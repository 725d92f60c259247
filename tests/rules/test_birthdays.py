"""Birthdays as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.birthdays import MONTH_FORMS, Birthday, celebrated_on, days_in_month, parse_birthday
from loyalty.refusals import Refusal, Refused

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "typed",
    [
        "15.05",
        "15.5",
        "15/05",
        "15-05",
        "15 05",
        "15,05",
        " 15 . 05 ",
        "15.05.",
        "１５．０５",
        "15 мая",
        "15 МАЯ",
        "15мая",
        "мая 15",
        "15 май",
        "15-го мая",
        "15-е мая",
        "May 15",
        "15 May",
        "15th of May",
        "the 15th of may",
        "15 травня",
        "15 мамыр",
        "5/15",
    ],
)
def test_a_day_and_a_month_are_enough(typed: str) -> None:
    assert parse_birthday(typed, TODAY) == Birthday(15, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "15.05.1990",
        "15/05/1990",
        "15-05-1990",
        "15–05–1990",
        "15.5.90",
        "15 05 1990",
        "15051990",
        "1990-05-15",
        "1990.5.15",
        "05/15/1990",
        "15 мая 1990",
        "15 мая 1990 г.",
        "15.05.1990 г.р.",
        "15 мая 1990 года",
        "1990 мая 15",
        "15 May 1990",
        "May 15, 1990",
        "May 15th, '90",
        "15\u00a0мая\u00a01990",
    ],
)
def test_a_year_may_be_told(typed: str) -> None:
    assert parse_birthday(typed, TODAY) == Birthday(15, 5, 1990)


@pytest.mark.parametrize(
    ("typed", "birthday"),
    [
        ("29.02", Birthday(29, 2)),
        ("29.02.1992", Birthday(29, 2, 1992)),
        ("29 февр. 2000", Birthday(29, 2, 2000)),
        ("15 мар", Birthday(15, 3)),
        ("15 сент.", Birthday(15, 9)),
        ("1st Sept", Birthday(1, 9)),
        ("5/6", Birthday(5, 6)),
        ("1.1.05", Birthday(1, 1, 2005)),
        ("1.1.30", Birthday(1, 1, 1930)),
        ("21.11.2026", Birthday(21, 11, 2026)),
        ("21.11.1906", Birthday(21, 11, 1906)),
    ],
)
def test_short_and_rare_dates_are_read_as_people_mean_them(typed: str, birthday: Birthday) -> None:
    assert parse_birthday(typed, TODAY) == birthday


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Refusal.BIRTHDAY_UNCLEAR),
        ("завтра", Refusal.BIRTHDAY_UNCLEAR),
        ("15", Refusal.BIRTHDAY_UNCLEAR),
        ("мая", Refusal.BIRTHDAY_UNCLEAR),
        ("15 ма", Refusal.BIRTHDAY_UNCLEAR),
        ("15 мая июня", Refusal.BIRTHDAY_UNCLEAR),
        ("15.05.1990 12:30", Refusal.BIRTHDAY_UNCLEAR),
        ("1 2 3 4", Refusal.BIRTHDAY_UNCLEAR),
        ("1 мая 2 3", Refusal.BIRTHDAY_UNCLEAR),
        ("150.05", Refusal.BIRTHDAY_UNCLEAR),
        ("15.050", Refusal.BIRTHDAY_UNCLEAR),
        ("15.05.990", Refusal.BIRTHDAY_UNCLEAR),
        ("1990.05", Refusal.BIRTHDAY_UNCLEAR),
        ("+15.05", Refusal.BIRTHDAY_UNCLEAR),
        ("15.05²", Refusal.BIRTHDAY_UNCLEAR),
        ("\ud800", Refusal.BIRTHDAY_UNCLEAR),
        ("1" * 10_000, Refusal.BIRTHDAY_UNCLEAR),
        ("30 февраля", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("29.02.1991", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("29.02.1900", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("2/29/1991", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("31.04", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("0.5", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("5.0", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("15.13", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("1990-15-05", Refusal.BIRTHDAY_IMPOSSIBLE),
        ("15051", Refusal.BIRTHDAY_UNCLEAR),
        ("22.11.2026", Refusal.BIRTHDAY_IN_FUTURE),
        ("01/12/2026", Refusal.BIRTHDAY_IN_FUTURE),
        ("1.1.9999", Refusal.BIRTHDAY_IN_FUTURE),
        ("20.11.1906", Refusal.BIRTHDAY_TOO_OLD),
        ("1.1.0000", Refusal.BIRTHDAY_TOO_OLD),
    ],
)
def test_what_cannot_be_a_birthday_is_refused_with_its_reason(typed: str, reason: Refusal) -> None:
    refused = parse_birthday(typed, TODAY)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_no_abbreviation_means_two_months() -> None:
    meanings: dict[str, set[int]] = {}
    for month, forms in enumerate(MONTH_FORMS, start=1):
        for form in forms.split():
            for length in range(3, len(form) + 1):
                meanings.setdefault(form[:length], set()).add(month)
    assert all(len(months) == 1 for months in meanings.values())


WORDS = ["15", "мая", "1990", "5", "29", "feb", "00", ".", "-", "th", "31", "г"]


@given(
    st.text(alphabet=st.characters())
    | st.text(alphabet="0123456789 ./-")
    | st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.dates(min_value=date(2026, 1, 1)),
)
def test_no_text_breaks_the_reading_of_birthdays(text: str, today: date) -> None:
    match parse_birthday(text, today):
        case Birthday(day, month, year):
            assert 1 <= day <= days_in_month(month)
            assert year is None or date(year, month, day) <= today
        case refused:
            assert refused.reason.startswith("birthday_")


WRITTEN = [
    "{day}.{month:02}.{year:04}",
    "{day:02}/{month}/{year:04}",
    "{year:04}-{month:02}-{day:02}",
    "{day:02}{month:02}{year:04}",
    "{day} {ru} {year:04} г.",
    "{en} {day}, {year:04}",
    "{day}th of {en} {year:04}",
]


@given(st.integers(0, 120 * 365), st.sampled_from(WRITTEN))
def test_every_birthday_written_in_a_usual_way_is_read_back(age_days: int, written: str) -> None:
    born = TODAY - timedelta(days=age_days)
    _, ru, en, *_ = MONTH_FORMS[born.month - 1].split()
    typed = written.format(day=born.day, month=born.month, year=born.year, ru=ru, en=en)
    assert parse_birthday(typed, TODAY) == Birthday(born.day, born.month, born.year)


def test_born_on_29_february_is_kept_on_the_28th_in_common_years() -> None:
    leap_day = Birthday(29, 2, 2000)
    assert celebrated_on(leap_day, 2027) == date(2027, 2, 28)
    assert celebrated_on(leap_day, 2028) == date(2028, 2, 29)
    assert celebrated_on(leap_day, 2100) == date(2100, 2, 28)


@given(st.dates(), st.integers(1, 9999))
def test_every_other_birthday_is_kept_on_its_day(born: date, year: int) -> None:
    kept = celebrated_on(Birthday(born.day, born.month, born.year), year)
    assert (kept.month, kept.day) in {(born.month, born.day), (2, 28)}
    assert kept.year == year


def test_february_has_29_days_to_be_born_on() -> None:
    assert [days_in_month(month) for month in range(1, 13)] == [
        31,
        29,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
