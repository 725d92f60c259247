"""Rule 79: the limits of points given by hand."""

from datetime import timedelta

from loyalty.member_views import (
    GRANT_LIMIT_POINTS,
    GRANT_WINDOW,
    LIFETIMES_DAYS,
    SECOND_LOOK_AFTER,
    GrantState,
)


def test_rule_79_above_five_thousand_points_a_day_it_takes_a_second_look_ten_minutes_later() -> None:
    assert (5_000, timedelta(days=1)) == (GRANT_LIMIT_POINTS, GRANT_WINDOW)
    assert timedelta(minutes=10) == SECOND_LOOK_AFTER


def test_rule_79_the_usual_term_is_offered_first() -> None:
    assert LIFETIMES_DAYS[0] == 0
    assert GrantState("given") is GrantState.GIVEN
