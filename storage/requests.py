"""Complaints and wishes: cases without a change of points, and the words that came with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, literal_column, select, update

from loyalty.cases import CaseState
from loyalty.feedback import RequestKind
from storage.schema import cases, member_stats, remarks
from storage.values import insert_row

ANSWER = "answer"
# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OPEN: ColumnElement[bool] = cases.c.state == literal_column(f"'{CaseState.OPEN.value}'")
_REQUEST = select(cases.c.id, cases.c.kind, cases.c.member_id, cases.c.state, cases.c.at).where(
    cases.c.kind.in_(tuple(RequestKind))
)


@dataclass(frozen=True, slots=True)
class Request:
    """A complaint or a wish of one member."""

    id: int
    kind: RequestKind
    member_id: int
    is_open: bool
    at: datetime


def add(tx: Connection, kind: RequestKind, member_id: int, at: datetime) -> int:
    """A new open one."""
    row = {"kind": kind.value, "member_id": member_id, "state": CaseState.OPEN.value, "at": at}
    return insert_row(tx, insert(cases), row)


def open_of(tx: Connection, kind: RequestKind, member_id: int) -> Request | None:
    """The member's open one of this kind."""
    query = _REQUEST.where(cases.c.member_id == member_id, cases.c.kind == kind.value, _OPEN)
    row = tx.execute(query.order_by(cases.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _request(row)


def complains(tx: Connection, member_id: int) -> bool:
    """Whether something of the member's waits to be put right; somebody's interest in a thing is no such."""
    mine = (cases.c.member_id == member_id, cases.c.kind != RequestKind.INTEREST.value)
    return tx.scalar(select(cases.c.id).where(*mine, _OPEN).limit(1)) is not None


def find(tx: Connection, request_id: int) -> Request | None:
    """The request with this id."""
    row = tx.execute(_REQUEST.where(cases.c.id == request_id)).one_or_none()
    return None if row is None else _request(row)


def count_open(tx: Connection, stores: Collection[int] | None = None) -> int:
    """How many wait for the shop; of customers of these stores when they are named."""
    query = select(func.count()).select_from(cases).where(_OPEN, cases.c.kind.in_(tuple(RequestKind)))
    return int(tx.scalar(query if stores is None else query.where(_served_in(stores))) or 0)


def page(tx: Connection, offset: int, limit: int, stores: Collection[int] | None = None) -> list[Request]:
    """Open ones, newest first; of customers of these stores when they are named."""
    query = _REQUEST.where(_OPEN) if stores is None else _REQUEST.where(_OPEN, _served_in(stores))
    return [
        _request(row) for row in tx.execute(query.order_by(cases.c.id.desc()).offset(offset).limit(limit))
    ]


def _served_in(stores: Collection[int]) -> ColumnElement[bool]:
    """Whether the member bought last in one of these stores."""
    return cases.c.member_id.in_(
        select(member_stats.c.member_id).where(member_stats.c.last_store_id.in_(stores))
    )


def close(tx: Connection, request_id: int, closed_by: int, at: datetime) -> bool:
    """It is seen to; False when somebody has closed it before."""
    done = {"state": CaseState.ACCEPTED.value, "decided_by": closed_by, "decided_at": at}
    return tx.execute(update(cases).where(cases.c.id == request_id, _OPEN).values(done)).rowcount == 1


def say(tx: Connection, kind: RequestKind, request_id: int, member_id: int, text: str, at: datetime) -> None:
    """What the member says about it, kept where it can be erased."""
    row = {"about": kind.value, "about_id": request_id, "member_id": member_id}
    tx.execute(insert(remarks).values(**row, text=text, at=at))


def said(tx: Connection, request: Request) -> list[str]:
    """What the member said, oldest first."""
    query = select(remarks.c.text).where(
        remarks.c.about == request.kind.value, remarks.c.about_id == request.id
    )
    return list(tx.scalars(query.order_by(remarks.c.id)))


def said_since(tx: Connection, member_id: int, since: datetime) -> int:
    """How often the member said something to the shop since then."""
    mine = (remarks.c.member_id == member_id, remarks.c.about.in_(tuple(RequestKind)), remarks.c.at >= since)
    return int(tx.scalar(select(func.count()).where(*mine)) or 0)


def answer(tx: Connection, request: Request, text: str, at: datetime) -> int:
    """What the shop says to it, to be told to the member; the id of these words."""
    row = {"about": ANSWER, "about_id": request.id, "member_id": request.member_id, "text": text, "at": at}
    return insert_row(tx, insert(remarks), row)


def words(tx: Connection, remark_id: int) -> str | None:
    """Words kept before; None when they were erased."""
    found: str | None = tx.scalar(select(remarks.c.text).where(remarks.c.id == remark_id))
    return found


def _request(row: Any) -> Request:
    is_open = row.state == CaseState.OPEN.value
    return Request(row.id, RequestKind(row.kind), row.member_id, is_open, row.at)
