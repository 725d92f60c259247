"""What a broadcast may bring."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Effect
from loyalty.broadcast_forecast import (
    Past,
    Response,
    duration_seconds,
    forecast,
    gift_cost_minor,
    learnt,
    without_control,
)


def test_the_response_is_what_came_above_the_control_group() -> None:
    assert learnt([Past(100, 12), Past(100, 8)]) == Response(1_000, 2)
    assert learnt([Past(100, 12, 50, 4)]) == Response(400, 1)
    assert learnt([Past(100, 12, 29, 29)]) == Response(1_200, 1), "too small a control group"
    assert learnt([Past(100, 5, 50, 20)]) == Response(0, 1), "it did nothing"
    assert learnt([Past(19, 5)]) is None
    assert learnt([]) is None


def test_a_forecast_is_reach_by_response_by_receipt() -> None:
    found = forecast(312, Response(500), 60_000, 5_000)
    assert (found.visits, found.revenue_minor, found.gifts_minor) == (15, 900_000, 75_000)


def test_a_gift_costs_what_it_is_worth_at_the_till() -> None:
    assert gift_cost_minor(50, 100, Effect(), 60_000) == 5_000
    assert gift_cost_minor(0, 100, Effect(percent_bp=2_000), 60_000) == 12_000
    assert gift_cost_minor(0, 100, Effect(off_minor=300, points=2), 60_000) == 500


def test_the_time_is_what_telegram_takes() -> None:
    assert duration_seconds(0, paid=False) == 0
    assert duration_seconds(1_000, paid=False) == 38
    assert duration_seconds(1_000, paid=True) == 2


@given(st.integers(0, 1_000_000), st.integers(0, 5_000))
def test_a_control_group_never_takes_more_than_its_share(people: int, control_bp: int) -> None:
    left = without_control(people, control_bp)
    assert 0 <= people - left <= people * control_bp / 10_000
