"""Undo within five minutes: reversing entries, the receipt number is free again, the customer is told."""

from datetime import datetime

from actions.operation import Operation, earlier, record
from actions.sale_view import view_of_purchase
from actions.shop import Shop
from loyalty.ledger import reversals
from loyalty.refusals import Refusal, Refused
from loyalty.sale import decide_undo
from loyalty.views import SaleView
from storage import ledger, notices, sales, staff
from storage.database import Connection


async def undo_sale(shop: Shop, cashier_id: int, purchase_id: int) -> SaleView | Refused:
    """Take a purchase back as if it had not happened.

    Done before: the same answer again. Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, UNDO_TOO_LATE.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _undo(tx, cashier_id, purchase_id, now))
    shop.wake()
    return view


def _undo(tx: Connection, cashier_id: int, purchase_id: int, now: datetime) -> SaleView | Refused:
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    purchase = sales.purchase(tx, purchase_id)
    if purchase is None:
        return Refused(Refusal.NO_OPEN_SALE)
    operation = Operation(f"undo:{purchase_id}", {"purchase": purchase_id, "by": cashier_id}, cashier_id, now)
    done = earlier(tx, operation)
    if isinstance(done, Refused):
        return Refused(Refusal.NOT_YOUR_SALE)
    if done is not None:
        return view_of_purchase(tx, purchase_id)
    refused = decide_undo(purchase, cashier_id, now)
    if refused is not None:
        return refused
    operation_id = record(tx, operation, {"purchase_id": purchase_id})
    postings = reversals(
        ledger.entries_of_purchase(tx, purchase.member_id, purchase_id),
        ledger.lots_of_purchase(tx, purchase_id),
        "undo",
    )
    available = ledger.head(tx, purchase.member_id).available
    if postings:
        available = ledger.post(tx, operation_id, postings, cashier_id, now).available
    sales.undone(tx, purchase_id, now)
    told = {"amount_minor": purchase.amount_minor, "points": purchase.earned_points}
    notices.queue(tx, purchase.member_id, "undone", told | {"available": available}, now)
    return view_of_purchase(tx, purchase_id)
