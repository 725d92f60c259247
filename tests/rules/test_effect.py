"""Whether a campaign worked: known figures, and what may be said of them."""

from math import isclose, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.effect import (
    FEWEST,
    FEWEST_BUYERS,
    Arm,
    Effect,
    Verdict,
    best_variant,
    conversion_difference,
    effect_of,
    is_broken,
    more_people,
    revenue_difference,
    t_quantile,
    wilson,
)
from bench.aa import arm, crowd, split
from loyalty.campaigns import CONTROL, arm_of

COUNTS = some.integers(0, 5_000)


def test_wilsons_interval_of_a_known_share() -> None:
    low, high = wilson(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)


def test_newcombes_interval_of_his_own_example() -> None:
    """56 of 70 against 48 of 80: 0.2000, 0.0524 to 0.3339 (Newcombe 1998, table II, method 10)."""
    found = conversion_difference(Arm(70, 56), Arm(80, 48))
    assert [round(value, 4) for value in (found.value, found.low, found.high)] == [0.2, 0.0524, 0.3339]
    assert found.is_proven


@pytest.mark.parametrize(("freedom", "known"), [(5, 2.5706), (10, 2.2281), (30, 2.0423), (1e9, 1.96)])
def test_students_t_by_the_tables(freedom: float, known: float) -> None:
    assert isclose(t_quantile(freedom), known, abs_tol=0.002)


def test_welchs_interval_of_revenue_counts_for_everybody_who_was_written_to() -> None:
    ours = arm([(1, 10_00), (1, 20_00), (0, 0), (1, 30_00)])
    theirs = arm([(1, 10_00), (0, 0), (0, 0), (1, 10_00), (0, 0)])
    found = revenue_difference(ours, theirs)
    assert isclose(found.value, 4 * (1500 - 400))
    error = sqrt(1_666_666.67 / 4 + 300_000 / 5)
    freedom = error**4 / ((1_666_666.67 / 4) ** 2 / 3 + (300_000 / 5) ** 2 / 4)
    assert isclose(found.high - found.value, 4 * t_quantile(freedom) * error, rel_tol=1e-6)


def test_what_is_proven_is_said_to_have_worked_and_what_did_harm_too() -> None:
    assert effect_of(Arm(9_000, 1_200), Arm(1_000, 50), 1_000).verdict is Verdict.MORE
    assert effect_of(Arm(9_000, 300), Arm(1_000, 80), 1_000).verdict is Verdict.LESS


def test_what_chance_could_have_done_is_not_proven_and_says_how_many_are_missing() -> None:
    found = effect_of(Arm(900, 90), Arm(100, 5), 1_000)
    assert (found.verdict, found.needed) == (Verdict.NOT_PROVEN, 1_609)
    again = effect_of(Arm(900 + 1_448, 235), Arm(100 + 161, 13), 1_000)
    assert again.verdict is Verdict.MORE, "with so many more the same shares are proven"


def test_no_difference_needs_no_people() -> None:
    assert more_people(Arm(900, 90), Arm(100, 10)) is None
    assert effect_of(Arm(900, 90), Arm(100, 10), 1_000).verdict is Verdict.NO_DIFFERENCE


def test_without_a_control_group_or_with_few_people_nothing_is_said() -> None:
    assert effect_of(Arm(500, 50), Arm(0)).verdict is Verdict.NO_CONTROL
    assert effect_of(Arm(500, 50), Arm(FEWEST - 1, 3)).verdict is Verdict.TOO_FEW
    assert effect_of(Arm(12, 5), Arm(0), 1_000).verdict is Verdict.TOO_FEW, "there was to be one"
    assert effect_of(Arm(0), Arm(0), 1_000).verdict is Verdict.TOO_FEW


def test_money_is_told_from_ten_buyers_in_each_group_on() -> None:
    """With fewer the interval missed zero in up to a quarter of splits that changed nothing."""
    treated = Arm(900, 20, 20, 20 * 500_00, 20 * 500_00.0**2)
    few, enough = (Arm(300, n, n, n * 500_00, n * 500_00.0**2) for n in (FEWEST_BUYERS - 1, FEWEST_BUYERS))
    assert effect_of(treated, few, 2_500).revenue_minor is None
    assert effect_of(treated, enough, 2_500).revenue_minor == revenue_difference(treated, enough)


def test_money_of_rare_buyers_seldom_shows_an_effect_where_there_is_none() -> None:
    random, shown, told = Random(3), 0, 0
    for _ in range(400):
        treated, control = (arm([_rare(random) for _ in range(people)]) for people in (900, 100))
        found = effect_of(treated, control).revenue_minor
        told += found is not None
        shown += found is not None and found.is_proven
    assert told > 100
    assert shown <= told * 0.1


def _rare(random: Random) -> tuple[int, int]:
    return (1, int(random.lognormvariate(6, 0.8) * 100)) if random.random() < 0.1 else (0, 0)


def test_a_split_that_was_not_drawn_as_set_proves_nothing() -> None:
    assert is_broken(500, 500, 1_000)
    assert not is_broken(905, 95, 1_000)
    assert effect_of(Arm(500, 400), Arm(500, 5), 1_000) == Effect(Verdict.BROKEN)
    assert effect_of(Arm(5_000, 400), Arm(0), 1_000).verdict is Verdict.BROKEN
    drawn_over_time = effect_of(Arm(500, 400), Arm(500, 5), 1_000, drawn_at_once=False)
    assert drawn_over_time.verdict is Verdict.MORE, "its share was another before"


def test_sizes_by_the_formula_of_the_books() -> None:
    """10 % against 12 % needs 3,841 people in each of two equal arms (80 % power)."""
    more = more_people(Arm(500, 60), Arm(500, 50))
    assert more is not None
    assert (1_000 + more) // 2 in range(3_838, 3_845)


def test_a_variant_is_better_only_when_that_is_proven() -> None:
    assert best_variant({0: Arm(1_000, 50), 1: Arm(1_000, 120)}) == 1
    assert best_variant({0: Arm(1_000, 50), 1: Arm(1_000, 55)}) is None
    assert best_variant({0: Arm(1_000, 50)}) is None


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_any_figures_have_an_answer(people: int, others: int, bought: int, others_bought: int) -> None:
    treated = Arm(people, min(bought, people), bought, bought * 100, bought * 1e4)
    control = Arm(others, min(others_bought, others), others_bought, others_bought * 100, others_bought * 1e4)
    found = effect_of(treated, control, 1_000)
    if found.conversion is not None:
        assert found.conversion.low <= found.conversion.value <= found.conversion.high
    assert (found.needed > 0) is (found.verdict is Verdict.NOT_PROVEN)


@given(some.integers(1, 10**6), some.integers(1, 10**9), some.integers(1, 4))
def test_an_arm_is_the_same_whenever_it_is_asked(campaign: int, member: int, variants: int) -> None:
    drawn = arm_of(campaign, member, 1_000, variants)
    assert drawn == arm_of(campaign, member, 1_000, variants)
    assert drawn in (CONTROL, *range(variants))
    assert arm_of(campaign, member, 0, variants) != CONTROL


def test_splits_that_change_nothing_seldom_show_an_effect() -> None:
    people = crowd(1_000, Random(5))
    pairs = [split(people, campaign) for campaign in range(1, 201)]
    shown = sum(conversion_difference(*pair).is_proven for pair in pairs)
    assert shown <= 24
    sizes = [control.people for _, control in pairs]
    assert 85 < sum(sizes) / len(sizes) < 115
