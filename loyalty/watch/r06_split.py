"""R6: one receipt booked as several."""

from datetime import timedelta

from loyalty.watch.base import Hit, Rule, SaleFacts


def check(sale: SaleFacts, minutes: int) -> Hit | None:
    """A purchase of the same member with the same cashier and store within so many minutes."""
    window = timedelta(minutes=minutes)
    near = [
        sale.at - one.at
        for one in sale.before
        if (one.store_id, one.cashier_id) == (sale.store_id, sale.cashier_id) and sale.at - one.at <= window
    ]
    if not near:
        return None
    return sale.hit(Rule.SPLIT, times=len(near) + 1, minutes=int(max(near).total_seconds()) // 60)
