"""What the rules find in one sale or one refund, and exactly where they begin."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.refusals import Refusal, Refused
from loyalty.watch import (
    r01_frequent,
    r03_own,
    r04_hours,
    r05_refund,
    r06_split,
    r08_large,
    r09_newcomer,
    r10_transfer,
    r11_travel,
    r12_manual,
    r13_dormant,
)
from loyalty.watch.base import Hit, Mode, Norm, Rule
from loyalty.watch.rules import at_refund, at_sale, mode_of, strictest
from loyalty.watch.settings import (
    DEFAULTS,
    SCALES,
    USUAL,
    Setting,
    Watch,
    changed,
    check,
    read_watch,
    with_largest,
    with_numbers,
    written,
)
from loyalty.watch.views import APPROVAL_LIFETIME, AlertState, AlertView
from tests.rules.watching import NOW, REFUND, before, sale

DAY = 24 * 60


@given(st.lists(st.floats(0, 2 * DAY), max_size=8), st.integers(1, 8))
def test_r1_counts_the_last_24_hours_and_this_sale(minutes: list[float], times: int) -> None:
    hit = r01_frequent.check(sale(before=tuple(before(one) for one in minutes)), times)
    count = 1 + sum(NOW - before(one).at < timedelta(days=1) for one in minutes)
    assert (hit is not None) == (count > times)
    assert hit is None or hit.figures == {"times": count}


def test_r3_stops_the_own_card_alone() -> None:
    assert r03_own.check(sale()) is None
    hit = r03_own.check(sale(own=True))
    assert hit is not None
    assert hit.rule is Rule.OWN


def test_r4_begins_after_the_slack_and_where_a_number_is_missing() -> None:
    late = NOW.replace(hour=21, minute=29)
    assert r04_hours.check(sale(here=late), 30) is None
    hit = r04_hours.check(sale(here=late + timedelta(minutes=1)), 30)
    assert hit is not None
    assert (hit.figures, hit.member_id, hit.subject) == ({"hour": 21, "minute": 30}, None, "s1c7")
    assert r04_hours.check(sale(hours=None, here=late + timedelta(hours=3)), 0) is None
    hit = r04_hours.check(sale(), 30, needs_number=True)
    assert hit is not None
    assert hit.figures == {"numberless": 1}
    assert r04_hours.check(sale(receipt="17"), 30, needs_number=True) is None


@pytest.mark.parametrize(("spent", "owed", "found"), [(0, 0, False), (5, 0, True), (0, 5, True)])
def test_r5_looks_for_points_used_meanwhile(spent: int, owed: int, found: bool) -> None:
    refund = replace(REFUND, spent_points=spent, owed_points=owed)
    hit = r05_refund.check(refund, 24)
    assert (hit is not None) == found
    assert hit is None or (hit.figures["points"], hit.figures["minutes"]) == (5, 120)
    assert r05_refund.check(refund, 2) is None, "two hours are over"


@given(st.floats(0, 60), st.integers(1, 60))
def test_r6_is_the_same_till_within_the_window(minutes: float, window: int) -> None:
    hit = r06_split.check(sale(before=(before(minutes),)), window)
    assert (hit is not None) == (NOW - before(minutes).at <= timedelta(minutes=window))
    assert r06_split.check(sale(before=(before(minutes, cashier_id=8),)), window) is None
    assert r06_split.check(sale(before=(before(minutes, store_id=2),)), window) is None


def test_r8_needs_both_the_median_and_the_largest_half_percent() -> None:
    assert r08_large.check(sale(amount_minor=1_500_00), 5) is None
    hit = r08_large.check(sale(amount_minor=1_500_01), 5)
    assert hit is not None
    assert hit.figures["median_minor"] == 300_00
    assert r08_large.check(sale(amount_minor=999_00), 2) is None, "below the largest half percent"
    assert r08_large.check(sale(amount_minor=9_999_00, norm=Norm(49, 1, 1)), 5) is None, "nobody knows yet"
    hit = r08_large.check(sale(amount_minor=500_01), 5, largest_minor=500_00)
    assert hit is not None
    assert hit.figures["largest_minor"] == 500_00


def test_r9_a_card_of_its_first_day_must_not_pay() -> None:
    young = sale(spent_points=10, joined_at=NOW - timedelta(hours=23))
    hit = r09_newcomer.check(young)
    assert hit is not None
    assert hit.figures == {"points": 10, "hours": 23}
    assert r09_newcomer.check(replace(young, spent_points=0)) is None
    assert r09_newcomer.check(replace(young, joined_at=None)) is None
    assert r09_newcomer.check(replace(young, joined_at=NOW - timedelta(days=1))) is None


def test_r10_points_of_another_store_and_cashier_spent_at_once() -> None:
    spending = sale(spent_points=10, before=(before(30, store_id=2, cashier_id=8, earned=5),))
    hit = r10_transfer.check(spending, 120)
    assert hit is not None
    assert hit.figures == {"minutes": 30, "points": 10, "store": 2}
    assert r10_transfer.check(spending, 29) is None
    assert r10_transfer.check(replace(spending, spent_points=0), 120) is None
    for other in (before(30, earned=5), before(30, 2, 7, 5), before(30, 2, 8, 0)):
        assert r10_transfer.check(replace(spending, before=(other,)), 120) is None


@given(st.integers(0, 40_000), st.integers(0, 7200), st.integers(5, 900))
def test_r11_is_the_speed_of_the_way(metres: int, seconds: int, speed: int) -> None:
    other = replace(before(seconds / 60, store_id=2), metres=metres)
    hit = r11_travel.check(
        sale(before=(before(1), replace(other, at=NOW - timedelta(seconds=seconds)))), speed
    )
    assert (hit is not None) == (metres * 3600 > speed * 1000 * seconds)


def test_r11_takes_stores_off_the_map_for_neighbours() -> None:
    assert r11_travel.check(sale(before=(before(0.1, store_id=2),)), 60) is not None
    assert r11_travel.check(sale(before=(before(5, store_id=2),)), 60) is None


def test_r12_points_by_hand_must_not_pay_at_once() -> None:
    paid = sale(spent_points=10, granted_at=NOW - timedelta(hours=3))
    hit = r12_manual.check(paid)
    assert hit is not None
    assert hit.figures == {"points": 10, "hours": 3}
    for other in (
        replace(paid, spent_points=0),
        replace(paid, granted_at=None),
        replace(paid, granted_at=NOW - timedelta(days=1)),
    ):
        assert r12_manual.check(other) is None


def test_r13_a_sleeping_card_emptied() -> None:
    asleep = sale(spent_points=90, left_points=10, last_at=NOW - timedelta(days=180))
    hit = r13_dormant.check(asleep, 180)
    assert hit is not None
    assert hit.figures == {"days": 180, "points": 90}
    for other in (
        replace(asleep, left_points=11),
        replace(asleep, spent_points=0),
        replace(asleep, last_at=None),
        replace(asleep, last_at=NOW - timedelta(days=179)),
    ):
        assert r13_dormant.check(other, 180) is None


# --- together ---


def test_a_usual_sale_and_a_usual_refund_give_rise_to_nothing() -> None:
    assert at_sale(sale(before=(before(300),)), USUAL) == ()
    assert at_refund(REFUND, USUAL) == ()
    spent = replace(REFUND, spent_points=1)
    assert [hit.rule for hit in at_refund(spent, USUAL)] == [Rule.REFUND]
    off = changed(USUAL, Rule.REFUND, mode=Mode.OFF)
    assert isinstance(off, Watch)
    assert at_refund(spent, off) == ()


def test_the_strictest_rule_decides_and_the_own_card_always_stops() -> None:
    split = sale(before=(before(1),))
    asking = changed(USUAL, Rule.SPLIT, mode=Mode.ASK)
    assert isinstance(asking, Watch)
    assert strictest((), USUAL) is Mode.OFF
    assert strictest(at_sale(split, USUAL), USUAL) is Mode.REPORT
    assert strictest(at_sale(split, asking), asking) is Mode.ASK
    assert strictest(at_sale(replace(split, own=True), asking), asking) is Mode.STOP
    off = changed(USUAL, Rule.SPLIT, mode=Mode.OFF)
    assert isinstance(off, Watch)
    assert at_sale(split, off) == ()


def test_a_receipt_above_the_owners_limit_needs_a_manager_at_least() -> None:
    limited = with_largest(USUAL, 400_00)
    assert isinstance(limited, Watch)
    (hit,) = at_sale(sale(), limited)
    assert mode_of(hit, limited) is Mode.ASK
    stopping = changed(limited, Rule.LARGE, mode=Mode.STOP)
    assert isinstance(stopping, Watch)
    assert mode_of(hit, stopping) is Mode.STOP


def test_a_hit_is_about_a_card_or_else_a_till() -> None:
    assert Hit(Rule.SPLIT, 1, 7, 9).subject == "m9"
    assert Hit(Rule.TYPED, 1, 7).subject == "s1c7"
    assert Hit(Rule.TYPED, 1).subject == "s1c0"


def test_a_manager_has_five_minutes_and_an_alert_is_open_at_first() -> None:
    view = AlertView(1, Rule.SPLIT, {}, AlertState.OPEN, NOW)
    assert (view.state, view.left, timedelta(minutes=5)) == (AlertState.OPEN, 0, APPROVAL_LIFETIME)


# --- settings ---


@given(st.sampled_from(sorted(SCALES)), st.sampled_from(Mode), st.integers(-5, 2000))
def test_what_can_be_set_comes_back_as_it_was_stored(rule: Rule, mode: Mode, limit: int) -> None:
    after = changed(USUAL, rule, mode=mode, limit=limit)
    if isinstance(after, Refused):
        assert check(rule, Setting(mode, limit)) == after
        return
    assert after.of(rule) == Setting(mode, limit)
    assert read_watch(written(after)) == after
    assert changed(after, rule, mode=Mode.REPORT, limit=SCALES[rule].usual) == USUAL


def test_what_can_not_be_set_is_refused_with_the_limits() -> None:
    assert changed(USUAL, Rule.OWN, mode=Mode.OFF) == Refused(Refusal.WATCH_MODE)
    assert changed(USUAL, Rule.TYPED, mode=Mode.STOP) == Refused(Refusal.WATCH_MODE)
    assert check(Rule.OWN, Setting(Mode.OFF, 1)) == Refused(Refusal.WATCH_MODE)
    assert changed(USUAL, Rule.SPLIT, limit=0) == Refused(Refusal.WATCH_LIMIT, {"least": 1, "most": 120})
    assert isinstance(with_largest(USUAL, -1), Refused)
    assert with_numbers(USUAL, needed=True).needs_number
    assert set(DEFAULTS) == set(Rule) - {Rule.OWN}


@pytest.mark.parametrize("stored", [{"rules": {"split": {"mode": "stop", "limit": 0}}}, {"rules": {"x": {}}}])
def test_settings_nobody_could_have_made_are_an_error(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"split|x"):
        read_watch(stored)
