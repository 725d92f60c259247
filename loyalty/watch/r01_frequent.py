"""R1: one card more often in 24 hours than people come."""

from loyalty.watch.base import DAY, Hit, Rule, SaleFacts


def check(sale: SaleFacts, times: int) -> Hit | None:
    """More than so many purchases of the member in 24 hours, this one among them."""
    count = 1 + sum(sale.at - one.at < DAY for one in sale.before)
    return sale.hit(Rule.FREQUENT, times=count) if count > times else None
