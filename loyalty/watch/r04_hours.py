"""R4: a sale while the store is closed, or without the receipt number the store asks for."""

from loyalty.hours import is_open
from loyalty.watch.base import Hit, Rule, SaleFacts


def check(sale: SaleFacts, slack_minutes: int, *, needs_number: bool = False) -> Hit | None:
    """Outside the opening hours by more than the slack, or no number where one is needed.

    It is the till that is odd then, whoever the customer is.
    """
    figures: dict[str, int] = {}
    if not is_open(sale.hours, sale.here, slack_minutes):
        figures = {"hour": sale.here.hour, "minute": sale.here.minute}
    elif needs_number and not sale.receipt:
        figures = {"numberless": 1}
    if not figures:
        return None
    return Hit(Rule.HOURS, sale.store_id, sale.cashier_id, purchase_id=sale.purchase_id, figures=figures)
