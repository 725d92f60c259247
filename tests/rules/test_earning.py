"""What a receipt earns: floored once, never more than the rate, the same whoever asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.amounts import MAX_AMOUNT_MINOR
from loyalty.earning import quote
from loyalty.programme import Programme

AMOUNTS = st.integers(1, MAX_AMOUNT_MINOR)
RATES_BP = st.integers(0, 10_000)


def rules(rate_bp: int = 500, point_value_minor: int = 100) -> Programme:
    return Programme(3, "Маяк", "RUB", "Europe/Moscow", rate_bp, point_value_minor)


@pytest.mark.parametrize(
    ("amount_minor", "rate_bp", "points"),
    [
        (450_00, 500, 22),  # 22.5 is floored
        (700_00, 500, 35),  # the worked example of the rules
        (420_00, 500, 21),
        (19_99, 500, 0),
        (20_00, 500, 1),
        (100_00, 750, 7),
        (1, 10_000, 0),
        (100, 10_000, 1),
        (999_999_99, 10_000, 999_999),
        (1_000_00, 0, 0),
    ],
)
def test_worked_examples(amount_minor: int, rate_bp: int, points: int) -> None:
    assert quote(amount_minor, rules(rate_bp)).points == points


def test_a_quote_keeps_every_figure_of_the_calculation() -> None:
    made = quote(450_00, rules(750, 50))
    assert (made.amount_minor, made.money_minor, made.rate_bp) == (450_00, 450_00, 750)
    assert (made.point_value_minor, made.rule_version, made.points) == (50, 3, 67)


@given(AMOUNTS, RATES_BP, st.integers(1, 10_000))
def test_the_points_are_worth_at_most_the_percentage_and_miss_less_than_one(
    amount_minor: int, rate_bp: int, point_value_minor: int
) -> None:
    points = quote(amount_minor, rules(rate_bp, point_value_minor)).points
    share = amount_minor * rate_bp
    assert points * point_value_minor * 10_000 <= share < (points + 1) * point_value_minor * 10_000


@given(AMOUNTS, AMOUNTS, RATES_BP)
def test_one_receipt_never_earns_less_than_the_same_in_two(first: int, second: int, rate_bp: int) -> None:
    apart = quote(first, rules(rate_bp)).points + quote(second, rules(rate_bp)).points
    assert apart <= quote(first + second, rules(rate_bp)).points <= apart + 1
