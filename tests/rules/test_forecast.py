"""What other rules would have cost: the same purchases, rung up again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import forecast
from loyalty.benefits import Benefit, Effect
from loyalty.earning import Quote, Visit, quote, trace_of
from loyalty.forecast import Cost, Past, Replay, kept_of, placed, ring, ring_alike
from loyalty.programme import (
    BASIC,
    Bonuses,
    Event,
    Expiry,
    HourRule,
    Programme,
    Spending,
    StampCard,
    StoreRate,
    Terms,
    Tier,
)
from loyalty.receipts import Line

AT = datetime(2026, 5, 4, 10, tzinfo=UTC)
PLAIN = Programme(1, "Маяк", "RUB", "UTC")
TIERS = (Tier("t1", "Silver", 100_00, rate_bp=700), Tier("t2", "Gold", 500_00, rate_bp=1_000))
COFFEE = StampCard("s1", "Coffee", 2, "a coffee", "", 50_00)


def as_past(shown: Quote, at: datetime = AT, member: int = 1, *, staff: bool = False) -> Past:
    return Past(member, 1, staff=staff, at=at, kept=kept_of(json.dumps(trace_of(shown))))


def past(
    amount_minor: int, spent: int = 0, hours: int = 0, member: int = 1, programme: Programme = PLAIN
) -> Past:
    at = AT + timedelta(hours=hours)
    return as_past(quote([Line(amount_minor)], programme, Visit(at), spent), at, member)


def cost(programme: Programme, *purchases: Past, tiers: dict[int, str] | None = None) -> Cost:
    replay = Replay(programme, tiers)
    for one in purchases:
        ring(replay, one)
    return replay.cost


def test_the_same_rules_cost_what_they_cost() -> None:
    assert cost(PLAIN, past(1_000_00, 300), past(200_00)) == Cost(45, 45_00, 0, 900_00, 2, 300)


def test_a_higher_rate_costs_more() -> None:
    dearer = cost(replace(PLAIN, rate_bp=1_000), past(1_000_00), past(1_000_00))
    assert (dearer.points, dearer.points_minor) == (200, 200_00)


def test_a_discount_costs_money_and_points_spent_then_are_spent_again() -> None:
    found = cost(replace(PLAIN, discount_bp=1_000), past(1_000_00, 300))
    assert (found.off_minor, found.money_minor, found.points) == (100_00, 600_00, 30)


def test_more_points_than_the_receipt_still_costs_are_not_spent() -> None:
    found = cost(replace(PLAIN, discount_bp=9_000), past(1_000_00, 300))
    assert (found.money_minor, found.points) == (0, 0)
    assert cost(replace(PLAIN, discount_bp=10_000), past(1_000_00, 300)).above_points == 300


def test_points_above_the_share_that_may_pay_are_counted() -> None:
    small = replace(PLAIN, spending=Spending(cap_bp=2_000))
    found = cost(small, past(1_000_00, 300), past(1_000_00, 100), past(1_000_00))
    assert (found.spent_points, found.above_points) == (400, 100)


def test_a_code_that_forbids_points_makes_all_of_them_too_many() -> None:
    def brought(what: str) -> Past:
        visit = Visit(AT, benefits=(Benefit(what, 7, "", Effect(percent_bp=2_000)),))
        return as_past(quote([Line(1_000_00)], PLAIN, visit, 100))

    strict = replace(PLAIN, spending=Spending(with_code=False))
    assert cost(strict, brought("code")).above_points == 100
    assert cost(strict, brought("offer")).above_points == 0


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
    endless = replace(doubled, per_member=0)
    three = past(100_00), past(100_00), past(100_00, member=2)
    assert cost(replace(PLAIN, events=(doubled,)), *three).points == 10 + 5 + 10
    assert cost(replace(PLAIN, events=(endless,)), *three).points == 30


def test_happy_hours_go_by_the_clock_of_the_store() -> None:
    happy = replace(PLAIN, hours=(HourRule("h1", tuple(range(7)), 10 * 60, 11 * 60, 1_000),))
    replay = Replay(happy, zones={2: ZoneInfo("Asia/Vladivostok")})
    assert ring(replay, past(100_00)).points == 10
    assert ring(replay, replace(past(100_00), store_id=2)).points == 5
    assert ring(replay, replace(past(100_00, hours=-10), store_id=2)).points == 10


def test_a_store_has_its_rate() -> None:
    stores = replace(PLAIN, stores=(StoreRate(2, 1_000),))
    assert cost(stores, past(100_00), replace(past(100_00), store_id=2)).points == 15


def test_old_traces_without_lines_count_by_their_sum() -> None:
    bare = past(1_000_00)
    assert cost(PLAIN, replace(bare, kept=replace(bare.kept, lines=()))).points == 50


def test_what_a_code_took_off_is_taken_off_again() -> None:
    code = Visit(AT, benefits=(Benefit("code", 7, "", Effect(percent_bp=2_000)),))
    found = cost(PLAIN, as_past(quote([Line(1_000_00)], PLAIN, code)))
    assert (found.off_minor, found.points) == (200_00, 40)


def test_what_a_rule_took_off_is_the_rules_own_matter() -> None:
    cheap = replace(PLAIN, discount_bp=1_000)
    assert cost(PLAIN, past(1_000_00, programme=cheap)).off_minor == 0


def test_staff_and_tiers_have_their_own_rates() -> None:
    tiered = replace(PLAIN, tiers=TIERS, staff_rate_bp=0)
    assert cost(tiered, replace(past(1_000_00), staff=True)).points == 0
    assert cost(tiered, past(1_000_00), tiers={1: "t2"}).points == 100
    assert cost(tiered, past(1_000_00), tiers={}).points == 50


def test_stamps_fill_cards_and_begin_with_those_on_them() -> None:
    stamped = replace(PLAIN, stamps=(COFFEE,))
    three = past(50_00), past(50_00, hours=1), past(49_00, hours=5)
    assert cost(stamped, *three).stamp_gifts == 0
    assert cost(stamped, *three, past(50_00, hours=5), past(50_00, hours=9)).stamp_gifts == 1
    begun = Replay(stamped, stamps={(1, "s1"): 1})
    ring(begun, past(50_00))
    assert (begun.cost.stamp_gifts, begun.stamps) == (1, {(1, "s1"): 0})


def test_what_is_kept_of_alike_receipts_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "MOST_ALIKE", 2)
    replay = Replay(PLAIN)
    for rubles in (100, 200, 300, 300):
        ring(replay, past(rubles * 100))
    assert (len(replay.alike), replay.cost.points) == (1, 45)


def test_what_no_receipt_asks_for_makes_receipts_alike() -> None:
    other = replace(PLAIN, version=2, bonuses=Bonuses(100), terms=Terms(expiry=Expiry.LOT))
    assert ring_alike(PLAIN, other)
    assert not ring_alike(PLAIN, replace(PLAIN, rate_bp=700))
    assert not ring_alike(PLAIN, replace(PLAIN, stamps=(COFFEE,)))


def test_rule_60_new_thresholds_lift_and_do_not_lower_at_once() -> None:
    tiered = replace(PLAIN, tiers=TIERS)
    assert placed(tiered, BASIC, 100_00) == "t1"
    assert placed(tiered, "t2", 0) == "t2"
    assert placed(tiered, "gone", 99_99) == BASIC


RULES = st.builds(
    lambda rate, visit, step, discount, happy, stamped: replace(
        PLAIN,
        rate_bp=rate,
        visit_points=visit,
        step_minor=step * 100,
        step_points=step // 10,
        discount_bp=discount,
        tiers=TIERS,
        hours=(HourRule("h1", (0, 2, 5), 600, 120, 900),) if happy else (),
        stamps=(COFFEE,) if stamped else (),
        spending=Spending(cap_bp=10_000, least_money_minor=0),
    ),
    st.integers(0, 1_500),
    st.integers(0, 20),
    st.sampled_from([0, 100, 1_000]),
    st.sampled_from([0, 700]),
    st.booleans(),
    st.booleans(),
)
BOUGHT = st.tuples(
    st.integers(1, 10**7),
    st.integers(0, 23),
    st.integers(1, 3),
    st.integers(0, 100),
    st.sampled_from([BASIC, "t1", "t2"]),
)


@given(RULES, st.lists(BOUGHT, max_size=20))
def test_unchanged_rules_give_every_purchase_what_was_booked(
    rules: Programme, receipts: list[tuple[int, int, int, int, str]]
) -> None:
    booked: dict[int, tuple[datetime | None, int]] = {}
    replay, at = Replay(rules), AT
    for amount_minor, hours, member, spent, tier in receipts:
        at += timedelta(hours=hours)
        last, carry = booked.get(member, (None, 0))
        visited = last is not None and at - last < timedelta(hours=rules.visit_hours)
        visit = Visit(at, 1, tier, visited=visited, step_carry_minor=carry)
        due = quote([Line(amount_minor)], rules, visit).due_minor
        shown = quote([Line(amount_minor)], rules, visit, min(spent, due // 100))
        if shown.step_minor:
            carry = (carry + shown.base_minor) % shown.step_minor
        booked[member] = (at if shown.visit_points else last, carry)
        assert ring(replay, as_past(shown, at, member)) == shown
    assert replay.cost.purchases == len(receipts)
    assert replay.cost.above_points == 0
