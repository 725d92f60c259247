"""A sale on the cashier's screen: the message that shows a draft, and a purchase looked at once more."""

from datetime import datetime

from actions.sale_view import view_of_purchase
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.sale import decide_undo
from loyalty.views import SaleView
from storage import sales, staff
from storage.database import Connection


async def remember_screen(shop: Shop, draft_id: str, message_id: str) -> None:
    """Keep the message that shows the draft now; shares a commit with other small marks."""
    await shop.db.write_batched(lambda tx: sales.on_screen(tx, draft_id, message_id))


async def show_purchase(shop: Shop, cashier_id: int, purchase_id: int) -> SaleView | Refused:
    """A cashier's own purchase that he may still undo, or has undone.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, UNDO_TOO_LATE.
    """
    now = shop.now()
    return await shop.db.read(lambda tx: _show(tx, cashier_id, purchase_id, now))


def _show(tx: Connection, cashier_id: int, purchase_id: int, now: datetime) -> SaleView | Refused:
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    purchase = sales.purchase(tx, purchase_id)
    if purchase is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_undo(purchase, cashier_id, now)
    if refused is not None and refused.reason is not Refusal.ALREADY_UNDONE:
        return refused
    return view_of_purchase(tx, purchase_id)
