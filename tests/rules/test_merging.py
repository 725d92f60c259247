"""Merging two cards: who may become one, what of two stays, and when it can be taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from loyalty.ledger import Entry, Kind, Lot
from loyalty.merging import (
    UNDO_WINDOW,
    MovedLot,
    Side,
    closed_tier,
    closing,
    counting,
    decide_merge,
    decide_undo,
    is_older,
    merged_tier,
    reopening,
    runs,
)
from loyalty.programme import BASIC, Programme, Tier
from loyalty.refusals import Refusal, Refused
from loyalty.tiers import Held

AT = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
KEPT, OTHER = Side(1, AT), Side(2, AT - timedelta(days=9))
SILVER, GOLD = Tier("s", "", 1_000_00), Tier("g", "", 5_000_00)
PROGRAMME = Programme(1, "Shop", "RUB", "Europe/Moscow", 500, 100, tiers=(SILVER, GOLD))
LOT = Lot(7, 1, None, 100, 60, AT, None)


def entry(seq: int, operation_id: int, points: int = 5, lot_id: int | None = 7) -> Entry:
    return Entry(
        operation_id, 0, 1, seq, Kind.EARNED, points, lot_id, None, None, None, None, None, "", None, AT
    )


@pytest.mark.parametrize(
    ("kept", "other", "why"),
    [
        (KEPT, OTHER, None),
        (KEPT, KEPT, Refusal.MERGE_SAME),
        (KEPT, replace(OTHER, joined_at=None), Refusal.MEMBER_UNKNOWN),
        (replace(KEPT, works=True), OTHER, Refusal.MERGE_STAFF),
        (KEPT, replace(OTHER, frozen=True), Refusal.MERGE_FROZEN),
        (replace(KEPT, at_till=True), OTHER, Refusal.MERGE_AT_TILL),
    ],
)
def test_rule_76_two_customers_become_one_when_nothing_stands_in_the_way(
    kept: Side, other: Side, why: Refusal | None
) -> None:
    refused = decide_merge(kept, other)
    assert (refused.reason if refused else None) is why


def test_rule_76_the_older_card_joined_earlier() -> None:
    assert is_older(OTHER, KEPT)
    assert not is_older(KEPT, OTHER)
    assert is_older(KEPT, replace(OTHER, joined_at=AT))


def test_rule_76_the_higher_tier_stays_until_its_review() -> None:
    silver, gold = Held("s", date(2027, 1, 1)), Held("g", date(2026, 9, 1))
    assert merged_tier(silver, gold, PROGRAMME) == gold
    assert merged_tier(gold, silver, PROGRAMME) == gold
    longer = Held("s", manual_until=date(2027, 6, 1))
    assert merged_tier(silver, longer, PROGRAMME) == longer
    assert merged_tier(Held(), closed_tier(), PROGRAMME) == Held(BASIC)


def test_rule_76_books_are_copied_operation_by_operation() -> None:
    chain = [entry(1, 10), entry(2, 10), entry(3, 11), entry(4, 10)]
    assert [[one.seq for one in run] for run in runs(chain)] == [[1, 2], [3], [4]]
    assert runs([]) == []
    assert [one.seq for one in counting(chain, [(2, 3)])] == [1, 4]


def test_rule_76_closing_leaves_nothing_and_reopening_brings_it_back() -> None:
    out = closing([LOT, replace(LOT, id=8, remaining=0)], 30)
    assert [(one.kind, one.points, one.lot) for one in out] == [
        (Kind.TRANSFERRED_OUT, -60, LOT),
        (Kind.TRANSFERRED_OUT, 30, None),
    ]
    assert closing([], 0) == []
    back = reopening([entry(5, 12, -60), entry(6, 12, 30, None)], {7: LOT})
    assert [(one.points, one.lot, one.reverses_seq) for one in back] == [(60, LOT, 5), (-30, None, 6)]


@pytest.mark.parametrize(
    ("later", "lot", "paid", "touched", "at_till", "why"),
    [
        (UNDO_WINDOW, LOT, 0, False, False, None),
        (UNDO_WINDOW, LOT, 5, False, False, None),
        (UNDO_WINDOW + timedelta(seconds=1), LOT, 0, False, False, Refusal.UNMERGE_TOO_LATE),
        (timedelta(), LOT, 0, False, True, Refusal.MERGE_AT_TILL),
        (timedelta(), LOT, 0, True, False, Refusal.UNMERGE_SPENT),
        (timedelta(), LOT, -1, False, False, Refusal.UNMERGE_SPENT),
        (timedelta(), replace(LOT, remaining=59), 0, False, False, Refusal.UNMERGE_SPENT),
        (timedelta(), replace(LOT, reserved=1), 0, False, False, Refusal.UNMERGE_SPENT),
        (timedelta(), replace(LOT, blocked=True), 0, False, False, Refusal.UNMERGE_SPENT),
    ],
)
def test_rule_76_a_merge_is_undone_in_time_and_untouched(
    later: timedelta, lot: Lot, paid: int, touched: bool, at_till: bool, why: Refusal | None
) -> None:
    moved = [MovedLot(3, 7, 60, blocked=False)]
    refused = decide_undo(AT, AT + later, moved, {7: lot}, paid, touched=touched, at_till=at_till)
    assert (refused.reason if isinstance(refused, Refused) else None) is why
