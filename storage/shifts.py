"""Shifts and what was done in them: sales, refunds, certificates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from loyalty.shifts import Shift, Totals
from storage.schema import certificates, members, purchases, refunds, shifts, staff
from storage.values import insert_row

_SHIFT = select(shifts.c.id, shifts.c.store_id, shifts.c.cashier_id, shifts.c.opened_at, shifts.c.closed_at)
_OPEN_OF = _SHIFT.where(shifts.c.cashier_id == bindparam("cashier"), shifts.c.closed_at.is_(None))
_BY_ID = _SHIFT.where(shifts.c.id == bindparam("shift"))
_OPEN = _SHIFT.where(shifts.c.closed_at.is_(None)).order_by(shifts.c.id)
_NEW = insert(shifts)


@dataclass(frozen=True, slots=True)
class Sold:
    """One sale of a list. name: the buyer's, in full; erased: he had himself erased.

    rest_minor: of the receipt, what has not come back.
    """

    id: int
    name: str
    erased: bool
    cashier_id: int
    store_id: int
    amount_minor: int
    rest_minor: int
    receipt: str
    earned_points: int
    spent_points: int
    at: datetime
    undone_at: datetime | None


def open_of(tx: Connection, cashier_id: int) -> Shift | None:
    """The open shift of a cashier."""
    row = tx.execute(_OPEN_OF, {"cashier": cashier_id}).one_or_none()
    return None if row is None else Shift(*row)


def find(tx: Connection, shift_id: int) -> Shift | None:
    """The shift with this id."""
    row = tx.execute(_BY_ID, {"shift": shift_id}).one_or_none()
    return None if row is None else Shift(*row)


def all_open(tx: Connection) -> list[Shift]:
    """Every open shift, oldest first."""
    return [Shift(*row) for row in tx.execute(_OPEN)]


def begin(tx: Connection, cashier_id: int, store_id: int, at: datetime) -> int:
    """Open a shift. IntegrityError when the cashier has one."""
    return insert_row(tx, _NEW, {"cashier_id": cashier_id, "store_id": store_id, "opened_at": at})


def end(tx: Connection, shift_id: int, closed_by: int | None, totals: str, at: datetime) -> bool:
    """Close an open shift with the figures as they are told; False when it was closed meanwhile."""
    closed = update(shifts).where(shifts.c.id == shift_id, shifts.c.closed_at.is_(None))
    return tx.execute(closed.values(closed_at=at, closed_by=closed_by, totals=totals)).rowcount == 1


def totals_of(tx: Connection, shift: Shift) -> Totals:
    """What was done in a shift: its sales, and what its cashier took back or issued meanwhile."""
    until = shift.closed_at
    return _totals(
        tx,
        purchases.c.shift_id == shift.id,
        [refunds.c.actor_id == shift.cashier_id, *_between(refunds.c.at, shift.opened_at, until)],
        [
            certificates.c.author_id == shift.cashier_id,
            *_between(certificates.c.at, shift.opened_at, until),
        ],
    )


def totals_since(
    tx: Connection, since: datetime, *, cashier_id: int | None = None, stores: Collection[int] | None = None
) -> Totals:
    """What was booked since then: by one cashier, or in these stores (None: in all).

    A certificate counts for the store its seller works in now.
    """
    sold: Any = func.coalesce(purchases.c.booked_at, purchases.c.at) >= since
    back, issued = [refunds.c.at >= since], [certificates.c.at >= since]
    if cashier_id is not None:
        sold &= purchases.c.cashier_id == cashier_id
        back.append(refunds.c.actor_id == cashier_id)
        issued.append(certificates.c.author_id == cashier_id)
    if stores is not None:
        sold &= purchases.c.store_id.in_(stores)
        back.append(refunds.c.store_id.in_(stores))
        theirs = select(staff.c.member_id).where(staff.c.store_id.in_(stores), staff.c.removed_at.is_(None))
        issued.append(certificates.c.author_id.in_(theirs))
    return _totals(tx, sold, back, issued)


def sales_since(
    tx: Connection,
    since: datetime,
    limit: int,
    *,
    cashier_id: int | None = None,
    stores: Collection[int] | None = None,
) -> list[Sold]:
    """The newest sales booked since then, newest first."""
    query = (
        select(
            purchases.c.id,
            members.c.name,
            members.c.erased_at.is_not(None),
            purchases.c.cashier_id,
            purchases.c.store_id,
            purchases.c.amount_minor,
            purchases.c.amount_minor - purchases.c.refunded_minor,
            purchases.c.receipt,
            purchases.c.earned_points,
            purchases.c.spent_points,
            func.coalesce(purchases.c.booked_at, purchases.c.at),
            purchases.c.undone_at,
        )
        .join(members, members.c.id == purchases.c.member_id)
        .where(purchases.c.at >= since)
        .order_by(purchases.c.id.desc())
        .limit(limit)
    )
    if cashier_id is not None:
        query = query.where(purchases.c.cashier_id == cashier_id)
    if stores is not None:
        query = query.where(purchases.c.store_id.in_(stores))
    return [Sold(*row) for row in tx.execute(query)]


def _between(column: Any, since: datetime, until: datetime | None) -> list[Any]:
    return [column >= since] if until is None else [column >= since, column <= until]


def _totals(tx: Connection, sold: Any, back: list[Any], issued: list[Any]) -> Totals:
    living = purchases.c.undone_at.is_(None) & sold
    sums: Select[Any] = select(
        func.count(),
        func.coalesce(func.sum(purchases.c.amount_minor), 0),
        func.coalesce(func.sum(purchases.c.earned_points), 0),
        func.coalesce(func.sum(purchases.c.spent_points), 0),
        func.coalesce(func.sum(purchases.c.certificate_minor), 0),
    ).where(living)
    count, sum_minor, given, taken, by_certificate = tx.execute(sums).one()
    returned = select(func.count(), func.coalesce(func.sum(refunds.c.money_minor), 0)).where(*back)
    refund_count, refunded_minor = tx.execute(returned).one()
    sold_certificates = select(func.count(), func.coalesce(func.sum(certificates.c.nominal_minor), 0)).where(
        *issued
    )
    issued_count, issued_minor = tx.execute(sold_certificates).one()
    ways = select(purchases.c.way, func.count().label("number")).where(living).group_by(purchases.c.way)
    return Totals(
        sales=count,
        sum_minor=sum_minor,
        given_points=given,
        taken_points=taken,
        refunds=refund_count,
        refunded_minor=refunded_minor,
        certificates_minor=by_certificate,
        issued=issued_count,
        issued_minor=issued_minor,
        ways={row.way: row.number for row in tx.execute(ways)},
    )
