"""R5: goods that come back soon after points were spent, and a till whose goods come back too often."""

from collections.abc import Iterator
from datetime import timedelta

from loyalty.watch.base import ENOUGH_SALES, Hit, RefundFacts, Rule, stands_out
from loyalty.watch.tally import Tally

OFTEN = 5
SIGMAS_HERE = 3


def check(refund: RefundFacts, hours: int) -> Hit | None:
    """A refund so soon after a sale that points had paid for, or whose points are spent already."""
    passed = refund.at - refund.sold_at
    if passed >= timedelta(hours=hours) or not (refund.spent_points or refund.owed_points):
        return None
    figures = {
        "minutes": int(passed.total_seconds()) // 60,
        "amount_minor": refund.amount_minor,
        "points": refund.spent_points or refund.owed_points,
    }
    return Hit(Rule.REFUND, refund.store_id, refund.cashier_id, refund.member_id, refund.purchase_id, figures)


def check_month(month: Tally) -> Iterator[Hit]:
    """Tills whose share of returned sales lies three standard deviations above that of the colleagues."""
    for post, mine in list(month.posts.items()):
        if mine.returned < OFTEN or mine.sales < ENOUGH_SALES:
            continue
        others = month.others(post)
        if others.sales and stands_out(mine.returned, mine.sales, others.returned, others.sales, SIGMAS_HERE):
            usual = others.returned * 100 // others.sales
            figures = {"times": mine.returned, "percent": mine.returned * 100 // mine.sales}
            yield Hit(Rule.REFUND, *post, figures={**figures, "usual_percent": usual})
