""" "That wasn't me": which change of a balance may be contested, and what it takes to reverse one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.expiry import is_over
from loyalty.ledger import UNSTORED, Entry, Kind, Lot, Posting
from loyalty.programme import DebtPolicy
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Holder, can_be_taken, is_past, spending_order

CONTEST_WINDOW = timedelta(days=30)
MOST_OPEN = 3
# The reason of the entries a decision writes: what an owner decided is not contested again.
REASON = "case"
# What the programme does of itself, or to the member's advantage alone.
BY_ITSELF = frozenset({Kind.EXPIRED, Kind.DEBT_PAID, Kind.FORGIVEN})
_PAID = frozenset({Kind.SPENT, Kind.TRANSFERRED_OUT})
# The kind of what reverses an entry; a gift of the shop is reversed by its own kind, the rest by hand.
_REVERSED_BY = {
    Kind.EARNED: Kind.EARN_REVERSED,
    Kind.SPENT: Kind.SPEND_REVERSED,
    Kind.TRANSFERRED_OUT: Kind.SPEND_REVERSED,
    Kind.REFUNDED: Kind.MANUAL,
    Kind.SPEND_REVERSED: Kind.MANUAL,
    Kind.EARN_REVERSED: Kind.MANUAL,
}


class CaseState(StrEnum):
    """A case is open until an owner accepts it or leaves everything as it is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Books:
    """What a reversal asks about a member's points at this moment.

    entries: what the contested operation wrote about him. undone: what of each entry, by its number, was
    reversed already. burnt: points of each lot that have expired. lots: every lot that holds points, and
    those the entries name. grace_until: the end of points that come back when their own lot is over.
    """

    entries: tuple[Entry, ...]
    undone: Mapping[int, int]
    burnt: Mapping[int, int]
    lots: tuple[Lot, ...]
    holder: Holder
    policy: DebtPolicy
    now: datetime
    grace_until: datetime


@dataclass(frozen=True, slots=True)
class Reversal:
    """What takes an operation back for one member. opened: lots to be made, numbered from UNSTORED.

    returned_points: of a payment, given back; reversed_points: of an earning, taken back (the purchase's own
    figures). points: the change of the balance, signed.
    """

    postings: tuple[Posting, ...] = ()
    opened: tuple[Lot, ...] = ()
    purchase_id: int | None = None
    returned_points: int = 0
    reversed_points: int = 0

    @property
    def points(self) -> int:
        """What it changes altogether."""
        return sum(posting.points for posting in self.postings)


def decide_contest(
    entries: Sequence[Entry], now: datetime, *, contested: bool, open_cases: int
) -> Refused | None:
    """Why a member can't contest the operation these entries of his belong to, or None when he can."""
    if not entries:
        return Refused(Refusal.CONTEST_UNKNOWN)
    if contested:
        return Refused(Refusal.CONTESTED_ALREADY)
    if any(entry.reason == REASON for entry in entries):
        return Refused(Refusal.CONTEST_DECIDED)
    if all(entry.kind in BY_ITSELF for entry in entries):
        return Refused(Refusal.CONTEST_BY_ITSELF)
    if now - entries[0].at > CONTEST_WINDOW:
        return Refused(Refusal.CONTEST_TOO_LATE, {"days": CONTEST_WINDOW.days})
    if open_cases >= MOST_OPEN:
        return Refused(Refusal.TOO_MANY_CASES)
    return None


def opened_lots(entries: Iterable[Entry], lots: Iterable[Lot]) -> list[Lot]:
    """Of these lots, those the entries opened: a contested earning's, set aside until it is decided."""
    opened = {entry.lot_id: entry for entry in entries if entry.points == entry.lot_amount}
    return [lot for lot in lots if lot.id in opened and opened[lot.id].kind == lot.kind]


def freed(lots: Iterable[Lot], holder: Holder, now: datetime) -> list[Lot]:
    """Lots that left review with points that can pay a debt."""
    return [lot for lot in lots if lot.free and not is_over(lot, holder, now)]


def reversal(books: Books, most: int | None = None) -> Reversal:
    """What takes the operation back, as far as it stands: first what he gets, then what goes.

    What burnt meanwhile, or was reversed before, is not taken or given again. most: he gets no more.
    """
    walk = _Walk(books, {lot.id: lot for lot in books.lots}, books.holder.debt)
    for entry in reversed(books.entries):
        if entry.points < 0 and entry.kind not in BY_ITSELF:
            limit = -entry.points if most is None else most - walk.given
            walk.give_back(entry, limit)
    for entry in books.entries:
        if entry.points > 0 and entry.kind not in BY_ITSELF:
            walk.take_back(entry)
    purchase_id = _purchase_of(books.entries)
    moved = {Kind.SPENT: 0, Kind.EARNED: 0}
    for kind, points in walk.moved:
        if kind in moved and purchase_id is not None:
            moved[Kind(kind)] += points
    postings, opened = tuple(walk.postings), tuple(walk.opened)
    return Reversal(postings, opened, purchase_id, moved[Kind.SPENT], moved[Kind.EARNED])


def _purchase_of(entries: Iterable[Entry]) -> int | None:
    return next((entry.purchase_id for entry in entries if entry.purchase_id is not None), None)


@dataclass(slots=True)
class _Walk:
    """The books on the way from posting to posting."""

    books: Books
    lots: dict[int, Lot]
    debt: int
    given: int = 0
    moved: list[tuple[str, int]] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    opened: list[Lot] = field(default_factory=list)

    def give_back(self, entry: Entry, limit: int) -> None:
        """What the entry took returns to its lot, or for a while in a new one; a debt is paid first."""
        points = min(-entry.points - self.books.undone.get(entry.seq, 0), limit)
        if points <= 0:
            return
        lot = self.lots.get(entry.lot_id or 0)
        if lot is None or self._has_ended(lot):
            lot_id = self._restore(entry, points)
        else:
            lot_id = lot.id
            self._move(_reversing(entry.kind), points, lot_id, entry)
        self.given += points
        self.moved.append((entry.kind, points))
        if paid := min(points, self.debt):
            self._move(Kind.DEBT_PAID, -paid, lot_id)
            self._move(Kind.DEBT_PAID, paid, None)

    def take_back(self, entry: Entry) -> None:
        """What the entry brought goes: from its own lot first, then as the rule about debts says."""
        own = self.lots.get(entry.lot_id or 0)
        burnt = self.books.burnt.get(own.id, 0) if own is not None and entry.points == own.amount else 0
        due = rest = max(0, entry.points - self.books.undone.get(entry.seq, 0) - burnt)
        kind = _reversing(entry.kind)
        for lot in self._takeable(own):
            if part := min(rest, lot.free):
                rest -= part
                self._move(kind, -part, lot.id, entry)
        if rest and self.books.policy is DebtPolicy.NEGATIVE_ALLOWED:
            self._move(kind, -rest, None, entry)
            rest = 0
        self.moved.append((entry.kind, due - rest))

    def _takeable(self, own: Lot | None) -> list[Lot]:
        mine = [] if own is None else [own]
        if self.books.policy is DebtPolicy.ONLY_PENDING:
            return mine
        books = self.books
        others = (lot for lot in self.lots.values() if lot not in mine)
        return [*mine, *spending_order(lot for lot in others if can_be_taken(lot, books.holder, books.now))]

    def _has_ended(self, lot: Lot) -> bool:
        holder, now = self.books.holder, self.books.now
        return is_past(lot, holder, now) or lot.id in self.books.burnt or is_over(lot, holder, now)

    def _restore(self, entry: Entry, points: int) -> int:
        kind = Kind.REFUNDED if entry.kind in _PAID else Kind.MANUAL
        now, ends = self.books.now, self.books.grace_until
        lot = Lot(UNSTORED + len(self.opened), entry.member_id, None, points, points, now, ends, kind.value)
        self.opened.append(lot)
        self.lots[lot.id] = lot
        self._write(Posting(kind, points, lot, opens=True, reverses_seq=entry.seq))
        return lot.id

    def _move(self, kind: Kind, points: int, lot_id: int | None, entry: Entry | None = None) -> None:
        lot = None if lot_id is None else self.lots[lot_id]
        self._write(Posting(kind, points, lot, reverses_seq=None if entry is None else entry.seq))
        if lot is None:
            self.debt -= points
        else:
            self.lots[lot.id] = replace(lot, remaining=lot.remaining + points)

    def _write(self, posting: Posting) -> None:
        self.postings.append(replace(posting, reason=REASON, purchase_id=_purchase_of(self.books.entries)))


def _reversing(kind: str) -> Kind:
    return _REVERSED_BY.get(Kind(kind), Kind(kind))
