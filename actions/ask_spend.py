"""The cashier takes points: the customer is asked, or has shown his pay code and is not."""

from dataclasses import replace
from datetime import datetime, timedelta

from actions.asking import ask_ends, free_overdue, hold_of, withdraw
from actions.at_till import till_of
from actions.book import book, sale_operation
from actions.confirm_sale import finished
from actions.points import purse
from actions.price_sale import open_draft_of, quoted, same_receipt
from actions.sale_view import view_of_draft
from actions.shop import Shop
from actions.watching import before_sale
from loyalty.redeeming import HOLD_LIFETIME, UNANSWERED, UNANSWERED_WITHIN
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Book, Draft, SamePurchase, decide_confirm
from loyalty.views import SaleView
from loyalty.wallet import allocate
from storage import holds, notices, open_drafts, people, sales
from storage import shop as shop_rows
from storage.database import Connection

# The sale stays open a little longer than the question, so that the cashier can ask again.
AFTER_ASKING = timedelta(minutes=2)
QUESTION = "spend"


async def offer_points(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, points: int
) -> SaleView | Refused:
    """The cashier typed how many points to take: the preview offers them.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED, TOO_MANY_POINTS with what is
    allowed.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _offer(tx, cashier_id, account_id, draft_id, points, now))


async def take_points(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, revision: int
) -> SaleView | Refused:
    """Take the points the preview offered: with a pay code at once, else the customer is asked for 90 s.

    Done before: the purchase. Figures differ from the preview: the new preview, nothing asked. Refuses
    NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED, RECEIPT_TAKEN, OTHER_TILL,
    CANNOT_ASK, ASKED_TOO_OFTEN.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _take(tx, cashier_id, account_id, draft_id, revision, now))
    shop.wake()
    return view


async def stop_asking_customer(shop: Shop, cashier_id: int, draft_id: str) -> SaleView | Refused:
    """The till asks no more; the preview again. Refuses as take_points does."""
    now = shop.now()

    def write(tx: Connection) -> SaleView | Refused:
        draft = open_draft_of(tx, cashier_id, draft_id, now)
        if isinstance(draft, Refused):
            return draft
        withdraw(tx, draft, now)
        return view_of_draft(tx, quoted(tx, draft, now) if draft.lines else draft, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


def _offer(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, points: int, now: datetime
) -> SaleView | Refused:
    draft = open_draft_of(tx, cashier_id, draft_id, now)
    if isinstance(draft, Refused):
        return draft
    view = offer(tx, draft, points, now)
    if isinstance(view, SaleView):
        people.stop_asking_about(tx, account_id, draft.id)
    return view


def offer(tx: Connection, draft: Draft, points: int, now: datetime) -> SaleView | Refused:
    """The transaction of offer_points for whoever may work on the draft."""
    if not draft.lines:
        return Refused(Refusal.NO_OPEN_SALE)
    withdraw(tx, draft, now)
    till = till_of(tx, draft, now)
    allowed, multiple = till.allowed(draft), till.programme.spending.multiple_points
    least = max(1, till.programme.spending.least_points)
    if not least <= points <= allowed or points % multiple:
        return Refused(
            Refusal.TOO_MANY_POINTS,
            {"allowed": allowed, "least": least if allowed else 0, "multiple": multiple},
        )
    fresh = replace(draft, shown=till.plain(draft), offered_points=points, revision=draft.revision + 1)
    sales.show(tx, fresh)
    return view_of_draft(tx, fresh, now)


def _take(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, revision: int, now: datetime
) -> SaleView | Refused:
    draft = finished(tx, cashier_id, draft_id, now)
    return take(tx, draft, account_id, revision, now) if isinstance(draft, Draft) else draft


def take(tx: Connection, draft: Draft, account_id: int, revision: int, now: datetime) -> SaleView | Refused:
    """The transaction of take_points for whoever may; account_id: whose next text was the amount."""
    free_overdue(tx, draft.member_id, now)
    if hold_of(tx, draft) is not None:
        return view_of_draft(tx, draft, now)
    other = holds.open_sale_hold(tx, draft.member_id)
    till = till_of(tx, draft, now)
    if other is not None:
        return Refused(Refusal.OTHER_TILL, {"available": till.available})
    decided = decide_confirm(draft, revision, till, same_receipt(tx, draft, now), draft.offered_points)
    if isinstance(decided, Refused):
        return decided
    if isinstance(decided, SamePurchase):
        return Refused(Refusal.NO_OPEN_SALE)
    if not isinstance(decided, Book) or not draft.offered_points:
        return view_of_draft(tx, quoted(tx, draft, now), now, changed=True)
    if (held_up := before_sale(tx, draft, decided.quote, now)) is not None:
        return held_up
    if draft.approved:
        people.stop_asking_about(tx, account_id, draft.id)
        operation = sale_operation(draft, draft.cashier_id, now)
        return book(tx, operation, draft, decided.quote, confirmed_by="code")
    return _ask(tx, draft, now)


def _ask(tx: Connection, draft: Draft, now: datetime) -> SaleView | Refused:
    """Set the points aside and send the question that names amount and store."""
    account = people.speaker_of(tx, draft.member_id)
    if account is None or not account.reachable:
        return Refused(Refusal.CANNOT_ASK)
    if holds.unanswered(tx, draft.member_id, now - UNANSWERED_WITHIN) >= UNANSWERED:
        return Refused(Refusal.ASKED_TOO_OFTEN)
    programme, ends_at = shop_rows.programme(tx), now + HOLD_LIFETIME
    taken = allocate(purse(tx, draft.member_id, programme, now).usable(), draft.offered_points)
    asking = replace(
        draft, revision=draft.revision + 1, expires_at=max(draft.expires_at, ends_at + AFTER_ASKING)
    )
    sales.show(tx, asking)
    open_drafts.prolong(tx, draft.id, asking.expires_at)
    hold_id = holds.add(
        tx, draft.member_id, "sale", taken, now, ends_at, draft_id=draft.id, revision=asking.revision
    )
    asked = {
        "hold_id": hold_id,
        "spend": draft.offered_points,
        "amount_minor": draft.amount_minor,
        "store": shop_rows.store_name(tx, draft.store_id) or programme.brand,
        "ends_at": int(ends_at.timestamp()),
    }
    notices.queue(tx, draft.member_id, "spend_ask", asked, now)
    ask_ends(tx, hold_id, asking, ends_at)
    return view_of_draft(tx, asking, now)
