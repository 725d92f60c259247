"""The cashier confirmed: the purchase is booked, points are on the card, the customer is told. Once."""

from dataclasses import replace
from datetime import datetime

from actions.operation import Operation, earlier, record
from actions.price_sale import business_day, same_receipt
from actions.sale_view import view_of_booked, view_of_draft, view_of_purchase
from actions.shop import Shop
from loyalty.earning import Quote
from loyalty.ledger import Kind, Posting
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Book, Draft, Requote, SamePurchase, decide_confirm, decide_open
from loyalty.views import SaleView
from storage import ledger, notices, people, sales, staff
from storage import shop as shop_rows
from storage.database import Connection


async def confirm_sale(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, revision: int
) -> SaleView | Refused:
    """Book what the preview with this revision showed.

    Done before: the same purchase again. Figures differ from the preview: the new preview, nothing booked.
    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED, RECEIPT_TAKEN.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _confirm(tx, cashier_id, account_id, draft_id, revision, now))
    shop.wake()
    return view


def _confirm(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, revision: int, now: datetime
) -> SaleView | Refused:
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    draft = sales.draft(tx, draft_id)
    if draft is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_open(draft, cashier_id, now)
    if refused is not None:
        return refused
    operation = Operation(f"sale:{draft.id}", {"draft": draft.id}, cashier_id, now)
    done = earlier(tx, operation)
    if isinstance(done, Refused):
        return done
    if done is not None:
        return view_of_purchase(tx, done["purchase_id"], draft=draft)
    decided = decide_confirm(draft, revision, shop_rows.programme(tx), same_receipt(tx, draft, now))
    match decided:
        case Refused():
            return decided
        case SamePurchase(purchase):
            return view_of_purchase(tx, purchase.id, repeated=True)
        case Requote(quote):
            return _requote(tx, draft, quote)
        case Book(quote):
            people.stop_asking_about(tx, account_id, draft.id)
            return _book(tx, operation, draft, quote)


def _requote(tx: Connection, draft: Draft, quote: Quote) -> SaleView:
    """Show the figures as they are now; if they are new, every older preview's button stops booking."""
    if quote == draft.shown:
        return view_of_draft(tx, draft)
    fresh = replace(draft, shown=quote, revision=draft.revision + 1)
    sales.show(tx, draft.id, fresh.revision, quote, draft.receipt)
    return view_of_draft(tx, fresh, changed=True)


def _book(tx: Connection, operation: Operation, draft: Draft, quote: Quote) -> SaleView:
    now = operation.at
    purchase = sales.add_purchase(tx, draft, quote, business_day(tx, draft.store_id, now), now)
    operation_id = record(tx, operation, {"purchase_id": purchase.id})
    if quote.points:
        lot = ledger.new_lot(tx, draft.member_id, purchase.id, quote.points, now, None)
        posting = Posting(Kind.EARNED, quote.points, lot, reason="purchase")
        ledger.post(tx, operation_id, [posting], operation.actor_id, now)
    sales.booked(tx, draft.id, purchase.id)
    view = view_of_booked(people.member(tx, draft.member_id), purchase, draft=draft)
    told = {"amount_minor": quote.amount_minor, "points": quote.points, "available": view.available}
    notices.queue(tx, draft.member_id, "earned", told, now)
    return view
