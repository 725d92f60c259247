"""Notices held back for a while, because what follows may change what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, select, update

from storage.schema import notices
from storage.values import packed, unpacked


@dataclass(frozen=True, slots=True)
class Held:
    """A notice that waits. at: when it was queued; due_at: when it goes by itself."""

    id: int
    data: Mapping[str, Any]
    at: datetime
    due_at: datetime


_QUEUED: ColumnElement[str] = literal_column("'queued'")
_HOLD = (
    update(notices)
    .where(
        notices.c.member_id == bindparam("member"),
        notices.c.id >= bindparam("first"),
        notices.c.state == _QUEUED,
        notices.c.due_at <= bindparam("now"),
    )
    .values(due_at=bindparam("until"))
)
_WAITING = (
    select(notices.c.id, notices.c.data, notices.c.at, notices.c.due_at)
    .where(
        notices.c.member_id == bindparam("member"),
        notices.c.kind == bindparam("told"),
        notices.c.state == _QUEUED,
        # One put off after a failure may have arrived.
        notices.c.reason == "",
        notices.c.due_at > bindparam("now"),
    )
    .order_by(notices.c.id)
)
_TELL_INSTEAD = (
    update(notices)
    .where(notices.c.id == bindparam("row_id"), notices.c.state == _QUEUED)
    .values(
        kind=bindparam("new_kind"), data=bindparam("new_data"), due_at=bindparam("now"), at=bindparam("now")
    )
)
_RELEASE = (
    update(notices)
    .where(
        notices.c.member_id == bindparam("member"),
        notices.c.state == _QUEUED,
        notices.c.id > bindparam("first"),
        notices.c.at == bindparam("queued_at"),
        notices.c.due_at == bindparam("until"),
    )
    .values(due_at=bindparam("now"))
)


def hold(tx: Connection, member_id: int, first_id: int, until: datetime, now: datetime) -> None:
    """Hold back this notice of a member, and those queued after it that could go now."""
    tx.execute(_HOLD, {"member": member_id, "first": first_id, "until": until, "now": now})


def waiting(tx: Connection, member_id: int, kind: str, now: datetime) -> list[Held]:
    """A member's notices of this kind whose time has not come, oldest first."""
    rows = tx.execute(_WAITING, {"member": member_id, "told": kind, "now": now})
    return [Held(row.id, unpacked(row.data), row.at, row.due_at) for row in rows]


def tell_instead(tx: Connection, notice_id: int, kind: str, data: Mapping[str, Any], now: datetime) -> None:
    """A waiting notice says this, at once, in its old place in the order; both kinds are of one class.

    RuntimeError when it has gone.
    """
    values = {"row_id": notice_id, "new_kind": kind, "new_data": packed(data), "now": now}
    if tx.execute(_TELL_INSTEAD, values).rowcount != 1:
        raise RuntimeError("the notice was not waiting")


def release(tx: Connection, member_id: int, held: Held, now: datetime) -> None:
    """What was held back together with this notice may go."""
    values = {"member": member_id, "first": held.id, "queued_at": held.at, "until": held.due_at}
    tx.execute(_RELEASE, {**values, "now": now})
