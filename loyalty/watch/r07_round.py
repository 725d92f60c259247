"""R7: a till where most sums are round, and not because the prices are."""

from collections.abc import Iterator

from loyalty.watch.base import Hit, Rule, stands_out
from loyalty.watch.tally import Tally

LEAST_SALES = 10


def check(week: Tally, percent: int) -> Iterator[Hit]:
    """Tills with ten sales and more, above this share of round sums, and far above their colleagues."""
    for post, mine in list(week.posts.items()):
        if mine.sales < LEAST_SALES or mine.round * 100 <= percent * mine.sales:
            continue
        others = week.others(post)
        if stands_out(mine.round, mine.sales, others.round, others.sales):
            figures = {"times": mine.round, "percent": mine.round * 100 // mine.sales}
            yield Hit(Rule.ROUND, *post, figures=figures)
