"""What people bought after a campaign, by arm and by person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    and_,
    cast,
    func,
    literal_column,
    select,
)

from analytics.effect import Arm
from loyalty.campaigns import CONTROL, RecipientLine, RecipientState
from storage.sales import PAST
from storage.schema import entries, members, operations, purchases, recipients
from storage.types import MICROSECOND

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Bought:
    """Orders and revenue of the people who got a message, attributed to it."""

    people: int
    orders: int
    revenue_minor: int


_PAID = purchases.c.amount_minor - purchases.c.refunded_minor
# What counts as bought: not undone, not given back whole, not from another programme.
_COUNTS = (
    purchases.c.undone_at.is_(None),
    purchases.c.refunded_minor < purchases.c.amount_minor,
    purchases.c.way != PAST,
)
_ARRIVED = recipients.c.state.in_(
    tuple(literal_column(f"'{state.value}'") for state in (RecipientState.SENT, RecipientState.UNKNOWN))
)


def arms(tx: Connection, campaign_id: int, started_at: datetime | None, days: int) -> Mapping[int, Arm]:
    """Everybody drawn into each arm, and what he bought within so many days: from the start of a broadcast,
    or (None) from his own day of an automation."""
    each = (
        select(
            recipients.c.arm,
            func.count(purchases.c.id).label("orders"),
            func.coalesce(func.sum(_PAID), 0).label("revenue"),
        )
        .select_from(recipients)
        .outerjoin(purchases, _within(started_at, days))
        .where(recipients.c.campaign_id == campaign_id)
        .group_by(recipients.c.id)
        .subquery()
    )
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
    """The first orders of each person within so many days of the message he got; none that came after a
    later message of another campaign (last touch)."""
    later = recipients.alias("later")
    touched = (
        select(later.c.id)
        .where(
            later.c.member_id == recipients.c.member_id,
            later.c.id != recipients.c.id,
            later.c.ended_at > recipients.c.ended_at,
            later.c.ended_at <= purchases.c.at,
            later.c.state.in_((RecipientState.SENT.value, RecipientState.UNKNOWN.value)),
        )
        .exists()
    )
    turn = func.row_number().over(partition_by=recipients.c.id, order_by=(purchases.c.at, purchases.c.id))
    each = (
        select(recipients.c.id, _PAID.label("paid"), turn.label("turn"))
        .select_from(recipients)
        .join(purchases, _after(recipients.c.ended_at, days))
        .where(recipients.c.campaign_id == campaign_id, recipients.c.arm != CONTROL, _ARRIVED, ~touched)
        .subquery()
    )
    query = select(
        func.count(each.c.id.distinct()), func.count(), func.coalesce(func.sum(each.c.paid), 0)
    ).where(each.c.turn <= orders)
    return Bought(*tx.execute(query).one())


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


def lines(
    tx: Connection, campaign_id: int, started_at: datetime | None, days: int, limit: int
) -> Iterator[RecipientLine]:
    """At most so many recipients one by one, in the order they were drawn."""
    query = (
        select(
            members.c.name,
            members.c.number,
            recipients.c.occasion,
            recipients.c.arm,
            recipients.c.state,
            recipients.c.reason,
            recipients.c.ended_at,
            recipients.c.clicked_at,
            func.count(purchases.c.id),
            func.coalesce(func.sum(_PAID), 0),
        )
        .select_from(recipients)
        .join(members, members.c.id == recipients.c.member_id)
        .outerjoin(purchases, _within(started_at, days))
        .where(recipients.c.campaign_id == campaign_id, members.c.erased_at.is_(None))
        .group_by(recipients.c.id)
        .order_by(recipients.c.id)
        .limit(limit)
    )
    for row in tx.execute(query).yield_per(AT_ONCE):
        yield RecipientLine(*row)


def _within(started_at: datetime | None, days: int) -> ColumnElement[bool]:
    if started_at is None:
        return _after(recipients.c.due_at, days)
    at = purchases.c.at
    return and_(
        purchases.c.member_id == recipients.c.member_id,
        at >= started_at,
        at < started_at + timedelta(days=days),
        *_COUNTS,
    )


def _after(begin: ColumnElement[datetime], days: int) -> ColumnElement[bool]:
    # Instants are whole microseconds, see storage.types.
    end = begin + literal_column(str(timedelta(days=days) // MICROSECOND))
    return and_(
        purchases.c.member_id == recipients.c.member_id,
        purchases.c.at >= begin,
        purchases.c.at < end,
        *_COUNTS,
    )
