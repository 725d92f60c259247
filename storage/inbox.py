"""Updates as they came, kept until they are handled; the row outlives the payload: a second copy is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from storage.pruning import Stale
from storage.schema import inbox


@dataclass(frozen=True, slots=True)
class Received:
    """An update to store: its JSON text, and the person it is about ("" for nobody)."""

    update_id: int
    person: str
    payload: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored update that is not handled yet; `tries` counts the failed ones."""

    id: int
    person: str
    payload: str
    tries: int


# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_NEW: ColumnElement[str] = literal_column("'new'")
_WAITING = (
    select(inbox.c.id, inbox.c.person, inbox.c.payload, inbox.c.tries)
    .where(inbox.c.state == _NEW)
    .order_by(inbox.c.id)
)
_OF_BATCH = _WAITING.where(inbox.c.update_id.in_(bindparam("update_ids", expanding=True)))
_AFTER = _WAITING.where(inbox.c.id > bindparam("after_id")).limit(bindparam("count"))
_KNOWN = select(inbox.c.update_id).where(inbox.c.update_id.in_(bindparam("update_ids", expanding=True)))
_ROW = update(inbox).where(inbox.c.id == bindparam("row_id"), inbox.c.state == "new")
_DONE = _ROW.values(state="done", payload=None)
_TRIED = _ROW.values(tries=inbox.c.tries + 1)
_PARKED = _ROW.values(state="parked")


def add(tx: Connection, updates: Sequence[Received], at: datetime) -> list[Waiting]:
    """Store what is not known yet; return everything of the batch that still waits, in the order stored."""
    batch = {received.update_id: received for received in updates}
    if not batch:
        return []
    update_ids = {"update_ids": list(batch)}
    known = set(tx.scalars(_KNOWN, update_ids))
    if fresh := [received for update_id, received in batch.items() if update_id not in known]:
        tx.execute(insert(inbox), [_row(received, at) for received in fresh])
    return [Waiting(*row) for row in tx.execute(_OF_BATCH, update_ids)]


def waiting(tx: Connection, after_id: int, count: int) -> list[Waiting]:
    """The first `count` updates not handled yet whose id is over `after_id`, in order."""
    return [Waiting(*row) for row in tx.execute(_AFTER, {"after_id": after_id, "count": count})]


def done(tx: Connection, row_id: int) -> None:
    """It is handled: its content is forgotten."""
    tx.execute(_DONE, {"row_id": row_id})


def tried(tx: Connection, row_id: int, *, park: bool) -> None:
    """It failed once more; parked, it stays for a person to look at."""
    tx.execute(_TRIED, {"row_id": row_id})
    if park:
        tx.execute(_PARKED, {"row_id": row_id})


def stale(done_before: datetime, parked_before: datetime) -> Stale:
    """What was handled or parked before these instants."""
    done = (inbox.c.state == "done") & (inbox.c.at < done_before)
    return Stale(inbox, or_(done, (inbox.c.state == "parked") & (inbox.c.at < parked_before)))


def _row(received: Received, at: datetime) -> dict[str, object]:
    return {
        "update_id": received.update_id,
        "person": received.person,
        "payload": received.payload,
        "state": "new",
        "tries": 0,
        "at": at,
    }
