"""Operations: what was done, once. The op_key names the thing done, the input hash says with what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from storage.schema import operations
from storage.values import insert_row, packed, unpacked

_BY_KEY = select(operations.c.input_hash, operations.c.outcome).where(operations.c.op_key == bindparam("key"))
_NEW = insert(operations)


def find(tx: Connection, op_key: str) -> tuple[str, dict[str, Any]] | None:
    """The (input hash, outcome) of the operation with this key, if it was done."""
    row = tx.execute(_BY_KEY, {"key": op_key}).one_or_none()
    return None if row is None else (row.input_hash, unpacked(row.outcome))


def add(
    tx: Connection,
    op_key: str,
    input_hash: str,
    outcome: Mapping[str, Any],
    actor_id: int | None,
    at: datetime,
) -> int:
    """The id of a new operation with what came of it (ids and figures only); a second one with the same key
    is refused by the database."""
    row = {
        "op_key": op_key,
        "input_hash": input_hash,
        "outcome": packed(outcome),
        "actor_id": actor_id,
        "at": at,
    }
    return insert_row(tx, _NEW, row)
