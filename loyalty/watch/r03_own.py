"""R3: a cashier sells to himself, or to a card of his family. Always stopped, never a setting."""

from loyalty.watch.base import Hit, Rule, SaleFacts


def check(sale: SaleFacts) -> Hit | None:
    """The card is his own or his family's."""
    return sale.hit(Rule.OWN) if sale.own else None
