"""R12: points given by hand, by one colleague far oftener than by the others, or spent right away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loyalty.watch.base import DAY, Hit, Rule, SaleFacts

OFTEN = 5


@dataclass(frozen=True, slots=True)
class Giver:
    """What somebody who may give points gave by hand in the month, and where he works."""

    member_id: int
    store_id: int
    times: int
    points: int


def check(sale: SaleFacts) -> Hit | None:
    """Points pay within 24 hours after the member was given some by hand."""
    if not sale.spent_points or sale.granted_at is None or sale.at - sale.granted_at >= DAY:
        return None
    hours = int((sale.at - sale.granted_at).total_seconds()) // 3600
    return sale.hit(Rule.MANUAL, points=sale.spent_points, hours=hours)


def check_month(givers: Sequence[Giver], sigmas: int) -> Iterator[Hit]:
    """Givers so many standard deviations above the mean of the others, who count also when they gave nothing.

    Grants come as in a Poisson process: with x of one and s of m others, z² = (x·m − s)² / (m·(x + s)).
    """
    everybody, others = sum(giver.times for giver in givers), len(givers) - 1
    for giver in givers:
        ahead = giver.times * others - (everybody - giver.times)
        if giver.times < OFTEN or ahead <= 0:
            continue
        if ahead * ahead >= sigmas * sigmas * others * everybody:
            figures = {"times": giver.times, "points": giver.points}
            yield Hit(Rule.MANUAL, giver.store_id, giver.member_id, figures=figures)
