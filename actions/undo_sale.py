"""Undo within five minutes: as if it had not happened; the receipt number is free, the customer is told."""

from datetime import datetime

from actions.operation import Operation, earlier, record
from actions.points import purse
from actions.refund_sale import carry_out
from actions.rights import may
from actions.sale_view import view_of_purchase
from actions.shop import Shop
from actions.show_refund import books_of
from loyalty.refunds import decide_void
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Purchase, decide_undo
from loyalty.views import SaleView
from storage import sales
from storage import shop as shop_rows
from storage.database import Connection


async def undo_sale(shop: Shop, cashier_id: int, purchase_id: int) -> SaleView | Refused:
    """Take a purchase back as if it had not happened; points it gave that are spent become debt.

    Done before: the same answer again. Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, UNDO_TOO_LATE,
    REFUNDED_ALREADY.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _undo(tx, cashier_id, purchase_id, now))
    shop.wake()
    return view


def _undo(tx: Connection, cashier_id: int, purchase_id: int, now: datetime) -> SaleView | Refused:
    purchase = sales.purchase(tx, purchase_id)
    if refused := may(tx, cashier_id, Right.SELL, purchase.store_id if purchase else None):
        return refused
    if purchase is None:
        return Refused(Refusal.NO_OPEN_SALE)
    return undo(tx, purchase, cashier_id, now)


def undo(
    tx: Connection, purchase: Purchase, actor_id: int, now: datetime, till_id: int | None = None
) -> SaleView | Refused:
    """The transaction of undo_sale for whoever may sell there. till_id: of the program that does it."""
    operation = Operation(f"undo:{purchase.id}", {"purchase": purchase.id, "by": actor_id}, actor_id, now)
    done = earlier(tx, operation)
    if isinstance(done, Refused):
        return Refused(Refusal.NOT_YOUR_SALE)
    if done is not None:
        return view_of_purchase(tx, purchase.id, now)
    refused = decide_undo(purchase, actor_id, now)
    if refused is not None:
        return refused
    programme, quote = shop_rows.programme(tx), sales.quote_of_purchase(tx, purchase.id)
    owned = purse(tx, purchase.member_id, programme, now)
    plan = decide_void(purchase, quote, books_of(tx, purchase, quote, owned, programme))
    if isinstance(plan, Refused):
        return plan
    operation_id = record(tx, operation, {"purchase_id": purchase.id})
    carry_out(tx, operation_id, purchase, quote, plan, programme, actor_id, now, undone=True, till_id=till_id)
    return view_of_purchase(tx, purchase.id, now)
