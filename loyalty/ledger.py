"""The ledger's arithmetic: entries in a hash chain per member, lots of points, the balance they add up to.

An entry is never changed; a correction is a reversing entry that points at the original.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

GENESIS = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Kind(StrEnum):
    """Kinds of entry (rules.md, "The states and kinds"); those that exist so far."""

    EARNED = "earned"
    EARN_REVERSED = "earn-reversed"


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch of points with one origin and one term; `remaining` of `amount` is still there to be used."""

    id: int
    member_id: int
    purchase_id: int | None
    amount: int
    remaining: int
    active_from: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a member's chain: how many entries, the last hash, the balance they add up to."""

    member_id: int
    seq: int = 0
    hash: bytes = GENESIS
    available: int = 0


@dataclass(frozen=True, slots=True)
class Posting:
    """What an operation wants to write about one member; `points` is signed and never zero."""

    kind: Kind
    points: int
    lot: Lot
    reverses_seq: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger as it is stored; `hash` covers everything else and the previous entry."""

    operation_id: int
    n: int
    member_id: int
    seq: int
    kind: str
    points: int
    lot_id: int
    lot_amount: int
    lot_active_from: datetime
    lot_expires_at: datetime | None
    purchase_id: int | None
    reverses_seq: int | None
    reason: str
    actor_id: int | None
    at: datetime
    hash: bytes = b""


def sealed(previous: bytes, entry: Entry) -> bytes:
    """The SHA-256 of the entry's content chained to the member's previous hash."""
    content = [
        entry.operation_id,
        entry.n,
        entry.member_id,
        entry.seq,
        str(entry.kind),
        entry.points,
        entry.lot_id,
        entry.lot_amount,
        _micros(entry.lot_active_from),
        _micros(entry.lot_expires_at),
        entry.purchase_id,
        entry.reverses_seq,
        entry.reason,
        entry.actor_id,
        _micros(entry.at),
    ]
    return hashlib.sha256(previous + json.dumps(content, separators=(",", ":")).encode()).digest()


def post(
    head: Head, posting: Posting, *, operation_id: int, n: int, actor_id: int | None, at: datetime
) -> tuple[Head, Entry, Lot]:
    """The head after the posting, the entry to append and the lot as it is then.

    Raises ValueError when the balance or the lot would go below zero or above the lot's amount: the rules
    that decide a posting never ask for that, so it is a bug, and the operation must not happen.
    """
    opens = posting.kind is Kind.EARNED
    lot = posting.lot if opens else _moved(posting.lot, posting.points)
    available = head.available + posting.points
    whole = not opens or posting.points == lot.amount == lot.remaining
    if available < 0 or posting.points == 0 or lot.member_id != head.member_id or not whole:
        raise ValueError(f"impossible posting {posting.kind} of {posting.points}")
    entry = Entry(
        operation_id=operation_id,
        n=n,
        member_id=head.member_id,
        seq=head.seq + 1,
        kind=posting.kind,
        points=posting.points,
        lot_id=lot.id,
        lot_amount=lot.amount,
        lot_active_from=lot.active_from,
        lot_expires_at=lot.expires_at,
        purchase_id=lot.purchase_id,
        reverses_seq=posting.reverses_seq,
        reason=posting.reason,
        actor_id=actor_id,
        at=at,
    )
    entry = replace(entry, hash=sealed(head.hash, entry))
    return Head(head.member_id, entry.seq, entry.hash, available), entry, lot


def _moved(lot: Lot, points: int) -> Lot:
    remaining = lot.remaining + points
    if not 0 <= remaining <= lot.amount:
        raise ValueError(f"lot would hold {remaining} of {lot.amount}")
    return replace(lot, remaining=remaining)


def _micros(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - EPOCH) // MICROSECOND


def reversals(entries: Sequence[Entry], lots: Iterable[Lot], reason: str) -> list[Posting]:
    """The postings that take back everything these entries of one operation added, in the same order."""
    by_id = {lot.id: lot for lot in lots}
    return [
        Posting(Kind.EARN_REVERSED, -entry.points, by_id[entry.lot_id], reverses_seq=entry.seq, reason=reason)
        for entry in entries
    ]


def faults(
    head: Head, entries: Iterable[Entry], lots: Iterable[Lot], earned: Mapping[int, int] | None = None
) -> list[str]:
    """Everything about one member's books that does not add up; empty when all is well.

    Checks the chain (order, hashes, the head), that the sum of entries, the kept balance and the sum of lots
    are one figure, and that each lot is what its entries say. earned: the points of each of his purchases, by
    id; each must be what the entries say it brought.
    """
    found: list[str] = []
    walked = Head(head.member_id)
    by_lot: dict[int, int] = {}
    brought = dict.fromkeys(earned or (), 0)
    stored = {lot.id: lot for lot in lots}
    for entry in entries:
        if entry.seq != walked.seq + 1 or sealed(walked.hash, entry) != entry.hash:
            found.append(f"entry {entry.seq}: the chain is broken")
        lot = stored.get(entry.lot_id)
        if lot is None or (lot.amount, lot.active_from, lot.expires_at) != (
            entry.lot_amount,
            entry.lot_active_from,
            entry.lot_expires_at,
        ):
            found.append(f"entry {entry.seq}: its lot was changed")
        by_lot[entry.lot_id] = by_lot.get(entry.lot_id, 0) + entry.points
        if entry.kind == Kind.EARNED and entry.purchase_id is not None:
            brought[entry.purchase_id] = brought.get(entry.purchase_id, 0) + entry.points
        walked = Head(head.member_id, entry.seq, entry.hash, walked.available + entry.points)
    if (walked.seq, walked.hash) != (head.seq, head.hash):
        found.append("the head is not the last entry")
    if walked.available != head.available:
        found.append(f"balance {head.available} kept, entries add up to {walked.available}")
    remaining = {lot.id: lot.remaining for lot in stored.values()}
    if remaining != by_lot:
        found.append("the lots are not what their entries say")
    if earned is not None and brought != earned:
        found.append("the purchases are not what their entries say")
    return found


def digest(heads: Iterable[Head]) -> str:
    """One figure over all chains, in member order: kept outside, it proves later that nothing was changed."""
    whole = hashlib.sha256()
    for head in heads:
        whole.update(f"{head.member_id}:{head.seq}:{head.available}:".encode() + head.hash)
    return whole.hexdigest()
