"""Guessing codes: five wrong ones in ten minutes pause a person, a global limit stands behind it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.guessing import (
    AT_MOST,
    EVERYBODYS_AT_MOST,
    EVERYBODYS_PAUSE,
    PAUSE,
    WINDOW,
    WRONG_AT_MOST,
    Guess,
    paused_until,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def minutes(*ago: float) -> list[datetime]:
    return [NOON - timedelta(minutes=one) for one in ago]


def test_decision_five_wrong_codes_in_ten_minutes_pause_for_fifteen() -> None:
    assert paused_until(minutes(9, 7, 5, 3), 4, NOON) is None
    assert paused_until(minutes(9, 7, 5, 3, 1), 5, NOON) == NOON + timedelta(minutes=14)


def test_decision_five_wrong_codes_over_a_longer_time_do_not_pause() -> None:
    assert paused_until(minutes(11, 7, 5, 3, 0), 5, NOON) is None


def test_decision_exactly_ten_minutes_still_count() -> None:
    assert paused_until(minutes(10, 7, 5, 3, 0), 5, NOON) == NOON + PAUSE


def test_decision_the_pause_ends_on_the_minute() -> None:
    assert paused_until(minutes(23, 20, 19, 16, 15), 5, NOON) is None
    assert paused_until(minutes(23, 20, 19, 16, 14.99), 5, NOON) is not None


def test_decision_a_global_limit_stands_behind_it() -> None:
    assert paused_until([], EVERYBODYS_AT_MOST - 1, NOON) is None
    assert paused_until([], EVERYBODYS_AT_MOST, NOON) == NOON + EVERYBODYS_PAUSE
    own = paused_until(minutes(4, 3, 2, 1, 0), EVERYBODYS_AT_MOST, NOON)
    assert own == NOON + PAUSE


@given(st.lists(st.integers(0, 60), max_size=30))
def test_decision_nobody_gets_more_tries_than_five_in_ten_minutes(ago: list[int]) -> None:
    """Whoever is not paused has fewer than five wrong codes in the last ten minutes."""
    mine = minutes(*ago)
    if paused_until(mine, 0, NOON) is None:
        assert len([one for one in mine if one >= NOON - WINDOW]) < WRONG_AT_MOST


def test_decision_a_cashier_may_ask_for_nine_unknown_customers_in_ten_minutes() -> None:
    slips = minutes(*range(9))
    assert paused_until(slips, 9, NOON, AT_MOST[Guess.CUSTOMER]) is None
    assert paused_until([*slips, NOON], 10, NOON, AT_MOST[Guess.CUSTOMER]) == NOON + PAUSE
