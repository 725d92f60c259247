"""Refunds in any portions and any order: exact in sum, and nothing is left of what came back whole."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.earning import quote_of
from loyalty.ledger import Kind
from loyalty.programme import Base, DebtPolicy, Programme, Rounding
from loyalty.refunds import kept_points
from tests.rules.refund_book import PLAIN, Book, book


def test_rule_5_steps_follow_the_carry_there_was() -> None:
    anna = book(rate_bp=0, step_minor=100_00, step_points=7)
    small = anna.buy(60_00)
    big = anna.buy(250_00)
    assert (anna.available, anna.carry_minor) == (21, 10_00)
    plan = anna.refund(big, 125_00)
    assert (plan.reversed_points, plan.step_carry_minor) == (14, -125_00 + 200_00)
    anna.refund(small)
    anna.refund(big)
    assert anna.state == (0, 0, 0)


def test_a_receipt_that_earned_nothing_gives_nothing_back_but_money() -> None:
    anna = book(50, base=Base.EITHER, step_minor=100_00, step_points=7)
    sold = anna.buy(1000_00, spend=50)
    plan = anna.refund(sold)
    assert (plan.money_minor, plan.returned_points, plan.reversed_points) == (950_00, 50, 0)
    assert kept_points(quote_of(anna.quotes[sold]), 0, 950_00) == 0


RULES = st.builds(
    lambda **rules: replace(PLAIN, **rules),
    rate_bp=st.integers(0, 10_000),
    point_value_minor=st.sampled_from([1, 10, 100, 1000]),
    visit_points=st.integers(0, 20),
    step_minor=st.sampled_from([0, 1_00, 77_77]),
    step_points=st.integers(1, 9),
    rounding=st.sampled_from(Rounding),
    base=st.sampled_from(Base),
    minimum_minor=st.sampled_from([0, 50_00]),
    debt_policy=st.just(DebtPolicy.NEGATIVE_ALLOWED),
)
RECEIPTS = st.lists(st.tuples(st.integers(1, 200_000), st.floats(0, 1)), min_size=1, max_size=5)


@pytest.mark.no_cover  # twice as fast, and other tests go through the same lines
@settings(max_examples=300)
@given(RULES, st.integers(0, 500), RECEIPTS, st.data())
def test_decision_refunding_everything_in_any_portions_and_order_leaves_things_as_before(
    rules: Programme, gift: int, receipts: list[tuple[int, float]], data: st.DataObject
) -> None:
    anna = Book(rules)
    if gift:
        anna.give(gift, Kind.MANUAL)
    before = anna.state
    for amount_minor, share in receipts:
        most = min(anna.available, amount_minor // rules.point_value_minor)
        anna.buy(amount_minor, spend=int(most * share))
    open_ones = list(anna.purchases)
    while open_ones:
        number = data.draw(st.sampled_from(open_ones))
        one = anna.purchases[number]
        goods = data.draw(st.integers(1, one.amount_minor - one.refunded_minor))
        void = data.draw(st.integers(0, 9)) == 0
        plan = anna.refund(number, None if void else goods, void=void)
        assert min(plan.money_minor, plan.returned_points, plan.reversed_points, plan.owed_points) >= 0
        if plan.whole:
            open_ones.remove(number)
            after = anna.purchases[number]
            paid_back = (after.money_back_minor, after.returned_points, after.reversed_points)
            assert paid_back == (one.money_minor, one.spent_points, one.earned_points)
    assert anna.state == before


@settings(max_examples=300)
@given(RULES, st.integers(2, 200_000), st.lists(st.integers(1, 100_000), max_size=6))
def test_decision_portions_leave_what_one_refund_of_their_sum_leaves(
    rules: Programme, amount_minor: int, portions: list[int]
) -> None:
    slowly, at_once = Book(rules), Book(rules)
    sold = slowly.buy(amount_minor)
    at_once.buy(amount_minor)
    for portion in portions:
        if slowly.purchases[sold].refunded_minor + portion <= amount_minor:
            slowly.refund(sold, portion)
    if goods := slowly.purchases[sold].refunded_minor:
        at_once.refund(sold, goods)
    assert slowly.purchases == at_once.purchases
    assert slowly.state == at_once.state


@settings(max_examples=300)
@given(RULES, st.lists(st.integers(1, 100_000), min_size=2, max_size=6))
def test_decision_splitting_a_receipt_never_earns_more_under_percent_and_step_rules(
    rules: Programme, parts: list[int]
) -> None:
    rules = replace(rules, visit_points=0, rounding=Rounding.FLOOR, minimum_minor=0)
    split, whole = Book(rules), Book(rules)
    for part in parts:
        split.buy(part)
    sold = whole.buy(sum(parts))
    assert split.available <= whole.available
    assert split.carry_minor == whole.carry_minor
    # Nor does returning all but one part leave more than that part alone would earn, and a step begun before.
    whole.refund(sold, sum(parts) - parts[0])
    alone = Book(rules)
    alone.buy(parts[0])
    assert whole.head.points <= alone.head.points
