"""What of a member's points can be used now, and which lots a payment takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loyalty.ledger import EPOCH, RESTRICTED, Kind, Lot, Posting

# Between the reminder and the end of a lot: nobody loses points he was not told about in time.
REMINDED_BEFORE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Holder:
    """What the lots themselves don't say.

    has_paid: there is a paid purchase, so that restricted points count. debt: points owed. deadline: when
    everything burns for want of visits, None: it doesn't. remind_first: a lot nobody was reminded of lives
    on. visited_at: when the deadline hangs on a visit, the end of its day: a reminder
    up to then told of another deadline.
    """

    has_paid: bool
    debt: int = 0
    deadline: datetime | None = None
    remind_first: bool = True
    visited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wallet:
    """A member's points by state; available is what is left when the debt is paid.

    locked: welcome, referral and promo points before the first paid purchase.
    """

    available: int = 0
    locked: int = 0
    pending: int = 0
    reserved: int = 0
    blocked: int = 0
    debt: int = 0


def term_of(lot: Lot, holder: Holder) -> datetime | None:
    """When the lot's time is over, whoever was told of it; None: not in sight.

    Points that came after the deadline wait for the next one.
    """
    deadline = holder.deadline
    if deadline is None or deadline <= lot.active_from:
        return lot.expires_at
    return deadline if lot.expires_at is None else min(lot.expires_at, deadline)


def reminded_at(lot: Lot, holder: Holder) -> datetime | None:
    """When its holder was told of the present term; None: not yet. No visit moves a lot's own end."""
    told, visited = lot.reminded_at, holder.visited_at
    if told is None or visited is None or term_of(lot, holder) == lot.expires_at:
        return told
    return told if told > visited else None


def ends_at(lot: Lot, holder: Holder) -> datetime | None:
    """When the lot's points stop being usable; None: not in sight."""
    term = term_of(lot, holder)
    if term is None or not holder.remind_first:
        return term
    told = reminded_at(lot, holder)
    return None if told is None else max(term, told + REMINDED_BEFORE)


def is_usable(lot: Lot, holder: Holder, now: datetime) -> bool:
    """Whether points of the lot can pay at this instant."""
    ends = ends_at(lot, holder)
    alive = lot.active_from <= now and (ends is None or now < ends)
    return alive and not lot.blocked and (holder.has_paid or lot.kind not in RESTRICTED)


def wallet(lots: Iterable[Lot], holder: Holder, now: datetime) -> Wallet:
    """The states of a member's points. Points whose time is over count as gone, swept or not."""
    sums = {"available": 0, "locked": 0, "pending": 0, "reserved": 0, "blocked": 0}
    for lot in lots:
        ends = ends_at(lot, holder)
        sums["reserved"] += lot.reserved
        if ends is not None and now >= ends:
            continue
        sums[_state(lot, holder, now)] += lot.free
    if holder.debt:
        sums["available"] = max(0, sums["available"] - holder.debt)
    return Wallet(**sums, debt=holder.debt)


def spendable(lots: Iterable[Lot], holder: Holder, now: datetime, own: int = 0) -> int:
    """What can pay in a sale; own: points set aside for this very sale. A debt comes off all of it."""
    free = wallet(lots, replace(holder, debt=0), now).available
    return max(0, free + own - holder.debt)


def _state(lot: Lot, holder: Holder, now: datetime) -> str:
    if lot.blocked:
        return "blocked"
    if lot.active_from > now:
        return "pending"
    return "available" if holder.has_paid or lot.kind not in RESTRICTED else "locked"


def spending_order(lots: Iterable[Lot]) -> list[Lot]:
    """Earliest expiry first, endless last; among equals restricted ones, then the oldest (rules.md 22)."""
    return sorted(
        lots,
        key=lambda lot: (
            lot.expires_at is None,
            lot.expires_at or EPOCH,
            lot.kind not in RESTRICTED,
            lot.active_from,
            lot.id,
        ),
    )


def allocate(lots: Iterable[Lot], points: int) -> dict[int, int]:
    """How many of `points` each lot gives, by its id, in the order of the lots.

    Raises ValueError when they don't hold that much: whoever decides to take has looked before.
    """
    taken: dict[int, int] = {}
    for lot in lots:
        part = min(lot.free, points)
        if part:
            taken[lot.id] = part
            points -= part
    if points:
        raise ValueError("the lots do not hold that much")
    return taken


def takings(
    kind: Kind, lots: Sequence[Lot], taken: Mapping[int, int], reason: str, purchase_id: int | None = None
) -> list[Posting]:
    """The postings that take these points off these lots."""
    by_id = {lot.id: lot for lot in lots}
    return [
        Posting(kind, -points, by_id[lot_id], reason=reason, purchase_id=purchase_id)
        for lot_id, points in taken.items()
    ]
