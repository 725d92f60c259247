"""Two cards of one person become one, and how that is undone (rules.md 76).

The card the owner opened stays. The other one's books are written into the kept card's, entry by entry, so
that every lot keeps its kind and its dates and every purchase can still be refunded; then they are closed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loyalty.ledger import EPOCH, Entry, Kind, Lot, Posting
from loyalty.programme import BASIC, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.tiers import Held, rank

# How a card stands that went into another one; its number leads there.
MERGED = "merged"
UNDO_WINDOW = timedelta(days=14)
REASON = "merge"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cards. works: its person is staff. frozen: an owner has put the points on hold.

    at_till: a sale with this card is open, or points are set aside for one.
    """

    member_id: int
    joined_at: datetime | None
    works: bool = False
    frozen: bool = False
    at_till: bool = False


@dataclass(frozen=True, slots=True)
class CardSide:
    """One of the two cards as the owner is shown it. points: everything it owns less what it owes."""

    member_id: int
    name: str
    number: str
    tier_name: str
    points: int
    joined_on: date | None


@dataclass(frozen=True, slots=True)
class MergeView:
    """What merging means, or has meant. stops_ads: who allowed advertising on one card only gets none.

    seqs: where both books ended when this was shown. merge_id: of the merge done, 0 before it.
    """

    kept: CardSide
    other: CardSide
    tier_name: str
    stops_ads: bool
    today: date
    seqs: tuple[int, int] = (0, 0)
    merge_id: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class MovedLot:
    """A lot of the merged card and its copy on the kept one, with what was in it then."""

    from_id: int
    to_id: int
    remaining: int
    blocked: bool


def decide_merge(kept: Side, other: Side) -> Refused | None:
    """Why these two cannot become one now.

    Refuses MERGE_SAME, MEMBER_UNKNOWN, MERGE_STAFF (whoever works here keeps a card apart, for a second
    account would get his rights), MERGE_FROZEN, MERGE_AT_TILL.
    """
    if kept.member_id == other.member_id:
        return Refused(Refusal.MERGE_SAME)
    both = (kept, other)
    if any(side.joined_at is None for side in both):
        return Refused(Refusal.MEMBER_UNKNOWN)
    if any(side.works for side in both):
        return Refused(Refusal.MERGE_STAFF)
    if any(side.frozen for side in both):
        return Refused(Refusal.MERGE_FROZEN)
    if any(side.at_till for side in both):
        return Refused(Refusal.MERGE_AT_TILL)
    return None


def is_older(side: Side, than: Side) -> bool:
    """Whether this card came first; of two that came at once, the one with the lower id."""
    return (side.joined_at or EPOCH, side.member_id) < (than.joined_at or EPOCH, than.member_id)


def merged_tier(kept: Held, other: Held, programme: Programme) -> Held:
    """The higher of both tiers with its own term, until its review; of equals the one that lasts longer."""

    def worth(held: Held) -> tuple[int, date]:
        return rank(programme, held.tier), held.manual_until or held.review_on or date.min

    return other if worth(other) > worth(kept) else kept


def closed_tier() -> Held:
    """What a card holds that went into another one."""
    return Held(BASIC)


def counting(entries: Iterable[Entry], shelved: Collection[tuple[int, int]]) -> list[Entry]:
    """The entries that count: none of a stretch that stands elsewhere or was taken back altogether."""
    return [one for one in entries if not any(first <= one.seq <= last for first, last in shelved)]


def runs(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries that follow each other and were written by one operation, together."""
    found: list[list[Entry]] = []
    for entry in entries:
        if found and found[-1][-1].operation_id == entry.operation_id:
            found[-1].append(entry)
        else:
            found.append([entry])
    return found


def closing(lots: Iterable[Lot], debt: int) -> list[Posting]:
    """The postings after which nothing is left in the books of the other card, and nothing owed."""
    out = [Posting(Kind.TRANSFERRED_OUT, -lot.remaining, lot, reason=REASON) for lot in lots if lot.remaining]
    if debt:
        out.append(Posting(Kind.TRANSFERRED_OUT, debt, None, reason=REASON))
    return out


def reopening(closed: Iterable[Entry], lots: Mapping[int, Lot]) -> list[Posting]:
    """The postings that take such a closing back; lots: as they are now, by id."""
    return [
        Posting(
            Kind.TRANSFERRED_IN,
            -entry.points,
            None if entry.lot_id is None else lots[entry.lot_id],
            reverses_seq=entry.seq,
            reason=REASON,
        )
        for entry in closed
    ]


def decide_undo(
    at: datetime,
    now: datetime,
    moved: Iterable[MovedLot],
    lots: Mapping[int, Lot],
    debt_minus_then: int,
    *,
    touched: bool,
    at_till: bool,
) -> Refused | None:
    """Why a merge can't be undone now; lots: the kept card's, by id, without what gifts that moved set aside.

    debt_minus_then: of the debt that came along, how much is paid, as a figure below zero. touched: a moved
    purchase or stamp was used since. Refuses UNMERGE_TOO_LATE, MERGE_AT_TILL, UNMERGE_SPENT.
    """
    if now > at + UNDO_WINDOW:
        return Refused(Refusal.UNMERGE_TOO_LATE, {"days": UNDO_WINDOW.days})
    if at_till:
        return Refused(Refusal.MERGE_AT_TILL)
    if touched or debt_minus_then < 0 or any(_was_used(one, lots[one.to_id]) for one in moved):
        return Refused(Refusal.UNMERGE_SPENT)
    return None


def _was_used(moved: MovedLot, lot: Lot) -> bool:
    return (lot.remaining, lot.reserved, lot.blocked) != (moved.remaining, 0, moved.blocked)
