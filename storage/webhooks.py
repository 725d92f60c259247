"""Webhooks, and their deliveries: the queue of those to come and the log of those that were."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.webhooks import PAUSED, REMOVED, Answer, DeliveryLine, DeliveryState, Webhook
from storage.pruning import Stale
from storage.schema import deliveries, members, webhooks
from storage.values import insert_row, packed, unpacked


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery whose time has come, and where it goes."""

    id: int
    webhook_id: int
    url: str
    secret: bytes
    event: str
    kind: str
    data: Mapping[str, Any]
    at: datetime


# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_QUEUED: ColumnElement[str] = literal_column("'queued'")
_LIVING = select(
    webhooks.c.id, webhooks.c.url, webhooks.c.kinds, webhooks.c.paused_at, webhooks.c.failing_since
).where(webhooks.c.removed_at.is_(None))
_ALL = _LIVING.order_by(webhooks.c.id)
_ONE = _LIVING.where(webhooks.c.id == bindparam("webhook"))
_DUE = (
    select(
        deliveries.c.id,
        deliveries.c.webhook_id,
        webhooks.c.url,
        webhooks.c.secret,
        deliveries.c.event,
        deliveries.c.kind,
        deliveries.c.data,
        deliveries.c.at,
    )
    .join(webhooks, webhooks.c.id == deliveries.c.webhook_id)
    .where(
        deliveries.c.state == _QUEUED,
        deliveries.c.due_at <= bindparam("now"),
        deliveries.c.id.not_in(bindparam("under_way", expanding=True)),
        deliveries.c.webhook_id.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(bindparam("count"))
)
_OF_ONE = select(func.count()).where(deliveries.c.webhook_id == bindparam("webhook"))
_WAITING = _OF_ONE.where(deliveries.c.state == _QUEUED)
_FAILED = _OF_ONE.where(deliveries.c.state == literal_column("'failed'"))
_NEXT = select(func.min(deliveries.c.due_at)).where(
    deliveries.c.state == _QUEUED, deliveries.c.due_at > bindparam("now")
)
# The same event is told once, whoever notes it a second time.
_NEW = upsert(deliveries).on_conflict_do_nothing()
_LINE = select(
    deliveries.c.id,
    deliveries.c.event,
    deliveries.c.kind,
    deliveries.c.state,
    deliveries.c.tries,
    deliveries.c.status,
    deliveries.c.reason,
    deliveries.c.at,
    deliveries.c.due_at,
)
_LOG = (
    _LINE.where(deliveries.c.webhook_id == bindparam("webhook"))
    .order_by(deliveries.c.id.desc())
    .limit(bindparam("count"))
)


def add(tx: Connection, url: str, events: Collection[str], added_by: int, at: datetime) -> int:
    """A new address; its secret is still to be given."""
    row = {"url": url, "secret": b"", "kinds": " ".join(events), "added_by": added_by, "at": at}
    return insert_row(tx, insert(webhooks), row)


def change(tx: Connection, webhook_id: int, **values: Any) -> None:
    """Set columns of a webhook."""
    tx.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))


def living(tx: Connection) -> list[Webhook]:
    """Those that were not removed, oldest first."""
    return [_webhook(row) for row in tx.execute(_ALL)]


def facts(tx: Connection, webhook_id: int) -> Webhook | None:
    """One that was not removed; its queue is not counted."""
    row = tx.execute(_ONE, {"webhook": webhook_id}).one_or_none()
    return None if row is None else _webhook(row)


def webhook(tx: Connection, webhook_id: int) -> Webhook | None:
    """One that was not removed, with the state of its queue."""
    found = facts(tx, webhook_id)
    if found is None:
        return None
    waiting, failed = (int(tx.scalar(one, {"webhook": webhook_id}) or 0) for one in (_WAITING, _FAILED))
    return replace(found, waiting=waiting, failed=failed)


def remove(tx: Connection, webhook_id: int, now: datetime) -> None:
    """Nothing goes there any more, and its secret is forgotten."""
    change(tx, webhook_id, removed_at=now, secret=b"", url="")
    _end_queued(tx, webhook_id, REMOVED, now)


def pause(tx: Connection, webhook_id: int, now: datetime) -> None:
    """Nothing goes there until it is resumed; what waits can be repeated then."""
    change(tx, webhook_id, paused_at=now)
    _end_queued(tx, webhook_id, PAUSED, now)


def queue(
    tx: Connection, one: Webhook, event: str, kind: str, data: Mapping[str, Any], now: datetime
) -> None:
    """An event for one address, sent after the commit; while it is paused, only noted."""
    row: dict[str, Any] = {"webhook_id": one.id, "event": event, "kind": kind, "data": packed(data)}
    row |= {"state": "queued", "reason": "", "due_at": now, "at": now, "ended_at": None}
    if one.paused_at is not None:
        row |= {"state": "failed", "reason": PAUSED, "ended_at": now}
    tx.execute(_NEW, row)


def due(
    tx: Connection, now: datetime, count: int, under_way: Collection[int], busy: Collection[int]
) -> list[Due]:
    """At most `count` deliveries whose time has come, save those under way and those to busy receivers."""
    values = {"now": now, "count": count, "under_way": list(under_way), "busy": list(busy)}
    return [
        Due(row.id, row.webhook_id, row.url, row.secret, row.event, row.kind, unpacked(row.data), row.at)
        for row in tx.execute(_DUE, values)
    ]


def next_due_at(tx: Connection, now: datetime) -> datetime | None:
    """When the next delivery that is not due yet will be."""
    found: datetime | None = tx.scalar(_NEXT, {"now": now})
    return found


def tried(
    tx: Connection, delivery_id: int, answer: Answer, again_at: datetime | None, now: datetime
) -> tuple[int, int] | None:
    """Note what came of a try: (webhook, tries), None when the delivery ended meanwhile by another hand.

    again_at: of a try that failed, None for the last one.
    """
    values: dict[str, Any] = {"tries": deliveries.c.tries + 1, "status": answer.status}
    if answer.taken:
        values |= {"state": "sent", "reason": "", "ended_at": now}
    elif again_at is None:
        values |= {"state": "failed", "reason": answer.reason, "ended_at": now}
    else:
        values |= {"reason": answer.reason, "due_at": again_at}
    changed = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == "queued")
    row = tx.execute(
        changed.values(**values).returning(deliveries.c.webhook_id, deliveries.c.tries)
    ).one_or_none()
    return None if row is None else (row.webhook_id, row.tries)


def tries(tx: Connection, delivery_id: int) -> int:
    """How often it was tried."""
    return int(tx.scalar(select(deliveries.c.tries).where(deliveries.c.id == delivery_id)) or 0)


def log(tx: Connection, webhook_id: int, count: int) -> list[DeliveryLine]:
    """The newest deliveries."""
    return [_line(row) for row in tx.execute(_LOG, {"webhook": webhook_id, "count": count})]


def delivery(tx: Connection, delivery_id: int) -> tuple[int, DeliveryLine] | None:
    """A delivery and its webhook's id."""
    asked = _LINE.add_columns(deliveries.c.webhook_id).where(deliveries.c.id == delivery_id)
    row = tx.execute(asked).one_or_none()
    return None if row is None else (row.webhook_id, _line(row))


def redeliver(tx: Connection, webhook_id: int, now: datetime, delivery_id: int | None = None) -> int:
    """Queue anew what ended: this delivery, or everything that failed; how many there are."""
    asked = update(deliveries).where(deliveries.c.webhook_id == webhook_id)
    if delivery_id is None:
        asked = asked.where(deliveries.c.state == "failed")
    else:
        asked = asked.where(deliveries.c.id == delivery_id, deliveries.c.state != "queued")
    fresh = {"state": "queued", "tries": 0, "status": 0, "reason": "", "due_at": now, "ended_at": None}
    return tx.execute(asked.values(**fresh)).rowcount


def forget_number(tx: Connection, member_id: int) -> None:
    """Take a member's card number out of the log; what still waits goes without it."""
    number = tx.scalar(select(members.c.number).where(members.c.id == member_id))
    told = f'"member":"{number}"'
    his = update(deliveries).where(deliveries.c.data.contains(told, autoescape=True))
    tx.execute(his.values(data=func.replace(deliveries.c.data, told, '"member":""')))


def stale(before: datetime) -> Stale:
    """What came to an end before this instant."""
    return Stale(deliveries, deliveries.c.ended_at < before)


def _end_queued(tx: Connection, webhook_id: int, reason: str, now: datetime) -> None:
    waiting = update(deliveries).where(deliveries.c.webhook_id == webhook_id, deliveries.c.state == "queued")
    tx.execute(waiting.values(state="failed", reason=reason, ended_at=now))


def _webhook(row: Any) -> Webhook:
    events: Sequence[str] = row.kinds.split()
    return Webhook(row.id, row.url, events, row.paused_at, row.failing_since)


def _line(row: Any) -> DeliveryLine:
    return DeliveryLine(
        row.id,
        row.event,
        row.kind,
        DeliveryState(row.state),
        row.tries,
        row.status,
        row.reason,
        row.at,
        row.due_at,
    )
