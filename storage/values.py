"""Small conversions every table family needs: JSON columns and the id of a row just inserted."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Insert


def packed(values: Mapping[str, Any]) -> str:
    """Plain values as compact JSON with sorted keys, so that equal values are equal texts."""
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def unpacked(text: str) -> dict[str, Any]:
    """The plain values of a JSON column."""
    values: dict[str, Any] = json.loads(text)
    return values


def insert_row(tx: Connection, statement: Insert, values: Mapping[str, Any]) -> int:
    """Insert one row and return its integer id."""
    key = tx.execute(statement, dict(values)).inserted_primary_key
    if key is None:
        raise LookupError("the table has no key of its own")
    return int(key[0])
