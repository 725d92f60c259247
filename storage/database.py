"""The database and its two doors: plain functions over a Connection, read in parallel, written in turn."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeVar, cast
from urllib.parse import quote

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy import Connection as Connection
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import NullPool

from storage.readers import Readers, begin_deferred, read, reading_engine, set_reading_pragmas
from storage.writer import Writer

T = TypeVar("T")

# An old snapshot stops checkpoints and lets the write-ahead log grow: other processes read in short turns.
FOREIGN_READ_SECONDS = 30


class DatabaseUnusableError(RuntimeError):
    """The file cannot be opened as a database; the message is one line that says which file and why."""


class Database:
    """One SQLite file, opened by one process and used from one event loop."""

    def __init__(self, path: Path, writer: Writer, readers: Readers) -> None:
        self.path = path
        self._writer = writer
        self._readers = readers
        self._reader = reading_engine(path).connect()

    @classmethod
    def open(cls, url: str) -> "Database":
        """Open `sqlite:///relative` or `sqlite:////absolute`; a new file or folder is its owner's alone.

        ValueError for another kind of URL, DatabaseUnusableError for a file that is no database.
        """
        path = database_path(url)
        with own_file(path):
            return cls(path, Writer(path), Readers(path))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run a plain function over one snapshot; it cannot write. Writes do not hold it up.

        For short reads by key: it runs here and now, which takes less than the way to a thread and back.
        """
        return read(self._reader, work)

    async def survey(self, work: Callable[[Connection], T]) -> T:
        """As `read`, on a thread: for what reads or reckons long enough to keep others waiting."""
        return await self._readers.run(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run a plain function as a transaction and commit it; an exception rolls it back.

        On return it is on the disk. A caller that is cancelled meanwhile does not stop it half way.
        """
        return await self._writer.put(work)

    async def write_batched(self, work: Callable[[Connection], T]) -> T:
        """As `write`, for small marks that share one commit with the others waiting at that moment.

        An exception undoes only its own write.
        """
        return await self._writer.put_batched(work)

    def empty_log(self) -> None:
        """Soon, after the queued writes: empty the write-ahead log, which still holds what was replaced."""
        self._writer.empty_log()

    @property
    def commits(self) -> int:
        """How many transactions `write` has committed."""
        return self._writer.commits

    @property
    def batched_commits(self) -> int:
        """How many transactions `write_batched` has committed."""
        return self._writer.batched_commits

    async def close(self) -> None:
        """Finish the queued writes and leave one file, no log, behind. Reads should have ended."""
        # The writer goes last: whoever closes a file last checkpoints it, and only the writer may.
        await self._readers.close()
        self._reader.close()
        await asyncio.to_thread(self._writer.close)

    @staticmethod
    @contextmanager
    def open_read_only(url: str) -> Iterator[Connection]:
        """A connection for another process (verify, reports), which cannot write.

        A statement is interrupted once its transaction is older than 30 seconds. FileNotFoundError if
        there is no such file.
        """
        path = database_path(url)
        if not path.is_file():
            raise FileNotFoundError(f"there is no database at {path}")
        with read_only(path) as connection:
            yield connection


@contextmanager
def own_file(path: Path) -> Iterator[None]:
    """Create the file if need be; what goes wrong while it is opened is told as DatabaseUnusableError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        yield
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise DatabaseUnusableError(f"{path}: {getattr(error, 'orig', None) or error}") from error


@contextmanager
def read_only(path: Path, options: str = "mode=ro") -> Iterator[Connection]:
    """A plain read-only connection; `options` go into SQLite's file URI."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=f"file:{quote(str(path))}?{options}", query={"uri": "true"}),
        poolclass=NullPool,
        connect_args={"isolation_level": None},
    )
    event.listen(engine, "connect", set_reading_pragmas)
    event.listen(engine, "begin", begin_short)
    with engine.connect() as connection:
        yield connection


def database_path(url: str) -> Path:
    """The file a database URL names; ValueError (one line) for anything but an SQLite file."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(
            f"DATABASE_URL {url!r} is not a database URL, such as sqlite:///data/kopilka.db"
        ) from None
    if (
        parsed.drivername != "sqlite"
        or parsed.host
        or parsed.query
        or parsed.database in (None, "", ":memory:")
    ):
        shown = parsed.render_as_string(hide_password=True)
        raise ValueError(
            f"DATABASE_URL {shown!r} is not supported, only files such as sqlite:///data/kopilka.db"
        )
    return Path(str(parsed.database))


def begin_short(connection: Connection) -> None:
    """A snapshot that ends: statements are interrupted when it is too old."""
    end = monotonic() + FOREIGN_READ_SECONDS
    sqlite = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    sqlite.set_progress_handler(lambda: monotonic() > end, 10_000)
    begin_deferred(connection)
