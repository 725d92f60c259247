"""Rules an owner is writing, the versions there were, and the figures a preview is reckoned from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.earning import Quote, quote_of
from loyalty.programme import Programme, programme_of, rules_of
from loyalty.settings import LISTS
from storage.schema import heads, members, programme_drafts, programmes, purchases, staff, stores
from storage.values import packed, unpacked

_LIVING = and_(purchases.c.undone_at.is_(None), purchases.c.refunded_minor < purchases.c.amount_minor)
_PAST = (
    select(purchases.c.id, purchases.c.member_id, purchases.c.store_id, purchases.c.at, purchases.c.trace)
    .where(
        _LIVING,
        purchases.c.at >= bindparam("since"),
        (purchases.c.at > bindparam("after_at"))
        | ((purchases.c.at == bindparam("after_at")) & (purchases.c.id > bindparam("after_id"))),
    )
    .order_by(purchases.c.at, purchases.c.id)
    .limit(bindparam("count"))
)
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


@dataclass(frozen=True, slots=True)
class PastPurchase:
    """A living purchase with its kept calculation."""

    id: int
    member_id: int
    store_id: int
    at: datetime
    shown: Quote


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


def store_names(tx: Connection) -> Mapping[int, str]:
    """Every store by its id."""
    rows = tx.execute(select(stores.c.id, stores.c.name).order_by(stores.c.id))
    return {row.id: row.name for row in rows}


def past_purchases(
    tx: Connection, since: datetime, after: tuple[datetime, int], limit: int
) -> list[PastPurchase]:
    """Living purchases since then, oldest first, at most `limit` after the one at this (time, id)."""
    values = {"since": since, "after_at": after[0], "after_id": after[1], "count": limit}
    rows = tx.execute(_PAST, values)
    return [PastPurchase(*row[:4], quote_of(unpacked(row.trace))) for row in rows]


def count_past(tx: Connection, since: datetime) -> int:
    """How many living purchases there are since then."""
    return tx.scalar(select(func.count()).where(_LIVING, purchases.c.at >= since)) or 0


def team(tx: Connection) -> set[int]:
    """Everybody who works here now."""
    return set(tx.scalars(select(staff.c.member_id).where(staff.c.removed_at.is_(None))))


def bought(tx: Connection, since: datetime) -> dict[int, tuple[str, int]]:
    """Of everybody who has a card: the tier and the money paid since then, minor units."""
    paid = func.coalesce(func.sum(purchases.c.money_minor - purchases.c.money_back_minor), 0)
    on = and_(purchases.c.member_id == members.c.id, purchases.c.at >= since, purchases.c.undone_at.is_(None))
    found = select(members.c.id, members.c.tier, paid).outerjoin(purchases, on)
    rows = tx.execute(found.where(members.c.joined_at.is_not(None)).group_by(members.c.id))
    return {row[0]: (row[1], int(row[2])) for row in rows}


def points_held(tx: Connection) -> int:
    """All points on all cards, debts left out."""
    return tx.scalar(select(func.sum(heads.c.points + heads.c.debt))) or 0
