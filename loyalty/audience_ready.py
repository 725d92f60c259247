"""Audiences most shops need, ready to be taken; some have to be told which goods are meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loyalty.audience import parse
from loyalty.audience_tree import Node
from loyalty.audience_words import quoted
from loyalty.refusals import Refusal, Refused

PLACES = ("{a}", "{b}")


@dataclass(frozen=True, slots=True)
class Ready:
    """One of them. picks: how many categories of goods it has to be told, which stand for {a} and {b}."""

    expression: str
    picks: int = 0


READY: Mapping[str, Ready] = {
    "all": Ready("reachable = yes and consent = yes"),
    "new": Ready("purchases = 0"),
    "once": Ready("purchases = 1"),
    "regular": Ready("purchases >= 3 and last_purchase <= 30d"),
    "sleeping": Ready("last_purchase > 60d and last_purchase <= 180d"),
    "lost": Ready("last_purchase > 180d"),
    "birthday": Ready("birthday in 0d..7d"),
    "burning": Ready("burning in 0d..14d"),
    "unspent": Ready("balance >= 1000 and last_purchase > 30d"),
    "dropping": Ready("tier_drops in 0d..30d"),
    "generous": Ready("average >= 1000 and purchases >= 3"),
    "friends": Ready("friends >= 1"),
    "unreachable": Ready("reachable = no"),
    "fridays": Ready("bought = {a} and weekday = friday", picks=1),
    "never": Ready("bought = {a} and bought != {b}", picks=2),
}


def ready(key: str, picks: Sequence[str]) -> Node | Refused:
    """The tree of one of them with these categories. Refuses SEGMENT_MOVED for what there is not."""
    one = READY.get(key)
    if one is None or len(picks) != one.picks:
        return Refused(Refusal.SEGMENT_MOVED)
    expression = one.expression
    for place, pick in zip(PLACES, picks, strict=False):
        expression = expression.replace(place, quoted(pick))
    return parse(expression, "en")
