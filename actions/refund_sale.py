"""Goods came back: points and money return, what they earned goes, the customer is told. Once."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from actions import (
    certificates,
    exchange,
    friends,
    held_benefits,
    stamping,
    statistics,
    tier_changes,
    watching,
    webhook_events,
)
from actions.open_sale import DRAFT_ID_LENGTH, open_draft
from actions.operation import Operation, earlier, record
from actions.points import purse
from actions.rights import may
from actions.shop import Shop
from actions.show_refund import CODE_LENGTH, Pending, may_refund, pending, plan_refund, preview, view_of
from actions.sold import Returned
from loyalty.cards import TOKEN_ALPHABET
from loyalty.earning import Quote
from loyalty.ledger import Kind, Lot
from loyalty.programme import Programme
from loyalty.refunds import GRACE_DAYS, Plan
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Purchase
from loyalty.views import RefundFigures, RefundState, RefundView
from storage import ledger, notices, people, refunds, sales, staff, steps
from storage.database import Connection

Hook = Callable[[Connection, Returned], None]
HOOKS: tuple[Hook, ...] = (
    statistics.after_refund,
    tier_changes.after_refund,
    stamping.after_refund,
    held_benefits.after_refund,
    friends.after_refund,
    webhook_events.after_refund,
    watching.after_refund,
)


async def refund_sale(
    shop: Shop,
    actor_id: int,
    account_id: int,
    about: str,
    purchase_id: int,
    code: str,
    *,
    exchange: bool = False,
) -> RefundView | Refused:
    """Do the refund whose preview has this code; about: what the account was asked last.

    exchange: a sale for the same customer is opened with it, and the message to him waits for that.
    Done before: the same answer again. Figures differ from the preview: the new preview, nothing done.
    Refuses NOT_STAFF, REFUND_UNKNOWN, REFUND_STALE, OWN_CARD, REFUND_OTHER_STORE, REFUND_TOO_LATE,
    ALREADY_UNDONE, REFUNDED_ALREADY, REFUND_TOO_MUCH; an exchange also what open_sale refuses.
    """
    now, fresh_code = shop.now(), shop.new_code(TOKEN_ALPHABET, CODE_LENGTH)
    draft_id = shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH) if exchange else ""
    shown = pending(about)
    asked = replace(shown, account_id=account_id, purchase_id=purchase_id)
    view = await shop.db.write(
        lambda tx: _refund(tx, actor_id, asked, shown, code, fresh_code, draft_id, now)
    )
    shop.wake()
    return view


def _refund(
    tx: Connection,
    actor_id: int,
    asked: Pending,
    shown: Pending,
    code: str,
    fresh_code: str,
    draft_id: str,
    now: datetime,
) -> RefundView | Refused:
    purchase = may_refund(tx, actor_id, asked.purchase_id, now)
    if isinstance(purchase, Refused):
        return purchase
    key, inputs = f"refund:{purchase.id}:{code}", {"purchase": purchase.id, "by": actor_id}
    operation = Operation(key, inputs, actor_id, now)
    done = earlier(tx, operation)
    if isinstance(done, Refused):
        return done
    if done is not None:
        figures, opened = RefundFigures(**done["figures"]), done.get("draft_id", "")
        return _done(tx, actor_id, purchase, figures, opened, now)
    if not code or (shown.purchase_id, shown.code) != (purchase.id, code) or shown.figures is None:
        return Refused(Refusal.REFUND_STALE)
    plan = plan_refund(tx, purchase, shown.figures.goods_minor, now)
    if isinstance(plan, Refused):
        return plan
    if plan.figures != shown.figures:
        fresh = replace(asked, code=fresh_code, figures=plan.figures)
        return preview(tx, fresh, purchase, now, changed=True)
    refused = _ask_next(tx, actor_id, asked.account_id, purchase.member_id, draft_id, now)
    if refused is not None:
        return refused
    store_id = staff.store_of(tx, actor_id)
    outcome = {"purchase_id": purchase.id, "figures": asdict(plan.figures), "draft_id": draft_id}
    operation_id = record(tx, operation, outcome)
    after = carry_out(
        tx,
        operation_id,
        purchase,
        plan.quote,
        plan.plan,
        plan.programme,
        actor_id,
        now,
        exchange_store_id=store_id if draft_id else None,
    )
    refunds.add(tx, operation_id, purchase.id, plan.plan, store_id, actor_id, now)
    return _done(tx, actor_id, after, plan.figures, draft_id, now)


def _ask_next(
    tx: Connection, actor_id: int, account_id: int, member_id: int, draft_id: str, now: datetime
) -> Refused | None:
    """The next text is nothing of this refund any more; of an exchange it is the new sale's amount."""
    if not draft_id:
        people.stop_asking(tx, account_id)
        return None
    opened = open_draft(tx, draft_id, actor_id, account_id, people.member(tx, member_id), now)
    return opened if isinstance(opened, Refused) else None


def _done(
    tx: Connection, actor_id: int, purchase: Purchase, figures: RefundFigures, draft_id: str, now: datetime
) -> RefundView:
    view = view_of(tx, purchase, RefundState.DONE, figures)
    member_id = 0 if may(tx, actor_id, Right.RUN) else purchase.member_id
    return replace(view, member_id=member_id, sale=exchange.new_sale(tx, draft_id, now))


def carry_out(
    tx: Connection,
    operation_id: int,
    purchase: Purchase,
    quote: Quote,
    plan: Plan,
    programme: Programme,
    actor_id: int,
    now: datetime,
    *,
    undone: bool = False,
    exchange_store_id: int | None = None,
    till_id: int | None = None,
) -> Purchase:
    """Do what a plan says, in the transaction that made it: entries, counters, what follows, the message.

    exchange_store_id: the message waits for a sale in this store. till_id: of the program that does it, None
    for people. Returns the purchase as it is then.
    """
    member_id = purchase.member_id
    seq = ledger.head(tx, member_id).seq + 1 if plan.postings else 0
    _post(tx, operation_id, member_id, plan, actor_id, now)
    refunds.count_back(tx, purchase, plan, now if undone else None)
    if plan.certificate_minor:
        certificates.give_back(tx, operation_id, purchase.id, plan.certificate_minor, actor_id, now)
    if plan.step_carry_minor:
        steps.move_carry(tx, member_id, plan.step_carry_minor)
    after = sales.purchase(tx, purchase.id) or purchase
    back = Returned(
        after, quote, plan.goods_minor, plan.whole, undone, programme, operation_id, now, actor_id, till_id
    )
    # The refund is told before what follows from it.
    notice_id = _tell(tx, back, plan, seq, exchange_store_id)
    for follow in HOOKS:
        follow(tx, back)
    if exchange_store_id is not None:
        exchange.hold_back(tx, member_id, notice_id, now)
    return after


def _post(
    tx: Connection, operation_id: int, member_id: int, plan: Plan, actor_id: int, now: datetime
) -> None:
    """Write the plan's postings; lots it opens get their ids here."""
    stored = {lot.id: _new_lot(tx, lot) for lot in plan.opened}
    postings = [
        posting if posting.lot is None else replace(posting, lot=stored.get(posting.lot.id, posting.lot))
        for posting in plan.postings
    ]
    if postings:
        ledger.post(tx, operation_id, member_id, postings, actor_id, now)


def _new_lot(tx: Connection, lot: Lot) -> Lot:
    return ledger.new_lot(tx, lot.member_id, Kind(lot.kind), lot.amount, lot.active_from, lot.expires_at)


def _tell(tx: Connection, back: Returned, plan: Plan, seq: int, exchange_store_id: int | None) -> int:
    """The customer always hears of it, in one message, without blame (rules.md 54)."""
    member_id = back.purchase.member_id
    now_there = purse(tx, member_id, back.programme, back.now).wallet
    taken = plan.reversed_points + plan.bonus_points
    data = {
        "purchase_id": back.purchase.id,
        "amount_minor": plan.goods_minor,
        "whole": plan.whole,
        "money_minor": plan.money_minor,
        "certificate_minor": plan.certificate_minor,
        "returned": plan.returned_points,
        "taken": taken,
        "points": plan.returned_points - taken,
        "debt": now_there.debt,
        "available": now_there.available,
        "grace_days": GRACE_DAYS if plan.opened else 0,
        "seq": seq,
    }
    if exchange_store_id is not None:
        data["exchange_store_id"] = exchange_store_id
    return notices.queue(tx, member_id, "undone" if back.undone else "refunded", data, back.now)
