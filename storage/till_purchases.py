"""Purchases as the programs of tills ask for them."""

from sqlalchemy import Connection, bindparam, literal_column, select

from loyalty.sale import Purchase
from storage.sales import PURCHASE
from storage.schema import purchases

# The conditions of the index, so that SQLite takes it.
_SAME_RECEIPT = PURCHASE.where(
    purchases.c.till_id == bindparam("till"),
    purchases.c.receipt == bindparam("receipt"),
    purchases.c.till_id.is_not(None),
    purchases.c.receipt != literal_column("''"),
    purchases.c.undone_at.is_(None),
)


def same_receipt(tx: Connection, till_id: int, receipt: str) -> Purchase | None:
    """The living purchase with this receipt number that this till's program booked, whenever that was."""
    row = tx.execute(_SAME_RECEIPT, {"till": till_id, "receipt": receipt}).one_or_none()
    return None if row is None else Purchase(*row)


def till_of(tx: Connection, purchase_id: int) -> int | None:
    """The till whose program booked a purchase; None for people."""
    till_id: int | None = tx.scalar(select(purchases.c.till_id).where(purchases.c.id == purchase_id))
    return till_id


def of_member(
    tx: Connection, member_id: int, store_id: int, before_id: int | None, limit: int
) -> list[Purchase]:
    """A member's purchases in a store, newest first, those with a smaller id than before_id."""
    found = PURCHASE.where(purchases.c.member_id == member_id, purchases.c.store_id == store_id)
    if before_id is not None:
        found = found.where(purchases.c.id < before_id)
    return [Purchase(*row) for row in tx.execute(found.order_by(purchases.c.id.desc()).limit(limit))]
