"""What happened to a member's points, operation by operation, and the purchases that moved none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, and_, bindparam, func, literal, select, union_all

from storage.ledger import on_the_shelf
from storage.schema import entries, purchases, refunds, stores
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class Event:
    """An operation that wrote about the member (no purchase_id), or a purchase without entries (no other)."""

    operation_id: int
    purchase_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase as the history tells it."""

    id: int
    amount_minor: int
    receipt: str
    store: str
    rule_version: int
    at: datetime
    undone_at: datetime | None


_MINE = and_(entries.c.member_id == bindparam("member"), ~on_the_shelf)
_SILENT = (
    purchases.c.member_id == bindparam("member"),
    purchases.c.earned_points == 0,
    purchases.c.spent_points == 0,
)
_OPERATIONS = (
    select(
        entries.c.operation_id, literal(0, Integer).label("purchase_id"), func.max(entries.c.at).label("at")
    )
    .where(_MINE)
    .group_by(entries.c.operation_id)
)
_PURCHASES = select(literal(0, Integer), purchases.c.id, purchases.c.at).where(*_SILENT)
_ALL = union_all(_OPERATIONS, _PURCHASES).subquery()
_EVENTS = (
    select(_ALL.c.operation_id, _ALL.c.purchase_id, _ALL.c.at.cast(Instant))
    .order_by(_ALL.c.at.desc(), _ALL.c.operation_id.desc(), _ALL.c.purchase_id.desc())
    .limit(bindparam("count", type_=Integer))
    .offset(bindparam("skip", type_=Integer))
)
_COUNT_OPERATIONS = select(func.count(entries.c.operation_id.distinct())).where(_MINE)
_COUNT_PURCHASES = select(func.count()).select_from(purchases).where(*_SILENT)
_BOUGHT = (
    select(
        purchases.c.id,
        purchases.c.amount_minor,
        purchases.c.receipt,
        stores.c.name,
        purchases.c.rule_version,
        purchases.c.at,
        purchases.c.undone_at,
    )
    .join(stores, stores.c.id == purchases.c.store_id)
    .where(purchases.c.id == bindparam("purchase"), purchases.c.member_id == bindparam("member"))
)
_GOODS_BACK = select(func.sum(refunds.c.amount_minor)).where(
    refunds.c.purchase_id == bindparam("purchase"), refunds.c.operation_id == bindparam("operation")
)


def events(tx: Connection, member_id: int, offset: int, limit: int) -> tuple[list[Event], int]:
    """One page, newest first, and how many there are altogether."""
    who = {"member": member_id}
    total = int(tx.scalar(_COUNT_OPERATIONS, who) or 0) + int(tx.scalar(_COUNT_PURCHASES, who) or 0)
    rows = tx.execute(_EVENTS, {**who, "skip": offset, "count": limit})
    return [Event(*row) for row in rows], total


def bought(tx: Connection, member_id: int, purchase_id: int) -> Bought | None:
    """The member's own purchase with this id; a friend's, which a reward hangs on, is none."""
    row = tx.execute(_BOUGHT, {"member": member_id, "purchase": purchase_id}).one_or_none()
    return None if row is None else Bought(*row)


def goods_back_minor(tx: Connection, operation_id: int, purchase_id: int) -> int | None:
    """The price of the goods this operation took back; None when it was no refund."""
    found: int | None = tx.scalar(_GOODS_BACK, {"operation": operation_id, "purchase": purchase_id})
    return found


def has_stores(tx: Connection) -> bool:
    """Whether there is more than one, so that it is worth naming them."""
    return len(tx.execute(select(stores.c.id).limit(2)).all()) > 1
