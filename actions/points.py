"""Giving and taking points inside a transaction: what every action that moves a balance shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loyalty.expiry import active_from, expires_at, inactivity_deadline, visited_at
from loyalty.freezing import frozen_since
from loyalty.ledger import Head, Kind, Lot, Posting
from loyalty.programme import Expiry, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Holder, Wallet, allocate, is_usable, spending_order, takings, wallet
from storage import freezes, ledger, sales
from storage.database import Connection
from storage.expiry import last_activity


@dataclass(frozen=True, slots=True)
class Purse:
    """A member's points at one instant: the books' head, the lots that hold some, and their states."""

    head: Head
    lots: list[Lot]
    holder: Holder
    wallet: Wallet
    now: datetime

    def usable(self) -> list[Lot]:
        """The lots that can pay now, in the order in which they do."""
        return spending_order(lot for lot in self.lots if is_usable(lot, self.holder, self.now))

    def refused(self, programme: Programme) -> Refused | None:
        """Why the member can't spend at all now, or None. Refuses POINTS_FROZEN."""
        if self.holder.frozen_since is None:
            return None
        return Refused(Refusal.POINTS_FROZEN, {"brand": programme.brand})


@dataclass(frozen=True, slots=True)
class Term:
    """A lot's own end instead of the programme's; None: never."""

    expires_at: datetime | None


def purse(tx: Connection, member_id: int, programme: Programme, now: datetime) -> Purse:
    """What the member owns now."""
    head, lots = ledger.head(tx, member_id), ledger.open_lots(tx, member_id)
    holder = holder_of(tx, member_id, programme, head.debt)
    return Purse(head, lots, holder, wallet(lots, holder, now), now)


def holder_of(
    tx: Connection, member_id: int, programme: Programme, debt: int, without_visit: int = 0
) -> Holder:
    """What the member's lots themselves don't say. without_visit: a purchase that counts as no visit."""
    deadline = visited = None
    frozen = freezes.of_member(tx, member_id)
    if programme.terms.expiry is Expiry.INACTIVITY:
        last = last_activity(tx, member_id, without_visit)
        deadline, visited = inactivity_deadline(last, programme, frozen), visited_at(last, programme)
    remind_first = programme.terms.remind_first
    has_paid = sales.has_paid(tx, member_id)
    return Holder(has_paid, debt, deadline, remind_first, visited, frozen_since(frozen))


def is_frozen(tx: Connection, member_id: int) -> bool:
    """Whether an owner has put the member's points on hold."""
    return frozen_since(freezes.of_member(tx, member_id)) is not None


def available(tx: Connection, member_id: int, programme: Programme, now: datetime) -> int:
    """What the member could spend now."""
    return purse(tx, member_id, programme, now).wallet.available


def give(
    tx: Connection,
    operation_id: int,
    member_id: int,
    kind: Kind,
    points: int,
    programme: Programme,
    now: datetime,
    *,
    actor_id: int | None = None,
    purchase_id: int | None = None,
    bought_at: datetime | None = None,
    term: Term | None = None,
    reason: str = "",
    n: int = 0,
) -> Head:
    """Open a lot of these points, by the programme's terms counted from bought_at; a debt is paid first.

    bought_at None: usable at once. term: another end than the programme's.
    """
    begins = now if bought_at is None else max(active_from(bought_at, programme), now)
    ends = expires_at(begins, programme) if term is None else term.expires_at
    lot = ledger.new_lot(tx, member_id, kind, points, begins, ends, purchase_id, waking=begins > now)
    opening = Posting(kind, points, lot, opens=True, reason=reason)
    postings = [opening, *paying_debt(ledger.head(tx, member_id).debt, lot)]
    return ledger.post(tx, operation_id, member_id, postings, actor_id, now, n)


def paying_debt(debt: int, lot: Lot) -> list[Posting]:
    """The two entries by which points of a lot pay what its holder owes; none without a debt."""
    paid = min(debt, lot.free)
    if not paid:
        return []
    return [
        Posting(Kind.DEBT_PAID, -paid, lot, reason="debt"),
        Posting(Kind.DEBT_PAID, paid, None, reason="debt", purchase_id=lot.purchase_id),
    ]


def take(
    tx: Connection,
    operation_id: int,
    member_id: int,
    kind: Kind,
    points: int,
    lots: Sequence[Lot],
    now: datetime,
    *,
    actor_id: int | None = None,
    purchase_id: int | None = None,
    reason: str = "",
    n: int = 0,
) -> Head:
    """Take these points off the lots, in their order. ValueError when they don't hold that much."""
    taken = allocate(lots, points)
    postings = takings(kind, lots, taken, reason, purchase_id)
    return ledger.post(tx, operation_id, member_id, postings, actor_id, now, n)
