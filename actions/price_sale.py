"""The cashier typed the amount: the draft gets a quote and the cashier a preview."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.asking import free_overdue, withdraw
from actions.at_till import till_of
from actions.sale_view import view_of_draft, view_of_purchase
from actions.shop import Shop
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Draft, Purchase, SamePurchase, decide_open, decide_receipt
from loyalty.views import SaleView
from storage import sales, staff
from storage import shop as shop_rows
from storage.database import Connection


async def price_sale(
    shop: Shop, cashier_id: int, draft_id: str, lines: Sequence[Line], receipt: str = ""
) -> SaleView | Refused:
    """Put a receipt on a draft and show what it would earn, and how many points may pay for it.

    A receipt number that was booked already shows that purchase. A question the customer was asked about
    the former amount is withdrawn. Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED,
    SALE_ENDED, RECEIPT_TAKEN.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _price(tx, cashier_id, draft_id, tuple(lines), receipt, now))
    shop.wake()
    return view


def _price(
    tx: Connection, cashier_id: int, draft_id: str, lines: tuple[Line, ...], receipt: str, now: datetime
) -> SaleView | Refused:
    draft = open_draft_of(tx, cashier_id, draft_id, now)
    if isinstance(draft, Refused):
        return draft
    priced = replace(draft, lines=lines, receipt=receipt)
    clash = decide_receipt(priced, same_receipt(tx, priced, now))
    if isinstance(clash, SamePurchase):
        return view_of_purchase(tx, clash.purchase.id, now, repeated=True)
    if clash is not None:
        return clash
    withdraw(tx, draft, now)
    return view_of_draft(tx, quoted(tx, priced, now), now)


def open_draft_of(tx: Connection, cashier_id: int, draft_id: str, now: datetime) -> Draft | Refused:
    """The cashier's open draft.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED.
    """
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    draft = sales.draft(tx, draft_id)
    if draft is None or draft.purchase_id is not None:
        return Refused(Refusal.NO_OPEN_SALE)
    return decide_open(draft, cashier_id, now) or draft


def quoted(tx: Connection, draft: Draft, now: datetime) -> Draft:
    """The draft with fresh figures under the next revision, stored: older previews lose their buttons."""
    free_overdue(tx, draft.member_id, now)
    till = till_of(tx, draft, now)
    fresh = replace(
        draft, shown=till.plain(draft), offered_points=till.allowed(draft), revision=draft.revision + 1
    )
    sales.show(tx, fresh)
    return fresh


def same_receipt(tx: Connection, draft: Draft, now: datetime) -> Purchase | None:
    """The living purchase with the draft's receipt number, in its store, on the store's business day."""
    if not draft.receipt:
        return None
    return sales.same_receipt(tx, draft.store_id, business_day(tx, draft.store_id, now), draft.receipt)


def business_day(tx: Connection, store_id: int, now: datetime) -> date:
    """The day a receipt belongs to, in the store's zone."""
    return now.astimezone(ZoneInfo(shop_rows.store_time_zone(tx, store_id))).date()
