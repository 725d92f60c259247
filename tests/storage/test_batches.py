"""Small writes that share a commit, and full disks."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Connection,
    insert,
)
from sqlalchemy.exc import OperationalError

from storage.database import Database
from tests.storage.counting import count, increment, moments, prepare


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/shop/kopilka.db")
    await database.write(prepare)
    yield database
    await database.close()


async def test_small_writes_that_wait_together_share_a_commit(db: Database) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(db.write(lambda _: time.sleep(0.05)))
        marks = [tasks.create_task(db.write_batched(increment)) for _ in range(50)]
    assert [mark.result() for mark in marks] == list(range(1, 51))
    assert db.batched_commits == 1
    assert await db.read(count) == 50


async def test_a_long_batch_is_split_so_that_other_writes_pass(db: Database) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(db.write(lambda _: time.sleep(0.05)))
        marks = [tasks.create_task(db.write_batched(increment)) for _ in range(250)]
        sale = tasks.create_task(db.write(increment))
    assert db.batched_commits == 3
    assert sale.result() == 101, "the sale waited for one batch, not for all"
    assert len(marks) == 250
    assert await db.read(count) == 251


async def test_one_failure_in_a_batch_undoes_only_itself(db: Database) -> None:
    def fail(connection: Connection) -> None:
        increment(connection)
        raise LookupError("no")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(db.write(lambda _: time.sleep(0.05)))
        waiting = [db.write_batched(work) for work in (increment, fail, increment)]
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert outcomes[0] == 1
    assert isinstance(outcomes[1], LookupError)
    assert outcomes[2] == 2
    assert db.batched_commits == 1
    assert await db.read(count) == 2


def fill_the_disk(connection: Connection) -> None:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    increment(connection)
    connection.execute(insert(moments).values(note="x" * 100_000))


def make_room(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count=1000000")


@pytest.mark.parametrize("door", ["write", "write_batched"])
async def test_a_full_disk_rolls_everything_back_and_raises(db: Database, door: str) -> None:
    with pytest.raises(OperationalError, match="full"):
        await getattr(db, door)(fill_the_disk)
    assert await db.read(count) == 0, "reads go on"
    await db.write(make_room)
    assert await db.write(increment) == 1


@pytest.mark.parametrize("door", ["write", "write_batched"])
async def test_a_write_that_overlooks_a_full_disk_commits_nothing(db: Database, door: str) -> None:
    def careless(connection: Connection) -> None:
        for work in (fill_the_disk, increment):
            try:
                work(connection)
            except OperationalError:
                continue

    with pytest.raises((RuntimeError, sqlite3.OperationalError)):
        await getattr(db, door)(careless)
    assert await db.read(count) == 0
    await db.write(make_room)
    assert await db.write(increment) == 1


async def test_a_full_disk_in_a_batch_fails_every_write_of_the_batch(db: Database) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(db.write(lambda _: time.sleep(0.05)))
        waiting = [db.write_batched(work) for work in (increment, fill_the_disk, increment)]
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(outcome, OperationalError) for outcome in outcomes)
    assert await db.read(count) == 0
