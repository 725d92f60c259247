"""Each field of an audience as a condition of SQL: values are bound, never written into it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
)

from loyalty.audience_tree import Condition, Op, Window
from loyalty.bonuses import keys_kept_on
from loyalty.expiry import day_start, inactivity_deadline, last_day, months_later
from loyalty.feedback import RequestKind
from loyalty.programme import Expiry, Programme
from loyalty.referrals import FriendState
from storage.schema import (
    accounts,
    cases,
    consents,
    heads,
    lots,
    member_stats,
    members,
    offers,
    referrals,
    reviews,
    standings,
    tags,
    uses,
)
from storage.segment_buying import BUYING, LAST_DAY
from storage.segment_terms import (
    COMPARE,
    ONE_DAY,
    Asker,
    Clause,
    Clauses,
    day_of,
    names_of,
    spellings,
    turned,
    window_of,
    within,
)
from storage.uses import OFFER

# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_SOME: ColumnElement[int] = literal_column("0")
_NEWS: ColumnElement[str] = literal_column("'advertising'")
_OPEN: ColumnElement[str] = literal_column("'open'")
A_MONTH = timedelta(days=31)
LONG_AGO = date(1900, 1, 1)
_BROUGHT = (FriendState.JOINED.value, FriendState.BOUGHT.value, FriendState.PAID.value)


def _joined(asker: Asker, one: Condition) -> Clause:
    op, day = day_of(one, asker.facts)
    zone, at = asker.facts.zone, members.c.joined_at
    begins, ends = day_start(day, zone), day_start(day + ONE_DAY, zone)
    on = and_(at >= begins, at < ends)
    clauses: Mapping[Op, Clause] = {
        Op.EQ: on,
        Op.NE: ~on,
        Op.LT: at < begins,
        Op.LE: at < ends,
        Op.GT: at >= ends,
        Op.GE: at >= begins,
    }
    return and_(at.is_not(None), clauses[op])


def _tier_drops(asker: Asker, one: Condition) -> Clause:
    on = within(asker, one, standings.c.review_on)
    return asker.among(standings.c.member_id, standings.c.warned_on.is_not(None), *on)


def _is_wide(window: Window) -> bool:
    """Whether so many rows lie in it that it is quicker to read all than to look each up by an index."""
    return window.last - window.first > A_MONTH.days


def _unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same, not to be looked up by an index."""
    return func.ifnull(column, null(), type_=column.type)


def _burning(asker: Asker, one: Condition) -> Clause:
    """Some of his points end on one of these days: by their own term, or because he doesn't come.

    What was redeemed without a purchase, and freezes, put the second off; that is not looked at here.
    """
    window = window_of(one)
    ends = _unindexed(lots.c.expires_at) if _is_wide(window) else lots.c.expires_at
    after = max(asker.start(window.first), asker.facts.now)
    by_term = asker.among(
        lots.c.member_id,
        lots.c.remaining > _SOME,
        ends.is_not(None),
        ends > after,
        ends <= asker.start(window.last + 1),
        ~lots.c.blocked,
    )
    idle = _idle_days(asker.facts.today, asker.facts.zone, asker.facts.programme, window)
    if idle is None:
        return by_term
    first, last = idle
    joined = members.c.joined_at
    visited = or_(
        and_(member_stats.c.orders.is_not(None), LAST_DAY.between(first.toordinal(), last.toordinal())),
        and_(
            member_stats.c.orders.is_(None),
            joined >= day_start(first, asker.facts.zone),
            joined < day_start(last + ONE_DAY, asker.facts.zone),
        ),
    )
    return or_(by_term, and_(func.coalesce(heads.c.points, 0) > 0, visited))


@lru_cache(maxsize=32)
def _idle_days(today: date, zone: ZoneInfo, programme: Programme, window: Window) -> tuple[date, date] | None:
    """The first and the last day of a last visit after which everything burns within this window."""
    terms = programme.terms
    if terms.expiry is not Expiry.INACTIVITY:
        return None
    begun = months_later(today, -terms.lifetime_months) - A_MONTH
    ends = [
        (day, inactivity_deadline(day_start(day, zone), programme))
        for day in (begun + timedelta(days=n) for n in range((today - begun).days + 1))
    ]
    found = [
        day
        for day, end in ends
        if end and window.first <= (last_day(end, programme) - today).days <= window.last
    ]
    if not found:
        return None
    # So early a visit ends in this window only where the rule itself is younger, as it does any earlier one.
    return LONG_AGO if found[0] == begun else found[0], found[-1]


def _offer(asker: Asker, one: Condition) -> Clause:
    today = asker.facts.today
    used = exists().where(
        uses.c.what == literal_column(f"'{OFFER}'"),
        uses.c.which == cast(offers.c.id, String),
        uses.c.freed_at.is_(None),
    )
    begun = or_(offers.c.first_day.is_(None), offers.c.first_day <= today)
    lasts = or_(offers.c.last_day.is_(None), offers.c.last_day >= today)
    if isinstance(one.value, Window):
        lasts = and_(*within(asker, one, offers.c.last_day))
    held = asker.among(offers.c.member_id, offers.c.active, begun, lasts, ~used)
    return held if one.value else ~held


def _birthday(asker: Asker, one: Condition) -> Clause:
    facts, window = asker.facts, window_of(one)
    keys = {
        key
        for ahead in range(window.first, window.last + 1)
        for key in keys_kept_on(facts.today + timedelta(days=ahead), facts.programme.bonuses.leap_day)
    }
    born = members.c.birthday_index
    index = _unindexed(born) if _is_wide(window) else born
    return and_(index.is_not(None), index.in_([facts.birthday_index(key) for key in sorted(keys)]))


def _friends(asker: Asker, one: Condition) -> Clause:
    def rows(held: Any) -> Select[Any]:
        brought = asker.rows(referrals.c.inviter_id, referrals.c.state.in_(_BROUGHT))
        return brought.group_by(referrals.c.inviter_id).having(held)

    return asker.counted(one, rows, func.count())


def _language(asker: Asker, one: Condition) -> Clause:
    """The language of the account he is written to: of several (merged cards) a reachable one, used last."""
    other, each = accounts.alias("other"), accounts.alias("each")
    several = asker.rows(each.c.member_id).group_by(each.c.member_id).having(func.count() > 1)
    his, better = (tuple_(table.c.reachable, table.c.last_seen, table.c.id) for table in (accounts, other))
    is_second = exists().where(other.c.member_id == accounts.c.member_id, better > his)
    spoken = accounts.c.language.in_(names_of(one))
    # Hardly anybody has several: only theirs are compared.
    is_written_to = ~and_(accounts.c.member_id.in_(several), is_second)
    return turned(one, asker.among(accounts.c.member_id, spoken, is_written_to))


def reachable() -> Clause:
    """Whether he can be written to in any of his accounts."""
    # Not a list of all who can: that would be made for the smallest audience, too.
    his = select(accounts.c.id).where(accounts.c.member_id == members.c.id, accounts.c.reachable)
    return his.correlate(members).exists()


def consenting() -> Clause:
    """Whether his newest word on news and offers is yes."""
    newest = (
        select(consents.c.given)
        .where(consents.c.member_id == members.c.id, consents.c.kind == _NEWS)
        .order_by(consents.c.id.desc())
        .suffix_with("LIMIT 1")  # limit() says OFFSET 0 too, which SQLite counts for each member
    )
    return func.coalesce(newest.scalar_subquery(), false())


def _rating(asker: Asker, one: Condition) -> Clause:
    newest = (
        asker.rows(reviews.c.member_id)
        .add_columns(reviews.c.stars, func.max(reviews.c.at))
        .group_by(reviews.c.member_id)
        .subquery()
    )
    return members.c.id.in_(select(newest.c.member_id).where(COMPARE[one.op](newest.c.stars, one.value)))


def _yes(clause: Callable[[Asker], Clause]) -> Callable[[Asker, Condition], Clause]:
    return lambda asker, one: clause(asker) if one.value else ~clause(asker)


def _complaint(asker: Asker) -> Clause:
    return asker.among(cases.c.member_id, cases.c.state == _OPEN, cases.c.kind != RequestKind.INTEREST.value)


FIELD_CLAUSES: Clauses = {
    **BUYING,
    "joined": _joined,
    "tier": lambda _, one: turned(one, members.c.tier.in_(names_of(one))),
    "tier_drops": _tier_drops,
    "balance": lambda _, one: COMPARE[one.op](func.coalesce(heads.c.points, 0), one.value),
    "burning": _burning,
    "offer": _offer,
    "offer_ends": _offer,
    "birthday": _birthday,
    "city": lambda _, one: turned(one, members.c.city.in_(spellings(one))),
    "tag": lambda asker, one: turned(one, asker.among(tags.c.member_id, tags.c.tag.in_(spellings(one)))),
    "language": _language,
    "source": lambda _, one: turned(one, members.c.source.in_(spellings(one))),
    "invited": _yes(lambda _: members.c.invited_by.is_not(None)),
    "friends": _friends,
    "reachable": _yes(lambda _: reachable()),
    "consent": _yes(lambda _: consenting()),
    "complaint": _yes(_complaint),
    "rating": _rating,
}
