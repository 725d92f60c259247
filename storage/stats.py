"""What members' purchases come to, as kept with them, and as the purchases themselves say it."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.statistics import (
    PARTS,
    WEEKDAYS,
    WORDS,
    Bought,
    MemberStats,
    Tallies,
    Tally,
    months_of,
    words_of,
)
from storage.schema import member_counts, member_stats, members, purchases, stores
from storage.values import unpacked

_MONTHS = tuple(f"months_{word}" for word in range(WORDS))
_OF = select(member_stats).where(member_stats.c.member_id == bindparam("member"))
_COUNTS = select(member_counts).where(member_counts.c.member_id == bindparam("member"))
_NEW = upsert(member_stats)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["member_id"],
    set_={column.name: _NEW.excluded[column.name] for column in member_stats.c if not column.primary_key},
)
_NEW_COUNT = upsert(member_counts)
_COUNT = _NEW_COUNT.on_conflict_do_update(
    index_elements=["member_id", "what", "which"],
    set_={
        "orders": member_counts.c.orders + _NEW_COUNT.excluded.orders,
        "last_day": _NEW_COUNT.excluded.last_day,
    },
)
_DROP = delete(member_stats).where(member_stats.c.member_id == bindparam("member"))
_DROP_COUNTS = delete(member_counts).where(member_counts.c.member_id == bindparam("member"))
# By the index of a member's purchases; those at the same instant in the order they were booked.
_BOUGHT = (
    select(
        purchases.c.business_day,
        purchases.c.at,
        purchases.c.amount_minor,
        purchases.c.refunded_minor,
        purchases.c.store_id,
        purchases.c.trace,
        stores.c.time_zone,
    )
    .join(stores, stores.c.id == purchases.c.store_id)
    .where(
        purchases.c.member_id == bindparam("member"),
        purchases.c.undone_at.is_(None),
        purchases.c.refunded_minor < purchases.c.amount_minor,
    )
    .order_by(purchases.c.at, purchases.c.id)
)
_NEXT = (
    select(members.c.id)
    .where(members.c.id > bindparam("after"))
    .order_by(members.c.id)
    .limit(bindparam("count"))
)
# Multiplied so and cut to 32 bits, neighbours lie far from each other (Knuth's multiplicative hashing).
_PICKED = (
    select(members.c.id)
    .order_by(
        (members.c.id * literal_column("2654435761") + bindparam("seed")) % literal_column("4294967296")
    )
    .limit(bindparam("count"))
)


def of_member(tx: Connection, member_id: int) -> MemberStats | None:
    """The kept figures of a member; None: he bought nothing, or it was not counted yet."""
    row = tx.execute(_OF, {"member": member_id}).one_or_none()
    return None if row is None else _stats(row)


def tallies(tx: Connection, member_id: int) -> Tallies:
    """The kept counts of a member by category and store."""
    rows = tx.execute(_COUNTS, {"member": member_id})
    return {(row.what, row.which): Tally(row.orders, row.last_day) for row in rows}


def keep(tx: Connection, member_id: int, stats: MemberStats) -> None:
    """These are the figures of a member from now on."""
    tx.execute(_KEEP, {"member_id": member_id, **_values(stats)})


def count(tx: Connection, member_id: int, more: Tallies) -> None:
    """So many more purchases by category and store; none is earlier than those counted before."""
    rows = [
        {
            "member_id": member_id,
            "what": what,
            "which": which,
            "orders": one.orders,
            "last_day": one.last_day,
        }
        for (what, which), one in more.items()
    ]
    if rows:
        tx.execute(_COUNT, rows)


def replace(tx: Connection, member_id: int, stats: MemberStats | None, counts: Tallies) -> None:
    """These are all figures of a member from now on; None: he has none."""
    tx.execute(_DROP_COUNTS, {"member": member_id})
    if stats is None:
        tx.execute(_DROP, {"member": member_id})
        return
    keep(tx, member_id, stats)
    count(tx, member_id, counts)


def holds(tx: Connection, member_id: int, stats: MemberStats | None, counts: Tallies) -> bool:
    """Whether the kept figures are these."""
    row = tx.execute(_OF, {"member": member_id}).mappings().one_or_none()
    if row is None or stats is None:
        return row is None and stats is None and not tallies(tx, member_id)
    return dict(row) == {"member_id": member_id, **_values(stats)} and tallies(tx, member_id) == counts


def bought(tx: Connection, member_id: int) -> list[Bought]:
    """Every purchase of a member that counts, with what is left of it, as it was booked; the oldest first."""
    return [
        Bought(
            day=row.business_day.toordinal(),
            at=row.at,
            hour=row.at.astimezone(zone_called(row.time_zone)).hour,
            amount_minor=row.amount_minor - row.refunded_minor,
            store_id=row.store_id,
            categories=_categories(unpacked(row.trace).get("lines", ())),
        )
        for row in tx.execute(_BOUGHT, {"member": member_id})
    ]


def zones(tx: Connection) -> dict[str, str]:
    """The time zone of every store, by its id."""
    return {str(row.id): row.time_zone for row in tx.execute(select(stores.c.id, stores.c.time_zone))}


def next_members(tx: Connection, after_id: int, limit: int) -> Sequence[int]:
    """Members in the order of their ids, those behind this one."""
    return tx.scalars(_NEXT, {"after": after_id, "count": limit}).all()


def picked(tx: Connection, seed: int, limit: int) -> Sequence[int]:
    """So many members, all over the place; the same for the same seed."""
    return tx.scalars(_PICKED, {"seed": seed, "count": limit}).all()


@cache
def zone_called(name: str) -> ZoneInfo:
    """The time zone of this name."""
    return ZoneInfo(name)


def _categories(lines: Iterable[dict[str, Any]]) -> frozenset[str]:
    return frozenset(str(line.get("category", "")) for line in lines)


def _stats(row: Any) -> MemberStats:
    return MemberStats(
        months=months_of(getattr(row, name) for name in _MONTHS),
        first_day=row.first_day,
        last_day=row.last_day,
        last_at=row.last_at,
        orders=row.orders,
        days=row.days,
        revenue_minor=row.revenue_minor,
        last_store_id=row.last_store_id,
        recent_days=tuple(int(day) for day in row.recent_days.split()),
        weekdays=tuple(getattr(row, name) for name in WEEKDAYS),
        parts=tuple(getattr(row, name) for name in PARTS),
    )


def _values(stats: MemberStats) -> dict[str, Any]:
    plain = {
        name: getattr(stats, name)
        for name in (
            *("first_day", "last_day", "last_at", "orders", "days"),
            *("revenue_minor", "rhythm_days", "last_store_id"),
        )
    }
    plain["recent_days"] = " ".join(str(day) for day in stats.recent_days)
    several = zip(
        (*_MONTHS, *WEEKDAYS, *PARTS),
        (*words_of(stats.months), *stats.weekdays, *stats.parts),
        strict=True,
    )
    return plain | dict(several)
