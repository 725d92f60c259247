"""The statistics of a member: added one by one or made from nothing, they come to the same."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.statistics import (
    CATEGORY,
    FIRST_MONTH,
    INTERVALS,
    STORE,
    WORD_BITS,
    WORDS,
    Bought,
    MemberStats,
    Tally,
    added,
    continues,
    month_bit,
    months_of,
    of_purchases,
    part_of_day,
    rhythm,
    words_of,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday


def at(days: float, amount_minor: int = 100_00, store_id: int = 1, *categories: str) -> Bought:
    when = NOON + timedelta(days=days)
    return Bought(when.toordinal(), when, when.hour, amount_minor, store_id, frozenset(categories))


PURCHASES = st.lists(
    st.builds(
        at,
        st.floats(-1_500, 1_500).map(lambda days: round(days, 3)),
        st.integers(1, 10_000_00),
        st.integers(1, 3),
        st.sampled_from(["", "вино", "кофе"]),
    ),
    max_size=40,
)


def stats_of(*purchases: Bought) -> MemberStats:
    stats, _ = of_purchases(purchases)
    assert stats is not None
    return stats


@given(PURCHASES)
def test_they_are_what_the_purchases_say(purchases: list[Bought]) -> None:
    stats, tallies = of_purchases(purchases)
    if stats is None:
        assert (purchases, tallies) == ([], {})
        return
    days = sorted({one.day for one in purchases})
    gaps = [later - earlier for earlier, later in pairwise(days)][-INTERVALS:]
    assert (stats.orders, stats.days) == (len(purchases), len(days))
    assert (stats.first_day, stats.last_day) == (days[0], days[-1])
    assert stats.revenue_minor == sum(one.amount_minor for one in purchases)
    assert stats.last_at == max(one.at for one in purchases)
    assert stats.rhythm_days == (int(median(gaps) + 0.5) if gaps else 0)
    weekdays = Counter(date.fromordinal(one.day).weekday() for one in purchases)
    assert stats.weekdays == tuple(weekdays[day] for day in range(7))
    assert sum(stats.parts) == len(purchases)
    months = {(date.fromordinal(day).year, date.fromordinal(day).month) for day in days}
    assert stats.months.bit_count() == len(months)
    for store_id in {one.store_id for one in purchases}:
        there = [one for one in purchases if one.store_id == store_id]
        assert tallies[STORE, str(store_id)] == Tally(len(there), max(one.day for one in there))
    wine = [one for one in purchases if "вино" in one.categories]
    assert tallies.get((CATEGORY, "вино")) == (
        Tally(len(wine), max(one.day for one in wine)) if wine else None
    )
    assert (CATEGORY, "") not in tallies


@given(PURCHASES, PURCHASES)
def test_one_more_purchase_comes_to_the_same_as_all_anew(earlier: list[Bought], more: list[Bought]) -> None:
    stats, counted = of_purchases(earlier)[0], list(earlier)
    for bought in more:
        counted.append(bought)
        stats = added(stats, bought) if continues(stats, bought) else of_purchases(counted)[0]
        assert stats == of_purchases(counted)[0]


def test_what_comes_before_others_cannot_just_be_added() -> None:
    with pytest.raises(ValueError, match="before"):
        added(stats_of(at(5)), at(4.9))


@given(st.integers(0, (1 << WORDS * WORD_BITS) - 1))
def test_months_are_kept_in_words_that_fit_a_column(months: int) -> None:
    words = words_of(months)
    assert all(0 <= word < 1 << 63 for word in words)
    assert months_of(words) == months


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), 0),
        (date(2020, 2, 1), 1),
        (date(2025, 4, 1), 63),
        (date(2035, 9, 30), 188),
        (date(2035, 10, 1), None),
    ],
)
def test_a_month_has_its_bit_and_months_that_are_not_kept_have_none(day: date, place: int | None) -> None:
    assert FIRST_MONTH == 2020 * 12
    assert month_bit(day.toordinal()) == (0 if place is None else 1 << place)


@pytest.mark.parametrize(
    ("days", "expected"),
    [((), 0), ((5,), 0), ((5, 12), 7), ((0, 7, 15), 8), ((0, 7, 14, 44), 7), ((0, 1, 4, 8, 16), 4)],
)
def test_the_rhythm_is_the_median_interval_half_a_day_goes_up(days: tuple[int, ...], expected: int) -> None:
    assert rhythm(days) == expected


def test_only_the_last_twelve_intervals_make_the_rhythm() -> None:
    stats = stats_of(*(at(100 * n) for n in range(8)), *(at(1_000 + 7 * n) for n in range(INTERVALS + 1)))
    assert len(stats.recent_days) == INTERVALS + 1
    assert stats.rhythm_days == 7


@pytest.mark.parametrize(
    ("hour", "part"), [(0, 3), (4, 3), (5, 0), (10, 0), (11, 1), (16, 1), (17, 2), (21, 2), (22, 3), (23, 3)]
)
def test_the_parts_of_a_day(hour: int, part: int) -> None:
    assert part_of_day(hour) == part


def test_of_purchases_at_the_same_instant_the_one_booked_later_is_the_last() -> None:
    assert stats_of(at(1, store_id=2), at(1, store_id=1)).last_store_id == 1
