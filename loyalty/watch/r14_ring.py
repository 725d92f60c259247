"""R14: friends who were brought by one member and bought just enough, all at the same till."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loyalty.watch.base import Hit, Rule

# "Just enough" ends here, in percent of the least purchase the referral needs.
JUST_ENOUGH_PERCENT = 120


@dataclass(frozen=True, slots=True)
class FirstBuy:
    """The first purchase of a friend. least_minor: what it has to come to for both to be rewarded."""

    inviter_id: int
    friend_id: int
    store_id: int
    cashier_id: int
    amount_minor: int
    least_minor: int


def check(month: Iterable[FirstBuy], people: int) -> Iterator[Hit]:
    """Inviters with so many friends whose first purchases one cashier booked, all just enough."""
    rings: dict[tuple[int, int, int], set[int]] = defaultdict(set)
    for one in month:
        if one.amount_minor * 100 <= JUST_ENOUGH_PERCENT * one.least_minor:
            rings[one.inviter_id, one.store_id, one.cashier_id].add(one.friend_id)
    for (inviter_id, store_id, cashier_id), friends in rings.items():
        if len(friends) >= people:
            yield Hit(Rule.RING, store_id, cashier_id, inviter_id, figures={"people": len(friends)})
