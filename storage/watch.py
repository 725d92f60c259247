"""What the rules of loyalty.watch ask: a sale and all around it in one statement, a month in one pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.hours import Week, read_hours
from loyalty.joining import Step
from loyalty.member_views import GrantState
from loyalty.sale import Way
from loyalty.watch.base import Before, Norm
from loyalty.watch.r12_manual import Giver
from loyalty.watch.r14_ring import FirstBuy
from loyalty.watch.settings import USUAL, Watch, read_watch, written
from loyalty.watch.tally import PROGRAMS, Sale
from storage.sales import PAST
from storage.schema import family, grants, members, meta, purchases, referrals, stores
from storage.values import packed, unpacked

MOST_BEFORE = 100
NEW = timedelta(days=1)
_NORM = "watch.norm."
# Receipts customers sent in and what was brought from elsewhere were no visits to a till.
_NO_VISITS = (PAST, Way.CLAIM.value)


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a sale: the store's settings, clock, hours and usual receipts, the member's last day."""

    watch: Watch
    zone: ZoneInfo
    hours: Week | None
    norm: Norm
    joined_at: datetime | None
    is_family: bool
    before: tuple[Before, ...]


_NORM_OF = select(meta.c.value).where(meta.c.key == bindparam("norm_key")).scalar_subquery()
_FAMILY = (
    select(literal_column("1"))
    .where(family.c.staff_id == bindparam("cashier"), family.c.member_id == bindparam("member"))
    .exists()
)
# What was taken back, or exchanged, is no second purchase beside the new one.
_RECENT: ColumnElement[bool] = and_(
    purchases.c.member_id == members.c.id,
    purchases.c.at > bindparam("since"),
    purchases.c.at <= bindparam("until"),
    purchases.c.id != bindparam("purchase"),
    purchases.c.undone_at.is_(None),
    purchases.c.refunded_minor == 0,
    purchases.c.way.not_in(_NO_VISITS),
)
_AROUND = (
    select(
        stores.c.watch,
        stores.c.time_zone,
        stores.c.hours,
        members.c.joined_at,
        _NORM_OF.label("norm"),
        _FAMILY.label("is_family"),
        purchases.c.at,
        purchases.c.store_id,
        purchases.c.cashier_id,
        purchases.c.earned_points,
    )
    .select_from(stores)
    .join(members, members.c.id == bindparam("member"))
    .outerjoin(purchases, _RECENT)
    .where(stores.c.id == bindparam("store"))
    .order_by(purchases.c.at.desc())
    .limit(MOST_BEFORE)
)
_LAST = (
    select(purchases.c.at)
    .where(
        purchases.c.member_id == bindparam("member"),
        purchases.c.at < bindparam("until"),
        purchases.c.id != bindparam("purchase"),
        purchases.c.undone_at.is_(None),
    )
    .order_by(purchases.c.at.desc())
    .limit(1)
)
_GIVEN = select(func.max(grants.c.ended_at)).where(
    grants.c.member_id == bindparam("member"), grants.c.state == GrantState.GIVEN.value
)
# Whoever answers for a program's key does not stand at its till.
_SOLD_BY = case((purchases.c.till_id.is_(None), purchases.c.cashier_id), else_=PROGRAMS).label("sold_by")
_MONTH = (
    select(
        purchases.c.store_id,
        _SOLD_BY,
        purchases.c.member_id,
        purchases.c.amount_minor,
        purchases.c.way,
        purchases.c.at,
        purchases.c.refunded_minor,
        members.c.joined_at,
    )
    .join(members, members.c.id == purchases.c.member_id)
    .where(
        purchases.c.at > bindparam("since"),
        purchases.c.at <= bindparam("until"),
        purchases.c.undone_at.is_(None),
        purchases.c.way.not_in(_NO_VISITS),
    )
)
_GIVERS = (
    select(grants.c.author_id, func.count(), func.sum(grants.c.points))
    .where(grants.c.state == GrantState.GIVEN.value, grants.c.ended_at > bindparam("since"))
    .group_by(grants.c.author_id)
)
_FRIENDS = (
    select(
        referrals.c.inviter_id,
        referrals.c.friend_id,
        purchases.c.store_id,
        _SOLD_BY,
        purchases.c.amount_minor,
    )
    .join(purchases, purchases.c.id == referrals.c.purchase_id)
    .where(referrals.c.at > bindparam("since"))
)


def around(
    tx: Connection, store_id: int, cashier_id: int, member_id: int, now: datetime, purchase_id: int = 0
) -> Around:
    """The surroundings of a sale now, without the purchase it became. One statement, by keys."""
    rows = tx.execute(
        _AROUND,
        {
            "store": store_id,
            "cashier": cashier_id,
            "member": member_id,
            "purchase": purchase_id,
            "since": now - NEW,
            "until": now,
            "norm_key": f"{_NORM}{store_id}",
        },
    ).all()
    first = rows[0]
    return Around(
        watch_from(first.watch),
        ZoneInfo(first.time_zone),
        _hours(first.hours),
        _norm(first.norm or ""),
        first.joined_at,
        bool(first.is_family),
        tuple(
            Before(row.at, row.store_id, row.cashier_id, row.earned_points)
            for row in rows
            if row.at is not None
        ),
    )


def last_purchase(tx: Connection, member_id: int, now: datetime, purchase_id: int = 0) -> datetime | None:
    """When the member bought last, this purchase aside."""
    at: datetime | None = tx.scalar(_LAST, {"member": member_id, "until": now, "purchase": purchase_id})
    return at


def last_given(tx: Connection, member_id: int) -> datetime | None:
    """When the member was last given points by hand."""
    at: datetime | None = tx.scalar(_GIVEN, {"member": member_id})
    return at


def sales(tx: Connection, since: datetime, until: datetime) -> Iterator[tuple[datetime, Sale]]:
    """Every living sale of these days, by the clocks of their stores."""
    zones = {row.id: ZoneInfo(row.time_zone) for row in tx.execute(select(stores.c.id, stores.c.time_zone))}
    for row in tx.execute(_MONTH, {"since": since, "until": until}):
        here = row.at.astimezone(zones[row.store_id])
        yield (
            row.at,
            Sale(
                row.store_id,
                row.sold_by,
                row.member_id,
                row.amount_minor,
                row.way,
                here.hour,
                int(row.at.timestamp()) // 3600,
                row.joined_at is not None and timedelta(0) <= row.at - row.joined_at < NEW,
                row.refunded_minor > 0,
            ),
        )


def givers(tx: Connection, leaders: dict[int, int], since: datetime) -> list[Giver]:
    """What these members, each with his store, gave by hand since then; also those who gave nothing."""
    given = {row[0]: (row[1], row[2]) for row in tx.execute(_GIVERS, {"since": since})}
    return [Giver(member_id, store, *given.get(member_id, (0, 0))) for member_id, store in leaders.items()]


def first_buys(tx: Connection, least_minor: int, since: datetime) -> list[FirstBuy]:
    """First purchases of friends who were brought since then. least_minor: what the reward takes."""
    return [FirstBuy(*row, least_minor) for row in tx.execute(_FRIENDS, {"since": since})]


def keep_norm(tx: Connection, store_id: int, norm: Norm) -> None:
    """What receipts of a store usually come to, from now on."""
    value = f"{norm.sales} {norm.median_minor} {norm.high_minor}"
    row = upsert(meta).values(key=f"{_NORM}{store_id}", value=value)
    tx.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def watch_of(tx: Connection, store_id: int) -> Watch | None:
    """What is looked for in a store; None when there is no such store."""
    text: str | None = tx.scalar(select(stores.c.watch).where(stores.c.id == store_id))
    return None if text is None else watch_from(text)


def set_watch(tx: Connection, store_id: int, watch: Watch) -> None:
    """What is looked for in a store from now on."""
    tx.execute(update(stores).where(stores.c.id == store_id).values(watch=packed(written(watch))))


def add_family(tx: Connection, staff_id: int, member_id: int, added_by: int, at: datetime) -> bool:
    """The card belongs to the family of a colleague; False when it did before."""
    row = upsert(family).values(staff_id=staff_id, member_id=member_id, added_by=added_by, at=at)
    return tx.execute(row.on_conflict_do_nothing()).rowcount == 1


def remove_family(tx: Connection, staff_id: int, member_id: int) -> None:
    """The card belongs to his family no more."""
    tx.execute(delete(family).where(family.c.staff_id == staff_id, family.c.member_id == member_id))


def family_of(tx: Connection, staff_id: int) -> list[tuple[int, str, str]]:
    """Cards of a colleague's family: member, name, number."""
    query = (
        select(members.c.id, members.c.name, members.c.number)
        .join(family, family.c.member_id == members.c.id)
        .where(family.c.staff_id == staff_id, members.c.step == Step.JOINED.value)
        .order_by(family.c.at)
    )
    return [(row.id, row.name, row.number) for row in tx.execute(query)]


def relatives(tx: Connection, staff_id: int) -> set[int]:
    """The members to whose cards this colleague sells nothing."""
    return set(tx.execute(select(family.c.member_id).where(family.c.staff_id == staff_id)).scalars())


@lru_cache(maxsize=256)
def watch_from(text: str) -> Watch:
    """Settings as they are stored; "" for the defaults."""
    return read_watch(unpacked(text)) if text else USUAL


@lru_cache(maxsize=256)
def _hours(text: str) -> Week | None:
    return read_hours(unpacked(text)) if text else None


@lru_cache(maxsize=256)
def _norm(text: str) -> Norm:
    return Norm(*map(int, text.split())) if text else Norm()
