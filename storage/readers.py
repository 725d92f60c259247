"""The reading connections: one for short reads, and for long ones some on threads of aiosqlite's."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

from storage.writer import plain_result

T = TypeVar("T")

READERS = 2


class Reader(aiosqlite.Connection):
    """One connection on a thread of its own, where a whole plain function is one trip.

    SQLAlchemy's own way with aiosqlite makes a trip for every step of every statement, and runs the function
    itself, hashing and all, on the event loop.
    """

    _held: Connection

    def __init__(self, path: Path) -> None:
        """Not open yet: awaiting it opens it."""
        self._engine = reading_engine(path)
        super().__init__(self._open, iter_chunk_size=64)
        self._thread.daemon = True  # a process that dies on the way must not wait for it

    def _open(self) -> sqlite3.Connection:
        self._held = self._engine.connect()
        return cast(sqlite3.Connection, self._held.connection.dbapi_connection)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` makes of one snapshot."""
        answer: Any = self._execute(self._read, work)  # type: ignore[no-untyped-call]  # aiosqlite's own
        return cast(T, await answer)

    async def close(self) -> None:
        """Close the connection and end its thread."""
        await self._execute(self._held.close)  # type: ignore[no-untyped-call]  # aiosqlite's own
        await super().close()

    def _read(self, work: Callable[[Connection], T]) -> T:
        return read(self._held, work)


class Readers:
    """A few readers, opened when they are needed, used by as many tasks at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places = asyncio.Semaphore(READERS)
        self._idle: list[Reader] = []

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` makes of one snapshot, as soon as a reader is free."""
        async with self._places:
            reader = self._idle.pop() if self._idle else await opened(self._path)
            try:
                return await reader.run(work)
            finally:
                self._idle.append(reader)

    async def close(self) -> None:
        """Close what is open; reads should have ended."""
        while self._idle:
            await self._idle.pop().close()


def reading_engine(path: Path) -> Engine:
    """Makes connections that cannot write and never checkpoint, for one thread at a time."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"isolation_level": None, "check_same_thread": False, "cached_statements": 512},
        hide_parameters=True,  # an error ends in the log, names and messages must not
    )
    event.listen(engine, "connect", set_reading_pragmas)
    event.listen(engine, "begin", begin_deferred)
    return engine


def read(connection: Connection, work: Callable[[Connection], T]) -> T:
    """What `work` makes of one snapshot."""
    with connection.begin():
        return plain_result(work, connection)


async def opened(path: Path) -> Reader:
    """A new reader, open."""
    reader = Reader(path)
    await reader
    return reader


def set_reading_pragmas(connection: DBAPIConnection, _: object) -> None:
    """The settings of a reading connection."""
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "query_only=ON", "wal_autocheckpoint=0", "trusted_schema=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_deferred(connection: Connection) -> None:
    """Reads see one snapshot and take no write lock."""
    cast(sqlite3.Connection, connection.connection.dbapi_connection).execute("BEGIN DEFERRED")
