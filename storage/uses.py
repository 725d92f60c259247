"""Uses of what is limited: codes, their campaigns, offers, events. A full refund frees them."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.schema import uses
from storage.values import insert_row

CODE, CAMPAIGN, OFFER, EVENT = "code", "campaign", "offer", "event"

_LIVING = uses.c.freed_at.is_(None)
_COUNT = (
    select(func.count())
    .select_from(uses)
    .where(uses.c.what == bindparam("what"), uses.c.which == bindparam("which"), _LIVING)
)
_MINE = _COUNT.where(uses.c.member_id == bindparam("member"))
_NEW = insert(uses)


def add(
    tx: Connection, what: str, which: int | str, member_id: int, purchase_id: int | None, at: datetime
) -> int:
    """This member used it, with this purchase or without any; the use's id."""
    row = {"what": what, "which": str(which), "member_id": member_id, "purchase_id": purchase_id, "at": at}
    return insert_row(tx, _NEW, row)


def count(tx: Connection, what: str, which: int | str, member_id: int | None = None) -> int:
    """How many living uses there are, of this member or of everybody."""
    values = {"what": what, "which": str(which)}
    if member_id is None:
        return int(tx.scalar(_COUNT, values) or 0)
    return int(tx.scalar(_MINE, {**values, "member": member_id}) or 0)


def free(tx: Connection, purchase_id: int, at: datetime) -> None:
    """The purchase came back whole: what it used can be used again (rules.md 30)."""
    tx.execute(update(uses).where(uses.c.purchase_id == purchase_id, _LIVING).values(freed_at=at))
