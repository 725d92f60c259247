"""The ledger's arithmetic: entries in a hash chain per member, lots of points, the balance they add up to.

An entry is never changed; a correction is a reversing entry that points at the original. An entry without a
lot moves the debt: what a refund took that was not there any more.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

GENESIS = bytes(32)
# Lots that are planned and not stored yet are numbered from here: they count as the youngest.
UNSTORED = 1 << 62
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Kind(StrEnum):
    """Kinds of entry (rules.md, "The states and kinds")."""

    EARNED = "earned"
    WELCOME = "welcome"
    PROFILE = "profile"
    BIRTHDAY = "birthday"
    REFERRAL = "referral"
    REVIEW = "review"
    PROMO = "promo"
    GIFT = "gift"
    MANUAL = "manual"
    IMPORTED = "imported"
    TRANSFERRED_IN = "transferred-in"
    TRANSFERRED_OUT = "transferred-out"
    SPENT = "spent"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    EARN_REVERSED = "earn-reversed"
    SPEND_REVERSED = "spend-reversed"
    DEBT_PAID = "debt-paid"
    FORGIVEN = "forgiven"
    ERASED = "erased"


# They become spendable with the first paid purchase and can't be given to a friend.
RESTRICTED = frozenset({Kind.WELCOME, Kind.REFERRAL, Kind.PROMO})
_PAYMENTS = frozenset({Kind.SPENT, Kind.REFUNDED, Kind.SPEND_REVERSED, Kind.TRANSFERRED_OUT})


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch of points with one origin and one term; `remaining` of `amount` is still there.

    reserved: of the remaining, set aside by open holds. blocked: under review, its clock runs on.
    reminded_at: when its holder was told that it will burn (or could not be told). kind: how it came.
    moved_to: a later end than the one it was opened with, because its clock stood still (rules.md 41).
    """

    id: int
    member_id: int
    purchase_id: int | None
    amount: int
    remaining: int
    active_from: datetime
    expires_at: datetime | None
    kind: str = Kind.EARNED
    reserved: int = 0
    blocked: bool = False
    reminded_at: datetime | None = None
    moved_to: datetime | None = None

    @property
    def own_end(self) -> datetime | None:
        """When its own term is over; expires_at is what the entry that opened it says, for good."""
        return self.moved_to or self.expires_at

    @property
    def free(self) -> int:
        """What no hold has set aside."""
        return self.remaining - self.reserved


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a member's chain: how many entries, the last hash, what they add up to.

    points: everything the member owns less his debt, so it may be below zero; debt: what he owes.
    """

    member_id: int
    seq: int = 0
    hash: bytes = GENESIS
    points: int = 0
    debt: int = 0


@dataclass(frozen=True, slots=True)
class Posting:
    """What an operation wants to write about one member; `points` is signed and never zero.

    lot None: the debt (negative owes more, positive pays it back). opens: the entry brings the whole new lot.
    """

    kind: Kind
    points: int
    lot: Lot | None
    opens: bool = False
    reverses_seq: int | None = None
    reason: str = ""
    purchase_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger as it is stored; `hash` covers everything else and the previous entry."""

    operation_id: int
    n: int
    member_id: int
    seq: int
    kind: str
    points: int
    lot_id: int | None
    lot_amount: int | None
    lot_active_from: datetime | None
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
) -> tuple[Head, Entry, Lot | None]:
    """The head after the posting, the entry to append and the lot as it is then (None: the debt moved).

    Raises ValueError when a lot would go below what is reserved or above its amount, or the debt below zero:
    the rules that decide a posting never ask for that, so it is a bug, and the operation must not happen.
    """
    lot = _moved(head, posting)
    debt = head.debt if lot else head.debt - posting.points
    if posting.points == 0 or debt < 0:
        raise ValueError(f"impossible posting {posting.kind} of {posting.points}")
    entry = Entry(
        operation_id=operation_id,
        n=n,
        member_id=head.member_id,
        seq=head.seq + 1,
        kind=posting.kind,
        points=posting.points,
        lot_id=lot.id if lot else None,
        lot_amount=lot.amount if lot else None,
        lot_active_from=lot.active_from if lot else None,
        lot_expires_at=lot.expires_at if lot else None,
        purchase_id=posting.purchase_id or _purchase_of(posting),
        reverses_seq=posting.reverses_seq,
        reason=posting.reason,
        actor_id=actor_id,
        at=at,
    )
    entry = replace(entry, hash=sealed(head.hash, entry))
    return Head(head.member_id, entry.seq, entry.hash, head.points + posting.points, debt), entry, lot


def _purchase_of(posting: Posting) -> int | None:
    """The receipt that brought the lot; what was paid or given away belongs to what it paid."""
    return posting.lot.purchase_id if posting.lot and posting.kind not in _PAYMENTS else None


def _moved(head: Head, posting: Posting) -> Lot | None:
    lot = posting.lot
    if lot is None:
        return None
    remaining = lot.remaining if posting.opens else lot.remaining + posting.points
    if posting.opens and not posting.points == lot.amount == lot.remaining:
        raise ValueError(f"a lot of {lot.amount} opened with {posting.points}")
    if lot.member_id != head.member_id or not lot.reserved <= remaining <= lot.amount:
        raise ValueError(f"lot of {lot.member_id} would hold {remaining} of {lot.amount}")
    return replace(lot, remaining=remaining)


def _micros(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - EPOCH) // MICROSECOND


@dataclass(frozen=True, slots=True)
class Flow:
    """What a purchase moved by its own record, in points: given and taken back, paid and given back."""

    earned: int = 0
    reversed: int = 0
    spent: int = 0
    returned: int = 0


def faults(
    head: Head,
    entries: Iterable[Entry],
    lots: Iterable[Lot],
    flows: dict[int, Flow] | None = None,
    reserved: dict[int, int] | None = None,
    shelved: Collection[tuple[int, int]] = (),
) -> list[str]:
    """Everything about one member's books that does not add up; empty when all is well.

    Checks the chain (order, hashes, the head), that entries, kept balance, lots and debt are one figure, and
    that each lot is what its entries say. flows: his purchases by id, each must be what its entries brought.
    reserved: points of his open holds by lot, which must be what the lots have set aside.
    shelved: first and last of entries whose purchases count in the books of another card (rules.md 76).
    """
    found: list[str] = []
    walked = Head(head.member_id)
    by_lot: dict[int | None, int] = {None: 0}
    moved: dict[int, Flow] = {}
    stored = {lot.id: lot for lot in lots}
    for entry in entries:
        if entry.seq != walked.seq + 1 or sealed(walked.hash, entry) != entry.hash:
            found.append(f"entry {entry.seq}: the chain is broken")
        if entry.lot_id not in by_lot and not _opened_by(entry, stored.get(entry.lot_id or 0)):
            found.append(f"entry {entry.seq}: its lot was changed")
        by_lot[entry.lot_id] = by_lot.get(entry.lot_id, 0) + entry.points
        if not any(first <= entry.seq <= last for first, last in shelved):
            _count(moved, entry)
        walked = Head(head.member_id, entry.seq, entry.hash, walked.points + entry.points)
    if (walked.seq, walked.hash) != (head.seq, head.hash):
        found.append("the head is not the last entry")
    if (walked.points, -by_lot.pop(None)) != (head.points, head.debt):
        found.append(f"balance {head.points} kept, entries add up to {walked.points}")
    if {lot.id: lot.remaining for lot in stored.values()} != by_lot:
        found.append("the lots are not what their entries say")
    if flows is not None and {key: flow for key, flow in flows.items() if flow != Flow()} != moved:
        found.append("the purchases are not what their entries say")
    if reserved is not None and {lot.id: lot.reserved for lot in stored.values() if lot.reserved} != reserved:
        found.append("the lots are not reserved as the holds say")
    return found


def _opened_by(entry: Entry, lot: Lot | None) -> bool:
    """Whether a lot is still what the entry that opened it says."""
    said = (entry.lot_amount, entry.lot_active_from, entry.lot_expires_at, entry.kind)
    return lot is not None and said == (lot.amount, lot.active_from, lot.expires_at, lot.kind)


def _count(moved: dict[int, Flow], entry: Entry) -> None:
    """Add an entry to what its purchase moved; a referral's reward is not the buyer's own."""
    field = _FLOWS.get(Kind(entry.kind))
    if field is None or entry.purchase_id is None:
        return
    flow = moved.get(entry.purchase_id, Flow())
    moved[entry.purchase_id] = replace(flow, **{field: getattr(flow, field) + abs(entry.points)})


_FLOWS = {
    Kind.EARNED: "earned",
    Kind.EARN_REVERSED: "reversed",
    Kind.SPENT: "spent",
    Kind.REFUNDED: "returned",
    Kind.SPEND_REVERSED: "returned",
}


def digest(heads: Iterable[Head]) -> str:
    """One figure over all chains, in member order: kept outside, it proves later that nothing was changed."""
    whole = hashlib.sha256()
    for head in heads:
        whole.update(f"{head.member_id}:{head.seq}:{head.points}:".encode() + head.hash)
    return whole.hexdigest()
