"""What is asked for every update and every sale is found by an index, however long the history."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from storage import (
    alerts,
    expiry,
    inbox,
    notices,
    open_drafts,
    operations,
    people,
    preferences,
    ready,
    recipients,
    rewards,
    sales,
    staff,
    stats,
    till_purchases,
    tills,
)
from storage.database import Database
from tests.fresh import furnish

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
    "what waits for a member at the till": (rewards._WAITING_OF, {"member": 1}),
    "what a manager was asked about a sale": (alerts._APPROVALS_OF, {"draft": "AbC"}),
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
    "what a member bought so far": (stats._OF, {"member": 1}),
    "every purchase of a member": (stats._BOUGHT, {"member": 1}),
    "recipients whose time has come": (
        ready._READY,
        {"campaign": 1, "messenger": "telegram", "consent": "advertising", "now": 0, "since": 0, "count": 5},
    ),
    "whose message it was": (recipients._OF_NOTICE, {"notice": 1}),
    "recipients whose message is under way": (recipients._HANDED_NOW, {"campaign": 1}),
    "recipients without a notice": (recipients._WITHOUT_NOTICE, {"campaign": 1}),
    "the next part of a broadcast that was cancelled": (
        recipients._SOME_WAITING,
        {"campaign": 1, "count": 5},
    ),
    "what an interrupted try has queued": (recipients._SOME_OF, {"campaign": 1, "count": 5}),
    "whose message is corrected next": (recipients._SENT_AFTER, {"campaign": 1, "after": 1, "count": 5}),
    "the last message of a campaign": (recipients._NEWEST_SENT, {"member": 1, "since": 0}),
    "how somebody wants to be written to": (preferences._OF, {"member": 1}),
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
    assert not [step for step in plan if step.startswith("SCAN")]


async def test_the_pump_looks_at_open_campaigns_alone_however_many_are_over(tmp_path: Path) -> None:
    furnish(tmp_path / "shop.db")
    compiled = recipients._OPEN.compile(dialect=sqlite.dialect(paramstyle="named"))
    with Database.open_read_only(f"sqlite:///{tmp_path}/shop.db") as tx:
        asked = compiled.params
        plan = [row.detail for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", asked)]
    assert plan[0] == "SCAN campaigns USING INDEX ix_campaigns_open"
    assert any("ix_recipients_waiting (campaign_id=?)" in step for step in plan)
