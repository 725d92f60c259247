"""Figures for whoever watches the process: how much there is of everything, and how long it waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, case, func, literal_column, select

from loyalty.ledger import Kind
from loyalty.messages import MARKETING
from storage.schema import deliveries, entries, inbox, notices, purchases, refunds
from storage.shop import remember

# Larger than any other fact: so that writing it needs room that a full disk does not give.
_ROOM = "." * 8000
_PULSE = "pulse"
_QUEUED: ColumnElement[str] = literal_column("'queued'")


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and since when the first of them could have gone (None: none waits)."""

    waiting: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits: messages that are no marketing, events for webhooks, updates."""

    notices: Queue
    webhooks: Queue
    inbox: Queue


@dataclass(frozen=True, slots=True)
class Points:
    """Points of all entries up to one: given and taken, by kind."""

    last_entry: int
    given: Mapping[str, int]
    taken: Mapping[str, int]


def beat(tx: Connection, now: datetime) -> None:
    """Write something small that has to find room, and leave nothing of it but the time."""
    remember(tx, _PULSE, _ROOM)
    remember(tx, _PULSE, now.isoformat())


def queues(tx: Connection) -> Queues:
    """What waits at this moment."""
    of_notices = (func.count(), func.min(notices.c.due_at))
    urgent = select(*of_notices).where(
        notices.c.state == _QUEUED, notices.c.priority < literal_column(str(MARKETING.value))
    )
    posted = select(func.count(), func.min(deliveries.c.due_at)).where(deliveries.c.state == _QUEUED)
    arrived = select(func.count(), func.min(inbox.c.at)).where(inbox.c.state == literal_column("'new'"))
    return Queues(*(Queue(*tx.execute(asked).one()) for asked in (urgent, posted, arrived)))


def last_purchase(tx: Connection) -> int:
    """How many purchases there have been."""
    return _newest(tx, purchases)


def last_refund(tx: Connection) -> int:
    """How many refunds there have been."""
    return _newest(tx, refunds)


def points(tx: Connection, before: Points) -> Points:
    """What the entries after those counted before add to them; a debt that is paid moves no points."""
    newest = _newest(tx, entries)
    given, taken = dict(before.given), dict(before.taken)
    asked = select(
        entries.c.kind,
        func.sum(case((entries.c.points > 0, entries.c.points), else_=0)),
        func.sum(case((entries.c.points < 0, -entries.c.points), else_=0)),
    ).where(entries.c.id > before.last_entry, entries.c.id <= newest, entries.c.kind != Kind.DEBT_PAID.value)
    for kind, plus, minus in tx.execute(asked.group_by(entries.c.kind)):
        given[kind] = given.get(kind, 0) + int(plus)
        taken[kind] = taken.get(kind, 0) + int(minus)
    return Points(newest, given, taken)


def _newest(tx: Connection, table: Table) -> int:
    return int(tx.scalar(select(func.max(table.c.id))) or 0)
