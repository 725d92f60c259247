"""Opening hours: what people type, what is kept of it, and whether a store is open."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.hours import (
    ALWAYS,
    Opening,
    Span,
    Week,
    clock,
    is_open,
    opening,
    parse_hours,
    read_hours,
    written,
)
from loyalty.refusals import Refusal, Refused

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
SPANS = st.one_of(
    st.none(),
    st.builds(
        lambda opens, length: Span(opens, opens + length), st.integers(0, 1_439), st.integers(1, 1_439)
    ),
)


def week(text: str) -> Week:
    read = parse_hours(text)
    assert not isinstance(read, Refused), read
    return read


def refused(text: str) -> tuple[Refusal, str]:
    read = parse_hours(text)
    assert isinstance(read, Refused)
    return read.reason, str(read.detail["piece"])


def days(text: str) -> dict[str, str]:
    return written(week(text))


def every(hours: str, first: int = 0, last: int = 6) -> dict[str, str]:
    return {str(day): hours for day in range(first, last + 1)}


@pytest.mark.parametrize(
    "text",
    [
        "пн-пт 9-21, сб-вс 10-20",
        "Пн–Пт 9:00–21:00; сб, вс 10.00-20.00",
        "ПН.-ПТ. с 9 до 21 сб и вс с 10 до 20",
        "будни 9-21 выходные 10-20",
        "по будням 9-21, по выходным 10-20",
        "Mon-Fri 9am-9pm, Sat-Sun 10-20",
        "weekdays from 9 to 21 and weekends 10am - 8pm",
        "понедельник-пятница 9-21\nсуббота-воскресенье 10-20",
    ],
)
def test_hours_are_read_as_people_type_them(text: str) -> None:
    assert days(text) == every("09:00-21:00", 0, 4) | every("10:00-20:00", 5, 6)


def test_hours_without_days_hold_every_day() -> None:
    for text in ("9-21", "ежедневно 9-21", "каждый день с 9 до 21", "daily 9am-9pm", "без выходных 9-21"):
        assert days(text) == every("09:00-21:00")


def test_around_the_clock() -> None:
    for text in ("24/7", "круглосуточно", "пн-вс круглосуточно", "daily around the clock"):
        assert week(text) == (ALWAYS,) * 7
    assert days("9-24") == every("09:00-24:00")


def test_a_night_ends_in_the_next_day_and_days_go_over_the_end_of_the_week() -> None:
    assert days("пт-сб 18-02") == every("18:00-02:00", 4, 5)
    assert days("сб-вт 10-12:30") == {
        "5": "10:00-12:30",
        **every("10:00-12:30", 6),
        **every("10:00-12:30", 0, 1),
    }
    assert week("пт 18-02")[4] == Span(1_080, 1_560)


def test_a_day_off_can_be_said() -> None:
    assert days("ежедневно 9-21, вс выходной") == every("09:00-21:00", 0, 5)
    assert days("Mon-Sat 9-18, Sun closed") == every("09:00-18:00", 0, 5)
    assert week("пн-вс закрыто") == (None,) * 7


def test_noon_and_midnight_in_english() -> None:
    assert days("12am-12pm") == every("00:00-12:00")
    assert days("12pm-12am") == every("12:00-24:00")


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("", ""),
        ("пн-пт", "пн-пт"),
        ("когда захотим", "когда захотим"),
        ("пн-пт 9-21, сб как получится", "как получится"),
        ("9-12, 13-18", "13-18"),
        ("9-21-5", "-5"),
        ("пн 9", "9"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, piece: str) -> None:
    assert refused(text) == (Refusal.HOURS_UNCLEAR, piece)


@pytest.mark.parametrize("text", ["9-25", "9:60-21", "9-9", "24-3", "0am-5pm", "9am-13pm", "10-20:99"])
def test_no_such_time(text: str) -> None:
    assert refused(text) == (Refusal.HOURS_IMPOSSIBLE, text)


def test_a_very_long_text_is_refused_in_no_time() -> None:
    assert refused("пн-пт " * 10_000)[0] is Refusal.HOURS_UNCLEAR


@given(st.tuples(*[SPANS] * 7))
def test_what_is_kept_is_what_was_read(kept: Week) -> None:
    assert read_hours(written(kept)) == kept


@given(st.tuples(*[SPANS] * 7), st.integers(0, 6), st.integers(0, 1_439))
def test_the_two_answers_agree(kept: Week, day: int, minute: int) -> None:
    local = MONDAY.replace(day=4 + day, hour=minute // 60, minute=minute % 60)
    assert opening(kept, local).is_open == is_open(kept, local)


def test_open_now_and_when_that_changes() -> None:
    hours = week("пн-пт 9-21, сб 18-02")
    at = MONDAY.replace
    assert opening(hours, at(hour=8)) == Opening(is_open=False, minute=540, days=0)
    assert opening(hours, at(hour=9)) == Opening(is_open=True, minute=1_260, days=0)
    assert opening(hours, at(hour=21)) == Opening(is_open=False, minute=540, days=1)
    assert opening(hours, at(day=8, hour=22)) == Opening(is_open=False, minute=1_080, days=1)
    assert opening(hours, at(day=9, hour=20)) == Opening(is_open=True, minute=120, days=1)
    assert opening(hours, at(day=10, hour=1)) == Opening(is_open=True, minute=120, days=0)
    assert opening(hours, at(day=10, hour=3)) == Opening(is_open=False, minute=540, days=1)
    assert opening(week("9-24"), at(hour=10)) == Opening(is_open=True, minute=1_440, days=0)


def test_what_never_changes_has_no_day() -> None:
    assert opening(week("24/7"), MONDAY) == Opening(is_open=True)
    assert opening(week("пн-вс закрыто"), MONDAY) == Opening(is_open=False)


def test_two_days_without_a_gap_are_one_opening() -> None:
    hours = week("пн круглосуточно, вт 0-12")
    assert opening(hours, MONDAY) == Opening(is_open=True, minute=720, days=1)


def test_slack_and_unknown_hours() -> None:
    hours = week("9-21")
    assert is_open(None, MONDAY)
    assert is_open(hours, MONDAY.replace(hour=8, minute=50), slack_minutes=15)
    assert is_open(hours, MONDAY.replace(hour=21, minute=10), slack_minutes=15)
    assert not is_open(hours, MONDAY.replace(hour=8, minute=40), slack_minutes=15)
    assert is_open(week("0-10"), MONDAY.replace(hour=23, minute=55), slack_minutes=10)


def test_a_clock_shows_the_time_of_the_day() -> None:
    assert [clock(minute) for minute in (0, 545, 1_440, 1_560)] == ["00:00", "09:05", "24:00", "02:00"]
