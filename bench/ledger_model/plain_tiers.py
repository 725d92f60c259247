"""Tiers in plain numbers: days counted from 1970, tiers from 0, the basic one (rules.md 56-61)."""

from dataclasses import dataclass, replace
from datetime import date

from bench.ledger_model.plain_receipts import place
from bench.ledger_model.rules import AHEAD, DAY, Rules

EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Rank:
    """A tier, the day of its review, whether its holder was warned; hand: last day of a tier given by hand.

    by: the receipt that lifted him here, before: what he was until then, or until the hand.
    """

    tier: int = 0
    review: int | None = None
    warned: bool = False
    hand: int | None = None
    by: int | None = None
    before: "Rank | None" = None


def day_of(now: int) -> int:
    """The local day of an instant."""
    return (now + AHEAD) // DAY


def midnight(day: int) -> int:
    """The instant a local day begins."""
    return day * DAY - AHEAD


def months_on(day: int, months: int) -> int:
    """The same day some months on (or back), or that month's last one."""
    start = date.fromordinal(day + EPOCH_DAY)
    month = start.year * 12 + start.month - 1 + months
    first_after = date((month + 1) // 12, (month + 1) % 12 + 1, 1).toordinal()
    first = date(month // 12, month % 12 + 1, 1).toordinal()
    return min(first + start.day, first_after) - 1 - EPOCH_DAY


def risen(rank: Rank, value: int, rules: Rules, today: int, by: int | None = None) -> Rank | None:
    """The higher tier this much money reaches; None: none."""
    reached = sum(1 for row in rules.tiers if value >= row[0])
    if reached <= place(rules, rank.tier):
        return None
    review = months_on(today, 12)
    if rank.hand is not None:
        review = max(review, rank.hand + 1)
    if by is None:
        return Rank(reached, review)
    return Rank(reached, review, by=by, before=bare(rank))


def bare(rank: Rank) -> Rank:
    """What to come back to: only a hand keeps what was before it."""
    return rank if rank.hand is not None else replace(rank, by=None, before=None)


def fallen_back(rank: Rank, by: int, value: int, rules: Rules, today: int) -> Rank:
    """A receipt was undone: as if it had lifted nobody."""
    if rank.by != by or rank.before is None or rank.hand is not None:
        return rank
    return risen(rank.before, value, rules, today) or rank.before


def by_hand(rank: Rank, tier: int, until: int) -> Rank:
    """A tier given until a day."""
    if (rank.tier, rank.hand) == (tier, until):
        return rank
    before = rank.before if rank.hand is not None else bare(rank)
    return Rank(tier, hand=until, before=before)


def reviewed(rank: Rank, value: int, rules: Rules, today: int) -> Rank:
    """What a day brings: the hand is off, a warning thirty days before, then at most one step down."""
    if rank.hand is not None:
        if today <= rank.hand:
            return rank
        before = rank.before or Rank()
        return risen(before, value, rules, today) or before
    if rank.review is None or today < rank.review - (0 if rank.warned else 30):
        return rank
    now_at = place(rules, rank.tier)
    if now_at == 0:
        return Rank()
    threshold, keep = rules.tiers[now_at - 1][:2]
    enough = value >= min(keep or threshold, threshold)
    if not enough and not rank.warned:
        return replace(rank, warned=True, review=max(rank.review, today + 30))
    if today < rank.review:
        return rank
    higher = risen(rank, value, rules, today)
    if higher is not None:
        return higher
    return Rank(now_at if enough else now_at - 1, months_on(today, 12)) if enough or now_at > 1 else Rank()
