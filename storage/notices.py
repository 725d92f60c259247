"""Messages to be sent to members: queued in the transaction of what they tell, sent by the pump."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from storage.schema import accounts, notices
from storage.values import insert_row, packed, unpacked


@dataclass(frozen=True, slots=True)
class Due:
    """A notice whose time has come. Without a reachable account of its member `external_id` is None."""

    id: int
    member_id: int
    kind: str
    data: Mapping[str, Any]
    tries: int
    at: datetime
    external_id: str | None
    language: str | None


# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_QUEUED: ColumnElement[str] = literal_column("'queued'")
_UNDER_WAY: ColumnElement[str] = literal_column("'sending'")
_other = notices.alias("other")
# A member's notices go in order, one by one: one due, or put off after a failure, holds back the later ones.
_HELD_BACK = exists().where(
    _other.c.member_id == notices.c.member_id,
    or_(
        _other.c.state == "sending",
        and_(
            _other.c.state == _QUEUED,
            _other.c.id < notices.c.id,
            or_(_other.c.due_at <= bindparam("now"), _other.c.reason != ""),
        ),
    ),
)
_ACCOUNT = (
    select(accounts.c.id)
    .where(
        accounts.c.member_id == notices.c.member_id,
        accounts.c.messenger == bindparam("messenger"),
        accounts.c.reachable,
    )
    .order_by(accounts.c.last_seen.desc(), accounts.c.id.desc())
    .limit(1)
    .correlate(notices)
    .scalar_subquery()
)
_DUE = (
    select(
        notices.c.id,
        notices.c.member_id,
        notices.c.kind,
        notices.c.data,
        notices.c.tries,
        notices.c.at,
        accounts.c.external_id,
        accounts.c.language,
    )
    .outerjoin(accounts, accounts.c.id == _ACCOUNT)
    .where(notices.c.state == _QUEUED, notices.c.due_at <= bindparam("now"), ~_HELD_BACK)
    .order_by(notices.c.due_at, notices.c.id)
    .limit(bindparam("count", type_=Integer))
)
_NEXT = select(func.min(notices.c.due_at)).where(
    notices.c.state == _QUEUED, notices.c.due_at > bindparam("now")
)
_NEW = insert(notices)
_BY_ID = update(notices).where(notices.c.id == bindparam("row_id"))
_SENDING = _BY_ID.values(state="sending")
_ENDED = _BY_ID.values(
    state=bindparam("new_state"),
    reason=bindparam("new_reason"),
    message_id=bindparam("new_message_id"),
    ended_at=bindparam("now"),
)
_AGAIN = _BY_ID.values(
    state="queued",
    reason=bindparam("new_reason"),
    due_at=bindparam("new_due_at"),
    tries=notices.c.tries + bindparam("more_tries"),
)
_LEFT = select(notices.c.id, notices.c.kind, notices.c.tries).where(notices.c.state == _UNDER_WAY)


def queue(
    tx: Connection,
    member_id: int,
    kind: str,
    data: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> int:
    """A message to a member, to be sent once this transaction is committed, or at `due_at`.

    `data` holds ids and figures only: the text is made when it is sent.
    """
    row = {"member_id": member_id, "kind": kind, "data": packed(data), "state": "queued", "tries": 0}
    return insert_row(tx, _NEW, {**row, "due_at": due_at or now, "at": now})


def due(tx: Connection, messenger: str, now: datetime, count: int) -> list[Due]:
    """At most `count` notices that may go now: the first one of each member who has none under way."""
    rows = tx.execute(_DUE, {"messenger": messenger, "now": now, "count": count})
    return [Due(row.id, row.member_id, row.kind, unpacked(row.data), *row[4:]) for row in rows]


def next_due_at(tx: Connection, now: datetime) -> datetime | None:
    """When the next notice that is not due yet will be."""
    found: datetime | None = tx.scalar(_NEXT, {"now": now})
    return found


def sending(tx: Connection, notice_id: int) -> None:
    """It is about to be sent."""
    tx.execute(_SENDING, {"row_id": notice_id})


def end(
    tx: Connection, notice_id: int, state: str, now: datetime, reason: str = "", message_id: str = ""
) -> None:
    """It came to an end: sent, failed or unknown."""
    values = {"new_state": state, "new_reason": reason, "new_message_id": message_id, "now": now}
    tx.execute(_ENDED, {"row_id": notice_id, **values})


def put_off(tx: Connection, notice_id: int, due_at: datetime, reason: str, *, tries: int = 0) -> None:
    """It waits in the queue again until `due_at`; `tries` are added to its count."""
    values = {"new_due_at": due_at, "new_reason": reason, "more_tries": tries}
    tx.execute(_AGAIN, {"row_id": notice_id, **values})


def left_sending(tx: Connection) -> list[tuple[int, str, int]]:
    """(id, kind, tries) of what was under way when the process ended."""
    return [(row.id, row.kind, row.tries) for row in tx.execute(_LEFT)]


def unreachable(tx: Connection, messenger: str, external_id: str) -> None:
    """The account cannot be written to until its person speaks again."""
    tx.execute(
        update(accounts)
        .where(accounts.c.messenger == messenger, accounts.c.external_id == external_id)
        .values(reachable=False)
    )


def prune(tx: Connection, before: datetime) -> int:
    """Forget what came to an end before this instant; how many rows went."""
    return len(tx.execute(delete(notices).where(notices.c.ended_at < before).returning(notices.c.id)).all())
