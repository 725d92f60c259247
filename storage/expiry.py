"""Whose points burn soon or have burned, whose have become usable, and who was told of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from loyalty.ledger import Kind
from storage.schema import entries, lots, members, notices, operations, purchases
from storage.types import Instant

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_SOME: ColumnElement[int] = literal_column("0")
_QUEUED: ColumnElement[str] = literal_column("'queued'")
_SENDING: ColumnElement[str] = literal_column("'sending'")

# A purchase that was taken back altogether is no visit.
_LIVING = and_(purchases.c.undone_at.is_(None), purchases.c.refunded_minor < purchases.c.amount_minor)
_LAST_PURCHASE = (
    select(func.max(purchases.c.at))
    .where(purchases.c.member_id == bindparam("member"), _LIVING, purchases.c.id != bindparam("without"))
    .scalar_subquery()
)
# What paid for a purchase counts with the purchase, or came back with it.
_LAST_SPENDING = (
    select(func.max(entries.c.at))
    .where(
        entries.c.member_id == bindparam("member"),
        entries.c.kind == Kind.SPENT.value,
        entries.c.purchase_id.is_(None),
    )
    .scalar_subquery()
)
# Whoever was brought from another programme and has not joined yet is here since then.
_BEGAN = func.coalesce(members.c.joined_at, members.c.created_at)
_ACTIVITY = select(_LAST_PURCHASE, _LAST_SPENDING, _BEGAN).where(members.c.id == bindparam("member"))
_BY_TERM = and_(lots.c.expires_at.is_not(None), lots.c.expires_at <= bindparam("until"))
_IDLE = ~exists().where(
    purchases.c.member_id == lots.c.member_id,
    purchases.c.at > bindparam("idle_since", type_=Instant),
    _LIVING,
)
# Walks the open lots from one member to the next, so that a page costs no more than what lies in it.
_OPEN = (
    select(lots.c.member_id)
    .where(lots.c.remaining > _SOME, lots.c.member_id > bindparam("after_member"))
    .distinct()
    .order_by(lots.c.member_id)
    .limit(bindparam("count", type_=Integer))
)
_HOLDERS_BY_TERM = _OPEN.where(_BY_TERM)
_HOLDERS = _OPEN.where(or_(_BY_TERM, _IDLE))
_WAKING = (
    select(lots.c.member_id, lots.c.id)
    .where(lots.c.told_active == _SOME, lots.c.active_from <= bindparam("now"))
    .order_by(lots.c.active_from)
    .limit(bindparam("count", type_=Integer))
)
_UNDER_WAY = (
    select(notices.c.id)
    .where(
        notices.c.member_id == bindparam("member"),
        notices.c.kind == bindparam("notice_kind"),
        notices.c.state.in_((_QUEUED, _SENDING)),
    )
    .limit(1)
)


def last_activity(tx: Connection, member_id: int, without: int = 0) -> datetime | None:
    """The member's last purchase that counts or redemption; while there is none, his joining.

    without: a purchase that is looked at as if it had been taken back.
    """
    bought, spent, joined = tx.execute(_ACTIVITY, {"member": member_id, "without": without}).one()
    visits: list[datetime] = [at for at in (bought, spent) if at is not None]
    return max(visits, default=joined)


def holders(
    tx: Connection, until: datetime, idle_since: datetime | None, after_member: int, limit: int
) -> list[int]:
    """The next members with points that may end by `until`, in order of id, at most `limit` of them.

    By the term of a lot, and with idle_since by nothing having been bought since then.
    """
    values = {"until": until, "after_member": after_member, "count": limit}
    if idle_since is None:
        return list(tx.scalars(_HOLDERS_BY_TERM, values))
    return list(tx.scalars(_HOLDERS, {**values, "idle_since": idle_since}))


def brought_by(tx: Connection, member_id: int, keys: Sequence[str]) -> set[int]:
    """The member's lots that were gifts of operations whose keys begin so."""
    gift = (
        entries.c.member_id == member_id,
        entries.c.kind == Kind.GIFT.value,
        entries.c.lot_id.is_not(None),
    )
    begins = or_(*(operations.c.op_key.startswith(key, autoescape=True) for key in keys))
    query = select(entries.c.lot_id).join(operations, operations.c.id == entries.c.operation_id)
    return set(tx.scalars(query.where(*gift, begins)))


def woken_at(tx: Connection, days: Sequence[datetime], after_member: int, limit: int) -> list[int]:
    """The next members with points that had to wait and become usable as one of these days begins."""
    return list(
        tx.scalars(_OPEN.where(lots.c.active_from.in_(days)), {"after_member": after_member, "count": limit})
    )


def waking(tx: Connection, now: datetime, limit: int) -> Mapping[int, Sequence[int]]:
    """Lots that have become usable and whose holders were not told yet, by member."""
    found: dict[int, list[int]] = {}
    for member_id, lot_id in tx.execute(_WAKING, {"now": now, "count": limit}):
        found.setdefault(member_id, []).append(lot_id)
    return found


def told_active(tx: Connection, lot_ids: Sequence[int]) -> None:
    """Their holders have been told that they can be used."""
    tx.execute(update(lots).where(lots.c.id.in_(lot_ids)).values(told_active=True))


def reminded(tx: Connection, lot_id: int, at: datetime) -> None:
    """The holder was told last at this time (or could not be told) that the lot will burn."""
    tx.execute(update(lots).where(lots.c.id == lot_id).values(reminded_at=at))


def is_under_way(tx: Connection, member_id: int, kind: str) -> bool:
    """Whether a notice of this kind waits to be sent to the member."""
    return tx.execute(_UNDER_WAY, {"member": member_id, "notice_kind": kind}).first() is not None
