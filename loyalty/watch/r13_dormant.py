"""R13: a card nobody used for long, emptied at once."""

from datetime import timedelta

from loyalty.watch.base import Hit, Rule, SaleFacts

FULL_PERCENT = 90


def check(sale: SaleFacts, days: int) -> Hit | None:
    """Nearly all points pay, and the last purchase lies so many days back."""
    if not sale.spent_points or sale.last_at is None or sale.at - sale.last_at < timedelta(days=days):
        return None
    had = sale.spent_points + sale.left_points
    if sale.spent_points * 100 < FULL_PERCENT * had:
        return None
    return sale.hit(Rule.DORMANT, days=(sale.at - sale.last_at).days, points=sale.spent_points)
