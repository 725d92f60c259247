"""However much there is to end or forget, it is done a little at a time, and tills get in between."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

from actions.deliver import LOOKED_AT, claim
from actions.prune import AT_ONCE, prune
from loyalty.messages import MessageClass
from storage.schema import notices as table
from storage.types import to_microseconds
from tests.clockwork.stand import Stand, queue

CROWD = 20_000
MEMBERS = 2_000


async def crowd(stand: Stand, path: Path, state: str, age: timedelta) -> None:
    """So many notices of members whom no messenger reaches."""
    at = to_microseconds(stand.clock.now() - age)
    ended = at if state == "sent" else None
    first = await stand.member(1) + 1
    with connect(path) as sqlite:
        sqlite.executemany(
            "INSERT INTO members (id, number, card_token, step, created_at) VALUES (?, ?, ?, 'joined', ?)",
            ((first + n, f"m{n}", f"m{n}", at) for n in range(MEMBERS)),
        )
        sqlite.executemany(
            "INSERT INTO accounts (member_id, messenger, external_id, language, display_name, reachable,"
            " last_seen) VALUES (?, 'telegram', ?, 'ru', '', 0, ?)",
            ((first + n, f"gone{n}", at) for n in range(MEMBERS)),
        )
        sqlite.executemany(
            "INSERT INTO notices (member_id, kind, data, state, tries, due_at, at, ended_at, priority)"
            " VALUES (?, 'offer', ?, ?, 0, ?, ?, ?, ?)",
            (
                (first + n % MEMBERS, json.dumps({"n": n}), state, at, at, ended, MessageClass.BIRTHDAY.value)
                for n in range(CROWD)
            ),
        )
    sqlite.close()


async def between(stand: Stand, work: Callable[[], Awaitable[Any]]) -> int:
    """How many writes of a till were done while this went on, one after another."""
    going = asyncio.ensure_future(work())
    done = 0
    while not going.done():
        await stand.shop.db.write(lambda tx: tx.exec_driver_sql("UPDATE meta SET value = value").rowcount)
        done += 1
    await going
    return done


async def test_a_crowd_nobody_reaches_is_worked_off_in_short_turns(stand: Stand, tmp_path: Path) -> None:
    await crowd(stand, tmp_path / "shop.db", "queued", timedelta(minutes=1))
    anna = await stand.member(7)
    turns = 0

    async def work_off() -> None:
        nonlocal turns
        more = True
        while more:
            found = await claim(stand.shop, 8)
            turns, more = turns + 1, found.more
            assert found.deliveries == []

    await queue(stand, anna, 1)
    first = await claim(stand.shop, 8)
    assert [one.member_id for one in first.deliveries] == [anna], "the receipt comes first"
    assert first.more
    assert await between(stand, work_off) > 100
    assert turns > CROWD / LOOKED_AT / 2
    left = "SELECT count(*) FROM notices WHERE state = 'failed' AND reason = 'unreachable'"
    assert await stand.shop.db.read(lambda tx: tx.exec_driver_sql(left).scalar_one()) == CROWD


async def test_no_turn_of_the_pump_looks_at_more_than_a_few(stand: Stand, tmp_path: Path) -> None:
    await crowd(stand, tmp_path / "shop.db", "queued", timedelta(minutes=1))
    for limit in (1, 8):
        await claim(stand.shop, limit)
    ended = "SELECT count(*) FROM notices WHERE state = 'failed'"
    assert 2 <= await stand.shop.db.read(lambda tx: tx.exec_driver_sql(ended).scalar_one()) <= 2 * LOOKED_AT


async def test_what_is_over_is_forgotten_a_few_rows_at_a_time(stand: Stand, tmp_path: Path) -> None:
    await crowd(stand, tmp_path / "shop.db", "sent", timedelta(days=91))
    commits = stand.shop.db.commits
    forgotten = 0

    async def sweep() -> None:
        nonlocal forgotten
        forgotten = await prune(stand.shop)

    tills = await between(stand, sweep)
    assert forgotten == CROWD
    assert tills > CROWD / AT_ONCE / 2
    assert stand.shop.db.commits - commits >= CROWD / AT_ONCE
    assert await stand.rows(table) == []
