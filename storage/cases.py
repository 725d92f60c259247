"""Contested changes: the cases, their members' words, and what a decision asks of the books."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, literal_column, select, update

from loyalty.cases import CaseState
from loyalty.ledger import Kind
from storage.ledger import on_the_shelf
from storage.schema import cases, claims, entries, purchases, remarks
from storage.values import insert_row

KIND = "contest"
# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_OPEN: ColumnElement[bool] = cases.c.state == literal_column(f"'{CaseState.OPEN.value}'")
_CASE = select(cases.c.id, cases.c.member_id, cases.c.seq, cases.c.state, cases.c.at).where(
    cases.c.kind == KIND
)


@dataclass(frozen=True, slots=True)
class Case:
    """One contested change: seq is the member's first entry of the operation."""

    id: int
    member_id: int
    seq: int
    state: CaseState
    at: datetime


def add(tx: Connection, member_id: int, seq: int, at: datetime) -> int:
    """A new open case; the database allows one an entry."""
    row = {"kind": KIND, "member_id": member_id, "seq": seq, "state": CaseState.OPEN.value, "at": at}
    return insert_row(tx, insert(cases), row)


def find(tx: Connection, case_id: int) -> Case | None:
    """The case with this id."""
    return _one(tx.execute(_CASE.where(cases.c.id == case_id)).one_or_none())


def of_entry(tx: Connection, member_id: int, seq: int) -> Case | None:
    """The case about this entry."""
    return _one(tx.execute(_CASE.where(cases.c.member_id == member_id, cases.c.seq == seq)).one_or_none())


def count_open(tx: Connection, member_id: int | None = None, stores: Collection[int] | None = None) -> int:
    """How many cases are open; of one member when he is named, of sales in these stores when they are."""
    query = select(func.count()).select_from(cases).where(_OPEN, cases.c.kind == KIND)
    if member_id is not None:
        query = query.where(cases.c.member_id == member_id)
    if stores is not None:
        query = query.where(_sold_in(stores))
    return int(tx.scalar(query) or 0)


def page(tx: Connection, offset: int, limit: int, stores: Collection[int] | None = None) -> list[Case]:
    """Open cases, newest first; of sales in these stores when they are named."""
    query = _CASE.where(_OPEN) if stores is None else _CASE.where(_OPEN, _sold_in(stores))
    rows = tx.execute(query.order_by(cases.c.id.desc()).offset(offset).limit(limit))
    return [_case(row) for row in rows]


def _sold_in(stores: Collection[int]) -> ColumnElement[bool]:
    """Whether the contested change came from a purchase in one of these stores."""
    return exists().where(
        entries.c.member_id == cases.c.member_id,
        entries.c.seq == cases.c.seq,
        purchases.c.id == entries.c.purchase_id,
        purchases.c.store_id.in_(stores),
    )


def decide(tx: Connection, case_id: int, state: CaseState, decided_by: int, at: datetime) -> bool:
    """Close an open case in this way; False when somebody has closed it before."""
    open_one = update(cases).where(cases.c.id == case_id, _OPEN)
    closed = open_one.values(state=state.value, decided_by=decided_by, decided_at=at)
    return tx.execute(closed).rowcount == 1


def comment(tx: Connection, case: Case, text: str, at: datetime) -> None:
    """What the member says about it, kept apart from the books."""
    row = {"about": KIND, "about_id": case.id, "member_id": case.member_id, "text": text, "at": at}
    tx.execute(insert(remarks).values(**row))


def comments(tx: Connection, case_id: int) -> list[str]:
    """What the member said, oldest first."""
    query = select(remarks.c.text).where(remarks.c.about == KIND, remarks.c.about_id == case_id)
    return list(tx.scalars(query.order_by(remarks.c.id)))


def undone(tx: Connection, member_id: int, seqs: Collection[int]) -> dict[int, int]:
    """How much of these entries was reversed by later ones, by the number of the entry."""
    query = (
        select(entries.c.reverses_seq, func.abs(func.sum(entries.c.points)))
        .where(entries.c.member_id == member_id, entries.c.reverses_seq.in_(seqs))
        .group_by(entries.c.reverses_seq)
    )
    return {int(seq): int(points) for seq, points in tx.execute(query)}


def burnt(tx: Connection, member_id: int, lot_ids: Collection[int]) -> dict[int, int]:
    """How many points of these lots have expired."""
    query = (
        select(entries.c.lot_id, -func.sum(entries.c.points))
        .where(
            entries.c.member_id == member_id,
            entries.c.kind == Kind.EXPIRED.value,
            entries.c.lot_id.in_(lot_ids),
        )
        .group_by(entries.c.lot_id)
    )
    return {int(lot_id): int(points) for lot_id, points in tx.execute(query)}


def others_in(tx: Connection, operation_id: int, member_id: int) -> list[int]:
    """Who else's points an operation moved."""
    query = select(entries.c.member_id).where(
        entries.c.operation_id == operation_id, entries.c.member_id != member_id, ~on_the_shelf
    )
    return list(tx.scalars(query.distinct().order_by(entries.c.member_id)))


def claim_of(tx: Connection, member_id: int, operation_id: int) -> int | None:
    """The member's claim of a reward this operation paid for."""
    theirs = (claims.c.member_id == member_id, claims.c.operation_id == operation_id)
    found: int | None = tx.scalar(select(claims.c.id).where(*theirs))
    return found


def count_back(tx: Connection, purchase_id: int, returned_points: int, reversed_points: int) -> None:
    """A decision moved the points of a purchase; the database refuses more than there were."""
    tx.execute(
        update(purchases)
        .where(purchases.c.id == purchase_id)
        .values(
            returned_points=purchases.c.returned_points + returned_points,
            reversed_points=purchases.c.reversed_points + reversed_points,
        )
    )


def _one(row: Any) -> Case | None:
    return None if row is None else _case(row)


def _case(row: Any) -> Case:
    return Case(row.id, row.member_id, row.seq, CaseState(row.state), row.at)
