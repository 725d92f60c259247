"""What people bought after a campaign, by arm and by message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from analytics.effect import Arm
from loyalty.campaigns import CONTROL, RecipientLine, RecipientState
from loyalty.messages import MARKETING_LIVES
from storage.sales import PAST
from storage.schema import entries, members, merges, operations, purchases, recipients
from storage.types import MICROSECOND


@dataclass(frozen=True, slots=True)
class Bought:
    """Orders and revenue of the people who got a message, attributed to it. first_minor: what the first order
    of each came to."""

    people: int
    orders: int
    revenue_minor: int
    first_minor: int


_PAID = purchases.c.amount_minor - purchases.c.refunded_minor
# What counts as bought: not undone, not given back whole, not from another programme.
_COUNTS = (
    purchases.c.undone_at.is_(None),
    purchases.c.refunded_minor < purchases.c.amount_minor,
    purchases.c.way != PAST,
)
_ARRIVED = (RecipientState.SENT.value, RecipientState.UNKNOWN.value)


def _span(time: timedelta) -> ColumnElement[int]:
    # Instants are whole microseconds, see storage.types.
    return literal_column(str(time // MICROSECOND))


# When it was to go at first: who had to wait was due before, and expires so long after that moment.
_BEGIN = func.coalesce(recipients.c.expires_at - _span(MARKETING_LIVES), recipients.c.due_at)


def _cards() -> FromClause:
    """(card, person): cards that went into another one, and the card that person has now."""
    stands = merges.c.undone_at.is_(None)
    into = select(merges.c.other_id.label("card_id"), merges.c.kept_id.label("person_id")).where(stands)
    ways = into.cte("ways", recursive=True)
    ways = ways.union_all(
        select(ways.c.card_id, merges.c.kept_id)
        .select_from(ways)
        .join(merges, and_(merges.c.other_id == ways.c.person_id, stands))
    )
    last = ways.c.person_id.not_in(select(merges.c.other_id).where(stands))
    return select(ways.c.card_id, ways.c.person_id).where(last).cte("cards")


def _written_to(cards: FromClause) -> tuple[FromClause, ColumnElement[int]]:
    """Recipients beside the card their person has now, and that card."""
    person = func.coalesce(cards.c.person_id, recipients.c.member_id)
    return recipients.outerjoin(cards, cards.c.card_id == recipients.c.member_id), person


def arms(tx: Connection, campaign_id: int, days: int, *, alongside: bool = False) -> Mapping[int, Arm]:
    """Everybody drawn into each arm, and what he bought within so many days.

    A person counts once, however many messages or cards he has: from the day his first message was due,
    whenever it came. alongside: only those whose day lies among the days of the control group, because there
    was none before or is none any more.
    """
    source, person = _written_to(_cards())
    turn = func.row_number().over(partition_by=person, order_by=(_BEGIN, recipients.c.id))
    drawn = (
        select(person.label("person"), recipients.c.arm, _BEGIN.label("begin"), turn.label("turn"))
        .select_from(source)
        .where(recipients.c.campaign_id == campaign_id)
        .cte("drawn")
    )
    firsts = select(drawn.c.person, drawn.c.arm, drawn.c.begin).where(drawn.c.turn == 1).cte("firsts")
    each = (
        select(
            firsts.c.arm,
            func.count(purchases.c.id).label("orders"),
            func.coalesce(func.sum(_PAID), 0).label("revenue"),
        )
        .select_from(firsts)
        .outerjoin(purchases, _within(firsts.c.person, firsts.c.begin, days))
        .group_by(firsts.c.person)
    )
    if alongside:
        days_of = firsts.alias("days_of")
        some = select(func.min(days_of.c.begin)).where(days_of.c.arm == CONTROL).scalar_subquery()
        last = select(func.max(days_of.c.begin)).where(days_of.c.arm == CONTROL).scalar_subquery()
        begin = firsts.c.begin
        each = each.where(begin.between(func.coalesce(some, begin), func.coalesce(last, begin)))
    return _added_up(tx, each)


def _added_up(tx: Connection, people: Select[*tuple[int, ...]]) -> Mapping[int, Arm]:
    each = people.subquery()
    revenue = cast(each.c.revenue, Float)
    query = select(
        each.c.arm,
        func.count(),
        func.sum(cast(each.c.orders > 0, Integer)),
        func.sum(each.c.orders),
        func.sum(each.c.revenue),
        func.sum(revenue * revenue),
    ).group_by(each.c.arm)
    return {row[0]: Arm(*row[1:]) for row in tx.execute(query)}


def attributed(tx: Connection, campaign_id: int, days: int, orders: int) -> Bought:
    """The first orders of each person within so many days of a message he got; none that came after a later
    message, of whichever campaign (last touch)."""
    cards = _cards()
    source, person = _written_to(cards)
    turn = func.row_number().over(partition_by=recipients.c.id, order_by=(purchases.c.at, purchases.c.id))
    each = (
        select(person.label("person"), _PAID.label("paid"), turn.label("turn"))
        .select_from(source.join(purchases, _within(person, recipients.c.ended_at, days)))
        .where(
            recipients.c.campaign_id == campaign_id,
            recipients.c.arm != CONTROL,
            recipients.c.state.in_(_ARRIVED),
            ~_touched_later(person, cards),
        )
        .subquery()
    )
    first = case((each.c.turn == 1, each.c.paid), else_=0)
    query = select(
        func.count(each.c.person.distinct()),
        func.count(),
        func.coalesce(func.sum(each.c.paid), 0),
        func.coalesce(func.sum(first), 0),
    ).where(each.c.turn <= orders)
    return Bought(*tx.execute(query).one())


def _touched_later(person: ColumnElement[int], cards: FromClause) -> ColumnElement[bool]:
    """Whether the purchase came after a later message to the person, by the card he has now or by one that
    went into it."""
    closed, later, other = cards.alias("closed"), recipients.alias("later"), recipients.alias("other")
    by_this_card = select(later.c.id).where(later.c.member_id == person, *_later(later))
    by_another = select(other.c.id).where(
        closed.c.person_id == person, other.c.member_id == closed.c.card_id, *_later(other)
    )
    return or_(*(one.correlate(recipients, purchases, cards).exists() for one in (by_this_card, by_another)))


def _later(later: FromClause) -> tuple[ColumnElement[bool], ...]:
    """This message arrived after that of the recipient, of two at the same moment the one written down later;
    and before the purchase."""
    return (
        or_(
            later.c.ended_at > recipients.c.ended_at,
            and_(later.c.ended_at == recipients.c.ended_at, later.c.id > recipients.c.id),
        ),
        later.c.ended_at <= purchases.c.at,
        later.c.state.in_(_ARRIVED),
    )


def last_begin(tx: Connection, campaign_id: int) -> datetime | None:
    """When the last message of it was due at first, also to the control group; None without anybody."""
    query = select(func.max(_BEGIN)).where(recipients.c.campaign_id == campaign_id)
    found: datetime | None = tx.scalar(query)
    return found


def ends(tx: Connection, campaign_id: int) -> Mapping[tuple[int, str, str], int]:
    """How many recipients by arm, state and reason."""
    by = (recipients.c.arm, recipients.c.state, recipients.c.reason)
    query = select(*by, func.count()).where(recipients.c.campaign_id == campaign_id).group_by(*by)
    return {(arm, state, reason): number for arm, state, reason, number in tx.execute(query)}


def points_given(tx: Connection, campaign_id: int) -> int:
    """Points that came with the messages, less what was taken back."""
    key = f"campaign:{campaign_id}:"
    query = (
        select(func.coalesce(func.sum(entries.c.points), 0))
        .join(operations, operations.c.id == entries.c.operation_id)
        .where(operations.c.op_key >= key, operations.c.op_key < key[:-1] + ";")
    )
    return int(tx.scalar(query) or 0)


def number_of_lines(tx: Connection, campaign_id: int) -> int:
    """How many lines there are: nobody who has had himself erased."""
    source, person = _written_to(_cards())
    query = (
        select(func.count())
        .select_from(source.join(members, members.c.id == person))
        .where(recipients.c.campaign_id == campaign_id, members.c.erased_at.is_(None))
    )
    return int(tx.scalar(query) or 0)


def lines(
    tx: Connection, campaign_id: int, days: int, after: RecipientLine | None, limit: int
) -> Sequence[RecipientLine]:
    """The next messages one by one, by member and occasion, with what their people bought within so many
    days."""
    source, person = _written_to(_cards())
    place = tuple_(recipients.c.member_id, recipients.c.occasion)
    query = (
        select(
            recipients.c.member_id,
            recipients.c.occasion,
            members.c.name,
            members.c.number,
            recipients.c.arm,
            recipients.c.state,
            recipients.c.reason,
            recipients.c.ended_at,
            recipients.c.clicked_at,
            func.count(purchases.c.id),
            func.coalesce(func.sum(_PAID), 0),
        )
        .select_from(
            source.join(members, members.c.id == person).outerjoin(purchases, _within(person, _BEGIN, days))
        )
        .where(
            recipients.c.campaign_id == campaign_id,
            place > (tuple_(after.member_id, after.occasion) if after else tuple_(0, "")),
            members.c.erased_at.is_(None),
        )
        .group_by(recipients.c.member_id, recipients.c.occasion)
        .order_by(recipients.c.member_id, recipients.c.occasion)
        .limit(limit)
    )
    return [RecipientLine(*row) for row in tx.execute(query)]


def _within(person: ColumnElement[int], begin: ColumnElement[datetime], days: int) -> ColumnElement[bool]:
    return and_(
        purchases.c.member_id == person,
        purchases.c.at >= begin,
        purchases.c.at < begin + _span(timedelta(days=days)),
        *_COUNTS,
    )
