"""Stamp cards: which purchase brings a stamp, and when a card is full."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme import StampCard
from loyalty.stamps import StampProgress, earns_stamp, filled, is_enough, progress

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
CARD = StampCard("coffee", "Coffee", 5, "a coffee on us", "drinks", 150_00)


def stamped(
    card: StampCard = CARD, money_minor: int = 150_00, last_hours: int | None = None, *goods: str
) -> bool:
    last_at = None if last_hours is None else NOW - timedelta(hours=last_hours)
    return earns_stamp(card, money_minor, goods or ("drinks",), last_at, 4, NOW)


def test_a_purchase_of_the_goods_and_the_sum_brings_a_stamp() -> None:
    assert stamped()
    assert not stamped(CARD, 149_99)
    assert not stamped(CARD, 150_00, None, "cakes", "")
    assert stamped(replace(CARD, category=""), 150_00, None, "cakes")


def test_a_receipt_without_money_brings_none() -> None:
    assert not is_enough(replace(CARD, minimum_minor=0), 0)
    assert is_enough(replace(CARD, minimum_minor=0), 1)


def test_decision_stamps_count_once_a_visit() -> None:
    assert not stamped(CARD, 150_00, 3)
    assert stamped(CARD, 150_00, 4)


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=20), st.integers(1, 12))
def test_a_full_card_takes_its_oldest_stamps_and_no_more(stamps: list[int], needed: int) -> None:
    used = filled(replace(CARD, needed=needed), sorted(stamps))
    assert used == (tuple(sorted(stamps)[:needed]) if len(stamps) >= needed else ())


def test_progress_never_shows_more_than_the_card_has() -> None:
    assert progress(CARD, 3, 1) == StampProgress("coffee", "Coffee", 3, 5, "a coffee on us", 1)
    assert progress(replace(CARD, needed=2), 3, 0).have == 2
