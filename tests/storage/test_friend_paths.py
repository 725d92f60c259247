"""What every purchase and every tick asks about friends and birthdays is found by an index."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from storage import occasions, referrals
from storage.database import Database
from tests.fresh import furnish

QUESTIONS: dict[str, tuple[Select[*tuple[Any, ...]], dict[str, Any]]] = {
    "the friend who bought": (referrals._OF_FRIEND, {"friend": 1}),
    "rewards that are due": (referrals._DUE, {"now": None, "count": 5}),
    "whose invitation": (referrals._HOST, {"token": "x"}),
    "another counting purchase": (referrals._COUNTING, {"friend": 1, "least": 1}),
    "bought anything": (referrals._BOUGHT_ANYTHING, {"member": 1}),
    "what a member told": (occasions._BY_ID, {"member": 1}),
    "who was born on a day": (occasions._BORN, {"birthday": b"x", "after": 0, "count": 5}),
}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_it_is_found_by_an_index(name: str, tmp_path: Path) -> None:
    question, values = QUESTIONS[name]
    compiled = question.compile(dialect=sqlite.dialect(paramstyle="named"))
    furnish(tmp_path / "shop.db")
    with Database.open_read_only(f"sqlite:///{tmp_path}/shop.db") as tx:
        asked = {**compiled.params, **values}
        plan = [row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", asked)]
    assert plan
    assert not [step for step in plan if step.startswith("SCAN")], plan
