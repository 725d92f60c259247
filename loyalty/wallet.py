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
    up to then told of another deadline. frozen_since: an owner has put the points on hold: nothing can be
    spent, and nothing burns that had not by then.
    """

    has_paid: bool
    debt: int = 0
    deadline: datetime | None = None
    remind_first: bool = True
    visited_at: datetime | None = None
    frozen_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wallet:
    """A member's points by state; available is what is left when the debt is paid.

    locked: welcome, referral and promo points before the first paid purchase. blocked: under review, and
    what could be spent if the member weren't frozen.
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
        return lot.own_end
    return deadline if lot.own_end is None else min(lot.own_end, deadline)


def reminded_at(lot: Lot, holder: Holder) -> datetime | None:
    """When its holder was told of the present term; None: not yet. No visit moves a lot's own end."""
    told, visited = lot.reminded_at, holder.visited_at
    if told is None or visited is None or term_of(lot, holder) == lot.own_end:
        return told
    return told if told > visited else None


def ends_at(lot: Lot, holder: Holder) -> datetime | None:
    """When the lot's points stop being usable; None: not in sight, for one as its holder is frozen."""
    term = term_of(lot, holder)
    if term is None or not holder.remind_first:
        ends = term
    else:
        told = reminded_at(lot, holder)
        ends = None if told is None else max(term, told + REMINDED_BEFORE)
    frozen = holder.frozen_since
    return ends if ends is None or frozen is None or ends <= frozen else None


def is_past(lot: Lot, holder: Holder, now: datetime) -> bool:
    """Whether the lot's own term is over, whoever was told of it; a frozen holder's clock stands still."""
    clock = now if holder.frozen_since is None else min(now, holder.frozen_since)
    return lot.own_end is not None and lot.own_end <= clock


def is_usable(lot: Lot, holder: Holder, now: datetime) -> bool:
    """Whether points of the lot can pay at this instant."""
    return holder.frozen_since is None and can_be_taken(lot, holder, now)


def can_be_taken(lot: Lot, holder: Holder, now: datetime) -> bool:
    """Whether points of the lot count at this instant: a refund takes them back also from a frozen member."""
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
    if holder.frozen_since is not None:
        return 0
    free = wallet(lots, replace(holder, debt=0), now).available
    return max(0, free + own - holder.debt)


def _state(lot: Lot, holder: Holder, now: datetime) -> str:
    if lot.blocked:
        return "blocked"
    if lot.active_from > now:
        return "pending"
    if not holder.has_paid and lot.kind in RESTRICTED:
        return "locked"
    return "available" if holder.frozen_since is None else "blocked"


def spending_order(lots: Iterable[Lot]) -> list[Lot]:
    """Earliest expiry first, endless last; among equals restricted ones, then the oldest (rules.md 22)."""
    return sorted(
        lots,
        key=lambda lot: (
            lot.own_end is None,
            lot.own_end or EPOCH,
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
