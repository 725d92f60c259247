"""Copies of a database in use."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import Connection

from storage.backup import BackupError, backup
from storage.database import Database
from storage.migrate import migrate

NOW = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)


def fill(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE pairs (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, text TEXT)")
    rows = [(n, 0, 0, "x" * 900) for n in range(10_000)]
    connection.exec_driver_sql("INSERT INTO pairs VALUES (?, ?, ?, ?)", rows)


def move(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE pairs SET a = a + 1 WHERE id = 1")
    connection.exec_driver_sql("UPDATE pairs SET b = b + 1 WHERE id = 9999")


def balanced(connection: Connection) -> None:
    a, b = connection.exec_driver_sql("SELECT sum(a), sum(b) FROM pairs").one()
    assert a == b


def never() -> bool:
    return False


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/kopilka.db")
    await database.write(fill)
    yield database
    await database.close()


async def test_a_copy_made_while_the_shop_works_is_whole_and_proven(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    async with asyncio.TaskGroup() as tasks:
        copying = tasks.create_task(asyncio.to_thread(backup, db.path, folder, NOW, balanced, never))
        moves = 0
        while not copying.done():
            await db.write(move)
            moves += 1
    assert moves > 3, "writes went on meanwhile"
    assert [path.name for path in folder.iterdir()] == ["kopilka-20261103T020000Z.db"]
    assert S_IMODE(copying.result().stat().st_mode) == 0o600
    with closing(sqlite3.connect(copying.result())) as connection:
        assert connection.execute("SELECT count(*) FROM pairs").fetchone() == (10_000,)


async def test_what_is_committed_is_in_the_copy_though_it_still_lies_in_the_log(
    db: Database, tmp_path: Path
) -> None:
    await db.write(move)
    copy = await asyncio.to_thread(backup, db.path, tmp_path / "backups", NOW, balanced, never)
    restored = Database.open(f"sqlite:///{copy}")
    assert (
        await restored.read(
            lambda connection: connection.exec_driver_sql("SELECT sum(a) FROM pairs").scalar()
        )
        == 1
    )
    await restored.close()


def test_only_the_newest_are_kept_and_strangers_files_stay(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "kopilka-before-moving.db").write_text("mine")
    made = [backup(db.path, folder, NOW + timedelta(days=day), balanced, never, keep=2) for day in range(4)]
    assert set(folder.glob("*")) == {*made[2:], folder / "notes.txt", folder / "kopilka-before-moving.db"}


def test_a_stop_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    stop = threading.Event()
    asked: list[int] = []

    def stopped() -> bool:
        asked.append(1)
        if len(asked) == 3:
            stop.set()
        return stop.is_set()

    with pytest.raises(BackupError, match="stopped"):
        backup(db.path, tmp_path / "backups", NOW, balanced, stopped)
    assert len(asked) == 3
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_copy_the_ledger_check_rejects_does_not_count(db: Database, tmp_path: Path) -> None:
    def rejects(_: Connection) -> None:
        raise BackupError("the ledger of the copy does not add up")

    earlier = backup(db.path, tmp_path / "backups", NOW, balanced, never, keep=1)
    with pytest.raises(BackupError, match="add up"):
        backup(db.path, tmp_path / "backups", NOW + timedelta(days=1), rejects, never, keep=1)
    assert list((tmp_path / "backups").iterdir()) == [earlier]


async def test_a_damaged_database_gives_no_backup(db: Database, tmp_path: Path) -> None:
    await db.close()
    content = bytearray(db.path.read_bytes())
    content[4096 * 40 : 4096 * 44] = bytes(4096 * 4)
    db.path.write_bytes(content)
    with pytest.raises(BackupError):
        backup(db.path, tmp_path / "backups", NOW, lambda _: None, never)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_cut_off_by_a_kill_is_cleared_away_by_the_next(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "kopilka-20261102T020000Z.part").write_text("half a copy")
    made = backup(db.path, folder, NOW, balanced, never)
    assert list(folder.iterdir()) == [made]


def test_a_database_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="unable to open"):
        backup(tmp_path / "none.db", tmp_path / "backups", NOW, balanced, never)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_copy_of_a_shop_knows_that_it_is_one(tmp_path: Path) -> None:
    source = tmp_path / "shop.db"
    migrate(f"sqlite:///{source}")
    copy = backup(source, tmp_path / "backups", NOW, lambda _: None, never)
    with closing(sqlite3.connect(copy)) as opened, closing(sqlite3.connect(source)) as live:
        marked = "SELECT value FROM meta WHERE key = 'copied_at'"
        assert opened.execute(marked).fetchone() == (NOW.isoformat(),)
        assert live.execute(marked).fetchone() is None
