"""Sale drafts and purchases."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    update,
)

from loyalty.earning import Quote, trace_of
from loyalty.sale import Draft, DraftState, Purchase
from storage.schema import purchases, sale_drafts
from storage.values import insert_row, packed, unpacked

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
    sale_drafts.c.amount_minor,
    sale_drafts.c.receipt,
    sale_drafts.c.expires_at,
    sale_drafts.c.shown,
    sale_drafts.c.purchase_id,
)
_BY_ID = _DRAFT.where(sale_drafts.c.id == bindparam("draft"))
_PURCHASE = select(
    purchases.c.id,
    purchases.c.member_id,
    purchases.c.cashier_id,
    purchases.c.amount_minor,
    purchases.c.earned_points,
    purchases.c.receipt,
    purchases.c.at,
    purchases.c.undone_at,
)
_PURCHASE_BY_ID = _PURCHASE.where(purchases.c.id == bindparam("purchase"))
_SAME_RECEIPT = _PURCHASE.where(
    purchases.c.store_id == bindparam("store"),
    purchases.c.till == "",
    purchases.c.business_day == bindparam("day"),
    purchases.c.receipt == bindparam("receipt"),
    purchases.c.receipt != _NO_RECEIPT,
    purchases.c.undone_at.is_(None),
)
_NEW_PURCHASE = insert(purchases)
_OVERDUE = (
    select(sale_drafts.c.id, sale_drafts.c.cashier_id, sale_drafts.c.message_id)
    .where(sale_drafts.c.state == _OPEN, sale_drafts.c.expires_at <= bindparam("now"))
    .order_by(sale_drafts.c.expires_at)
    .limit(bindparam("count", type_=Integer))
)
_BOOKED = (
    update(sale_drafts)
    .where(sale_drafts.c.id == bindparam("draft"), sale_drafts.c.state == DraftState.OPEN.value)
    .values(state=DraftState.BOOKED.value, purchase_id=bindparam("booked_purchase"))
)


@dataclass(frozen=True, slots=True)
class EndedDraft:
    """A draft that just ended, and the cashier's message that still shows it ("" when none was sent)."""

    id: str
    cashier_id: int
    message_id: str


def add_draft(tx: Connection, draft: Draft, at: datetime) -> None:
    """A new scan."""
    row = {"id": draft.id, "cashier_id": draft.cashier_id, "member_id": draft.member_id, "at": at}
    row |= {"store_id": draft.store_id, "state": draft.state.value, "revision": draft.revision}
    tx.execute(insert(sale_drafts).values(expires_at=draft.expires_at, **row))


def draft(tx: Connection, draft_id: str) -> Draft | None:
    """The draft with this id."""
    row = tx.execute(_BY_ID, {"draft": draft_id}).one_or_none()
    return None if row is None else _draft(row)


def show(tx: Connection, draft_id: str, revision: int, quote: Quote, receipt: str) -> None:
    """What the cashier is shown now; older previews lose their button."""
    values: dict[str, Any] = {"revision": revision, "shown": packed(trace_of(quote))}
    values |= {"amount_minor": quote.amount_minor, "receipt": receipt}
    tx.execute(update(sale_drafts).where(sale_drafts.c.id == draft_id).values(**values))


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


def end_overdue(tx: Connection, now: datetime, limit: int) -> list[EndedDraft]:
    """End open drafts whose time is over, at most `limit` at once."""
    ended = [EndedDraft(*row) for row in tx.execute(_OVERDUE, {"now": now, "count": limit})]
    for one in ended:
        close(tx, one.id, DraftState.ENDED)
    return ended


def prune_drafts(tx: Connection, before: datetime) -> int:
    """Forget drafts opened before this instant that have ended; how many rows went. Purchases stay."""
    old = (sale_drafts.c.state != DraftState.OPEN.value) & (sale_drafts.c.at < before)
    return len(tx.execute(delete(sale_drafts).where(old).returning(sale_drafts.c.id)).all())


def add_purchase(tx: Connection, draft: Draft, quote: Quote, business_day: date, at: datetime) -> Purchase:
    """Book a draft's receipt with the rule version and every figure of the calculation."""
    row = {
        "store_id": draft.store_id,
        "member_id": draft.member_id,
        "cashier_id": draft.cashier_id,
        "amount_minor": quote.amount_minor,
        "earned_points": quote.points,
        "receipt": draft.receipt,
        "business_day": business_day,
        "rule_version": quote.rule_version,
        "trace": packed(trace_of(quote)),
        "at": at,
    }
    purchase_id = insert_row(tx, _NEW_PURCHASE, row)
    who = (draft.member_id, draft.cashier_id)
    return Purchase(purchase_id, *who, quote.amount_minor, quote.points, draft.receipt, at, None)


def purchase(tx: Connection, purchase_id: int) -> Purchase | None:
    """The purchase with this id."""
    row = tx.execute(_PURCHASE_BY_ID, {"purchase": purchase_id}).one_or_none()
    return None if row is None else Purchase(*row)


def same_receipt(tx: Connection, store_id: int, day: date, receipt: str) -> Purchase | None:
    """The living purchase with this receipt number in this store on this business day."""
    row = tx.execute(_SAME_RECEIPT, {"store": store_id, "day": day, "receipt": receipt}).one_or_none()
    return None if row is None else Purchase(*row)


def undone(tx: Connection, purchase_id: int, at: datetime) -> None:
    """The purchase counts no more; its receipt number is free again."""
    tx.execute(update(purchases).where(purchases.c.id == purchase_id).values(undone_at=at))


def purchase_lines(tx: Connection, purchase_ids: set[int]) -> dict[int, tuple[int, str]]:
    """(amount_minor, receipt) of these purchases, for the history."""
    rows = tx.execute(
        select(purchases.c.id, purchases.c.amount_minor, purchases.c.receipt).where(
            purchases.c.id.in_(purchase_ids)
        )
    )
    return {row.id: (row.amount_minor, row.receipt) for row in rows}


def _draft(row: Any) -> Draft:
    return Draft(
        id=row.id,
        cashier_id=row.cashier_id,
        member_id=row.member_id,
        store_id=row.store_id,
        state=DraftState(row.state),
        revision=row.revision,
        amount_minor=row.amount_minor,
        receipt=row.receipt,
        expires_at=row.expires_at,
        shown=Quote(**unpacked(row.shown)) if row.shown else None,
        purchase_id=row.purchase_id,
    )
