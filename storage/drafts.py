"""Rules an owner is writing, the versions there were, and names beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.programme import Programme, programme_of, rules_of
from loyalty.settings import LISTS
from storage.schema import heads, members, programme_drafts, programmes, stores
from storage.values import packed, unpacked

_VERSIONS = (
    select(programmes.c.version, programmes.c.rules, programmes.c.at, func.coalesce(members.c.name, ""))
    .outerjoin(members, members.c.id == programmes.c.author_id)
    .order_by(programmes.c.version.desc())
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules not in force yet. base_version: what they were written from; revision grows with every change."""

    rules: Programme
    base_version: int
    revision: int


@dataclass(frozen=True, slots=True)
class Version:
    """Rules that were in force from an instant on, and the name of who saved them ("" for the first ones)."""

    rules: Programme
    at: datetime
    author: str


def draft(tx: Connection, member_id: int) -> Draft | None:
    """What this owner is writing."""
    found = select(programme_drafts).where(programme_drafts.c.member_id == member_id)
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    return Draft(programme_of(row.base_version, unpacked(row.rules)), row.base_version, row.revision)


def keep(tx: Connection, member_id: int, kept: Draft, at: datetime) -> None:
    """In place of what this owner wrote before."""
    values = {"base_version": kept.base_version, "revision": kept.revision, "at": at}
    values["rules"] = packed(rules_of(kept.rules))
    row = upsert(programme_drafts).values(member_id=member_id, **values)
    tx.execute(row.on_conflict_do_update(index_elements=["member_id"], set_=values))


def drop(tx: Connection, member_id: int) -> None:
    """Nothing is being written any more."""
    tx.execute(delete(programme_drafts).where(programme_drafts.c.member_id == member_id))


def keys_ever(tx: Connection) -> set[str]:
    """Keys of list items that any version or draft used: members may still carry them."""
    kept = [*tx.scalars(select(programmes.c.rules)), *tx.scalars(select(programme_drafts.c.rules))]
    return {
        str(one["key"])
        for rules in map(unpacked, kept)
        for name in LISTS
        for one in rules.get(name, ())
        if "key" in one
    }


def versions(tx: Connection, newest: int | None, limit: int) -> list[Version]:
    """At most `limit` versions, the newest first, from `newest` down."""
    found = _VERSIONS if newest is None else _VERSIONS.where(programmes.c.version <= newest)
    rows = tx.execute(found.limit(limit))
    return [Version(programme_of(row[0], unpacked(row[1])), row[2], row[3]) for row in rows]


def replaced_at(tx: Connection, version: int) -> datetime | None:
    """When the next version came; None for the one in force."""
    following = select(programmes.c.at).where(programmes.c.version > version)
    at: datetime | None = tx.scalar(following.order_by(programmes.c.version).limit(1))
    return at


def store_names(tx: Connection, brand: str) -> Mapping[int, str]:
    """What every store is called, by its id: one without a name by its address, else like the shop.

    "" for the only one: it is never named.
    """
    found = tx.execute(select(stores.c.id, stores.c.name, stores.c.address).order_by(stores.c.id)).all()
    if len(found) == 1:
        return {found[0].id: ""}
    return {row.id: row.name or row.address or brand for row in found}


def points_held(tx: Connection) -> int:
    """All points on all cards, debts left out."""
    return tx.scalar(select(func.sum(heads.c.points + heads.c.debt))) or 0
