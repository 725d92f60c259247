"""Who is due for an automation: members in order of their ids, a page at a time, by one query each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from loyalty.statistics import CATEGORY, WEEKDAYS, WORD_BITS, WORDS
from storage.erasures import PHONE
from storage.living import LIVING
from storage.schema import (
    campaigns,
    erasures,
    member_counts,
    member_stats,
    members,
    meta,
    offers,
    purchases,
    referrals,
    uses,
)
from storage.uses import OFFER

_RUNNING: ColumnElement[str] = literal_column("'running'")
_MONTHS = tuple(member_stats.c[f"months_{word}"] for word in range(WORDS))


@dataclass(frozen=True, slots=True)
class Page:
    """Which members are looked at: after < id <= until, at most `limit` of those who are due."""

    after: int = 0
    until: int = 2**62
    limit: int = 500


@dataclass(frozen=True, slots=True)
class Sold:
    """A purchase by its id, when it was bought and came into the books."""

    id: int
    member_id: int
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class Born:
    """A member by the index of his birthday, when he told it (None: before that was kept) and joined."""

    member_id: int
    index: bytes
    told_at: datetime | None
    joined_at: datetime
    is_back: bool


def running(tx: Connection, mark: str) -> list[tuple[int, str, str]]:
    """(id, kind, how far it has looked) of campaigns that run and have a fact named so, with their id."""
    return [(row[0], row[1], row[2]) for row in tx.execute(_ON, {"mark": mark})]


def of_members(tx: Connection, page: Page) -> list[int]:
    """Everybody who has a card."""
    return list(tx.scalars(_paged(select(members.c.id), members.c.id, page)))


def is_member(tx: Connection, member_id: int) -> bool:
    """Whether this one has a card."""
    return bool(of_members(tx, Page(member_id - 1, member_id, 1)))


def last_member(tx: Connection) -> int:
    """The largest id there is."""
    return int(tx.scalar(select(func.max(members.c.id))) or 0)


def joined(
    tx: Connection, spans: Sequence[tuple[datetime, datetime]], page: Page, *, never_bought: bool = False
) -> list[tuple[int, datetime]]:
    """(member, when he joined) of those who did within one of these spans; who bought nothing, if so said.

    Who had himself erased and came back is not new.
    """
    within = or_(*(and_(members.c.joined_at >= start, members.c.joined_at < end) for start, end in spans))
    query = select(members.c.id, members.c.joined_at).where(within, ~_IS_BACK)
    if never_bought:
        query = query.where(~exists().where(member_stats.c.member_id == members.c.id))
    return [(row[0], row[1]) for row in tx.execute(_paged(query, members.c.id, page))]


def first_bought(tx: Connection, days: Sequence[int], page: Page) -> list[tuple[int, int]]:
    """(member, the day) of those whose first purchase was on one of these days."""
    query = select(members.c.id, member_stats.c.first_day).where(member_stats.c.first_day.in_(days))
    return _bought(tx, query, page)


def born(tx: Connection, indexes: Collection[bytes], page: Page) -> list[Born]:
    """Those whose birthday has one of these indexes."""
    query = _BORN.where(members.c.birthday_index.in_(indexes))
    return [Born(*row) for row in tx.execute(_paged(query, members.c.id, page))]


def born_again(tx: Connection, member_id: int) -> Born | None:
    """What is known of this member's birthday; None when he told none, or has no card any more."""
    page = Page(member_id - 1, member_id, 1)
    row = tx.execute(_paged(_BORN, members.c.id, page)).one_or_none()
    return None if row is None else Born(*row)


def quiet_since(
    tx: Connection, first: int, last: int, days: int, orders: int, page: Page
) -> list[tuple[int, int]]:
    """(member, day of his last purchase) of those with so many purchases at least and none for so many days,
    this being reached from `first` to `last`."""
    query = select(members.c.id, member_stats.c.last_day).where(
        member_stats.c.last_day.between(first - days, last - days), member_stats.c.orders >= orders
    )
    return _bought(tx, query, page)


def missed(
    tx: Connection, first: int, last: int, rule: Mapping[str, int], page: Page
) -> list[tuple[int, int, int]]:
    """(member, day of his last purchase, his rhythm) of those who are missed from one of these days on.

    rule: fixed_days, times_tenths, least_days as in loyalty.automations.comeback_days, and orders.
    """
    own = (member_stats.c.rhythm_days * rule["times_tenths"] + 9) // 10
    by_rhythm = and_(literal(rule["times_tenths"]) > 0, member_stats.c.rhythm_days > 0)
    days = case((by_rhythm, func.max(rule["least_days"], own)), else_=rule["fixed_days"])
    due = member_stats.c.last_day + days
    query = select(members.c.id, member_stats.c.last_day, member_stats.c.rhythm_days)
    wanted = and_(due >= first, due <= last, member_stats.c.orders >= rule["orders"])
    return _bought(tx, query.where(wanted), page)


def by_rhythm(
    tx: Connection, first: int, last: int, intervals: int, least_days: int, page: Page
) -> list[tuple[int, int, int]]:
    """(member, day of his last purchase, his rhythm) of those whose next purchase falls on these days."""
    due = member_stats.c.last_day + member_stats.c.rhythm_days
    query = select(members.c.id, member_stats.c.last_day, member_stats.c.rhythm_days).where(
        due >= first,
        due <= last,
        member_stats.c.days > intervals,
        member_stats.c.rhythm_days >= least_days,
    )
    return _bought(tx, query, page)


def of_months(
    tx: Connection, months: Sequence[Sequence[int]], years: int, intervals: int, least_days: int, page: Page
) -> list[int]:
    """Members without a rhythm who bought in one of these calendar months (places of bits) in so many
    years."""
    often = or_(*(_bits(places) >= years for places in months))
    without = or_(member_stats.c.days <= intervals, member_stats.c.rhythm_days < least_days)
    # Who comes every month and oftener has no month of his own.
    years_known = (member_stats.c.last_day - member_stats.c.first_day) // 365 + 1
    query = select(members.c.id).where(without, member_stats.c.days <= 12 * years_known, often)
    return [row[0] for row in _bought(tx, query, page)]


def days_of(tx: Connection, member_id: int) -> list[date]:
    """The different days of a member's purchases, in order."""
    bought = (purchases.c.member_id == member_id, purchases.c.undone_at.is_(None))
    living = purchases.c.refunded_minor < purchases.c.amount_minor
    query = select(purchases.c.business_day).where(*bought, living).distinct()
    return sorted(tx.scalars(query))


def rhythmic(tx: Connection, intervals: int, limit: int) -> list[str]:
    """The last days of purchases of members who have more intervals than this, those seen last first."""
    query = select(member_stats.c.recent_days).where(member_stats.c.days > intervals + 1)
    return list(tx.scalars(query.order_by(member_stats.c.last_day.desc()).limit(limit)))


def by_weekday(
    tx: Connection, weekdays: Collection[int], orders: int, category: str, page: Page
) -> list[tuple[int, int, tuple[int, ...]]]:
    """(member, day of his last purchase, purchases by weekday) of those who come mostly on these weekdays."""
    on = tuple(member_stats.c[name] for name in WEEKDAYS)
    mostly = or_(*(2 * on[weekday] > member_stats.c.orders for weekday in weekdays))
    query = select(members.c.id, member_stats.c.last_day, *on).where(mostly, member_stats.c.orders >= orders)
    if category:
        query = query.where(_counted(category))
    return [(row[0], row[1], tuple(row[2:])) for row in _bought(tx, query, page)]


def bought_never(
    tx: Connection, first: int, last: int, bought: str, never: str, orders: int, page: Page
) -> list[tuple[int, int]]:
    """(member, the day) of those who bought goods of one category so often, last on one of these days, and
    never of the other."""
    query = (
        select(members.c.id, member_counts.c.last_day)
        .join(member_counts, member_counts.c.member_id == members.c.id)
        .where(
            member_counts.c.what == CATEGORY,
            member_counts.c.which == bought,
            member_counts.c.orders >= orders,
            member_counts.c.last_day.between(first, last),
            ~_counted(never),
        )
    )
    return [(row[0], row[1]) for row in tx.execute(_paged(query, members.c.id, page))]


def usual_categories(tx: Connection, member_id: int) -> list[str]:
    """The keys of the categories a member buys, the most usual first."""
    mine = (member_counts.c.member_id == member_id, member_counts.c.what == CATEGORY)
    most = (member_counts.c.orders.desc(), member_counts.c.last_day.desc(), member_counts.c.which)
    return list(tx.scalars(select(member_counts.c.which).where(*mine).order_by(*most)))


def has_invited(tx: Connection, member_id: int) -> bool:
    """Whether anybody ever came by his link."""
    mine = select(referrals.c.id).where(referrals.c.inviter_id == member_id).limit(1)
    return tx.scalar(mine) is not None


def unused_offers(tx: Connection, first: date, last: date, page: Page) -> list[tuple[int, int, date, str]]:
    """(member, offer, its last day, its title) of offers that end on these days and were not used."""
    used = exists().where(
        uses.c.what == OFFER, uses.c.which == cast(offers.c.id, String), uses.c.freed_at.is_(None)
    )
    ends = and_(offers.c.active, offers.c.last_day >= first, offers.c.last_day <= last, ~used)
    query = select(members.c.id, offers.c.id, offers.c.last_day, offers.c.title)
    joined_query = query.join(offers, offers.c.member_id == members.c.id).where(ends)
    paged = _paged(joined_query, members.c.id, page).order_by(offers.c.id)
    return [(row[0], row[1], row[2], row[3]) for row in tx.execute(paged)]


def offer(tx: Connection, offer_id: int) -> tuple[str, date] | None:
    """The title and the last day of an offer that ends."""
    query = select(offers.c.title, offers.c.last_day).where(offers.c.id == offer_id)
    row = tx.execute(query.where(offers.c.last_day.is_not(None))).one_or_none()
    return None if row is None else (row[0], row[1])


def newest_purchase(tx: Connection) -> int:
    """The id of the purchase booked last."""
    return int(tx.scalar(select(func.max(purchases.c.id))) or 0)


def sold_after(tx: Connection, purchase_id: int, limit: int) -> list[Sold]:
    """The next purchases that came into the books after this one."""
    query = _SOLD.where(purchases.c.id > purchase_id).order_by(purchases.c.id).limit(limit)
    return [Sold(*row) for row in tx.execute(query)]


def sold(tx: Connection, purchase_id: int) -> Sold | None:
    """The purchase with this id."""
    row = tx.execute(_SOLD.where(purchases.c.id == purchase_id)).one_or_none()
    return None if row is None else Sold(*row)


_ON = (
    select(campaigns.c.id, campaigns.c.kind, meta.c.value)
    .join(meta, meta.c.key == bindparam("mark") + cast(campaigns.c.id, String))
    .where(campaigns.c.state == _RUNNING)
)
# Forgotten a year after he was erased.
_IS_BACK = or_(
    members.c.bonuses_from.is_not(None),
    exists().where(erasures.c.field == PHONE, erasures.c.value_index == members.c.phone_index),
)
_BORN = select(
    members.c.id, members.c.birthday_index, members.c.birthday_at, members.c.joined_at, _IS_BACK
).where(members.c.birthday_index.is_not(None), members.c.joined_at.is_not(None))
_SOLD = select(
    purchases.c.id,
    purchases.c.member_id,
    func.coalesce(purchases.c.booked_at, purchases.c.at).label("at"),
    or_(purchases.c.undone_at.is_not(None), purchases.c.refunded_minor >= purchases.c.amount_minor),
)


def _counted(category: str) -> ColumnElement[bool]:
    """Whether the member ever bought goods of this category."""
    mine = member_counts.alias()
    return exists().where(
        mine.c.member_id == members.c.id, mine.c.what == CATEGORY, mine.c.which == category, mine.c.orders > 0
    )


def _bits(places: Sequence[int]) -> ColumnElement[int]:
    """In how many of these months the member bought."""
    total: ColumnElement[int] = literal(0)
    for place in places:
        word = _MONTHS[place // WORD_BITS]
        total = total + word.op(">>")(place % WORD_BITS).op("&")(1)
    return total


def _bought(tx: Connection, query: Select[Any], page: Page) -> list[Any]:
    joined_query = query.join(member_stats, member_stats.c.member_id == members.c.id)
    return list(tx.execute(_paged(joined_query, member_stats.c.member_id, page)))


def _paged(query: Select[Any], by: Any, page: Page) -> Select[Any]:
    return query.where(LIVING, by > page.after, by <= page.until).order_by(by).limit(page.limit)
