"""R8: a receipt far larger than the store's receipts are, or than the owner lets pass unseen."""

from loyalty.watch.base import Hit, Rule, SaleFacts

# Before that nobody knows what is usual.
LEAST_SALES = 50


def check(sale: SaleFacts, medians: int, largest_minor: int = 0) -> Hit | None:
    """Above so many usual receipts and among the largest half percent; or above the owner's own limit."""
    if largest_minor and sale.amount_minor > largest_minor:
        return sale.hit(Rule.LARGE, amount_minor=sale.amount_minor, largest_minor=largest_minor)
    norm = sale.norm
    if norm.sales < LEAST_SALES or sale.amount_minor <= max(norm.high_minor, medians * norm.median_minor):
        return None
    return sale.hit(Rule.LARGE, amount_minor=sale.amount_minor, median_minor=norm.median_minor)
