"""How many points may pay: the cap, what stays money, what stays on the card, the step."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Visit, quote
from loyalty.programme import Category, Programme, Spending, Tier
from loyalty.receipts import Line
from loyalty.redeeming import allowed_points

RULES = Programme(1, "Маяк", "RUB", "Europe/Moscow")
VISIT = Visit(datetime(2026, 5, 3, 15, 0, tzinfo=ZoneInfo("Europe/Moscow")))
PLENTY = 1_000_000


def allowed(
    amount_minor: int,
    available: int = PLENTY,
    visit: Visit = VISIT,
    rules: Programme = RULES,
    **spending: Any,
) -> int:
    programme = replace(rules, spending=replace(rules.spending, **spending))
    return allowed_points([Line(amount_minor)], programme, visit, available)


def test_rule_18_the_cap_is_a_share_of_the_receipt_rounded_down() -> None:
    assert [allowed(minor) for minor in (450_00, 453_33, 3_33)] == [135, 135, 0]


def test_rule_18_the_least_of_cap_balance_and_rest_counts() -> None:
    assert [allowed(450_00, available) for available in (0, 1, 100, 135, 136)] == [0, 1, 100, 135, 135]


def test_rule_18_a_tier_may_have_a_cap_of_its_own() -> None:
    rules = replace(RULES, tiers=(Tier("g", "G", 1, cap_bp=5_000), Tier("s", "S", 1)))
    caps = [allowed(1_000_00, visit=replace(VISIT, tier=tier), rules=rules) for tier in ("g", "s", "plain")]
    assert caps == [500, 300, 300]


def test_rule_6_at_least_one_unit_stays_money() -> None:
    assert allowed(100_00, cap_bp=10_000) == 99
    assert allowed(100_00, cap_bp=10_000, least_money_minor=0) == 100
    assert allowed(1_00, cap_bp=10_000) == 0


def test_rule_19_kept_points_smallest_spending_and_steps() -> None:
    assert allowed(1_000_00, 200, kept_points=50) == 150
    assert allowed(1_000_00, 40, kept_points=50) == 0
    assert allowed(1_000_00, 100, least_points=101) == 0
    assert allowed(1_000_00, 299, multiple_points=50) == 250
    assert allowed(1_000_00, 49, multiple_points=50) == 0


def test_rule_20_goods_are_never_paid_below_their_least_price() -> None:
    rules = replace(RULES, spending=Spending(cap_bp=10_000))
    lines = [Line(500_00, least_money_minor=400_00), Line(500_00)]
    assert allowed_points(lines, rules, VISIT, PLENTY) == 600


def test_rule_11_goods_that_cannot_be_paid_with_points_are_left_out() -> None:
    rules = replace(RULES, categories=(Category("t", "Табак", payable=False),))
    assert allowed_points([Line(500_00, "t"), Line(500_00)], rules, VISIT, PLENTY) == 150
    assert allowed_points([Line(500_00, "t")], rules, VISIT, PLENTY) == 0


@pytest.mark.parametrize(("with_points", "expected"), [(True, 270), (False, 0)])
def test_rule_26_a_code_comes_first_and_may_exclude_points(expected: int, *, with_points: bool) -> None:
    effect = Effect(percent_bp=1_000, with_points=with_points)
    visit = replace(VISIT, benefits=(Benefit("code", 1, "x", effect),))
    assert allowed(1_000_00, visit=visit) == expected


def test_rule_26_the_programme_may_keep_points_and_codes_apart() -> None:
    visit = replace(VISIT, benefits=(Benefit("code", 1, "x", Effect(percent_bp=1_000)),))
    assert allowed(1_000_00, visit=visit, with_code=False) == 0
    offer = replace(VISIT, benefits=(Benefit("offer", 1, "x", Effect(percent_bp=1_000)),))
    assert allowed(1_000_00, visit=offer, with_code=False) == 270


def test_a_negative_balance_pays_nothing() -> None:
    assert allowed(1_000_00, -5) == 0


SPENDING = st.builds(
    Spending,
    cap_bp=st.integers(0, 10_000),
    least_money_minor=st.integers(0, 5_000),
    kept_points=st.integers(0, 100),
    least_points=st.integers(1, 50),
    multiple_points=st.integers(1, 25),
)


@given(st.integers(1, 1_000_000), st.integers(0, 20_000), SPENDING, st.integers(1, 1_000))
def test_what_is_allowed_keeps_every_bound(
    amount_minor: int, available: int, spending: Spending, value: int
) -> None:
    rules = replace(RULES, spending=spending, point_value_minor=value)
    most = allowed_points([Line(amount_minor)], rules, VISIT, available)
    assert most == 0 or most >= spending.least_points
    assert most % spending.multiple_points == 0
    assert most == 0 or most <= available - spending.kept_points
    assert most * value * 10_000 <= amount_minor * spending.cap_bp
    if most:
        assert quote([Line(amount_minor)], rules, VISIT, most).money_minor >= spending.least_money_minor
