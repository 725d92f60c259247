"""The cashier typed the amount: the draft gets a quote and the cashier a preview."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.sale_view import view_of_draft, view_of_purchase
from actions.shop import Shop
from loyalty.amounts import Amount
from loyalty.earning import quote
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Draft, Purchase, SamePurchase, decide_open, decide_receipt
from loyalty.views import SaleView
from storage import sales, staff
from storage import shop as shop_rows
from storage.database import Connection


async def price_sale(shop: Shop, cashier_id: int, draft_id: str, amount: Amount) -> SaleView | Refused:
    """Put an amount (and a receipt number) on a draft and show what it would earn.

    A receipt number that was booked already shows that purchase. Refuses NOT_STAFF, NO_OPEN_SALE,
    NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED, RECEIPT_TAKEN.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _price(tx, cashier_id, draft_id, amount, now))


def _price(
    tx: Connection, cashier_id: int, draft_id: str, amount: Amount, now: datetime
) -> SaleView | Refused:
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    draft = sales.draft(tx, draft_id)
    if draft is None or draft.purchase_id is not None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_open(draft, cashier_id, now)
    if refused is not None:
        return refused
    shown = quote(amount.amount_minor, shop_rows.programme(tx))
    priced = replace(
        draft,
        amount_minor=amount.amount_minor,
        receipt=amount.receipt,
        shown=shown,
        revision=draft.revision + 1,
    )
    clash = decide_receipt(priced, same_receipt(tx, priced, now))
    if isinstance(clash, SamePurchase):
        return view_of_purchase(tx, clash.purchase.id, repeated=True)
    if clash is not None:
        return clash
    sales.show(tx, draft.id, priced.revision, shown, priced.receipt)
    return view_of_draft(tx, priced)


def same_receipt(tx: Connection, draft: Draft, now: datetime) -> Purchase | None:
    """The living purchase with the draft's receipt number, in its store, on the store's business day."""
    if not draft.receipt:
        return None
    return sales.same_receipt(tx, draft.store_id, business_day(tx, draft.store_id, now), draft.receipt)


def business_day(tx: Connection, store_id: int, now: datetime) -> date:
    """The day a receipt belongs to, in the store's zone."""
    return now.astimezone(ZoneInfo(shop_rows.store_time_zone(tx, store_id))).date()
