"""Rows nobody needs any more: found by readers, taken away by the writer a few at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, tuple_


@dataclass(frozen=True, slots=True)
class Stale:
    """The rows of a table that are to go; a row that is stale stays so."""

    table: Table
    rows: ColumnElement[bool]


def find(tx: Connection, stale: Stale, limit: int) -> Sequence[Any]:
    """The keys of some of them."""
    return tx.execute(select(*stale.table.primary_key).where(stale.rows).limit(limit)).all()


def forget(tx: Connection, stale: Stale, keys: Sequence[Any]) -> None:
    """Take away the rows with these keys."""
    table = stale.table
    tx.execute(delete(table).where(tuple_(*table.primary_key).in_([tuple(key) for key in keys])))
