"""The cashier typed the amount: the draft gets a quote and the cashier a preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.approvals import seen_by_cashier
from actions.asking import free_overdue, withdraw
from actions.at_till import Buyer, buyer_of, till_of
from actions.rights import may
from actions.sale_view import view_of_draft, view_of_purchase
from actions.shop import Shop
from loyalty.backdating import decide_age
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Draft, Purchase, SamePurchase, decide_open, decide_receipt
from loyalty.views import SaleView
from storage import sales, till_purchases
from storage import shop as shop_rows
from storage.database import Connection


async def price_sale(
    shop: Shop,
    cashier_id: int,
    draft_id: str,
    lines: Sequence[Line],
    receipt: str = "",
    bought_at: datetime | None = None,
) -> SaleView | Refused:
    """Put a receipt on a draft and show what it would earn, and how many points may pay for it.

    A receipt number that was booked already shows that purchase. A question the customer was asked about
    the former amount is withdrawn. bought_at: of a receipt that was sold before and paid, None: it is being
    sold now. Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED, RECEIPT_TAKEN,
    BOUGHT_IN_FUTURE, BOUGHT_LONG_AGO.
    """
    now = shop.now()
    typed = Typed(tuple(lines), receipt, bought_at)
    view = await shop.db.write(lambda tx: _price(tx, cashier_id, draft_id, typed, now))
    shop.wake()
    return view


@dataclass(frozen=True, slots=True)
class Typed:
    """A receipt as it was typed."""

    lines: tuple[Line, ...]
    receipt: str
    bought_at: datetime | None


def _price(tx: Connection, cashier_id: int, draft_id: str, typed: Typed, now: datetime) -> SaleView | Refused:
    draft = open_draft_of(tx, cashier_id, draft_id, now)
    return draft if isinstance(draft, Refused) else put_receipt(tx, draft, typed, now)


def put_receipt(tx: Connection, draft: Draft, typed: Typed, now: datetime) -> SaleView | Refused:
    """The transaction of price_sale for whoever may work on the draft."""
    if typed.bought_at is not None and (refused := decide_age(typed.bought_at, now)) is not None:
        return refused
    priced = replace(draft, lines=typed.lines, receipt=typed.receipt, bought_at=typed.bought_at)
    clash = decide_receipt(priced, same_receipt(tx, priced, now))
    if isinstance(clash, SamePurchase):
        return view_of_purchase(tx, clash.purchase.id, now, repeated=True)
    if clash is not None:
        return clash
    withdraw(tx, draft, now)
    free_overdue(tx, draft.member_id, now)
    buyer = buyer_of(tx, draft.member_id, now)
    fresh = _quoted_to(tx, buyer, priced, now)
    return seen_by_cashier(tx, fresh, view_of_draft(tx, fresh, now, buyer=buyer), now)


def open_draft_of(tx: Connection, cashier_id: int, draft_id: str, now: datetime) -> Draft | Refused:
    """The cashier's open draft.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED.
    """
    draft = sales.draft(tx, draft_id)
    if refused := may(tx, cashier_id, Right.SELL, draft.store_id if draft else None):
        return refused
    if draft is None or draft.purchase_id is not None:
        return Refused(Refusal.NO_OPEN_SALE)
    return decide_open(draft, cashier_id, now) or draft


def quoted(tx: Connection, draft: Draft, now: datetime) -> Draft:
    """The draft with fresh figures under the next revision, stored: older previews lose their buttons."""
    free_overdue(tx, draft.member_id, now)
    return _quoted_to(tx, buyer_of(tx, draft.member_id, now), draft, now)


def _quoted_to(tx: Connection, buyer: Buyer, draft: Draft, now: datetime) -> Draft:
    till = till_of(tx, draft, now, buyer=buyer)
    fresh = replace(
        draft, shown=till.plain(draft), offered_points=till.allowed(draft), revision=draft.revision + 1
    )
    sales.show(tx, fresh)
    return fresh


def same_receipt(tx: Connection, draft: Draft, now: datetime) -> Purchase | None:
    """The living purchase with the draft's receipt number, in its store, on the store's business day.

    The numbers of a till's program are unique for ever.
    """
    if not draft.receipt:
        return None
    if draft.till_id is not None:
        return till_purchases.same_receipt(tx, draft.till_id, draft.receipt)
    day = business_day(tx, draft.store_id, draft.bought_at or now)
    return sales.same_receipt(tx, draft.store_id, day, draft.receipt)


def business_day(tx: Connection, store_id: int, now: datetime) -> date:
    """The day a receipt belongs to, in the store's zone."""
    return now.astimezone(ZoneInfo(shop_rows.store_time_zone(tx, store_id))).date()
