"""What a receipt costs and earns, rule by rule: whole points, fixed order, nothing won by splitting."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Quote, Visit, holds_at, quote, quote_of, trace_of
from loyalty.programme import (
    Base,
    Category,
    Event,
    HourRule,
    Programme,
    Rounding,
    StoreRate,
    Tier,
)
from loyalty.receipts import Line

RULES = Programme(1, "Маяк", "RUB", "Europe/Moscow")
SUNDAY = datetime(2026, 5, 3, 15, 0, tzinfo=ZoneInfo("Europe/Moscow"))
VISIT = Visit(SUNDAY, store_id=1)
WINE, MILK = Category("wine", "Вино", rate_bp=1_000), Category("milk", "Молоко", earns=False, payable=False)
GOLD = Tier("gold", "Золото", 50_000_00, rate_bp=700, discount_bp=300)
AMOUNTS = st.integers(1, 99_999_999)


def of(*amounts: int | tuple[int, str]) -> list[Line]:
    """A receipt of these lines: an amount, or an amount and its category."""
    return [Line(one) if isinstance(one, int) else Line(*one) for one in amounts]


def points(amount_minor: int, rules: Programme = RULES, visit: Visit = VISIT, spent: int = 0) -> int:
    return quote(of(amount_minor), rules, visit, spent).points


@pytest.mark.parametrize(
    ("amount_minor", "expected"),
    [(1, 0), (19_99, 0), (20_00, 1), (450_00, 22), (459_99, 22), (460_00, 23), (999_999_99, 49_999)],
)
def test_rule_2_a_receipt_earns_its_percentage_rounded_down_once(amount_minor: int, expected: int) -> None:
    assert points(amount_minor) == expected


def test_rule_2_the_owner_may_round_to_the_nearest() -> None:
    nearest = replace(RULES, rounding=Rounding.HALF_UP)
    assert [points(minor, nearest) for minor in (9_99, 10_00, 29_99, 30_00)] == [0, 1, 1, 2]


def test_rule_2_lines_are_added_before_rounding() -> None:
    assert quote(of(19_99, 19_99, 19_99), RULES, VISIT).points == 2


@given(AMOUNTS, st.integers(0, 10_000), st.integers(1, 10_000))
def test_rule_1_points_are_whole_and_never_more_than_the_rate(
    amount_minor: int, rate_bp: int, value: int
) -> None:
    rules = replace(RULES, rate_bp=rate_bp, point_value_minor=value)
    shown = quote(of(amount_minor), rules, VISIT)
    assert shown.points * 10_000 * value <= amount_minor * rate_bp < (shown.points + 1) * 10_000 * value


@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_decision_splitting_a_receipt_never_earns_more_under_percent(amounts: list[int]) -> None:
    assert sum(points(one) for one in amounts) <= points(sum(amounts))


@given(st.lists(st.integers(1, 500_00), min_size=1, max_size=12))
def test_rule_5_steps_carry_the_remainder_so_splitting_changes_nothing(amounts: list[int]) -> None:
    steps = replace(RULES, rate_bp=0, step_minor=100_00, step_points=3)
    carry = total = 0
    for amount in amounts:
        shown = quote(of(amount), steps, replace(VISIT, step_carry_minor=carry))
        total += shown.points
        carry += shown.base_minor - shown.points // 3 * 100_00
    assert total == points(sum(amounts), steps)
    assert 0 <= carry < 100_00


def test_rule_5_a_carry_below_zero_is_earned_back_first() -> None:
    steps = replace(RULES, rate_bp=0, step_minor=100_00, step_points=3)
    owing = replace(VISIT, step_carry_minor=-250_00)
    assert [points(minor, steps, owing) for minor in (100_00, 349_99, 350_00)] == [0, 0, 3]


def test_rule_8_points_paid_do_not_earn_unless_the_owner_says_so() -> None:
    by_base = {base: points(1_000_00, replace(RULES, base=base), spent=300) for base in Base}
    assert by_base == {Base.NET: 35, Base.GROSS: 50, Base.EITHER: 0}
    assert points(1_000_00, replace(RULES, base=Base.EITHER)) == 50


def test_rules_10_and_11_goods_that_do_not_earn_and_goods_that_cannot_be_paid_with_points() -> None:
    rules = replace(RULES, categories=(WINE, MILK))
    shown = quote(of((600_00, "wine"), (400_00, "milk"), (200_00, "unknown")), rules, VISIT, 80)
    assert [line.points_minor for line in shown.lines] == [60_00, 0, 20_00]
    assert [line.base_minor for line in shown.lines] == [540_00, 0, 180_00]
    assert [line.why for line in shown.lines] == ["category", "excluded", "programme"]
    assert shown.points == 54 + 9


def test_rule_10_a_discount_is_spread_before_the_excluded_share_is_taken_out() -> None:
    rules = replace(RULES, categories=(MILK,), discount_bp=1_000)
    shown = quote(of(600_00, (400_00, "milk")), rules, VISIT)
    assert [line.discount_minor for line in shown.lines] == [60_00, 40_00]
    assert (shown.due_minor, shown.base_minor, shown.points) == (900_00, 540_00, 27)


def test_rule_13_the_minimum_compares_the_money_part() -> None:
    rules = replace(RULES, minimum_minor=500_00)
    assert [points(minor, rules) for minor in (499_99, 500_00)] == [0, 25]
    assert points(600_00, rules, spent=101) == 0


def test_rule_14_the_tier_before_the_purchase_gives_the_rate() -> None:
    rules = replace(RULES, tiers=(GOLD,))
    assert quote(of(100_000_00), rules, VISIT).rate_bp == 500
    gold = quote(of(1_000_00), rules, replace(VISIT, tier="gold"))
    assert (gold.due_minor, gold.points, gold.lines[0].why) == (970_00, 67, "tier")
    assert quote(of(1_000_00), rules, replace(VISIT, tier="gone")).points == 50


def test_rule_17_staff_have_a_rate_of_their_own_and_no_promos() -> None:
    rules = replace(RULES, staff_rate_bp=100, hours=(HourRule("h", tuple(range(7)), 0, 1_440, 2_000),))
    assert points(1_000_00, rules, replace(VISIT, staff=True)) == 10
    assert points(1_000_00, replace(rules, staff_rate_bp=None), replace(VISIT, staff=True)) == 200


def test_rule_29_the_best_rate_wins_and_the_others_are_shown() -> None:
    rules = replace(
        RULES,
        categories=(WINE,),
        hours=(HourRule("h", (6,), 0, 1_440, 1_200),),
        stores=(StoreRate(1, 800), StoreRate(2, 9_000)),
        events=(Event("e", "Неделя", date(2026, 5, 1), date(2026, 5, 7), 15_000),),
    )
    line = quote(of((1_000_00, "wine")), rules, VISIT).lines[0]
    assert (line.rate_bp, line.why) == (1_500, "event:e")
    assert dict(line.others) == {"category": 1_000, "hours": 1_200, "store": 800}


def test_rule_29_multipliers_act_on_the_base_only_not_on_each_other() -> None:
    twice = [Event(key, key, date(2026, 5, 1), date(2026, 5, 7), 20_000) for key in ("a", "b")]
    shown = quote(of(1_000_00), replace(RULES, events=tuple(twice)), VISIT)
    assert (shown.points, shown.events) == (100, ("a",))


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 5, 2), False), (date(2026, 5, 3), True), (date(2026, 5, 4), False)],
)
def test_an_event_holds_on_its_days_inclusive(day: date, *, holds: bool) -> None:
    event = Event("e", "e", day, day, 20_000)
    assert (points(1_000_00, replace(RULES, events=(event,))) == 100) is holds


@pytest.mark.parametrize(
    ("uses", "holds"), [((0, 0), True), ((1, 9), True), ((2, 2), False), ((0, 10), False)]
)
def test_rule_30_an_event_ends_with_its_limits(uses: tuple[int, int], *, holds: bool) -> None:
    event = Event("e", "e", SUNDAY.date(), SUNDAY.date(), 20_000, per_member=2, total=10)
    visit = replace(VISIT, event_uses={"e": uses})
    assert (points(1_000_00, replace(RULES, events=(event,)), visit) == 100) is holds


def test_an_event_of_one_category_leaves_the_others_alone() -> None:
    event = Event("e", "e", SUNDAY.date(), SUNDAY.date(), 20_000, category="wine")
    shown = quote(of((1_000_00, "wine"), 1_000_00), replace(RULES, events=(event,)), VISIT)
    assert [line.rate_bp for line in shown.lines] == [1_000, 500]


@pytest.mark.parametrize(
    ("rule", "hour", "weekday_shift", "holds"),
    [
        (HourRule("h", (6,), 14 * 60, 16 * 60, 900), 15, 0, True),
        (HourRule("h", (6,), 14 * 60, 15 * 60, 900), 15, 0, False),
        (HourRule("h", (5,), 14 * 60, 16 * 60, 900), 15, 0, False),
        (HourRule("h", (6,), 22 * 60, 2 * 60, 900), 23, 0, True),
        (HourRule("h", (6,), 22 * 60, 2 * 60, 900), 1, 1, True),
        (HourRule("h", (6,), 22 * 60, 2 * 60, 900), 1, 0, False),
        (HourRule("h", (6,), 22 * 60, 2 * 60, 900), 3, 1, False),
    ],
)
def test_happy_hours_may_run_past_midnight(
    rule: HourRule, hour: int, weekday_shift: int, *, holds: bool
) -> None:
    at = SUNDAY.replace(hour=hour, day=3 + weekday_shift)
    assert holds_at(rule, at) is holds


def test_decision_a_visit_is_rewarded_once_within_its_hours() -> None:
    visits = replace(RULES, rate_bp=0, visit_points=10)
    assert points(50_00, visits) == 10
    assert points(50_00, visits, replace(VISIT, visited=True)) == 0
    assert points(50_00, replace(visits, minimum_minor=100_00)) == 0


def code(which: int = 1, **effect: int | str | bool) -> Benefit:
    return Benefit("code", which, f"code {which}", Effect(**effect))  # type: ignore[arg-type]


def with_benefits(*benefits: Benefit) -> Visit:
    return replace(VISIT, benefits=benefits)


def test_rule_28_of_two_discounts_on_the_whole_receipt_the_best_one_wins() -> None:
    rules = replace(RULES, tiers=(GOLD,))
    visit = replace(with_benefits(code(1, percent_bp=1_000), code(2, off_minor=150_00)), tier="gold")
    shown = quote(of(1_000_00), rules, visit)
    assert [(one.what, one.which, one.off_minor) for one in shown.discounts] == [("code", 2, 150_00)]
    assert shown.benefits == (("code", 2),)


def test_rule_28_discounts_on_goods_add_up_and_come_first() -> None:
    rules = replace(RULES, categories=(WINE,))
    offers = [
        Benefit(
            "offer", 7, "20 % на две бутылки", Effect(percent_bp=2_000, category="wine", least_quantity=2)
        )
    ]
    visit = with_benefits(*offers, code(1, percent_bp=1_000))
    shown = quote([Line(1_000_00, "wine", 2), Line(500_00)], rules, visit)
    assert [(one.what, one.off_minor) for one in shown.discounts] == [("offer", 200_00), ("code", 130_00)]
    assert shown.due_minor == 1_170_00
    one_bottle = quote([Line(1_000_00, "wine", 1)], rules, with_benefits(*offers))
    assert (one_bottle.discounts, one_bottle.benefits) == ((), ())


def test_a_benefit_of_points_or_a_gift_works_beside_any_discount() -> None:
    visit = with_benefits(
        code(1, points=50),
        code(2, gift="Печенье"),
        code(3, percent_bp=1_000),
        code(4, points=5, category="x"),
    )
    shown = quote(of(1_000_00), RULES, visit)
    assert (shown.due_minor, shown.bonus_points, shown.gifts) == (900_00, 50, ("Печенье",))
    assert shown.points == 45 + 50
    assert shown.earned_points == 45


def test_a_benefit_below_its_minimum_does_nothing() -> None:
    visit = with_benefits(code(1, percent_bp=1_000, minimum_minor=500_00))
    assert [quote(of(minor), RULES, visit).due_minor for minor in (499_99, 500_00)] == [499_99, 450_00]


def test_money_off_never_makes_a_receipt_cost_less_than_nothing() -> None:
    shown = quote(of(100_00), RULES, with_benefits(code(1, off_minor=500_00)))
    assert (shown.due_minor, shown.money_minor, shown.points) == (0, 0, 0)


def test_a_gift_on_a_category_is_no_discount() -> None:
    rules = replace(RULES, categories=(WINE,))
    shown = quote(of((100_00, "wine")), rules, with_benefits(code(1, gift="Бокал", category="wine")))
    assert (shown.discounts, shown.gifts) == ((), ("Бокал",))


LINES = st.lists(
    st.builds(Line, st.integers(1, 1_000_000), st.sampled_from(["", "wine", "milk"]), st.integers(1, 3)),
    min_size=1,
    max_size=6,
)
EFFECTS = st.builds(
    Effect,
    percent_bp=st.integers(0, 10_000),
    off_minor=st.integers(0, 100_000),
    points=st.integers(0, 100),
    category=st.sampled_from(["", "wine"]),
    minimum_minor=st.integers(0, 10_000),
)
PROGRAMMES = st.builds(
    replace,
    st.just(RULES),
    rate_bp=st.integers(0, 10_000),
    discount_bp=st.integers(0, 10_000),
    visit_points=st.integers(0, 50),
    step_minor=st.sampled_from([0, 100_00]),
    step_points=st.integers(1, 5),
    rounding=st.sampled_from(Rounding),
    base=st.sampled_from(Base),
    minimum_minor=st.integers(0, 10_000),
    tiers=st.sampled_from([(), (GOLD,)]),
    categories=st.just((WINE, MILK)),
)
VISITS = st.builds(
    Visit,
    st.just(SUNDAY),
    st.just(1),
    st.sampled_from(["plain", "gold"]),
    st.booleans(),
    st.booleans(),
    st.integers(-50_000, 10_000),
    st.just({}),
    st.lists(
        st.builds(Benefit, st.sampled_from(["code", "offer"]), st.integers(1, 9), st.just("t"), EFFECTS),
        max_size=3,
    ).map(tuple),
)


@given(LINES, PROGRAMMES, VISITS, st.data())
def test_rule_3_every_part_of_a_quote_adds_up_to_the_kopeck(
    lines: list[Line], programme: Programme, visit: Visit, data: st.DataObject
) -> None:
    plain = quote(lines, programme, visit)
    payable = sum(line.amount_minor - line.discount_minor for line in plain.lines if line.category != "milk")
    spent = data.draw(st.integers(0, payable // programme.point_value_minor))
    shown = quote(lines, programme, visit, spent)
    assert shown.amount_minor == sum(line.amount_minor for line in lines)
    assert shown.amount_minor - shown.due_minor == sum(one.off_minor for one in shown.discounts)
    assert shown.due_minor == shown.points_minor + shown.money_minor
    assert shown.money_minor >= 0
    assert sum(line.discount_minor for line in shown.lines) == shown.amount_minor - shown.due_minor
    assert sum(line.points_minor for line in shown.lines) == shown.points_minor
    assert all(line.points_minor <= line.amount_minor - line.discount_minor for line in shown.lines)
    assert shown.points == sum(
        (shown.percent_points, shown.visit_points, shown.step_points, shown.bonus_points)
    )
    assert shown.points >= 0


@given(LINES, PROGRAMMES, VISITS, st.integers(0, 3))
def test_decision_the_kept_trace_says_the_same_as_the_quote(
    lines: list[Line], programme: Programme, visit: Visit, spent: int
) -> None:
    shown = quote(lines, programme, visit, spent)
    kept: Quote = quote_of(trace_of(shown))
    assert kept == shown == quote(lines, programme, visit, spent)
