"""The net promoter score: reports.md 2.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analytics.feedback import net_score
from loyalty.feedback import FEWEST_SCORES, Score


def test_seventy_promoters_twenty_passives_and_ten_detractors_make_sixty() -> None:
    assert net_score([9] * 35 + [10] * 35 + [7] * 10 + [8] * 10 + [6] * 5 + [0] * 5) == Score(100, 60, 13)


@pytest.mark.parametrize(("mark", "value"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)])
def test_everybody_of_one_mind_leaves_no_doubt(mark: int, value: int) -> None:
    assert net_score([mark] * FEWEST_SCORES) == Score(FEWEST_SCORES, value, 0)


def test_a_few_answers_tell_nothing() -> None:
    assert net_score([10] * (FEWEST_SCORES - 1)) == Score(FEWEST_SCORES - 1)
    assert net_score([]) == Score(0)


@given(some.lists(some.integers(0, 10), min_size=FEWEST_SCORES, max_size=500))
def test_it_stays_within_its_bounds(marks: list[int]) -> None:
    found = net_score(marks)
    assert found.value is not None
    assert found.margin is not None
    assert -100 <= found.value <= 100
    assert 0 <= found.margin <= 36, "1.96 √(1 / 30)"
    assert net_score([10 - mark for mark in marks]).answers == found.answers == len(marks)
