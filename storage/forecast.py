"""What happened in the days a preview is reckoned from: one pass over each table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)

from loyalty.bonuses import BIRTHDAY_FIELD, PHONE
from loyalty.forecast import Past, kept_of
from loyalty.forecast_burning import PastLot, Pause
from loyalty.ledger import Kind
from loyalty.referrals import Because, FriendState
from storage.schema import (
    accounts,
    claims,
    entries,
    lots,
    members,
    occasions,
    purchases,
    referrals,
    reviews,
    staff,
    stamps,
    stores,
)
from storage.types import MICROSECOND, Instant

_LIVING = and_(purchases.c.undone_at.is_(None), purchases.c.refunded_minor < purchases.c.amount_minor)
# A card that went into another one is nobody's any more.
_MEMBER = and_(members.c.joined_at.is_not(None), members.c.merged_into.is_(None))
_PAST = (
    select(purchases.c.id, purchases.c.member_id, purchases.c.store_id, purchases.c.at, purchases.c.trace)
    .where(
        _LIVING,
        purchases.c.at >= bindparam("after_at"),
        (purchases.c.at > bindparam("after_at")) | (purchases.c.id > bindparam("after_id")),
    )
    .order_by(purchases.c.at, purchases.c.id)
    .limit(bindparam("count"))
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A friend who bought. bought_at: his first purchases of each of the minimums asked for; staff: the
    inviter works here, or did when the friend joined; gone: the inviter has left."""

    inviter_id: int
    bought_at: tuple[datetime | None, ...]
    staff: bool
    gone: bool
    phone: bool
    birthday: bool


def past_purchases(
    tx: Connection, after: tuple[datetime, int], limit: int, team: Collection[int]
) -> list[tuple[int, Past]]:
    """Living purchases by id, oldest first, at most `limit` after this (time, id). team: who works here."""
    rows = tx.execute(_PAST, {"after_at": after[0], "after_id": after[1], "count": limit})
    return [(row[0], Past(row[1], row[2], row[1] in team, row[3], kept_of(row[4]))) for row in rows]


def count_past(tx: Connection, since: datetime) -> int:
    """How many living purchases there are since then."""
    return tx.scalar(select(func.count()).where(_LIVING, purchases.c.at >= since)) or 0


def team(tx: Connection) -> set[int]:
    """Everybody who works here now."""
    return set(tx.scalars(select(staff.c.member_id).where(staff.c.removed_at.is_(None))))


def store_zones(tx: Connection) -> dict[int, ZoneInfo]:
    """The clock of every store."""
    return {row.id: ZoneInfo(row.time_zone) for row in tx.execute(select(stores.c.id, stores.c.time_zone))}


def newcomers(tx: Connection, since: datetime) -> tuple[int, int, int]:
    """Since then: how many joined, told their phone, told their birthday for the first time.

    When a phone was told is known of those who told it while joining or were rewarded for it.
    """
    told = select(occasions.c.member_id, occasions.c.occasion, occasions.c.at)
    phone = told.where(occasions.c.occasion == PHONE).subquery("phone")
    field = told.where(occasions.c.occasion == BIRTHDAY_FIELD).subquery("field")
    joined = members.c.joined_at >= since
    has_phone = and_(members.c.phone_index.is_not(None), or_(joined, phone.c.at >= since))
    has_date = and_(
        members.c.birthday.is_not(None),
        members.c.birthday_at >= since,
        or_(field.c.at.is_(None), field.c.at >= since),
    )
    figures = (
        select(
            *(func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (joined, has_phone, has_date))
        )
        .select_from(members)
        .outerjoin(phone, phone.c.member_id == members.c.id)
        .outerjoin(field, field.c.member_id == members.c.id)
        .where(_MEMBER)
    )
    row = tx.execute(figures).one()
    return row[0], row[1], row[2]


def born(tx: Connection, indexes: Collection[bytes]) -> list[tuple[bytes, datetime | None, datetime]]:
    """(birthday's index, when it was told, when he joined) of members with one of these birthdays."""
    found = select(members.c.birthday_index, members.c.birthday_at, members.c.joined_at)
    rows = tx.execute(found.where(members.c.birthday_index.in_(indexes), _MEMBER))
    return [(row[0], row[1], row[2]) for row in rows]


def reviews_given(tx: Connection, since: datetime) -> list[tuple[int, datetime]]:
    """Who reviewed a purchase and when."""
    rows = tx.execute(select(reviews.c.member_id, reviews.c.at).where(reviews.c.at >= since))
    return [(row[0], row[1]) for row in rows]


def brought(tx: Connection, leasts: Collection[int], since: datetime) -> list[Brought]:
    """Friends with a living purchase since then, and when each first paid at least these sums (minor units).

    Those who had bought before, or were members already, are nobody's friends.
    """
    money = purchases.c.money_minor - purchases.c.money_back_minor
    works = exists().where(staff.c.member_id == referrals.c.inviter_id, staff.c.removed_at.is_(None))
    was_staff = and_(referrals.c.state == FriendState.VOID.value, referrals.c.reason == Because.STAFF.value)
    found = (
        select(
            referrals.c.inviter_id,
            or_(works, was_staff),
            ~exists().where(accounts.c.member_id == referrals.c.inviter_id),
            members.c.phone_index.is_not(None),
            members.c.birthday.is_not(None),
            *(func.min(case((money >= max(1, least), purchases.c.at))) for least in leasts),
        )
        .join(members, members.c.id == referrals.c.friend_id)
        .join(purchases, purchases.c.member_id == referrals.c.friend_id)
        .where(
            purchases.c.undone_at.is_(None),
            referrals.c.reason.not_in([Because.BOUGHT_BEFORE.value, Because.REJOINED.value]),
        )
        .group_by(referrals.c.id)
        .having(func.max(purchases.c.at) >= since)
    )
    return [Brought(row[0], tuple(row[5:]), *map(bool, row[1:5])) for row in tx.execute(found)]


def stamps_at(tx: Connection, at: datetime) -> dict[tuple[int, str], int]:
    """Living stamps on members' cards at this instant that had brought nothing then, by (member, card)."""
    found = (
        select(stamps.c.member_id, stamps.c.card, func.count())
        .outerjoin(claims, claims.c.id == stamps.c.claim_id)
        .where(
            stamps.c.at < at,
            stamps.c.taken_back_at.is_(None),
            or_(stamps.c.claim_id.is_(None), claims.c.at >= at),
        )
        .group_by(stamps.c.member_id, stamps.c.card)
    )
    return {(row[0], row[1]): row[2] for row in tx.execute(found)}


def past_lots(tx: Connection, begun: tuple[datetime, datetime], since: datetime) -> list[PastLot]:
    """Lots that became usable between the two, with what came and went; birthday gifts have their own end.

    since: what burnt from then on counts as not burnt.
    """
    found = _moves(since).where(lots.c.active_from.between(*begun), lots.c.kind != Kind.BIRTHDAY.value)
    by_lot: dict[int, tuple[datetime, list[tuple[datetime, int]]]] = {}
    for row in tx.execute(found):
        _, moves = by_lot.setdefault(row.lot_id, (row.active_from, []))
        moves.append((max(row.at, row.active_from), row.points))
    return [PastLot(active_from, moves) for active_from, moves in by_lot.values()]


def past_moves(
    tx: Connection, whose: Collection[int], since: datetime
) -> Mapping[int, list[tuple[datetime, int]]]:
    """What came to these members and went. since: what burnt from then on counts as not burnt."""
    found: dict[int, list[tuple[datetime, int]]] = {member_id: [] for member_id in whose}
    for row in tx.execute(_moves(since)) if found else ():
        if row.member_id in found:
            found[row.member_id].append((max(row.at, row.active_from), row.points))
    return found


def pauses(tx: Connection, begun: tuple[datetime, datetime], least: timedelta) -> list[Pause]:
    """Times of at least this length without a purchase or a redemption that began between the two."""
    visits = union_all(
        select(purchases.c.member_id, purchases.c.at).where(_LIVING),
        select(entries.c.member_id, entries.c.at).where(
            entries.c.kind == Kind.SPENT.value, entries.c.purchase_id.is_(None)
        ),
        select(members.c.id, members.c.joined_at).where(members.c.joined_at.is_not(None)),
    ).subquery("visits")
    lead = func.lead(visits.c.at).over(partition_by=visits.c.member_id, order_by=visits.c.at)
    following = type_coerce(lead, Instant).label("until")
    steps = select(visits.c.member_id, visits.c.at, following).subquery("steps")
    length = type_coerce(steps.c.until, Integer) - type_coerce(steps.c.at, Integer)
    found = select(steps).where(
        steps.c.at.between(*begun), or_(steps.c.until.is_(None), length >= least // MICROSECOND)
    )
    return [Pause(row.member_id, row.at, row.until) for row in tx.execute(found)]


def _moves(since: datetime) -> Select[tuple[int, int, datetime, int, datetime]]:
    lately = and_(entries.c.kind == Kind.EXPIRED.value, entries.c.at >= since)
    return (
        select(entries.c.member_id, entries.c.lot_id, entries.c.at, entries.c.points, lots.c.active_from)
        .join(lots, lots.c.id == entries.c.lot_id)
        .where(~lately)
        .order_by(entries.c.id)
    )
