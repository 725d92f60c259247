"""The one thing a cashier may say that makes this receipt worth more to the customer: how much is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from loyalty.programme import StampCard, TierMetric
from loyalty.tiers import Standing


class HintKind(StrEnum):
    """What is near: a stamp of this receipt, the next tier; or the tier this receipt reaches."""

    STAMP = "stamp"
    TIER = "tier"
    TIER_REACHED = "tier_reached"


@dataclass(frozen=True, slots=True)
class Hint:
    """name: of the stamp card or the tier; missing_minor: the money still missing, 0 for a tier reached."""

    kind: HintKind
    name: str
    missing_minor: int = 0


def best_hint(
    standing: Standing,
    cards: Sequence[StampCard],
    amount_minor: int = 0,
    money_minor: int = 0,
    categories: Collection[str] = (),
) -> Hint | None:
    """The hint with the least money missing; a tier that this receipt reaches comes first.

    amount_minor: of the receipt, counted for tiers; money_minor: what of it is paid with money, for stamps; 0
    before it was typed. A stamp that takes more than the receipt once more is no hint.
    """
    found = []
    if standing.next_tier and standing.metric == TierMetric.MONEY:
        missing = standing.missing - amount_minor
        if missing <= 0:
            return Hint(HintKind.TIER_REACHED, standing.next_name)
        found.append(Hint(HintKind.TIER, standing.next_name, missing))
    for card in cards:
        missing = card.minimum_minor - money_minor
        if 0 < missing <= money_minor and (not card.category or card.category in categories):
            found.append(Hint(HintKind.STAMP, card.name, missing))
    return min(found, key=lambda hint: hint.missing_minor, default=None)
