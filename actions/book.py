"""Booking a draft: purchase, entries, everything that follows from it, and the customer is told. Once."""

from datetime import datetime

from actions import (
    exchange,
    friends,
    held_benefits,
    stamping,
    statistics,
    tier_changes,
    watching,
    webhook_events,
)
from actions.at_till import rules_for
from actions.certificates import pay as pay_by_certificate
from actions.operation import Operation, record
from actions.points import paying_debt, purse
from actions.price_sale import business_day
from actions.sale_view import view_of_booked
from actions.shifts import ensure_shift, of_people
from actions.sold import Sold
from loyalty.backdating import lot_terms
from loyalty.earning import Quote
from loyalty.ledger import Kind, Lot, Posting
from loyalty.programme import Programme
from loyalty.redeeming import Hold, HoldState
from loyalty.sale import Draft, Purchase
from loyalty.views import SaleView
from loyalty.wallet import allocate, spending_order, takings
from storage import holds, ledger, notices, people, sales, steps, stores
from storage import shop as shop_rows
from storage.database import Connection

HOOKS = (
    statistics.after_purchase,
    tier_changes.after_purchase,
    stamping.after_purchase,
    held_benefits.after_purchase,
    friends.after_purchase,
    webhook_events.after_purchase,
    watching.after_sale,
)


def sale_operation(draft: Draft, actor_id: int, now: datetime) -> Operation:
    """A draft is booked once, whoever's tap does it."""
    return Operation(f"sale:{draft.id}", {"draft": draft.id}, actor_id, now)


def book(
    tx: Connection,
    operation: Operation,
    draft: Draft,
    quote: Quote,
    hold: Hold | None = None,
    confirmed_by: str = "",
) -> SaleView:
    """Book exactly this quote. hold: what the customer said yes to; confirmed_by: "tap" or "code".

    A receipt that was bought before (draft.bought_at) stands on its own business day; its points live by the
    terms of that time, see loyalty.backdating.lot_terms.
    """
    now, programme = operation.at, rules_for(tx, draft)
    in_force = programme if draft.bought_at is None else shop_rows.programme(tx)
    day = business_day(tx, draft.store_id, draft.bought_at or now)
    certificate_minor = quote.certificate_minor
    purchase = sales.add_purchase(tx, draft, quote, certificate_minor, day, now, _shift(tx, draft, now))
    operation_id = record(tx, operation, {"purchase_id": purchase.id})
    before = after = ledger.head(tx, draft.member_id)
    postings = [
        *_paying(tx, draft, quote, purchase, programme, hold, confirmed_by, now),
        *_earning(tx, purchase, quote, programme, before.debt, now),
    ]
    if postings:
        after = ledger.post(tx, operation_id, draft.member_id, postings, operation.actor_id, now)
    if draft.certificate_id and certificate_minor:
        pay_by_certificate(
            tx, operation_id, draft.certificate_id, certificate_minor, purchase.id, operation.actor_id, now
        )
    if quote.step_minor:
        taken = quote.step_points // programme.step_points * quote.step_minor
        steps.move_carry(tx, draft.member_id, quote.base_minor - taken)
    sales.booked(tx, draft.id, purchase.id)
    sold = Sold(purchase, quote, programme, operation_id, now, operation.actor_id, in_force, draft.till_id)
    member = people.member(tx, draft.member_id)
    view = view_of_booked(tx, member, in_force, purchase, quote, now, draft=draft)
    # The purchase is told before what follows from it.
    _tell(tx, sold, view, before.seq + 1 if postings else 0, after.debt)
    for follow in HOOKS:
        follow(tx, sold)
    return view


def _shift(tx: Connection, draft: Draft, now: datetime) -> int | None:
    """The shift a person sells in; programs and receipts sent in have none."""
    return ensure_shift(tx, draft.cashier_id, draft.store_id, now) if of_people(draft) else None


def _paying(
    tx: Connection,
    draft: Draft,
    quote: Quote,
    purchase: Purchase,
    programme: Programme,
    hold: Hold | None,
    confirmed_by: str,
    now: datetime,
) -> list[Posting]:
    """The lots the points come from: those set aside, else the ones that burn first."""
    if not quote.spent_points:
        return []
    if hold is not None:
        holds.end(tx, hold, HoldState.COMMITTED, now)
        # A refund gives back to the lot taken last: the entries stand in the order of spending.
        lots = spending_order(ledger.lots_by_id(tx, hold.allocation))
        taken = {lot.id: hold.allocation[lot.id] for lot in lots}
    else:
        lots = purse(tx, draft.member_id, programme, now).usable()
        taken = allocate(lots, quote.spent_points)
    return takings(Kind.SPENT, lots, taken, confirmed_by, purchase.id)


def _earning(
    tx: Connection, purchase: Purchase, quote: Quote, programme: Programme, debt: int, now: datetime
) -> list[Posting]:
    """The lots a purchase brings; a debt is paid from them first."""
    begins, ends = lot_terms(purchase.at, now, programme)
    postings: list[Posting] = []
    for kind, points in ((Kind.EARNED, quote.earned_points), (Kind.PROMO, quote.bonus_points)):
        if not points:
            continue
        lot: Lot = ledger.new_lot(
            tx, purchase.member_id, kind, points, begins, ends, purchase.id, waking=begins > now
        )
        paying = paying_debt(debt, lot)
        debt -= sum(posting.points for posting in paying if posting.lot is None)
        postings += [Posting(kind, points, lot, opens=True, reason="purchase"), *paying]
    return postings


def _tell(tx: Connection, sold: Sold, view: SaleView, seq: int, debt: int) -> None:
    """One message for the whole purchase, and for the goods that came back for it.

    seq: of its first entry, 0 for none; debt: what the customer owes now.
    """
    quote, purchase = sold.quote, sold.purchase
    told = {
        "purchase_id": purchase.id,
        "amount_minor": purchase.amount_minor,
        "due_minor": quote.due_minor,
        "spent": quote.spent_points,
        "certificate_minor": quote.certificate_minor,
        "points": quote.points,
        "pending": view.pending_points,
        "available": view.available,
        "debt": debt,
        "gifts": list(quote.gifts),
        "seq": seq,
        "rate": sold.programme.bonuses.review_points > 0,
        "frozen": view.frozen,
        "store": stores.called(tx, purchase.store_id, sold.in_force.brand),
    }
    if purchase.booked_at is not None:
        told |= {"receipt": purchase.receipt, "bought_at": int(purchase.at.timestamp())}
    # Goods bought before some others came back are no exchange for them.
    if purchase.booked_at is not None or not exchange.tell_both(tx, sold, told):
        notices.queue(tx, purchase.member_id, "earned", told, sold.now)
