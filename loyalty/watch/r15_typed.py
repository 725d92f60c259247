"""R15: a till that types card numbers where its colleagues scan cards."""

from collections.abc import Iterator

from loyalty.watch.base import ENOUGH_SALES, Hit, Rule, stands_out
from loyalty.watch.tally import Tally


def check(week: Tally, percent: int) -> Iterator[Hit]:
    """Tills above this share of typed numbers, and far above their colleagues."""
    for post, mine in list(week.posts.items()):
        if mine.sales < ENOUGH_SALES or mine.typed * 100 <= percent * mine.sales:
            continue
        others = week.others(post)
        if stands_out(mine.typed, mine.sales, others.typed, others.sales):
            figures = {"times": mine.typed, "percent": mine.typed * 100 // mine.sales}
            yield Hit(Rule.TYPED, *post, figures=figures)
