"""Sale drafts and purchases."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from loyalty.earning import Quote, quote_of, trace_of
from loyalty.receipts import Line
from loyalty.sale import Draft, DraftState, Purchase
from storage.schema import purchases, sale_drafts
from storage.values import insert_row, packed, unpacked

# The way of a purchase that was brought from another programme.
PAST = "import"
# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OPEN: ColumnElement[str] = literal_column(f"'{DraftState.OPEN.value}'")
_NO_RECEIPT: ColumnElement[str] = literal_column("''")
_DRAFT = select(
    sale_drafts.c.id,
    sale_drafts.c.cashier_id,
    sale_drafts.c.member_id,
    sale_drafts.c.store_id,
    sale_drafts.c.state,
    sale_drafts.c.revision,
    sale_drafts.c.receipt,
    sale_drafts.c.expires_at,
    sale_drafts.c.lines,
    sale_drafts.c.shown,
    sale_drafts.c.spend_points,
    sale_drafts.c.approved,
    sale_drafts.c.promo_code_id,
    sale_drafts.c.certificate_id,
    sale_drafts.c.purchase_id,
    sale_drafts.c.way,
    sale_drafts.c.till_id,
    sale_drafts.c.bought_at,
)
_BY_ID = _DRAFT.where(sale_drafts.c.id == bindparam("draft"))
_NEW_DRAFT = insert(sale_drafts)
PURCHASE = select(
    purchases.c.id,
    purchases.c.member_id,
    purchases.c.cashier_id,
    purchases.c.store_id,
    purchases.c.amount_minor,
    purchases.c.earned_points,
    purchases.c.receipt,
    purchases.c.rule_version,
    purchases.c.at,
    purchases.c.undone_at,
    purchases.c.money_minor,
    purchases.c.spent_points,
    purchases.c.certificate_minor,
    purchases.c.refunded_minor,
    purchases.c.money_back_minor,
    purchases.c.returned_points,
    purchases.c.reversed_points,
    purchases.c.booked_at,
)
_PURCHASE_BY_ID = PURCHASE.where(purchases.c.id == bindparam("purchase"))
_SAME_RECEIPT = PURCHASE.where(
    purchases.c.store_id == bindparam("store"),
    purchases.c.till == "",
    purchases.c.business_day == bindparam("day"),
    purchases.c.receipt == bindparam("receipt"),
    purchases.c.receipt != _NO_RECEIPT,
    purchases.c.undone_at.is_(None),
)
_NEW_PURCHASE = insert(purchases)
_TRACE = select(purchases.c.trace).where(purchases.c.id == bindparam("purchase"))
_LIVING = (
    purchases.c.member_id == bindparam("member"),
    purchases.c.undone_at.is_(None),
    purchases.c.refunded_minor < purchases.c.amount_minor,
)
# What was bought in another programme counts for tiers and reports only.
_PAID = select(purchases.c.id).where(*_LIVING, purchases.c.money_minor > 0, purchases.c.way != PAST).limit(1)
_ACTIVITY = select(purchases.c.at).where(*_LIVING).order_by(purchases.c.at.desc()).limit(1)
# A purchase too small to count as a visit must not stand in the way of the next one, nor one that a refund
# made too small: then all it had earned was taken back.
_VISIT = _ACTIVITY.where(
    purchases.c.store_id == bindparam("store"),
    purchases.c.at > bindparam("since"),
    purchases.c.at < bindparam("until"),
    func.json_extract(purchases.c.trace, "$.visit_points") > 0,
    purchases.c.reversed_points < purchases.c.earned_points,
)
_SHOW = (
    update(sale_drafts)
    .where(sale_drafts.c.id == bindparam("draft"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "revision",
                "shown",
                "lines",
                "amount_minor",
                "receipt",
                "spend_points",
                "approved",
                "promo_code_id",
                "certificate_id",
                "bought_at",
            )
        }
    )
)
_BOOKED = (
    update(sale_drafts)
    .where(sale_drafts.c.id == bindparam("draft"), sale_drafts.c.state == DraftState.OPEN.value)
    .values(state=DraftState.BOOKED.value, purchase_id=bindparam("booked_purchase"))
)


def add_draft(tx: Connection, draft: Draft, at: datetime) -> None:
    """A new scan."""
    row = {"id": draft.id, "cashier_id": draft.cashier_id, "member_id": draft.member_id, "at": at}
    row |= {"store_id": draft.store_id, "state": draft.state.value, "revision": draft.revision}
    row |= {"way": draft.way, "till_id": draft.till_id}
    tx.execute(_NEW_DRAFT, {**row, "expires_at": draft.expires_at})


def draft(tx: Connection, draft_id: str) -> Draft | None:
    """The draft with this id."""
    row = tx.execute(_BY_ID, {"draft": draft_id}).one_or_none()
    return None if row is None else _draft(row)


def show(tx: Connection, draft: Draft) -> None:
    """Keep what the cashier is shown now; older previews lose their button."""
    values: dict[str, Any] = {
        "revision": draft.revision,
        "shown": packed(trace_of(draft.shown)) if draft.shown else "",
        "lines": json.dumps([[*asdict(line).values()] for line in draft.lines], ensure_ascii=False),
        "amount_minor": draft.amount_minor,
        "receipt": draft.receipt,
        "spend_points": draft.offered_points,
        "approved": draft.approved,
        "promo_code_id": draft.promo_code_id,
        "certificate_id": draft.certificate_id,
        "bought_at": draft.bought_at,
    }
    tx.execute(_SHOW, {"draft": draft.id, **values})


def on_screen(tx: Connection, draft_id: str, message_id: str) -> None:
    """Which of the cashier's messages shows the draft."""
    tx.execute(update(sale_drafts).where(sale_drafts.c.id == draft_id).values(message_id=message_id))


def close(tx: Connection, draft_id: str, state: DraftState) -> None:
    """End a draft without a purchase."""
    tx.execute(update(sale_drafts).where(sale_drafts.c.id == draft_id).values(state=state.value))


def booked(tx: Connection, draft_id: str, purchase_id: int) -> None:
    """The draft became this purchase. RuntimeError when it was not open any more."""
    if tx.execute(_BOOKED, {"draft": draft_id, "booked_purchase": purchase_id}).rowcount != 1:
        raise RuntimeError("the draft was not open")


def add_purchase(
    tx: Connection,
    draft: Draft,
    quote: Quote,
    certificate_minor: int,
    business_day: date,
    at: datetime,
    shift_id: int | None = None,
) -> Purchase:
    """Book a draft's receipt with the rule version and every figure of the calculation.

    at: now, which is when it was bought unless the draft says another time.
    """
    booked_at = None if draft.bought_at is None else at
    row = {
        "store_id": draft.store_id,
        "member_id": draft.member_id,
        "cashier_id": draft.cashier_id,
        "amount_minor": quote.amount_minor,
        "money_minor": quote.money_minor - certificate_minor,
        "spent_points": quote.spent_points,
        "certificate_minor": certificate_minor,
        "earned_points": quote.earned_points,
        "receipt": draft.receipt,
        "business_day": business_day,
        "rule_version": quote.rule_version,
        "trace": packed(trace_of(quote)),
        "till": f"api-{draft.till_id}" if draft.till_id else "",
        "till_id": draft.till_id,
        "way": draft.way,
        "shift_id": shift_id,
        "at": draft.bought_at or at,
        "booked_at": booked_at,
    }
    return Purchase(
        id=insert_row(tx, _NEW_PURCHASE, row),
        member_id=draft.member_id,
        cashier_id=draft.cashier_id,
        store_id=draft.store_id,
        amount_minor=quote.amount_minor,
        earned_points=quote.earned_points,
        receipt=draft.receipt,
        rule_version=quote.rule_version,
        at=draft.bought_at or at,
        undone_at=None,
        money_minor=quote.money_minor - certificate_minor,
        spent_points=quote.spent_points,
        certificate_minor=certificate_minor,
        booked_at=booked_at,
    )


def purchase(tx: Connection, purchase_id: int) -> Purchase | None:
    """The purchase with this id."""
    row = tx.execute(_PURCHASE_BY_ID, {"purchase": purchase_id}).one_or_none()
    return None if row is None else Purchase(*row)


def quote_of_purchase(tx: Connection, purchase_id: int) -> Quote:
    """The calculation kept with a purchase; LookupError when there is none."""
    trace = tx.scalar(_TRACE, {"purchase": purchase_id})
    if trace is None:
        raise LookupError("no such purchase")
    return quote_of(unpacked(trace))


def has_paid(tx: Connection, member_id: int) -> bool:
    """Whether the member has a paid purchase that lives: money in it, not undone, not all of it returned."""
    return tx.scalar(_PAID, {"member": member_id}) is not None


def last_visit(
    tx: Connection, member_id: int, store_id: int, since: datetime, until: datetime
) -> datetime | None:
    """When the member's newest living purchase rewarded as a visit in a store was between these."""
    between = {"member": member_id, "store": store_id, "since": since, "until": until}
    newest: datetime | None = tx.scalar(_VISIT, between)
    return newest


def same_receipt(tx: Connection, store_id: int, day: date, receipt: str) -> Purchase | None:
    """The living purchase with this receipt number in this store on this business day."""
    row = tx.execute(_SAME_RECEIPT, {"store": store_id, "day": day, "receipt": receipt}).one_or_none()
    return None if row is None else Purchase(*row)


def undone(tx: Connection, purchase_id: int, at: datetime) -> None:
    """The purchase counts no more; its receipt number is free again."""
    tx.execute(update(purchases).where(purchases.c.id == purchase_id).values(undone_at=at))


def _draft(row: Any) -> Draft:
    return Draft(
        id=row.id,
        cashier_id=row.cashier_id,
        member_id=row.member_id,
        store_id=row.store_id,
        state=DraftState(row.state),
        revision=row.revision,
        receipt=row.receipt,
        expires_at=row.expires_at,
        lines=tuple(Line(*line) for line in json.loads(row.lines)) if row.lines else (),
        shown=quote_of(unpacked(row.shown)) if row.shown else None,
        offered_points=row.spend_points,
        approved=row.approved,
        promo_code_id=row.promo_code_id,
        certificate_id=row.certificate_id,
        purchase_id=row.purchase_id,
        way=row.way,
        till_id=row.till_id,
        bought_at=row.bought_at,
    )
