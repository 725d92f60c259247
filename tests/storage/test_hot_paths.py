"""What is asked for every update and every sale is found by an index, however long the history."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from storage import (
    expiry,
    inbox,
    notices,
    open_drafts,
    operations,
    people,
    preferences,
    sales,
    staff,
    till_purchases,
    tills,
)
from storage.database import Database
from storage.migrate import migrate

QUESTIONS: dict[str, tuple[Select[*tuple[Any, ...]], dict[str, Any]]] = {
    "who speaks": (people._BY_EXTERNAL, {"messenger": "telegram", "external": "7"}),
    "the member of a card": (people._MEMBER_BY["card_token"], {"value": "token"}),
    "the role": (staff._FACTS, {"member": 1}),
    "the draft": (sales._BY_ID, {"draft": "AbC"}),
    "the same receipt": (sales._SAME_RECEIPT, {"store": 1, "day": None, "receipt": "17"}),
    "overdue drafts": (open_drafts._OVERDUE, {"now": None, "count": 5}),
    "the till of a key": (tills._BY_HASH, {"hash": b"h"}),
    "the same receipt of a till": (till_purchases._SAME_RECEIPT, {"till": 1, "receipt": "17"}),
    "what a till was answered": (tills._KEPT, {"till": 1, "named": "key"}),
    "the operation": (operations._BY_KEY, {"key": "sale:AbC"}),
    "waiting updates": (inbox._AFTER, {"after_id": 0, "count": 5}),
    "points that can be used now": (expiry._WAKING, {"now": None, "count": 5}),
    "whose points end": (expiry._HOLDERS_BY_TERM, {"until": None, "after_member": 1, "count": 5}),
    "whose points end for want of visits": (
        expiry._HOLDERS,
        {"until": None, "idle_since": None, "after_member": 1, "count": 5},
    ),
    "the last visit": (expiry._ACTIVITY, {"member": 1}),
    "a reminder on its way": (expiry._UNDER_WAY, {"member": 1, "notice_kind": "burning"}),
    "the next notice": (notices._NEXT, {"now": None}),
    "what may be sent": (notices._DUE, {"messenger": "telegram", "now": None, "count": 5}),
    "marketing of the last days": (notices._MARKETING, {"member": 1, "since": None}),
    "how somebody wants to be written to": (preferences._OF, {"member": 1}),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_it_is_found_by_an_index(name: str, tmp_path: Path) -> None:
    question, values = QUESTIONS[name]
    compiled = question.compile(dialect=sqlite.dialect(paramstyle="named"))
    url = f"sqlite:///{tmp_path}/shop.db"
    migrate(url)
    with Database.open_read_only(url) as tx:
        asked = {**compiled.params, **values}
        plan = [row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", asked)]
    assert plan
    assert not [step for step in plan if step.startswith("SCAN")]
