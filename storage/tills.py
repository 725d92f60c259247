"""Tills of other programs: their keys, and what they got done under an idempotency key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from loyalty.tills import Till, scopes_of
from storage.pruning import Stale
from storage.schema import api_requests, tills
from storage.values import insert_row


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered under an idempotency key. asked_hash: of the request."""

    asked_hash: bytes
    status: int
    answer: bytes


_TILL = select(
    tills.c.id,
    tills.c.store_id,
    tills.c.name,
    tills.c.key_end,
    tills.c.scopes,
    tills.c.added_by,
    tills.c.at,
    tills.c.seen_at,
).where(tills.c.revoked_at.is_(None))
_BY_HASH = _TILL.where(tills.c.key_hash == bindparam("hash"))
_BY_ID = _TILL.where(tills.c.id == bindparam("till"))
_LIVING = _TILL.order_by(tills.c.id)
_KEPT = select(api_requests.c.asked_hash, api_requests.c.status, api_requests.c.answer).where(
    api_requests.c.till_id == bindparam("till"), api_requests.c.key == bindparam("named")
)
_KEEP = insert(api_requests)


def add(
    tx: Connection,
    store_id: int,
    name: str,
    key_hash: bytes,
    key_end: str,
    scopes: str,
    by: int,
    at: datetime,
) -> int:
    """A new till. key_end: the last signs of its key, by which people tell keys apart."""
    row = {"store_id": store_id, "name": name, "key_hash": key_hash, "key_end": key_end}
    return insert_row(tx, insert(tills), {**row, "scopes": scopes, "added_by": by, "at": at})


def by_hash(tx: Connection, key_hash: bytes) -> Till | None:
    """The till whose living key has this hash."""
    return _till(tx.execute(_BY_HASH, {"hash": key_hash}).one_or_none())


def living(tx: Connection, till_id: int) -> Till | None:
    """The till with this id, unless its key was revoked."""
    return _till(tx.execute(_BY_ID, {"till": till_id}).one_or_none())


def name_of(tx: Connection, till_id: int) -> str:
    """How a till is called, also when its key was revoked."""
    return str(tx.execute(select(tills.c.name).where(tills.c.id == till_id)).scalar_one())


def all_living(tx: Connection) -> list[Till]:
    """Every till with a living key, oldest first."""
    return [till for row in tx.execute(_LIVING) if (till := _till(row)) is not None]


def revoke(tx: Connection, till_id: int, by: int, at: datetime) -> bool:
    """Its key opens nothing from now on; False when that was done before."""
    ended = update(tills).where(tills.c.id == till_id, tills.c.revoked_at.is_(None))
    return tx.execute(ended.values(revoked_at=at, revoked_by=by)).rowcount == 1


def seen(tx: Connection, till_id: int, at: datetime) -> None:
    """It spoke to us then."""
    tx.execute(update(tills).where(tills.c.id == till_id).values(seen_at=at))


def kept(tx: Connection, till_id: int, key: str) -> Kept | None:
    """What this till was answered under this key."""
    row = tx.execute(_KEPT, {"till": till_id, "named": key}).one_or_none()
    return None if row is None else Kept(row.asked_hash, row.status, row.answer)


def keep(tx: Connection, till_id: int, key: str, done: Kept, at: datetime) -> None:
    """Answer the same to the same request from now on."""
    row = {"asked_hash": done.asked_hash, "status": done.status, "answer": done.answer}
    tx.execute(_KEEP, {"till_id": till_id, "key": key, "at": at, **row})


def stale_requests(before: datetime) -> Stale:
    """Answers given before this instant."""
    return Stale(api_requests, api_requests.c.at < before)


def _till(row: Any) -> Till | None:
    if row is None:
        return None
    return Till(
        id=row.id,
        store_id=row.store_id,
        name=row.name,
        key_end=row.key_end,
        scopes=scopes_of(row.scopes),
        added_by=row.added_by,
        at=row.at,
        seen_at=row.seen_at,
    )
