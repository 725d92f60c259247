"""The rules of loyalty.watch at the till: before a sale is booked, after it, and when goods come back."""

from dataclasses import replace
from datetime import datetime

from actions.alerting import report
from actions.approvals import ask_manager
from actions.points import purse
from actions.rights import may
from actions.sold import Returned, Sold
from loyalty.distances import distance_metres
from loyalty.earning import Quote
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Draft
from loyalty.stores import Store
from loyalty.views import SaleView
from loyalty.watch.base import Before, Hit, Mode, RefundFacts, SaleFacts
from loyalty.watch.rules import at_refund, at_sale, mode_of, strictest
from storage import ledger, stores, watch
from storage import shop as rows
from storage.database import Connection


def before_sale(tx: Connection, draft: Draft, quote: Quote, now: datetime) -> SaleView | Refused | None:
    """What stands between a preview and its booking: a refusal, the wait for a manager, or nothing.

    Only people at a till have cards of their own; the program of a till sells for whoever comes.
    Refuses OWN_CARD, FAMILY_CARD, SALE_STOPPED, MANAGER_SAID_NO.
    """
    if draft.bought_at is not None:
        return None
    around = watch.around(tx, draft.store_id, draft.cashier_id, draft.member_id, now)
    own = draft.till_id is None and (draft.member_id == draft.cashier_id or around.is_family)
    facts = _facts(tx, draft, around, now)
    facts = replace(
        facts,
        own=own,
        amount_minor=quote.amount_minor,
        earned_points=quote.points,
        spent_points=quote.spent_points,
        receipt=draft.receipt,
    )
    if quote.spent_points:
        facts = _of_spending(tx, facts, quote.spent_points, now)
    hits = at_sale(facts, around.watch)
    mode = strictest(hits, around.watch)
    if own:
        mine = draft.member_id == draft.cashier_id
        return Refused(Refusal.OWN_CARD if mine else Refusal.FAMILY_CARD)
    if mode is Mode.STOP:
        for hit in hits:
            if mode_of(hit, around.watch) is Mode.STOP:
                report(tx, _by(draft.till_id, _with(hit, stopped=1)), _day(facts), now)
        return Refused(Refusal.SALE_STOPPED)
    if mode is Mode.ASK:
        asking = [_by(draft.till_id, hit) for hit in hits if mode_of(hit, around.watch) is Mode.ASK]
        return ask_manager(tx, draft, quote, asking, now)
    return None


def after_sale(tx: Connection, sold: Sold) -> None:
    """Report what the rules find in a booked sale, by the time it was sold.

    A program's receipt may come late; one that a customer sent in was looked at by a person.
    """
    purchase, at, late = sold.purchase, sold.purchase.at, sold.purchase.booked_at is not None
    if late and sold.till_id is None:
        return
    around = watch.around(tx, purchase.store_id, purchase.cashier_id, purchase.member_id, at, purchase.id)
    facts = SaleFacts(
        at=at,
        here=at.astimezone(around.zone),
        store_id=purchase.store_id,
        cashier_id=purchase.cashier_id,
        member_id=purchase.member_id,
        amount_minor=purchase.amount_minor,
        receipt=purchase.receipt,
        earned_points=purchase.earned_points,
        spent_points=purchase.spent_points,
        before=_measured(tx, purchase.store_id, around.before),
        hours=around.hours,
        norm=around.norm,
        joined_at=around.joined_at,
        purchase_id=purchase.id,
    )
    if purchase.spent_points:
        facts = _of_spending(tx, facts, sold.quote.points, sold.now)
    for hit in at_sale(facts, around.watch):
        # What a manager was asked about is told with his word; an owner at the till is asked nothing.
        asks = not late and mode_of(hit, around.watch) is Mode.ASK
        if not asks or (sold.till_id is None and may(tx, purchase.cashier_id, Right.RUN) is None):
            report(tx, _by(sold.till_id, hit), _day(facts), sold.now)


def after_refund(tx: Connection, back: Returned) -> None:
    """Report a refund that comes soon after its points were used. A slip undone at once is none."""
    purchase = back.purchase
    refund = RefundFacts(
        at=back.now,
        sold_at=purchase.booked_at or purchase.at,
        store_id=purchase.store_id,
        cashier_id=back.actor_id or purchase.cashier_id,
        member_id=purchase.member_id,
        purchase_id=purchase.id,
        amount_minor=back.goods_minor,
        spent_points=0 if back.undone else purchase.spent_points,
        owed_points=ledger.head(tx, purchase.member_id).debt,
    )
    settings = watch.watch_of(tx, purchase.store_id)
    for hit in at_refund(refund, settings) if settings else ():
        report(tx, _by(back.till_id, hit), str(purchase.id), back.now)


def _facts(tx: Connection, draft: Draft, around: watch.Around, now: datetime) -> SaleFacts:
    return SaleFacts(
        at=now,
        here=now.astimezone(around.zone),
        store_id=draft.store_id,
        cashier_id=draft.cashier_id,
        member_id=draft.member_id,
        amount_minor=0,
        before=_measured(tx, draft.store_id, around.before),
        hours=around.hours,
        norm=around.norm,
        joined_at=around.joined_at,
    )


def _of_spending(tx: Connection, facts: SaleFacts, aside: int, now: datetime) -> SaleFacts:
    """The same with what is asked only where points pay. aside: what of the balance is not left."""
    last_at = watch.last_purchase(tx, facts.member_id, now, facts.purchase_id or 0)
    available = purse(tx, facts.member_id, rows.programme(tx), now).wallet.available
    return replace(
        facts,
        last_at=last_at,
        granted_at=watch.last_given(tx, facts.member_id),
        left_points=max(0, available - aside),
    )


def _measured(tx: Connection, store_id: int, before: tuple[Before, ...]) -> tuple[Before, ...]:
    """The same with the way from each other store, where both are on the map."""
    if all(one.store_id == store_id for one in before):
        return before
    here = stores.find(tx, store_id)
    there = {one.store_id: stores.find(tx, one.store_id) for one in before if one.store_id != store_id}
    return tuple(
        replace(one, metres=_metres(here, there[one.store_id])) if one.store_id in there else one
        for one in before
    )


def _metres(here: Store | None, there: Store | None) -> int | None:
    if here is None or there is None or here.place is None or there.place is None:
        return None
    return distance_metres(here.place, there.place)


def _by(till_id: int | None, hit: Hit) -> Hit:
    """What a program does is no person's doing: whoever answers for its key is to hear of it, too."""
    return hit if till_id is None else replace(hit, cashier_id=None)


def _with(hit: Hit, **figures: int) -> Hit:
    return replace(hit, figures={**hit.figures, **figures})


def _day(facts: SaleFacts) -> str:
    """The same thing about the same card or till is told once a day."""
    return facts.here.date().isoformat()
