"""The queue of notices: what may go now, in which order, and what becomes of each outcome."""

from datetime import timedelta

import pytest
from sqlalchemy.dialects import sqlite

from actions.deliver import TRIES, next_due_at, record, recover
from actions.outcomes import Failed, Outcome, Pause, Retry, Sent, Unauthorized, Unknown, Unreachable
from storage import notices, people
from storage.database import Connection
from storage.schema import accounts
from storage.schema import notices as table
from tests.clockwork.stand import Stand, claimed, ends, queue


async def test_a_notice_is_claimed_with_everything_its_person_is_spoken_to_with(stand: Stand) -> None:
    anna = await stand.member(7, language="en")
    await queue(stand, anna, 1)
    [delivery] = await claimed(stand, 5)
    assert delivery.external_id == "7"
    assert (delivery.language, delivery.currency, delivery.time_zone) == ("en", "RUB", "Europe/Moscow")
    assert (delivery.kind, dict(delivery.data), delivery.tries) == ("earned", {"n": 1}, 0)
    assert await ends(stand) == [("sending", "")]
    assert await claimed(stand, 5) == []


async def test_the_name_in_a_notice_is_looked_up_when_it_is_told(stand: Stand) -> None:
    owner, dima, now = await stand.member(7), await stand.member(8), stand.clock.now()

    def ask(tx: Connection) -> None:
        people.change_member(tx, dima, name="Дима")
        notices.queue(tx, owner, "candidate", {"invitation": 1, "person": dima}, now)

    await stand.shop.db.write(ask)
    [delivery] = await claimed(stand, 5)
    assert delivery.data["name"] == "Дима"
    assert "Дима" not in (await stand.rows(table))[0].data


async def test_one_members_notices_are_claimed_one_by_one_and_others_beside_them(stand: Stand) -> None:
    anna, boris = await stand.member(7), await stand.member(8)
    await queue(stand, anna, 1, 2)
    await queue(stand, boris, 3)
    first = await claimed(stand, 5)
    assert [delivery.data["n"] for delivery in first] == [1, 3]
    await record(stand.shop, first[0], Sent("100"))
    assert [delivery.data["n"] for delivery in await claimed(stand, 5)] == [2]


async def test_one_put_off_holds_back_the_later_ones_but_one_meant_for_later_does_not(
    stand: Stand,
) -> None:
    anna = await stand.member(7)
    await queue(stand, anna, 1, late=60)
    await queue(stand, anna, 2, 3)
    [second] = await claimed(stand, 5)
    assert second.data["n"] == 2
    await record(stand.shop, second, Retry("refused"))
    assert await claimed(stand, 5) == []
    stand.clock.advance(2)
    assert [delivery.data["n"] for delivery in await claimed(stand, 5)] == [2]


async def test_nobody_is_asked_to_take_a_message_to_a_member_who_cannot_be_reached(stand: Stand) -> None:
    anna, boris = await stand.member(7), await stand.member(8)
    await queue(stand, anna, 1, 2)
    await queue(stand, boris, 3)
    first, _ = await claimed(stand, 2)
    await record(stand.shop, first, Unreachable("blocked"))
    assert [row.reachable for row in await stand.rows(accounts)] == [False, True]
    await queue(stand, anna, 4)
    assert await claimed(stand, 1) == []
    assert await ends(stand) == [
        ("failed", "unreachable: blocked"),
        ("failed", "unreachable"),
        ("sending", ""),
        ("failed", "unreachable"),
    ]


async def test_a_message_to_somebody_who_never_opened_the_bot_is_dropped(stand: Stand) -> None:
    """Imported or enrolled by phone: nobody failed to deliver it, there was nowhere to bring it."""
    now = stand.clock.now()

    def add(tx: Connection) -> int:
        return people.add_member(tx, "00000009", "nine", "invited", "", None, now)

    nobody = await stand.shop.db.write(add)
    await queue(stand, nobody, 1, 2)
    await queue(stand, nobody, 3, kind="commands")
    assert await claimed(stand, 5) == []
    assert await ends(stand) == [("dropped", "no account")] * 3


@pytest.mark.parametrize(
    ("outcome", "state", "reason", "wait_seconds", "tries"),
    [
        (Sent("55"), "sent", "", 0, 0),
        (Failed("bad"), "failed", "bad", 0, 0),
        (Unreachable("gone"), "failed", "unreachable: gone", 0, 0),
        (Pause(7), "queued", "flood", 7, 0),
        (Retry("refused"), "queued", "refused", 1, 0),
        (Unknown("timeout"), "queued", "timeout", 5, 1),
        (Unauthorized("401"), "queued", "401", 0, 0),
    ],
)
async def test_each_outcome_has_its_end(
    stand: Stand, outcome: Outcome, state: str, reason: str, wait_seconds: int, tries: int
) -> None:
    await queue(stand, await stand.member(7), 1)
    [delivery] = await claimed(stand, 1)
    await record(stand.shop, delivery, outcome)
    [row] = await stand.rows(table)
    assert (row.state, row.reason, row.tries) == (state, reason, tries)
    assert row.due_at == stand.clock.now() + timedelta(seconds=wait_seconds)
    assert (row.ended_at is None) == (state == "queued")
    assert row.message_id == ("55" if state == "sent" else "")


async def test_a_receipt_in_doubt_is_sent_again_five_times_at_most(stand: Stand) -> None:
    await queue(stand, await stand.member(7), 1)
    waits = []
    for _ in range(TRIES):
        [delivery] = await claimed(stand, 1)
        await record(stand.shop, delivery, Unknown("timeout"))
        due_at = await next_due_at(stand.shop)
        if due_at is not None:
            waits.append((due_at - stand.clock.now()).total_seconds())
            stand.clock.moment = due_at
    assert waits == [5, 20, 80, 320]
    assert await ends(stand) == [("unknown", "timeout")]


async def test_what_may_not_come_twice_is_not_sent_again_when_in_doubt(stand: Stand) -> None:
    anna = await stand.member(7)
    await queue(stand, anna, 1, kind="spend_ask")
    [delivery] = await claimed(stand, 1)
    await record(stand.shop, delivery, Unknown("timeout"))
    await queue(stand, anna, 2, kind="spend_ask")
    await claimed(stand, 1)
    assert await recover(stand.shop) == 1
    assert await ends(stand) == [("unknown", "timeout"), ("unknown", "the process ended")]


async def test_after_a_crash_receipts_and_edits_under_way_are_sent_again(stand: Stand) -> None:
    await queue(stand, await stand.member(7), 1)
    await queue(stand, await stand.member(8), 2, kind="edit.sale_ended")
    await claimed(stand, 5)
    assert await recover(stand.shop) == 2
    assert [(row.state, row.tries) for row in await stand.rows(table)] == [("queued", 1)] * 2
    stand.clock.advance(5)
    assert len(await claimed(stand, 5)) == 2


async def test_while_the_way_is_closed_the_tries_come_further_and_further_apart(stand: Stand) -> None:
    await queue(stand, await stand.member(7), 1)
    waits = []
    for _ in range(40):
        [delivery] = await claimed(stand, 1)
        await record(stand.shop, delivery, Retry("refused"))
        due_at = await next_due_at(stand.shop)
        assert due_at is not None
        waits.append((due_at - stand.clock.now()).total_seconds())
        stand.clock.moment = due_at
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1, 300)


async def test_the_queue_is_found_by_its_index_however_long_the_history(stand: Stand) -> None:
    values = {"messenger": "telegram", "now": stand.clock.now(), "count": 5}
    compiled = notices._DUE.params(values).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    plan = await stand.shop.db.read(lambda tx: list(tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")))
    steps = [row.detail for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")]
    assert "ix_notices_turn (priority=? AND due_at<?)" in steps[0]
    sorted_whole = [row for row in plan if row.parent == 0 and "TEMP B-TREE" in row.detail]
    assert not sorted_whole, "a million is not sorted to send three"
    assert any("ix_notices_under_way (member_id=?)" in step for step in steps)
    assert any("ix_notices_open (member_id=? AND priority<?)" in step for step in steps)
    assert any("ix_notices_open (member_id=? AND priority=? AND id<?)" in step for step in steps)
