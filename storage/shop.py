"""The shop's own rows: programme versions, stores, and single facts (meta)."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.programme import Programme, programme_of, rules_of
from storage.schema import meta, programmes, purchases, stores
from storage.values import insert_row, packed, unpacked

_ZONE = select(stores.c.time_zone).where(stores.c.id == bindparam("store"))
_NEWEST = select(programmes.c.version, programmes.c.rules).order_by(programmes.c.version.desc()).limit(1)
_AT = _NEWEST.where(programmes.c.at <= bindparam("at"))
_FACT = select(meta.c.value).where(meta.c.key == bindparam("fact"))
_NEW_FACT = upsert(meta)
_REMEMBER = _NEW_FACT.on_conflict_do_update(index_elements=["key"], set_={"value": _NEW_FACT.excluded.value})
_FIRST = select(programmes.c.version, programmes.c.rules).order_by(programmes.c.version).limit(1)


def programme(tx: Connection) -> Programme:
    """The version in force."""
    row = tx.execute(_NEWEST).one()
    return _programme(row.version, row.rules)


def programme_version(tx: Connection, version: int) -> Programme | None:
    """An old version, as it was saved."""
    rules = tx.scalar(select(programmes.c.rules).where(programmes.c.version == version))
    return None if rules is None else _programme(version, rules)


def programme_at(tx: Connection, at: datetime) -> Programme:
    """The version in force at this instant; before there was any, the first one."""
    row = tx.execute(_AT, {"at": at}).one_or_none() or tx.execute(_FIRST).one()
    return _programme(row.version, row.rules)


@lru_cache(maxsize=64)
def _programme(version: int, rules: str) -> Programme:
    """Read once: every update asks for the rules, and a version never changes."""
    return programme_of(version, unpacked(rules))


def has_programme(tx: Connection) -> bool:
    """Whether the shop was opened before."""
    return tx.execute(_NEWEST).first() is not None


def add_programme(tx: Connection, rules: Programme, author_id: int | None, at: datetime) -> Programme:
    """Append the rules as the next version and return them with its number."""
    row = {"rules": packed(rules_of(rules)), "author_id": author_id, "at": at}
    return replace(rules, version=insert_row(tx, insert(programmes), row))


def add_store(tx: Connection, name: str, time_zone: str) -> int:
    """A new store."""
    return insert_row(tx, insert(stores), {"name": name, "time_zone": time_zone})


def first_store(tx: Connection) -> int:
    """The store that came with the shop."""
    return int(tx.execute(select(stores.c.id).order_by(stores.c.id).limit(1)).scalar_one())


def store_name(tx: Connection, store_id: int) -> str:
    """The name given to a store; "" for one that is called like the shop."""
    return str(tx.execute(select(stores.c.name).where(stores.c.id == store_id)).scalar_one())


def store_time_zone(tx: Connection, store_id: int) -> str:
    """The store's zone, which decides its business day."""
    return str(tx.execute(_ZONE, {"store": store_id}).scalar_one())


def move_stores(tx: Connection, before: str, after: str) -> None:
    """Stores that kept the programme's time zone go with it; one with a zone of its own stays."""
    tx.execute(update(stores).where(stores.c.time_zone == before).values(time_zone=after))


def has_purchases(tx: Connection) -> bool:
    """Whether anything was ever sold, so that the currency can't change any more."""
    return tx.execute(select(purchases.c.id).limit(1)).first() is not None


def fact(tx: Connection, key: str) -> str | None:
    """A single remembered fact."""
    value: Any = tx.scalar(_FACT, {"fact": key})
    return value if value is None else str(value)


def forget(tx: Connection, key: str) -> None:
    """This fact is one no more."""
    tx.execute(delete(meta).where(meta.c.key == key))


def remember(tx: Connection, key: str, value: str) -> None:
    """Keep a single fact, in place of the former one."""
    tx.execute(_REMEMBER, {"key": key, "value": value})
