"""R9: a card that spends on its first day, and new cards by the dozen that never come back."""

from collections.abc import Iterator

from loyalty.watch.base import DAY, Hit, Rule, SaleFacts, stands_out
from loyalty.watch.tally import Tally

# A day of leaflets brings newcomers, too: more than elsewhere has to stand out.
SIGMAS_HERE = 5


def check(sale: SaleFacts) -> Hit | None:
    """Points are spent by a member of less than 24 hours."""
    if not sale.spent_points or sale.joined_at is None or sale.at - sale.joined_at >= DAY:
        return None
    hours = int((sale.at - sale.joined_at).total_seconds()) // 3600
    return sale.hit(Rule.NEWCOMER, points=sale.spent_points, hours=hours)


def check_week(week: Tally, people: int) -> Iterator[Hit]:
    """Hours in which so many new members were served by one cashier, none of whom was seen again.

    A shop's first weeks are full of them: the share has to stand out of all the others' there.
    """
    for moment, members in week.new_faces.items():
        once = {member for member in members if len(week.visits[member]) == 1}
        if len(once) < people:
            continue
        store_id, cashier_id, _ = moment
        others = week.stores[store_id]
        served = week.rush[moment]
        rest, rest_sales = others.newcomers - len(members), others.sales - served
        if stands_out(len(once), served, rest, rest_sales, SIGMAS_HERE):
            yield Hit(Rule.NEWCOMER, store_id, cashier_id, figures={"people": len(once)})
