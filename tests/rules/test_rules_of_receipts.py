"""Lines of the rule list that no single module owns: the order of a sale, certificates, and the defaults."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Visit, quote
from loyalty.programme import (
    Category,
    DebtPolicy,
    HourRule,
    LeapDay,
    Programme,
    Spending,
    Tier,
)
from loyalty.receipts import Line
from loyalty.redeeming import allowed_points

RULES = Programme(1, "Маяк", "RUB", "Europe/Moscow")
VISIT = Visit(datetime(2026, 5, 3, 15, 0, tzinfo=ZoneInfo("Europe/Moscow")), store_id=1)
WINE, DELIVERY = Category("wine", "Вино"), Category("delivery", "Доставка", earns=False)
GOLD = Tier("gold", "Золото", 1, rate_bp=1_000, discount_bp=500)


def code(**effect: Any) -> Visit:
    return replace(VISIT, tier="gold", benefits=(Benefit("code", 1, "x", Effect(**effect)),))


def test_rule_9_line_promo_then_order_promo_then_points_then_earn() -> None:
    """1000 of wine: 20 % off the line, 10 % off the rest, 30 % of it in points, the tier's rate on money."""
    rules = replace(RULES, categories=(WINE,), tiers=(GOLD,), discount_bp=300)
    lines = [Line(1_000_00, "wine"), Line(200_00)]
    on_line = Benefit("offer", 1, "20 %", Effect(percent_bp=2_000, category="wine"))
    on_all = Benefit("code", 2, "10 %", Effect(percent_bp=1_000))
    visit = replace(VISIT, tier="gold", benefits=(on_all, on_line))
    points = allowed_points(lines, rules, visit, 10_000)
    shown = quote(lines, rules, visit, points)
    assert [(one.what, one.off_minor) for one in shown.discounts] == [("offer", 200_00), ("code", 100_00)]
    assert (shown.due_minor, points, shown.money_minor) == (900_00, 270, 630_00)
    assert (shown.base_minor, shown.rate_bp, shown.points) == (630_00, 1_000, 63)


def test_rule_9_a_code_stands_in_the_place_of_the_tiers_discount_when_it_is_better() -> None:
    rules = replace(RULES, tiers=(GOLD,))
    taken = [
        quote([Line(1_000_00)], rules, code(percent_bp=percent)).discounts[0].what for percent in (400, 600)
    ]
    assert taken == ["tier", "code"]


def test_rule_12_delivery_does_not_earn_and_is_paid_as_usual() -> None:
    rules = replace(RULES, categories=(DELIVERY,))
    shown = quote([Line(1_000_00), Line(300_00, "delivery")], rules, VISIT)
    assert (shown.due_minor, shown.base_minor, shown.points) == (1_300_00, 1_000_00, 50)


@given(st.integers(1, 10_000_00), st.integers(0, 20_000_00), st.integers(0, 300))
def test_rule_12_paying_with_a_certificate_lowers_neither_base_nor_points(
    amount_minor: int, left_minor: int, wanted: int
) -> None:
    spent = min(wanted, amount_minor // 100)
    plain = quote([Line(amount_minor)], RULES, VISIT, spent)
    paid = quote([Line(amount_minor)], RULES, VISIT, spent, left_minor)
    assert paid.certificate_minor == min(left_minor, plain.money_minor)
    assert replace(paid, certificate_minor=0) == plain


def test_decision_a_new_programme_has_the_defaults_that_were_decided() -> None:
    assert RULES.point_value_minor == 100, "1 point is one unit of the currency"
    assert Spending() == Spending(
        least_money_minor=100, kept_points=0, least_points=1, multiple_points=1, with_code=True
    )
    assert RULES.debt_policy is DebtPolicy.NEGATIVE_ALLOWED
    assert RULES.bonuses.birthday_window_days == 3
    assert RULES.bonuses.leap_day is LeapDay.FEBRUARY_28
    assert RULES.terms.remind_first
    assert not RULES.referral.staff_earn


@given(st.integers(1, 10_000_00), st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 100_000))
def test_decision_spending_rounds_down(amount_minor: int, cap_bp: int, value: int, available: int) -> None:
    rules = replace(RULES, point_value_minor=value, spending=Spending(cap_bp=cap_bp, least_money_minor=0))
    points = allowed_points([Line(amount_minor)], rules, VISIT, available)
    assert points * value * 10_000 <= cap_bp * amount_minor
    assert points == available or (points + 1) * value > cap_bp * amount_minor // 10_000


def test_decision_hours_are_those_of_the_stores_clock() -> None:
    """Sunday 15:00 in Moscow is 22:00 in Vladivostok, and Sunday 23:30 is Monday there."""
    evenings = HourRule("h", (0, 6), 22 * 60, 23 * 60, 2_000)
    rules = replace(RULES, hours=(evenings,))
    far = VISIT.at.astimezone(ZoneInfo("Asia/Vladivostok"))
    points = [quote([Line(1_000_00)], rules, one).points for one in (VISIT, replace(VISIT, here=far))]
    assert points == [50, 200]
    late = replace(rules, hours=(replace(evenings, weekdays=(0,), from_minute=0, until_minute=60 * 7),))
    night = VISIT.at.replace(hour=23, minute=30)
    there = replace(VISIT, at=night, here=night.astimezone(ZoneInfo("Asia/Vladivostok")))
    assert quote([Line(1_000_00)], late, there).points == 200
