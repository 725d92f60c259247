"""The one writer and the readers beside it, on real files."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from stat import S_IMODE
from typing import Any, cast

import pytest
from sqlalchemy import (
    Connection,
    insert,
    text,
)
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from storage import database as database_module
from storage.database import Database, DatabaseUnusableError, database_path
from tests.storage.counting import children, count, increment, moments, prepare, set_count


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/shop/kopilka.db")
    await database.write(prepare)
    yield database
    await database.close()


async def test_python_311_defaults_lose_concurrent_increments_without_an_error(tmp_path: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/plain.db", pool_size=60)
    async with engine.begin() as connection:
        await connection.run_sync(prepare)

    async def increment_awaiting() -> None:
        async with engine.begin() as connection:
            n = await connection.run_sync(count)
            await asyncio.sleep(0.001)
            await connection.run_sync(set_count, n + 1)

    await asyncio.gather(*(increment_awaiting() for _ in range(60)))
    async with engine.connect() as connection:
        assert await connection.run_sync(count) < 60
    await engine.dispose()


async def test_none_of_sixty_concurrent_increments_is_lost(db: Database) -> None:
    results = await asyncio.gather(*(db.write(increment) for _ in range(60)))
    assert results == list(range(1, 61)), "in the order they were asked for"
    assert await db.read(count) == 60
    assert db.commits <= 61, "those that wait together share a commit"


async def test_an_exception_rolls_the_write_back_and_reaches_the_caller(db: Database) -> None:
    def fail(connection: Connection) -> None:
        increment(connection)
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await db.write(fail)
    assert await db.read(count) == 0
    assert await db.write(increment) == 1


async def test_an_error_says_nothing_of_what_was_written_or_asked(db: Database) -> None:
    def twice(connection: Connection) -> None:
        connection.execute(insert(moments).values(id=1, note="Анна"))
        connection.execute(insert(moments).values(id=1, note="Анна"))

    def ask(connection: Connection) -> None:
        connection.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": "Анна"})

    with pytest.raises(IntegrityError) as refused:
        await db.write(twice)
    with pytest.raises(OperationalError) as unread:
        await db.read(ask)
    assert "Анна" not in f"{refused.value} {unread.value}"


async def test_a_commit_that_fails_leaves_nothing_and_the_next_write_works(db: Database) -> None:
    def orphan(connection: Connection) -> None:
        increment(connection)
        connection.execute(insert(children).values(id=1, parent=99))

    with pytest.raises(IntegrityError):
        await db.write(orphan)
    with pytest.raises(IntegrityError):
        await db.write_batched(orphan)
    assert await db.read(count) == 0
    assert await db.write(increment) == 1


async def test_a_write_function_that_is_a_coroutine_is_refused(db: Database) -> None:
    async def awaits(connection: Connection) -> None:
        increment(connection)

    for door in (db.read, db.write, db.write_batched):
        with pytest.raises(TypeError, match="plain function"):
            await door(cast(Any, awaits))


async def test_a_write_cannot_commit_half_way(db: Database) -> None:
    def commits(connection: Connection) -> None:
        increment(connection)
        connection.commit()
        increment(connection)

    with pytest.raises(Exception, match="context manager"):
        await db.write(commits)
    assert await db.write(increment) == 2, "what it committed by itself stays, nothing after it"


async def test_a_read_does_not_wait_for_a_write_and_sees_what_is_committed(db: Database) -> None:
    inside, go = threading.Event(), threading.Event()

    def slow(connection: Connection) -> int:
        n = increment(connection)
        inside.set()
        go.wait(10)
        return n

    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(db.write(slow))
        await asyncio.to_thread(inside.wait, 10)
        assert await db.read(count) == 0
        go.set()
    assert writing.result() == 1
    assert await db.read(count) == 1


async def test_a_read_is_one_snapshot(db: Database) -> None:
    started, written = threading.Event(), threading.Event()

    def twice(connection: Connection) -> tuple[int, int]:
        first = count(connection)
        started.set()
        # the loop must run for the other task, so this read lives on its own thread and connection
        written.wait(10)
        return first, count(connection)

    def other_process() -> tuple[int, int]:
        with Database.open_read_only(f"sqlite:///{db.path}") as connection:
            return twice(connection)

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(asyncio.to_thread(other_process))
        await asyncio.to_thread(started.wait, 10)
        await db.write(increment)
        written.set()
    assert reading.result() == (0, 0)


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await db.read(increment)


async def test_the_readers_never_checkpoint_and_the_writer_syncs_every_commit(db: Database) -> None:
    def pragma(name: str, connection: Connection) -> object:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    expected = {"query_only": 1, "wal_autocheckpoint": 0, "busy_timeout": 5000, "trusted_schema": 0}
    for name, value in expected.items():
        assert await db.read(lambda connection, name=name: pragma(name, connection)) == value, name  # type: ignore[misc]  # default argument binds the loop's name
    expected = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0, "query_only": 0}
    for name, value in expected.items():
        assert await db.write(lambda connection, name=name: pragma(name, connection)) == value, name  # type: ignore[misc]  # default argument binds the loop's name
    assert await db.write(lambda connection: pragma("journal_mode", connection)) == "wal"


async def test_a_cancelled_caller_neither_loses_nor_halves_its_write(db: Database) -> None:
    inside, go = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        increment(connection)
        inside.set()
        go.wait(10)
        increment(connection)

    running = asyncio.create_task(db.write(slow))
    await asyncio.to_thread(inside.wait, 10)
    queued = asyncio.create_task(db.write(increment))
    marked = asyncio.create_task(db.write_batched(increment))
    await asyncio.sleep(0)
    for task in (running, queued, marked):
        task.cancel()
    go.set()
    for task in (running, queued, marked):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await db.write(increment) == 5


async def test_a_failure_nobody_waits_for_is_logged(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Connection) -> None:
        time.sleep(0.05)
        raise LookupError("lost card")

    task = asyncio.create_task(db.write(fail))
    await asyncio.sleep(0)
    task.cancel()
    await db.write(increment)
    assert "lost card" in caplog.text


async def test_a_cancelled_read_gives_its_connection_back(db: Database) -> None:
    async def read_and_be_cancelled(turns: int) -> None:
        task = asyncio.create_task(db.read(count))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    for turns in range(30):
        await read_and_be_cancelled(turns)
    assert await asyncio.gather(*(db.read(count) for _ in range(20))) == [0] * 20


async def test_stop_iteration_does_not_leave_the_caller_waiting(db: Database) -> None:
    with pytest.raises(RuntimeError):
        await db.write(lambda _: next(iter(())))


async def test_closing_finishes_what_is_queued_and_leaves_one_file(tmp_path: Path) -> None:
    db = Database.open(f"sqlite:///{tmp_path}/kopilka.db")
    await db.write(prepare)
    async with asyncio.TaskGroup() as tasks:
        writes = [tasks.create_task(db.write(increment)) for _ in range(20)]
        marks = [tasks.create_task(db.write_batched(increment)) for _ in range(20)]
        await asyncio.sleep(0)
        await db.close()
    assert len({task.result() for task in writes + marks}) == 40
    assert [path.name for path in tmp_path.iterdir()] == ["kopilka.db"]
    with pytest.raises(RuntimeError, match="closed"):
        await db.write(increment)
    await db.close()


async def test_files_are_the_owners_alone(db: Database) -> None:
    assert S_IMODE(db.path.parent.stat().st_mode) == 0o700
    assert [S_IMODE(path.stat().st_mode) for path in db.path.parent.iterdir()] == [0o600] * 3


async def test_another_process_reads_and_cannot_write(db: Database) -> None:
    await db.write(increment)
    with Database.open_read_only(f"sqlite:///{db.path}") as connection:
        assert count(connection) == 1
        with pytest.raises(OperationalError, match="readonly"):
            increment(connection)


async def test_a_foreign_read_is_interrupted_when_it_lasts(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "FOREIGN_READ_SECONDS", 0.1)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with (
        Database.open_read_only(f"sqlite:///{db.path}") as connection,
        pytest.raises(OperationalError, match="interrupted"),
    ):
        connection.execute(text(endless))


def test_reading_a_database_that_is_not_there_creates_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError, match="no database"),
        Database.open_read_only(f"sqlite:///{tmp_path}/kopilka.db"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_relative_and_an_absolute_url_name_their_files() -> None:
    assert database_path("sqlite:///data/kopilka.db") == Path("data/kopilka.db")
    assert database_path("sqlite:////var/lib/kopilka.db") == Path("/var/lib/kopilka.db")


@pytest.mark.parametrize(
    "url",
    [
        "kopilka.db",
        "",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite+aiosqlite:///x.db",
        "sqlite:///x.db?mode=memory",
        "sqlite://host/x.db",
        "postgresql+asyncpg://kopilka:hidden@host/kopilka",
    ],
)
def test_other_urls_are_refused_in_one_line_without_the_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///data/kopilka\.db") as caught:
        Database.open(url)
    assert "\n" not in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kopilka.db"
    path.write_bytes(b"not a database, only text " * 100)
    with pytest.raises(DatabaseUnusableError, match=r"kopilka\.db: file is not a database"):
        Database.open(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DatabaseUnusableError, match="data"):
        Database.open(f"sqlite:///{tmp_path}/data/kopilka.db")


async def test_a_survey_runs_aside_and_sees_one_snapshot(db: Database) -> None:
    ticks = 0

    def look_long(connection: Connection) -> tuple[int, int]:
        before = count(connection)
        time.sleep(0.2)
        return before, count(connection)

    looking = asyncio.ensure_future(db.survey(look_long))
    while not looking.done():
        await db.write(increment)
        ticks += 1
        await asyncio.sleep(0.01)
    before, after = await looking
    assert before == after, "writes meanwhile are not seen"
    assert ticks > 3, "others went on"


async def test_a_survey_cannot_write(db: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await db.survey(increment)


async def test_more_surveys_than_threads_wait_their_turn(db: Database) -> None:
    assert await asyncio.gather(*(db.survey(count) for _ in range(20))) == [0] * 20
