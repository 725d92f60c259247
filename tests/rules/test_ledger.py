"""The ledger's arithmetic: the chain, the lots, the balance, and every way they can be found not to agree."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.ledger import GENESIS, Entry, Flow, Head, Kind, Lot, Posting, digest, faults, post, sealed

AT = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
MEMBER = 7


def lot(points: int, number: int = 1, member: int = MEMBER) -> Lot:
    return Lot(number, member, number, points, points, AT, None)


def written(*points: int) -> tuple[Head, list[Entry], list[Lot]]:
    """A member's books after earning these."""
    head, entries, lots = Head(MEMBER), [], []
    for number, one in enumerate(points, 1):
        earned = Posting(Kind.EARNED, one, lot(one, number), opens=True)
        head, entry, kept = post(head, earned, operation_id=number, n=0, actor_id=1, at=AT)
        assert kept is not None
        entries.append(entry)
        lots.append(kept)
    return head, entries, lots


def undone(
    head: Head, entries: list[Entry], lots: list[Lot], which: int
) -> tuple[Head, list[Entry], list[Lot]]:
    """The books after the earning with this index was taken back."""
    original = entries[which]
    taken = lots[which]
    posting = Posting(Kind.EARN_REVERSED, -taken.remaining, taken, reverses_seq=original.seq, reason="undo")
    head, entry, moved = post(head, posting, operation_id=99, n=0, actor_id=1, at=AT)
    assert moved is not None
    return head, [*entries, entry], [moved if one.id == moved.id else one for one in lots]


def test_an_earning_moves_the_head_and_names_its_lot() -> None:
    head, [entry], [kept] = written(22)
    assert (head.seq, head.points, head.hash) == (1, 22, entry.hash)
    assert entry.hash == sealed(GENESIS, entry)
    assert (entry.lot_id, entry.lot_amount, entry.purchase_id) == (kept.id, 22, kept.purchase_id)
    assert faults(head, [entry], [kept]) == []


def test_a_reversal_points_at_the_original_and_empties_the_lot() -> None:
    head, entries, lots = undone(*written(22, 5), 0)
    assert (head.points, entries[-1].reverses_seq, entries[-1].points) == (5, 1, -22)
    assert entries[-1].kind is Kind.EARN_REVERSED
    assert [one.remaining for one in lots] == [0, 5]
    assert faults(head, entries, lots) == []


def test_an_empty_member_has_sound_books() -> None:
    assert faults(Head(MEMBER), [], []) == []


@pytest.mark.parametrize(
    "posting",
    [
        Posting(Kind.EARN_REVERSED, -23, lot(22)),
        Posting(Kind.EARN_REVERSED, 1, lot(22)),
        Posting(Kind.EARNED, 0, lot(22), opens=True),
        Posting(Kind.EARN_REVERSED, 0, lot(22)),
        Posting(Kind.EARNED, -5, lot(22), opens=True),
        Posting(Kind.EARNED, 21, lot(22), opens=True),
        Posting(Kind.EARNED, 22, lot(22, member=8), opens=True),
        Posting(Kind.SPENT, -3, replace(lot(22), reserved=20)),
        Posting(Kind.DEBT_PAID, 1, None),
    ],
)
def test_an_impossible_posting_is_a_bug_and_stops_everything(posting: Posting) -> None:
    with pytest.raises(ValueError, match=r"impossible|would hold|opened with"):
        post(Head(MEMBER), posting, operation_id=1, n=0, actor_id=None, at=AT)


def test_debt_is_owed_and_paid_without_a_lot() -> None:
    head, entries, lots = written(22)
    books = list(entries)

    def move(kind: Kind, points: int, of: Lot | None, *, opens: bool = False) -> Lot | None:
        nonlocal head
        posting = Posting(kind, points, of, opens=opens)
        head, entry, after = post(head, posting, operation_id=5, n=len(books), actor_id=1, at=AT)
        books.append(entry)
        return after

    empty = move(Kind.EARN_REVERSED, -22, lots[0])
    assert empty is not None
    assert move(Kind.EARN_REVERSED, -8, None) is None
    assert (head.points, head.debt) == (-8, 8)
    assert faults(head, books, [empty]) == []
    opened = move(Kind.EARNED, 30, lot(30, 2), opens=True)
    left = move(Kind.DEBT_PAID, -8, opened)
    move(Kind.DEBT_PAID, 8, None)
    assert left is not None
    assert (head.points, head.debt, left.remaining, left.free) == (22, 0, 22, 22)
    assert faults(head, books, [empty, left]) == []
    assert faults(replace(head, debt=1), books, [empty, left])


def test_what_purchases_moved_by_their_own_record_is_compared_with_the_entries() -> None:
    head, entries, lots = undone(*written(22, 5), 0)
    flows = {1: Flow(earned=22, reversed=22), 2: Flow(earned=5), 3: Flow()}
    assert faults(head, entries, lots, flows) == []
    for wrong in (
        {**flows, 2: Flow(earned=6)},
        {**flows, 3: Flow(spent=1)},
        {1: flows[1]},
        {**flows, 1: Flow(earned=22)},
    ):
        assert faults(head, entries, lots, wrong) == ["the purchases are not what their entries say"]


def test_an_entry_without_a_purchase_is_nobodys_flow() -> None:
    head, entry, kept = post(
        Head(MEMBER),
        Posting(Kind.EARNED, 5, replace(lot(5), purchase_id=None), opens=True),
        operation_id=1,
        n=0,
        actor_id=None,
        at=AT,
    )
    assert kept is not None
    assert faults(head, [entry], [kept], {}) == []


def test_points_set_aside_are_compared_with_the_open_holds() -> None:
    head, entries, [kept] = written(22)
    reserved = replace(kept, reserved=7)
    assert faults(head, entries, [reserved], None, {1: 7}) == []
    for holds in ({}, {1: 6}, {2: 7}):
        found = faults(head, entries, [reserved], None, holds)
        assert found == ["the lots are not reserved as the holds say"]


LATER = AT + timedelta(days=1)
FORGERIES = {
    "operation_id": 5,
    "n": 5,
    "member_id": 5,
    "seq": 5,
    "kind": Kind.EARN_REVERSED,
    "points": 5000,
    "lot_id": 5,
    "lot_amount": 5000,
    "lot_active_from": LATER,
    "lot_expires_at": LATER,
    "purchase_id": None,
    "reverses_seq": 5,
    "reason": "gift",
    "actor_id": None,
    "at": LATER,
    "hash": GENESIS,
}


@pytest.mark.parametrize("column", FORGERIES)
def test_a_change_to_any_column_of_an_entry_is_found(column: str) -> None:
    head, entries, lots = written(22, 5)
    forged = replace(entries[0], **{column: FORGERIES[column]})  # type: ignore[arg-type]
    assert "chain is broken" in " ".join(faults(head, [forged, entries[1]], lots))


def test_the_forgeries_cover_every_column() -> None:
    assert set(FORGERIES) == set(Entry.__dataclass_fields__)


@pytest.mark.parametrize("missing", [0, 1])
def test_a_missing_entry_is_found(missing: int) -> None:
    head, entries, lots = written(22, 5)
    del entries[missing]
    assert faults(head, entries, lots)


def test_entries_in_another_order_are_found() -> None:
    head, entries, lots = written(22, 5)
    assert faults(head, entries[::-1], lots)


def test_a_changed_balance_is_found_with_both_figures() -> None:
    head, entries, lots = written(22)
    assert faults(replace(head, points=29), entries, lots) == ["balance 29 kept, entries add up to 22"]


def test_a_changed_head_is_found() -> None:
    head, entries, lots = written(22)
    assert faults(replace(head, hash=GENESIS), entries, lots) == ["the head is not the last entry"]


@pytest.mark.parametrize(
    "change", [{"remaining": 21}, {"amount": 30}, {"expires_at": LATER}, {"kind": Kind.GIFT}]
)
def test_a_changed_lot_is_found(change: dict[str, int | datetime]) -> None:
    head, entries, lots = written(22)
    assert faults(head, entries, [replace(lots[0], **change)])  # type: ignore[arg-type]


def test_a_lot_too_few_or_too_many_is_found() -> None:
    head, entries, lots = written(22)
    assert faults(head, entries, [])
    assert faults(head, entries, [*lots, lot(5, 2)]) == ["the lots are not what their entries say"]


def test_the_digest_changes_with_any_balance_and_any_chain() -> None:
    head, *_ = written(22)
    heads = [head, replace(head, points=23), replace(head, hash=GENESIS), Head(MEMBER)]
    digests = {digest([one]) for one in heads} | {digest([]), digest([head, head])}
    assert len(digests) == 6


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.data())
def test_books_agree_after_any_earnings_and_undos(points: list[int], data: st.DataObject) -> None:
    head, entries, lots = written(*points)
    taken = data.draw(st.sets(st.integers(0, len(points) - 1)))
    for which in sorted(taken):
        head, entries, lots = undone(head, entries, lots, which)
    left = sum(one for index, one in enumerate(points) if index not in taken)
    assert head.points == left == sum(entry.points for entry in entries)
    assert left == sum(one.remaining for one in lots)
    assert faults(head, entries, lots) == []


def test_rule_76_what_went_to_another_card_counts_in_no_purchase_but_stays_in_the_chain() -> None:
    head, entries, lots = written(22)
    assert faults(head, entries, lots, flows={}) != []
    assert faults(head, entries, lots, flows={}, shelved=[(1, 1)]) == []
    broken = [replace(entries[0], points=23)]
    assert faults(head, broken, lots, flows={}, shelved=[(1, 1)]) != []
