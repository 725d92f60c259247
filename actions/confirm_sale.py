"""The cashier confirmed: the purchase is booked, points are on the card, the customer is told. Once."""

from datetime import datetime

from actions.asking import withdraw
from actions.at_till import till_of
from actions.book import book, sale_operation
from actions.operation import earlier
from actions.price_sale import quoted, same_receipt
from actions.rights import may
from actions.sale_view import view_of_draft, view_of_purchase
from actions.shop import Shop
from actions.watching import before_sale
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Book, Draft, Requote, SamePurchase, decide_confirm, decide_open
from loyalty.views import SaleView
from storage import people, sales
from storage.database import Connection


async def confirm_sale(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, revision: int
) -> SaleView | Refused:
    """Book what the preview with this revision showed, without points.

    Done before: the same purchase again. Figures differ from the preview: the new preview, nothing booked.
    A manager is to be asked first: that view. Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED,
    SALE_ENDED, RECEIPT_TAKEN, and as before_sale does.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _confirm(tx, cashier_id, account_id, draft_id, revision, now))
    shop.wake()
    return view


def finished(tx: Connection, cashier_id: int, draft_id: str, now: datetime) -> Draft | SaleView | Refused:
    """The cashier's open draft, or the purchase it has become. Refuses as confirm_sale does."""
    draft = sales.draft(tx, draft_id)
    if refused := may(tx, cashier_id, Right.SELL, draft.store_id if draft else None):
        return refused
    if draft is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_open(draft, cashier_id, now)
    if refused is not None:
        return refused
    return booked_before(tx, draft, now) or draft


def booked_before(tx: Connection, draft: Draft, now: datetime) -> SaleView | Refused | None:
    """The purchase a draft has become, None when it has not."""
    done = earlier(tx, sale_operation(draft, draft.cashier_id, now))
    if done is None or isinstance(done, Refused):
        return done
    return view_of_purchase(tx, done["purchase_id"], now, draft=draft)


def _confirm(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, revision: int, now: datetime
) -> SaleView | Refused:
    draft = finished(tx, cashier_id, draft_id, now)
    return confirm_draft(tx, draft, account_id, revision, now) if isinstance(draft, Draft) else draft


def confirm_draft(
    tx: Connection, draft: Draft, account_id: int, revision: int, now: datetime
) -> SaleView | Refused:
    """The transaction of confirm_sale for whoever may; account_id: whose next text was the amount."""
    decided = decide_confirm(draft, revision, till_of(tx, draft, now), same_receipt(tx, draft, now))
    match decided:
        case Refused():
            return decided
        case SamePurchase(purchase):
            return view_of_purchase(tx, purchase.id, now, repeated=True)
        case Requote(quote) if quote == draft.shown:
            return view_of_draft(tx, draft, now)
        case Requote():
            withdraw(tx, draft, now)
            return view_of_draft(tx, quoted(tx, draft, now), now, changed=True)
        case Book(quote):
            if (held_up := before_sale(tx, draft, quote, now)) is not None:
                return held_up
            withdraw(tx, draft, now)
            people.stop_asking_about(tx, account_id, draft.id)
            return book(tx, sale_operation(draft, draft.cashier_id, now), draft, quote)
