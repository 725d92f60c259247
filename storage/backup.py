"""Copies of the database while it is in use: each one synced, opened again and proven before it counts."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from storage.database import read_only
from storage.durable import sync_to_disk

# The fact that tells a copy from the database it was made of.
COPIED_AT = "copied_at"
PAGES = 256  # copied at a time, about 1 MB; then a stop is noticed


class BackupError(RuntimeError):
    """No backup was made; the message is one line that says why. Earlier ones are untouched."""


def backup(
    source: Path,
    folder: Path,
    now: datetime,
    prove: Callable[[Connection], object],
    stopped: Callable[[], bool],
    keep: int = 7,
) -> Path:
    """Copy the database into `folder`, prove the copy, remove the oldest beyond `keep`; returns the new file.

    It blocks: run it in a thread. `prove` looks at the opened copy and raises to reject it; `stopped` is
    asked after each megabyte. BackupError when stopped, when the copy is damaged, when the disk refuses.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = folder / f"{source.stem}-{now:%Y%m%dT%H%M%SZ}.db"
    part = final.with_suffix(".part")
    for abandoned in folder.glob(f"{source.stem}-*.part"):
        abandoned.unlink()
    try:
        part.touch(mode=0o600)
        copy_pages(source, part, stopped)
        mark_copy(part, now)
        sync_to_disk(part)
        check_copy(part, prove)
        part.rename(final)
        sync_to_disk(folder)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"no backup in {folder}: {getattr(error, 'orig', None) or error}") from error
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(folder.glob(f"{source.stem}-[0-9]*T[0-9]*Z.db"))[:-keep]:
        old.unlink()
    return final


def copy_pages(source: Path, target: Path, stopped: Callable[[], bool]) -> None:
    """Copy one snapshot: with a read transaction open, writes meanwhile do not start the copying anew."""

    def look_up(_status: int, _remaining: int, _total: int) -> None:
        if stopped():
            raise BackupError("the backup was stopped")

    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        live.execute("PRAGMA query_only=ON")
        live.execute("BEGIN DEFERRED")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # The file is synced as a whole when it is complete; until then it is worth nothing.
        copy.execute("PRAGMA synchronous=OFF")
        live.backup(copy, pages=PAGES, progress=look_up)
        live.execute("ROLLBACK")


def mark_copy(path: Path, now: datetime) -> None:
    """The copy knows that it is one: whoever is put in its original's place has missed what came after."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("SELECT name FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            return  # a database without a shop in it
        values = {"key": COPIED_AT, "at": now.isoformat()}
        copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (:key, :at)", values)


def check_copy(path: Path, prove: Callable[[Connection], object]) -> None:
    """Open the copy as it lies on the disk; BackupError if SQLite finds damage, else what `prove` raises."""
    with read_only(path, "mode=ro&immutable=1") as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if found != "ok":
            raise BackupError(f"the copy of the database is damaged: {found}")
        prove(connection)
