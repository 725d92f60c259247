"""R2: a cashier and a card that meet far oftener than the hours they keep explain."""

from collections import Counter
from collections.abc import Iterator

from loyalty.watch.base import Hit, Rule
from loyalty.watch.tally import PROGRAMS, Post, Tally

OFTEN = 5
WHOLE = 1000
# Who sells hardly anything at an hour still has a chance of each sale in it.
LEAST = 20
# Habits and rotas go together a little: chance alone is asked for more than elsewhere.
SIGMAS_HERE = 5


def check(month: Tally, percent: int) -> Iterator[Hit]:
    """Members at least five of whose purchases, and this share of them, one cashier booked.

    Each visit has the chance that this cashier has of any other sale in that store at that hour of the day;
    the sum of them is what the rota explains (a Poisson binomial: mean Σp, variance Σp(1 − p)).
    """
    for member_id, visits in month.visits.items():
        if len(visits) < OFTEN:
            continue
        by_post = Counter((store, cashier) for store, _, cashier in visits)
        for post, times in by_post.items():
            if post[1] != PROGRAMS and times >= OFTEN and times * 100 > percent * len(visits):
                expected, spread = _explained(month, visits, post)
                ahead = times * WHOLE - expected
                if ahead > 0 and ahead * ahead >= SIGMAS_HERE * SIGMAS_HERE * spread:
                    share = times * 100 // len(visits)
                    usual = expected * 100 // (WHOLE * len(visits))
                    figures = {"times": times, "percent": share, "usual_percent": usual}
                    yield Hit(Rule.CLOSE, *post, member_id, figures=figures)


def _explained(month: Tally, visits: list[tuple[int, int, int]], post: Post) -> tuple[int, int]:
    """The mean, in thousandths, and the variance, in millionths, of the cashier's share in these visits."""
    expected = spread = 0
    own = Counter((store, hour) for store, hour, _ in visits)
    his = Counter((store, hour) for store, hour, cashier in visits if (store, cashier) == post)
    for (store, hour), times in own.items():
        if store != post[0]:
            continue
        others = month.hours[store, hour] - times
        sold = month.manned[store, hour, post[1]] - his[store, hour]
        chance = max(LEAST, sold * WHOLE // others) if others else WHOLE
        expected += times * chance
        spread += times * chance * (WHOLE - chance)
    return expected, spread
