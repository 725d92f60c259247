"""The books of one card go into another one's, and come back: entries, lots, what holds have set aside."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from loyalty.ledger import Entry, Kind, Lot, Posting
from loyalty.merging import MovedLot, closing, counting, reopening, runs
from storage import ledger, merges
from storage.database import Connection


@dataclass(slots=True)
class Copy:
    """What was written: seqs and lots say what became of the other card's entries and lots."""

    seqs: dict[int, int] = field(default_factory=dict)
    lots: dict[int, Lot] = field(default_factory=dict)


def write_in(tx: Connection, other_id: int, kept_id: int) -> tuple[Copy, dict[str, Any]]:
    """Write the other card's books into the kept one's, entry by entry under the operations of old.

    Every lot keeps kind and dates, every entry its purchase. Returns what is needed to find and undo it.
    """
    first = ledger.head(tx, kept_id).seq + 1
    old, waking = {lot.id: lot for lot in ledger.all_lots(tx, other_id)}, merges.waking(tx, other_id)
    copy = Copy()
    for run in runs(counting(ledger.all_entries(tx, other_id), merges.shelf(tx, other_id))):
        _write_run(tx, run, kept_id, copy, old, waking)
    merges.copy_freezes(tx, other_id, kept_id)
    for lot_id, fresh in copy.lots.items():
        merges.mark(tx, fresh.id, old[lot_id])
    moved = [
        [lot_id, fresh.id, fresh.remaining, int(old[lot_id].blocked)] for lot_id, fresh in copy.lots.items()
    ]
    merges.tell_waking(tx, waking, waking=False)
    facts: dict[str, Any] = {"lots": moved, "waking": sorted(waking), "copied": [first, len(copy.seqs)]}
    facts["holds"] = _move_holds(tx, other_id, kept_id, {k: lot.id for k, lot in copy.lots.items()})
    return copy, facts


def _write_run(
    tx: Connection, run: list[Entry], kept_id: int, copy: Copy, old: Mapping[int, Lot], waking: set[int]
) -> None:
    """The entries of one operation, as they were written then."""
    postings, seq = [], ledger.head(tx, kept_id).seq
    for place, entry in enumerate(run, 1):
        opens = entry.lot_id is not None and entry.lot_id not in copy.lots
        if entry.lot_id is not None and opens:
            copy.lots[entry.lot_id] = _fresh_lot(tx, old[entry.lot_id], kept_id, waking)
        copy.seqs[entry.seq] = seq + place
        posting = Posting(
            Kind(entry.kind),
            entry.points,
            None if entry.lot_id is None else copy.lots[entry.lot_id],
            opens=opens,
            reverses_seq=copy.seqs.get(entry.reverses_seq or 0),
            reason=entry.reason,
            purchase_id=entry.purchase_id,
        )
        postings.append(posting)
    operation_id = run[0].operation_id
    n = merges.next_n(tx, operation_id)
    ledger.post(tx, operation_id, kept_id, postings, run[0].actor_id, run[0].at, n)
    for entry, posting in zip(run, postings, strict=True):
        if entry.lot_id is not None and not posting.opens:
            lot = copy.lots[entry.lot_id]
            copy.lots[entry.lot_id] = replace(lot, remaining=lot.remaining + entry.points)


def _fresh_lot(tx: Connection, lot: Lot, kept_id: int, waking: set[int]) -> Lot:
    terms = (Kind(lot.kind), lot.amount, lot.active_from, lot.expires_at, lot.purchase_id)
    return ledger.new_lot(tx, kept_id, *terms, waking=lot.id in waking)


def _move_holds(tx: Connection, from_id: int, to_id: int, lots: Mapping[int, int]) -> list[int]:
    """What was set aside stays set aside, of the lots that took the place of the old ones."""
    moved = []
    for hold_id, allocation in merges.open_holds(tx, from_id).items():
        fresh = {lots[lot_id]: points for lot_id, points in allocation.items()}
        ledger.release(tx, allocation)
        ledger.reserve(tx, fresh)
        merges.move_hold(tx, hold_id, to_id, fresh)
        moved.append(hold_id)
    return moved


def close(
    tx: Connection, operation_id: int, other_id: int, merge_id: int, actor_id: int, at: datetime
) -> int:
    """Nothing is left in the books of the other card, nothing owed, and none of it counts; the old debt."""
    head = ledger.head(tx, other_id)
    postings = closing(ledger.open_lots(tx, other_id), head.debt)
    if postings:
        ledger.post(tx, operation_id, other_id, postings, actor_id, at)
    merges.shelve(tx, other_id, 1, head.seq + len(postings), merge_id)
    return head.debt


def moved_lots(moved: Mapping[str, Any]) -> list[MovedLot]:
    """The lots a merge moved."""
    return [MovedLot(one[0], one[1], one[2], blocked=bool(one[3])) for one in moved["lots"]]


def lots_now(tx: Connection, kept_id: int, moved: Mapping[str, Any]) -> dict[int, Lot]:
    """The moved lots as they are now, by id, without what moved holds have set aside."""
    lots = {lot.id: lot for lot in ledger.lots_by_id(tx, [one.to_id for one in moved_lots(moved)])}
    for hold_id, allocation in merges.open_holds(tx, kept_id).items():
        if hold_id in moved["holds"]:
            for lot_id, points in allocation.items():
                lots[lot_id] = replace(lots[lot_id], reserved=lots[lot_id].reserved - points)
    return lots


def take_out(tx: Connection, merge: merges.Merge, operation_id: int, actor_id: int, at: datetime) -> None:
    """The books of both cards as if they had never met: what was written in is taken out and put back."""
    kept_id, other_id = merge.kept_id, merge.other_id
    back = {one.to_id: one.from_id for one in moved_lots(merge.moved)}
    aside = {key: one for key, one in merges.open_holds(tx, kept_id).items() if key in merge.moved["holds"]}
    for allocation in aside.values():
        ledger.release(tx, allocation)
    first, other_first = ledger.head(tx, kept_id).seq + 1, ledger.head(tx, other_id).seq + 1
    out = closing(ledger.lots_by_id(tx, back), merge.moved["debt"])
    if out:
        ledger.post(tx, operation_id, kept_id, out, actor_id, at)
    closed = [one for one in ledger.all_entries(tx, other_id) if one.operation_id == merge.operation_id]
    into = _reopening(tx, closed)
    if into:
        ledger.post(tx, operation_id, other_id, into, actor_id, at, len(out))
    for hold_id, allocation in aside.items():
        before = {back[lot_id]: points for lot_id, points in allocation.items()}
        ledger.reserve(tx, before)
        merges.move_hold(tx, hold_id, other_id, before)
    _wake_again(tx, kept_id, back, merge.moved["waking"])
    merges.unshelve(tx, merge.id)
    copied, count = merge.moved["copied"]
    merges.shelve(tx, kept_id, copied, copied + count - 1, merge.id)
    merges.shelve(tx, kept_id, first, first + len(out) - 1, merge.id)
    merges.shelve(tx, other_id, other_first - len(closed), other_first + len(into) - 1, merge.id)


def _reopening(tx: Connection, closed: list[Entry]) -> list[Posting]:
    named = [entry.lot_id for entry in closed if entry.lot_id is not None]
    return reopening(closed, {lot.id: lot for lot in ledger.lots_by_id(tx, named)})


def _wake_again(tx: Connection, kept_id: int, back: Mapping[int, int], waited: Collection[int]) -> None:
    """Whoever was to be told when a lot can be used still is, unless that was told meanwhile."""
    asleep = merges.waking(tx, kept_id) & back.keys()
    merges.tell_waking(tx, asleep, waking=False)
    merges.tell_waking(tx, {back[lot_id] for lot_id in asleep} & set(waited), waking=True)
