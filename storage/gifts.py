"""Points on their way to a friend: the gift, and the hold that keeps its points."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, literal_column, select, update

from loyalty.gifts import Gift, GiftState
from loyalty.redeeming import HoldState
from storage import holds as hold_rows
from storage.schema import gifts, holds
from storage.values import insert_row, unpacked

PURPOSE = "gift"
# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OFFERED: ColumnElement[str] = literal_column(f"'{GiftState.OFFERED.value}'")
_GIFT = select(
    gifts.c.id,
    gifts.c.token,
    gifts.c.sender_id,
    gifts.c.recipient_id,
    gifts.c.points,
    gifts.c.hold_id,
    holds.c.allocation,
    gifts.c.state,
    gifts.c.expires_at,
).join(holds, holds.c.id == gifts.c.hold_id)
_HOLD_ENDS = {
    GiftState.ACCEPTED: HoldState.COMMITTED,
    GiftState.DECLINED: HoldState.VOID,
    GiftState.CANCELLED: HoldState.VOID,
    GiftState.EXPIRED: HoldState.EXPIRED,
}


def add(
    tx: Connection,
    token: str,
    sender_id: int,
    allocation: Mapping[int, int],
    at: datetime,
    expires_at: datetime,
) -> int:
    """A gift offered by its link, its points set aside."""
    row: dict[str, Any] = {"token": token, "sender_id": sender_id, "points": sum(allocation.values())}
    row |= {"hold_id": hold_rows.add(tx, sender_id, PURPOSE, allocation, at, expires_at)}
    row |= {"state": GiftState.OFFERED.value, "at": at, "expires_at": expires_at}
    return insert_row(tx, insert(gifts), row)


def gift(tx: Connection, gift_id: int) -> Gift | None:
    """The gift with this id."""
    row = tx.execute(_GIFT.where(gifts.c.id == gift_id)).one_or_none()
    return None if row is None else _gift(row)


def by_token(tx: Connection, token: str) -> Gift | None:
    """The gift behind a link."""
    row = tx.execute(_GIFT.where(gifts.c.token == token)).one_or_none()
    return None if row is None else _gift(row)


def offered_by(tx: Connection, sender_id: int) -> list[Gift]:
    """What a member has offered and nobody answered, oldest first."""
    mine = _GIFT.where(gifts.c.sender_id == sender_id, gifts.c.state == GiftState.OFFERED.value)
    return [_gift(row) for row in tx.execute(mine.order_by(gifts.c.id))]


def offered_to(tx: Connection, recipient_id: int) -> list[Gift]:
    """What waits for the answer of whoever opened the links last."""
    his = _GIFT.where(gifts.c.recipient_id == recipient_id, gifts.c.state == _OFFERED)
    return [_gift(row) for row in tx.execute(his.order_by(gifts.c.id))]


def overdue(tx: Connection, now: datetime, limit: int) -> list[Gift]:
    """Gifts nobody accepted in time."""
    late = _GIFT.where(gifts.c.state == _OFFERED, gifts.c.expires_at <= now)
    return [_gift(row) for row in tx.execute(late.order_by(gifts.c.expires_at).limit(limit))]


def given_since(tx: Connection, sender_id: int, since: datetime) -> int:
    """The points a member gave or offers since this instant; what came back does not count."""
    counted = (GiftState.OFFERED.value, GiftState.ACCEPTED.value)
    mine = (gifts.c.sender_id == sender_id, gifts.c.at >= since, gifts.c.state.in_(counted))
    return int(tx.scalar(select(func.coalesce(func.sum(gifts.c.points), 0)).where(*mine)) or 0)


def opened(tx: Connection, gift_id: int, recipient_id: int) -> None:
    """Who opened the link last; a stranger is asked when he has joined."""
    waiting = update(gifts).where(gifts.c.id == gift_id, gifts.c.state == GiftState.OFFERED.value)
    tx.execute(waiting.values(recipient_id=recipient_id))


def end(tx: Connection, one: Gift, state: GiftState, at: datetime, recipient_id: int | None = None) -> bool:
    """End an offered gift, its points are free again; whether it was one: there is exactly one end."""
    ended = update(gifts).where(gifts.c.id == one.id, gifts.c.state == GiftState.OFFERED.value)
    values = {"state": state.value, "ended_at": at, "recipient_id": recipient_id or one.recipient_id}
    hold = hold_rows.hold(tx, one.hold_id)
    if hold is None or tx.execute(ended.values(**values)).rowcount != 1:
        return False
    hold_rows.end(tx, hold, _HOLD_ENDS[state], at)
    return True


def _gift(row: Any) -> Gift:
    allocation = {int(lot): part for lot, part in unpacked(row.allocation).items()}
    return Gift(
        row.id,
        row.token,
        row.sender_id,
        row.recipient_id,
        row.points,
        row.hold_id,
        allocation,
        GiftState(row.state),
        row.expires_at,
    )
