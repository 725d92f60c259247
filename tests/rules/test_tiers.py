"""Tiers by the numbers of rules.md: 14, 52, 56 to 61."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme import BASIC, Programme, Tier, TierMetric
from loyalty.tiers import (
    WARNED_BEFORE,
    Exam,
    Held,
    by_hand,
    counted_from,
    examined,
    hand_off,
    held_of,
    held_values,
    kept_from,
    lifted,
    missing_to_keep,
    movers,
    never_lifted,
    rank,
    rate_of,
    reached,
    shown_name,
    standing,
    year_after,
)

SILVER = Tier("s", "", 10_000_00, rate_bp=600, colour="silver")
GOLD = Tier("g", "Золотой", 30_000_00, keep=20_000_00, rate_bp=800, colour="#D0A03C")
TOP = Tier("t", "", 60_000_00, rate_bp=1_000, colour="dark")
SHOP = Programme(1, "Маяк", "RUB", "Europe/Moscow", tiers=(TOP, SILVER, GOLD))
TODAY = date(2026, 5, 15)
MOSCOW = ZoneInfo("Europe/Moscow")
KEYS = (BASIC, "s", "g", "t")
values = st.integers(0, 100_000_00)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def reached_on(key: str, day: date = TODAY) -> Held:
    return Held(key, year_after(day))


def test_rule_56_the_metric_counts_twelve_months_to_the_end_of_a_local_day() -> None:
    assert counted_from(TODAY, MOSCOW) == datetime(2025, 5, 15, 21, tzinfo=UTC)
    assert counted_from(date(2028, 2, 29), MOSCOW) == datetime(2027, 2, 28, 21, tzinfo=UTC)


def test_rule_56_the_purchase_that_lifted_does_not_count_at_the_review_a_year_later() -> None:
    assert counted_from(year_after(TODAY), MOSCOW).astimezone(MOSCOW).date() > TODAY


@pytest.mark.parametrize(
    ("value", "key"),
    [(0, BASIC), (9_999_99, BASIC), (10_000_00, "s"), (29_999_99, "s"), (30_000_00, "g"), (60_000_00, "t")],
)
def test_rule_56_a_threshold_is_reached_by_the_very_sum(value: int, key: str) -> None:
    assert reached(SHOP, value) == key


def test_rule_57_an_upgrade_is_immediate_and_may_take_several_steps() -> None:
    assert lifted(Held(), 10_000_00, SHOP, TODAY) == Held("s", date(2027, 5, 15))
    assert lifted(Held(), 60_000_00, SHOP, TODAY) == Held("t", date(2027, 5, 15))
    assert lifted(reached_on("g"), 30_000_00, SHOP, TODAY) is None
    assert lifted(reached_on("g"), 0, SHOP, TODAY) is None


def test_rule_57_entry_and_keeping_may_differ() -> None:
    held = replace(reached_on("g"), warned_on=TODAY)
    review = year_after(TODAY)
    assert examined(held, 20_000_00, SHOP, review) == (Held("g", year_after(review)), Exam.CONFIRMED)
    assert examined(held, 19_999_99, SHOP, review) == (Held("s", year_after(review)), Exam.LOWERED)
    assert kept_from(SILVER) == SILVER.threshold
    assert kept_from(replace(GOLD, keep=99_000_00)) == GOLD.threshold


@given(st.sampled_from(KEYS[1:]), values, st.integers(0, 800))
def test_rule_57_at_most_one_step_down_a_review_and_never_before_it(key: str, value: int, later: int) -> None:
    held, day = replace(reached_on(key), warned_on=TODAY), TODAY + timedelta(days=later)
    fresh, exam = examined(held, value, SHOP, day)
    fall = rank(SHOP, key) - rank(SHOP, fresh.tier)
    assert fall <= 1
    if fall == 1:
        assert exam is Exam.LOWERED
        assert day >= year_after(TODAY)


@given(st.sampled_from(KEYS[1:]), values, days)
def test_rule_57_nobody_falls_without_a_warning_thirty_days_before(key: str, value: int, day: date) -> None:
    fresh, exam = examined(reached_on(key), value, SHOP, day)
    assert exam is not Exam.LOWERED
    if exam is Exam.WARNED:
        assert fresh.tier == key
        assert fresh.review_on is not None
        assert fresh.review_on >= day + WARNED_BEFORE


@given(st.sampled_from(KEYS), values, days)
def test_rule_57_looking_twice_on_a_day_changes_nothing_more(key: str, value: int, day: date) -> None:
    held = reached_on(key) if key != BASIC else Held()
    once, _ = examined(held, value, SHOP, day)
    assert examined(once, value, SHOP, day) == (once, Exam.NOTHING)


def test_rule_57_the_lowest_tier_falls_to_the_basic_one_which_has_no_review() -> None:
    held = replace(reached_on("s"), warned_on=TODAY)
    assert examined(held, 0, SHOP, year_after(TODAY)) == (Held(), Exam.LOWERED)
    assert examined(Held(), 0, SHOP, TODAY) == (Held(), Exam.NOTHING)


def test_rule_58_an_upgrade_begins_a_new_cycle_without_the_old_warning() -> None:
    later = TODAY + timedelta(days=340)
    held = replace(reached_on("s"), warned_on=later)
    assert lifted(held, 30_000_00, SHOP, later) == Held("g", year_after(later))


def test_rule_58_a_review_that_finds_more_lifts() -> None:
    review = year_after(TODAY)
    assert examined(reached_on("s"), 35_000_00, SHOP, review) == (Held("g", year_after(review)), Exam.LIFTED)


@given(values, st.integers(0, 60))
def test_rule_59_the_robot_leaves_a_manual_tier_alone_until_its_day(value: int, later: int) -> None:
    held, day = by_hand(reached_on("s"), "t", TODAY + timedelta(days=30)), TODAY + timedelta(days=later)
    fresh, exam = examined(held, value, SHOP, day)
    assert (fresh.tier == "t" and exam is Exam.NOTHING) == (later <= 30) or value >= TOP.threshold
    if later > 30:
        assert exam is Exam.MANUAL_ENDED
        assert fresh == (lifted(reached_on("s"), value, SHOP, day) or reached_on("s"))


def test_rule_59_a_manual_tier_over_another_gives_back_what_was_there_at_first() -> None:
    own = replace(reached_on("s"), lifted_by=7, before=Held())
    twice = by_hand(by_hand(own, "g", TODAY), "t", year_after(TODAY))
    assert twice.before == reached_on("s")
    assert hand_off(twice, 0, SHOP, TODAY) == reached_on("s")
    assert hand_off(Held("g", manual_until=TODAY), 0, SHOP, TODAY) == Held()


def test_rule_59_own_merit_above_a_manual_tier_is_not_reviewed_before_the_manual_day() -> None:
    until = date(2028, 1, 1)
    held = by_hand(Held(), "s", until)
    assert lifted(held, 30_000_00, SHOP, TODAY) == Held("g", until + timedelta(days=1))
    undone = lifted(held, 30_000_00, SHOP, TODAY, purchase_id=5)
    assert undone is not None
    assert never_lifted(undone, 5, 0, SHOP, TODAY) == held


def test_rule_60_a_change_of_thresholds_lowers_nobody_on_the_same_day() -> None:
    harder = replace(SHOP, tiers=(replace(SILVER, threshold=50_000_00),))
    for day in (TODAY, year_after(TODAY)):
        fresh, exam = examined(reached_on("s"), 40_000_00, harder, day)
        assert fresh.tier == "s"
        assert exam in (Exam.NOTHING, Exam.WARNED)


def test_rule_60_who_would_move_is_counted_before_the_change() -> None:
    harder = replace(SHOP, tiers=(replace(SILVER, threshold=20_000_00), GOLD))
    members = [(BASIC, 0), (BASIC, 25_000_00), ("s", 12_000_00), ("s", 31_000_00), ("g", 25_000_00), ("t", 0)]
    assert movers(harder, members) == (2, 1)
    assert movers(replace(SHOP, tiers=()), members) == (0, 0)


def test_rule_60_a_tier_that_is_no_more_counts_as_basic() -> None:
    gone = Held("old", year_after(TODAY))
    assert (rank(SHOP, "old"), shown_name(SHOP, "old"), rate_of(SHOP, "old")) == (0, BASIC, 500)
    assert lifted(gone, 10_000_00, SHOP, TODAY) == Held("s", year_after(TODAY))
    assert examined(gone, 0, SHOP, year_after(TODAY)) == (Held(), Exam.CONFIRMED)
    assert missing_to_keep(gone, 0, SHOP) == 0
    assert standing(gone, 0, SHOP).until is None


def test_rule_61_the_warning_comes_thirty_days_before_and_names_the_missing_sum() -> None:
    held, review = reached_on("g"), year_after(TODAY)
    assert examined(held, 0, SHOP, review - timedelta(days=31)) == (held, Exam.NOTHING)
    day = review - timedelta(days=30)
    warned, exam = examined(held, 18_760_00, SHOP, day)
    assert (warned, exam) == (replace(held, warned_on=day), Exam.WARNED)
    assert missing_to_keep(warned, 18_760_00, SHOP) == 1_240_00
    assert examined(warned, 18_760_00 + 1_240_00, SHOP, review)[1] is Exam.CONFIRMED
    assert examined(held, 20_000_00, SHOP, day) == (held, Exam.NOTHING)


def test_rule_61_a_warning_that_comes_late_puts_the_review_off() -> None:
    late = year_after(TODAY) + timedelta(days=100)
    warned, exam = examined(reached_on("g"), 0, SHOP, late)
    assert (warned.review_on, exam) == (late + WARNED_BEFORE, Exam.WARNED)


def test_rule_52_an_undone_purchase_lifted_nobody() -> None:
    before = replace(reached_on("s"), lifted_by=4, before=Held())
    held = lifted(before, 30_000_00, SHOP, TODAY, purchase_id=5)
    assert held is not None
    assert never_lifted(held, 5, 12_000_00, SHOP, TODAY) == reached_on("s")
    assert never_lifted(held, 4, 12_000_00, SHOP, TODAY) is None
    assert never_lifted(Held(), 5, 0, SHOP, TODAY) is None


def test_rule_52_what_other_purchases_reach_stays() -> None:
    held = lifted(Held(), 60_000_00, SHOP, TODAY, purchase_id=5)
    assert held is not None
    assert never_lifted(held, 5, 12_000_00, SHOP, TODAY) == Held("s", year_after(TODAY))


@given(values, values)
def test_rule_52_lifting_and_undoing_leaves_no_trace(value: int, more: int) -> None:
    key = reached(SHOP, value)
    held = reached_on(key) if key != BASIC else Held()
    up = lifted(held, value + more, SHOP, TODAY, purchase_id=1)
    if up is not None:
        assert never_lifted(up, 1, value, SHOP, TODAY) == held


def test_rule_14_the_rate_is_the_better_of_programme_and_tier() -> None:
    assert [rate_of(SHOP, key) for key in KEYS] == [500, 600, 800, 1_000]
    assert rate_of(replace(SHOP, rate_bp=900), "g") == 900


def test_progress_names_the_next_tier_and_what_is_missing() -> None:
    here = standing(reached_on("s"), 28_760_00, SHOP)
    assert (here.tier, here.next_tier, here.next_name, here.missing) == ("s", "g", "Золотой", 1_240_00)
    assert here.until == date(2027, 5, 14)
    top = standing(reached_on("t"), 0, SHOP)
    assert (top.next_tier, top.missing, top.name) == ("", 0, "dark")
    given_by_hand = standing(by_hand(Held(), "g", TODAY), 99_000_00, SHOP)
    assert (given_by_hand.manual, given_by_hand.until, given_by_hand.missing) == (True, TODAY, 0)


def test_progress_by_friends_counts_friends() -> None:
    club = replace(SHOP, tier_metric=TierMetric.FRIENDS, tiers=(replace(SILVER, threshold=3),))
    assert standing(Held(), 1, club).missing == 2
    assert standing(Held(), 1, club).metric == "friends"


def test_a_tier_without_a_name_is_called_by_its_colour() -> None:
    assert [shown_name(SHOP, key) for key in KEYS] == [BASIC, "silver", "Золотой", "dark"]
    assert shown_name(replace(SHOP, tiers=(replace(GOLD, name=""),)), "g") == BASIC


def test_a_held_tier_survives_its_storing() -> None:
    held = by_hand(replace(reached_on("s"), lifted_by=3, before=Held()), "t", TODAY)
    assert held_of(held_values(held)) == held
