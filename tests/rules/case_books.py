"""A member's books for the rules of contested changes, moved by postings alone."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from loyalty.cases import (
    Books,
    Reversal,
    reversal,
)
from loyalty.ledger import Entry, Flow, Head, Kind, Lot, Posting, faults, post
from loyalty.programme import DebtPolicy
from loyalty.wallet import Holder, wallet

AT = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GRACE = AT + 14 * DAY
MEMBER, OWNER, PURCHASE = 7, 2, 40


@dataclass
class Ledger:
    """A member's books, moved by postings alone; every call of `write` is an operation of its own."""

    policy: DebtPolicy = DebtPolicy.NEGATIVE_ALLOWED
    now: datetime = AT
    head: Head = field(default_factory=lambda: Head(MEMBER))
    entries: list[Entry] = field(default_factory=list)
    lots: dict[int, Lot] = field(default_factory=dict)
    operations: int = 0

    @property
    def holder(self) -> Holder:
        return Holder(has_paid=True, debt=self.head.debt, remind_first=False)

    @property
    def available(self) -> int:
        return wallet(self.lots.values(), self.holder, self.now).available

    def write(self, *postings: Posting, reason: str = "") -> int:
        """Write an operation; the number of its first entry."""
        first, self.operations = self.head.seq + 1, self.operations + 1
        for n, posting in enumerate(postings):
            if posting.lot is not None and not posting.opens:
                posting = replace(posting, lot=self.lots[posting.lot.id])
            posting = replace(posting, reason=posting.reason or reason)
            self.head, entry, lot = post(
                self.head, posting, operation_id=self.operations, n=n, actor_id=OWNER, at=self.now
            )
            self.entries.append(entry)
            if lot is not None:
                self.lots[lot.id] = lot
        return first

    def lot(self, points: int, kind: Kind = Kind.EARNED, purchase_id: int | None = None, **terms: Any) -> Lot:
        lot_id = 1 + len(self.lots)
        return replace(Lot(lot_id, MEMBER, purchase_id, points, points, AT, None, kind.value), **terms)

    def give(
        self, points: int, kind: Kind = Kind.EARNED, purchase_id: int | None = None, **terms: Any
    ) -> int:
        """A new lot, a debt is paid first; the number of the opening entry."""
        lot = self.lot(points, kind, purchase_id, **terms)
        postings = [Posting(kind, points, lot, opens=True)]
        if paid := min(self.head.debt, points):
            postings += [Posting(Kind.DEBT_PAID, -paid, lot), Posting(Kind.DEBT_PAID, paid, None)]
        return self.write(*postings)

    def take(
        self, kind: Kind, points: int, lot_id: int | None, reverses: int | None = None, **what: Any
    ) -> int:
        """One entry that takes points off a lot, or makes a debt."""
        lot = None if lot_id is None else self.lots[lot_id]
        return self.write(Posting(kind, -points, lot, reverses_seq=reverses, **what))

    def books(self, seq: int) -> Books:
        operation_id = self.entries[seq - 1].operation_id
        burnt: dict[int, int] = {}
        undone: dict[int, int] = {}
        for one in self.entries:
            if one.kind == Kind.EXPIRED and one.lot_id is not None:
                burnt[one.lot_id] = burnt.get(one.lot_id, 0) - one.points
            if one.reverses_seq is not None:
                undone[one.reverses_seq] = undone.get(one.reverses_seq, 0) + abs(one.points)
        entries = tuple(one for one in self.entries if one.operation_id == operation_id)
        lots = tuple(self.lots.values())
        return Books(entries, undone, burnt, lots, self.holder, self.policy, self.now, GRACE)

    def reverse(self, seq: int, most: int | None = None) -> Reversal:
        """Reverse the operation of this entry as the action does."""
        plan = reversal(self.books(seq), most)
        ids = {lot.id: 1 + len(self.lots) + n for n, lot in enumerate(plan.opened)}
        for posting in plan.postings:
            lot = posting.lot
            if lot is not None and lot.id in ids:
                lot = replace(lot, id=ids[lot.id])
            self.write(replace(posting, lot=lot))
        assert faults(self.head, self.entries, self.lots.values()) == []
        return plan

    def flow(self) -> Flow:
        """What the entries say the purchase moved."""
        kinds = {Kind.EARNED: 0, Kind.EARN_REVERSED: 0, Kind.SPENT: 0, Kind.REFUNDED: 0}
        kinds[Kind.SPEND_REVERSED] = 0
        for one in self.entries:
            if one.purchase_id == PURCHASE and Kind(one.kind) in kinds:
                kinds[Kind(one.kind)] += abs(one.points)
        returned = kinds[Kind.REFUNDED] + kinds[Kind.SPEND_REVERSED]
        return Flow(kinds[Kind.EARNED], kinds[Kind.EARN_REVERSED], kinds[Kind.SPENT], returned)
