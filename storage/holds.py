"""Holds, pay codes: points set aside until somebody answers, and the digits that answer at the till."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, literal_column, select, update

from loyalty.redeeming import Hold, HoldState
from storage.ledger import release, reserve
from storage.pruning import Stale
from storage.schema import holds, pay_codes
from storage.values import insert_row, packed, unpacked

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OPEN: ColumnElement[str] = literal_column("'open'")
_SALE: ColumnElement[str] = literal_column("'sale'")
_HOLD = select(
    holds.c.id,
    holds.c.member_id,
    holds.c.draft_id,
    holds.c.points,
    holds.c.allocation,
    holds.c.state,
    holds.c.revision,
    holds.c.message_id,
    holds.c.at,
    holds.c.expires_at,
)
_BY_ID = _HOLD.where(holds.c.id == bindparam("hold"))
_NEWEST = _HOLD.where(holds.c.draft_id == bindparam("draft")).order_by(holds.c.id.desc()).limit(1)
_OPEN_SALE = _HOLD.where(
    holds.c.member_id == bindparam("member"), holds.c.state == _OPEN, holds.c.purpose == _SALE
)
_END = (
    update(holds)
    .where(holds.c.id == bindparam("hold"), holds.c.state == _OPEN)
    .values(state=bindparam("new_state"), ended_at=bindparam("now"))
)
_NEW = insert(holds)


def add(
    tx: Connection,
    member_id: int,
    purpose: str,
    allocation: Mapping[int, int],
    at: datetime,
    expires_at: datetime,
    *,
    draft_id: str | None = None,
    revision: int = 0,
) -> int:
    """Set these points aside, by lot. purpose: "sale" (the database allows one open a member) or "gift"."""
    reserve(tx, allocation)
    row = {
        "member_id": member_id,
        "draft_id": draft_id,
        "purpose": purpose,
        "points": sum(allocation.values()),
        "allocation": packed({str(lot_id): points for lot_id, points in allocation.items()}),
        "state": HoldState.OPEN.value,
        "revision": revision,
        "at": at,
        "expires_at": expires_at,
    }
    return insert_row(tx, _NEW, row)


def hold(tx: Connection, hold_id: int) -> Hold | None:
    """The hold with this id."""
    return _one(tx, _BY_ID, {"hold": hold_id})


def open_sale_hold(tx: Connection, member_id: int) -> Hold | None:
    """What a till has set aside of a member's points and nobody has answered yet; overdue ones too."""
    return _one(tx, _OPEN_SALE, {"member": member_id})


def newest(tx: Connection, draft_id: str) -> Hold | None:
    """The last question that was asked about a sale, whatever became of it."""
    return _one(tx, _NEWEST, {"draft": draft_id})


def last_of_draft(tx: Connection, draft_id: str) -> HoldState | None:
    """How the newest question about a sale stands; None when nobody was asked."""
    query = select(holds.c.state).where(holds.c.draft_id == draft_id).order_by(holds.c.id.desc()).limit(1)
    state = tx.scalar(query)
    return None if state is None else HoldState(state)


def end(tx: Connection, ended: Hold, state: HoldState, now: datetime) -> None:
    """End an open hold in this way; its points are free again.

    Raises RuntimeError when it has ended meanwhile, so that there is exactly one end.
    """
    values = {"hold": ended.id, "new_state": state.value, "now": now}
    if tx.execute(_END, values).rowcount != 1:
        raise RuntimeError("the hold has ended already")
    release(tx, ended.allocation)


def shown_in(tx: Connection, hold_id: int, message_id: str) -> None:
    """Which of the member's messages asks him."""
    tx.execute(update(holds).where(holds.c.id == hold_id).values(message_id=message_id))


def unanswered(tx: Connection, member_id: int, since: datetime) -> int:
    """How many questions for this member ended without his yes, from `since` on."""
    ended = holds.c.state.in_((HoldState.EXPIRED.value, HoldState.VOID.value))
    query = select(func.count()).where(
        holds.c.member_id == member_id, holds.c.purpose == _SALE, holds.c.at > since, ended
    )
    return tx.scalar(query) or 0


def overdue(tx: Connection, now: datetime, limit: int) -> list[Hold]:
    """Open holds of sales whose time is over."""
    query = _HOLD.where(holds.c.state == _OPEN, holds.c.purpose == _SALE, holds.c.expires_at <= now)
    return [_hold(row) for row in tx.execute(query.limit(limit))]


def new_pay_code(tx: Connection, member_id: int, digits: str, at: datetime, expires_at: datetime) -> int:
    """A pay code; the member's older ones end with it."""
    used = update(pay_codes).where(pay_codes.c.member_id == member_id, pay_codes.c.used_at.is_(None))
    tx.execute(used.values(used_at=at))
    row = {"member_id": member_id, "digits": digits, "at": at, "expires_at": expires_at}
    return insert_row(tx, insert(pay_codes), row)


def use_pay_code(tx: Connection, member_id: int, digits: str, now: datetime) -> bool:
    """Use up this member's code; False when it is wrong, used or over."""
    theirs = (pay_codes.c.member_id == member_id, pay_codes.c.digits == digits)
    living = (pay_codes.c.used_at.is_(None), pay_codes.c.expires_at > now)
    return tx.execute(update(pay_codes).where(*theirs, *living).values(used_at=now)).rowcount == 1


def has_pay_code(tx: Connection, member_id: int, now: datetime) -> bool:
    """Whether the member has a code on his screen now."""
    living = (pay_codes.c.used_at.is_(None), pay_codes.c.expires_at > now)
    query = select(pay_codes.c.id).where(pay_codes.c.member_id == member_id, *living).limit(1)
    return tx.scalar(query) is not None


def had_pay_code(tx: Connection, member_id: int, digits: str, since: datetime) -> bool:
    """Whether these digits were the member's code at some moment since then, used or over by now."""
    theirs = (pay_codes.c.member_id == member_id, pay_codes.c.digits == digits)
    query = select(pay_codes.c.id).where(*theirs, pay_codes.c.expires_at >= since).limit(1)
    return tx.scalar(query) is not None


def stale_pay_codes(before: datetime) -> Stale:
    """Codes whose time was over before this instant."""
    return Stale(pay_codes, pay_codes.c.expires_at < before)


def _one(tx: Connection, query: Any, values: dict[str, Any]) -> Hold | None:
    row = tx.execute(query, values).one_or_none()
    return None if row is None else _hold(row)


def _hold(row: Any) -> Hold:
    allocation = {int(lot_id): points for lot_id, points in unpacked(row.allocation).items()}
    return Hold(
        row.id,
        row.member_id,
        row.draft_id,
        row.points,
        allocation,
        HoldState(row.state),
        row.revision,
        row.message_id,
        row.at,
        row.expires_at,
    )
