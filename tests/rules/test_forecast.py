"""What other rules would have cost: the same purchases, rung up again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import Benefit, Effect
from loyalty.earning import Visit, quote
from loyalty.forecast import Cost, Past, Replay, placed, ring
from loyalty.programme import BASIC, Event, Programme, Tier
from loyalty.receipts import Line

AT = datetime(2026, 5, 4, 10, tzinfo=UTC)
PLAIN = Programme(1, "Маяк", "RUB", "UTC")
TIERS = (Tier("t1", "Silver", 100_00, rate_bp=700), Tier("t2", "Gold", 500_00, rate_bp=1_000))


def past(
    amount_minor: int, spent: int = 0, hours: int = 0, member: int = 1, programme: Programme = PLAIN
) -> Past:
    at = AT + timedelta(hours=hours)
    shown = quote([Line(amount_minor)], programme, Visit(at), spent)
    return Past(member, 1, staff=False, at=at, shown=shown)


def cost(programme: Programme, *purchases: Past, tiers: dict[int, str] | None = None) -> Cost:
    replay = Replay(programme, tiers)
    for one in purchases:
        ring(replay, one)
    return replay.cost


def test_the_same_rules_cost_what_they_cost() -> None:
    assert cost(PLAIN, past(1_000_00, 300), past(200_00)) == Cost(45, 45_00, 0, 900_00, 2)


def test_a_higher_rate_costs_more() -> None:
    dearer = cost(replace(PLAIN, rate_bp=1_000), past(1_000_00), past(1_000_00))
    assert (dearer.points, dearer.whole_minor, dearer.share_bp) == (200, 200_00, 1_000)
    assert Cost().share_bp == 0


def test_a_discount_costs_money_and_points_spent_then_are_spent_again() -> None:
    found = cost(replace(PLAIN, discount_bp=1_000), past(1_000_00, 300))
    assert (found.off_minor, found.money_minor, found.points) == (100_00, 600_00, 30)


def test_more_points_than_the_receipt_still_costs_are_not_spent() -> None:
    found = cost(replace(PLAIN, discount_bp=9_000), past(1_000_00, 300))
    assert (found.money_minor, found.points) == (0, 0)


def test_visits_are_counted_once_in_their_hours() -> None:
    visits = replace(PLAIN, rate_bp=0, visit_points=10)
    assert cost(visits, past(100_00), past(100_00, hours=3), past(100_00, hours=4)).points == 20
    assert cost(visits, past(100_00), past(100_00, member=2)).points == 20


def test_the_rest_of_a_step_is_carried_over() -> None:
    steps = replace(PLAIN, rate_bp=0, step_minor=100_00, step_points=5)
    assert cost(steps, past(150_00), past(150_00)).points == 15
    assert cost(steps, past(150_00), past(150_00, member=2)).points == 10


def test_an_event_ends_with_its_limits() -> None:
    doubled = Event("e1", "May", AT.date(), AT.date(), 20_000, per_member=1)
    found = cost(replace(PLAIN, events=(doubled,)), past(100_00), past(100_00), past(100_00, member=2))
    assert found.points == 10 + 5 + 10


def test_old_traces_without_lines_count_by_their_sum() -> None:
    bare = replace(past(1_000_00), shown=replace(past(1_000_00).shown, lines=()))
    assert cost(PLAIN, bare).points == 50


def test_what_a_code_took_off_is_taken_off_again() -> None:
    code = Visit(AT, benefits=(Benefit("code", 7, "", Effect(percent_bp=2_000)),))
    shown = quote([Line(1_000_00)], PLAIN, code)
    found = cost(PLAIN, Past(1, 1, staff=False, at=AT, shown=shown))
    assert (found.off_minor, found.points) == (200_00, 40)


def test_staff_and_tiers_have_their_own_rates() -> None:
    tiered = replace(PLAIN, tiers=TIERS, staff_rate_bp=0)
    assert cost(tiered, replace(past(1_000_00), staff=True)).points == 0
    assert cost(tiered, past(1_000_00), tiers={1: "t2"}).points == 100
    assert cost(tiered, past(1_000_00), tiers={}).points == 50


def test_rule_60_new_thresholds_lift_and_do_not_lower_at_once() -> None:
    tiered = replace(PLAIN, tiers=TIERS)
    assert placed(tiered, BASIC, 100_00) == "t1"
    assert placed(tiered, "t2", 0) == "t2"
    assert placed(tiered, "gone", 99_99) == BASIC


@given(st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 23)), max_size=20))
def test_unchanged_rules_give_every_purchase_its_own_points(amounts: list[tuple[int, int]]) -> None:
    replay = Replay(PLAIN)
    for amount_minor, hours in amounts:
        one = past(amount_minor, hours=hours)
        assert ring(replay, one) == one.shown
    assert replay.cost.purchases == len(amounts)
