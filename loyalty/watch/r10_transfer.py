"""R10: points earned in one store and spent in another right away."""

from datetime import timedelta

from loyalty.watch.base import Hit, Rule, SaleFacts


def check(sale: SaleFacts, minutes: int) -> Hit | None:
    """Points pay within so many minutes after the member earned some in another store, by another cashier."""
    if not sale.spent_points:
        return None
    window = timedelta(minutes=minutes)
    for one in sale.before:
        elsewhere = one.store_id != sale.store_id and one.cashier_id != sale.cashier_id
        if elsewhere and one.earned_points and sale.at - one.at <= window:
            passed = int((sale.at - one.at).total_seconds()) // 60
            return sale.hit(Rule.TRANSFER, minutes=passed, points=sale.spent_points, store=one.store_id)
    return None
