"""The one thread, with the one connection, that writes to and checkpoints an SQLite file."""

import inspect
import logging
import sqlite3
from asyncio import AbstractEventLoop, Future, get_running_loop
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Literal, TypeVar, cast

from sqlalchemy import URL, Connection, ExceptionContext, create_engine, event
from sqlalchemy.pool import NullPool

T = TypeVar("T")

# So many small writes share a commit at most: a longer batch would keep a cashier waiting.
BATCH = 100
# A disk syncs once for so many sales that are confirmed at the same moment.
GROUP = 16

PRAGMAS = (
    "busy_timeout=5000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job:
    """A write on its way, and who waits for it."""

    work: Callable[[Connection], Any]
    loop: AbstractEventLoop
    waiting: Future[Any]
    value: Any = None
    error: BaseException | None = None


Turn = Job | Literal["batch", "empty", "close"]


class Writer:
    """Runs plain functions one after another, each whole or not at all, in the order they came.

    Those that wait at the same moment share a commit: each stands in a savepoint of its own.
    """

    def __init__(self, path: Path) -> None:
        self.commits = 0
        self.batched_commits = 0
        self._closed = False
        # isolation_level=None: the sqlite3 module must not begin transactions by itself, nor forget to.
        engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(path)),
            poolclass=NullPool,
            connect_args={"isolation_level": None, "check_same_thread": False, "cached_statements": 512},
            hide_parameters=True,  # an error ends in the log, names and messages must not
        )
        event.listen(engine, "connect", set_pragmas)
        event.listen(engine, "begin", begin_immediate)
        self._connection = engine.connect()
        self._sqlite = cast(sqlite3.Connection, self._connection.connection.dbapi_connection)
        event.listen(engine, "handle_error", self._cut_off)
        self._queue: SimpleQueue[Turn] = SimpleQueue()
        self._batch: deque[Job] = deque()
        self._thread = Thread(target=self._run, name="storage-writer", daemon=True)
        self._thread.start()

    def put(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Queue a write with a commit of its own; a waiter that is cancelled does not stop it."""
        job = self._job(work)
        self._queue.put(job)
        return job.waiting

    def put_batched(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Queue a small write that shares its commit with the others that wait when its turn comes."""
        job = self._job(work)
        self._batch.append(job)
        if len(self._batch) == 1:  # the turn of the ones that wait already is queued
            self._queue.put("batch")
        return job.waiting

    def empty_log(self) -> None:
        """After what is queued: move the log into the database file, so that nothing old is left in it."""
        self._queue.put("empty")

    def close(self) -> None:
        """Do what is queued, move the log into the database file, close. Blocks until done."""
        if not self._closed:
            self._closed = True
            self._queue.put("close")
        self._thread.join()

    def _job(self, work: Callable[[Connection], T]) -> Job:
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = get_running_loop()
        return Job(work, loop, loop.create_future())

    def _run(self) -> None:
        turn = self._queue.get()
        while turn != "close":
            if isinstance(turn, Job):
                turn = self._run_group(turn)
                continue
            if turn == "batch":
                self._run_batch()
            else:
                self._empty_log()
            turn = self._queue.get()
        self._empty_log()
        self._connection.close()

    def _empty_log(self) -> None:
        try:
            self._sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:  # everything is committed: the log is read at the next start
            log.warning("no checkpoint: %s", error)

    def _run_group(self, first: Job) -> Turn:
        """Run the writes that wait at this moment under one commit; what is next in the queue after them."""
        jobs = [first]
        following: Turn | None = None
        while following is None and len(jobs) < GROUP:
            try:
                following = self._queue.get_nowait()
            except Empty:
                break
            if isinstance(following, Job):
                jobs.append(following)
                following = None
        try:
            self._transact(lambda connection: self._run_parts(jobs, connection))
            self.commits += 1
        except BaseException as error:
            for job in jobs:
                job.error = error
        answer(jobs)
        return following or self._queue.get()

    def _run_batch(self) -> None:
        jobs = [self._batch.popleft() for _ in range(min(len(self._batch), BATCH))]
        if self._batch:
            self._queue.put("batch")
        if not jobs:  # an earlier turn took them
            return
        try:
            self._transact(lambda connection: self._run_parts(jobs, connection))
            self.batched_commits += 1
        except BaseException as error:
            for job in jobs:
                job.error = error
        answer(jobs)

    def _run_parts(self, jobs: list[Job], connection: Connection) -> None:
        if len(jobs) == 1:
            jobs[0].value = plain_result(jobs[0].work, connection)
            return
        for job in jobs:
            self._sqlite.execute("SAVEPOINT part")
            try:
                job.value = plain_result(job.work, connection)
            except BaseException as error:
                if not self._sqlite.in_transaction:
                    raise  # SQLite gave up the whole transaction, the parts before this one with it
                self._sqlite.execute("ROLLBACK TO part")
                job.error = error
            self._sqlite.execute("RELEASE part")

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._connection.begin():
                value = work(self._connection)
                if not self._sqlite.in_transaction:
                    raise RuntimeError("SQLite gave up the transaction and the write did not notice")
        except BaseException:
            if self._sqlite.in_transaction:
                self._sqlite.execute("ROLLBACK")
            self._sqlite.execute("PRAGMA query_only=OFF")
            raise
        return value

    def _cut_off(self, _: ExceptionContext) -> None:
        # On a full disk SQLite rolls back by itself; a statement that followed would commit alone.
        if not self._sqlite.in_transaction:
            self._sqlite.execute("PRAGMA query_only=ON")


def set_pragmas(sqlite: sqlite3.Connection, _: object) -> None:
    """The settings of the writing connection."""
    for pragma in PRAGMAS:
        sqlite.execute(f"PRAGMA {pragma}")


def begin_immediate(connection: Connection) -> None:
    """Take the write lock first: a transaction that reads and then writes would be refused half way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def plain_result(work: Callable[[Connection], T], connection: Connection) -> T:
    """What `work` returns; TypeError if it is something to await, which a transaction cannot do."""
    value = work(connection)
    if inspect.isawaitable(value):
        if isinstance(value, Coroutine):
            value.close()
        raise TypeError("a transaction is a plain function: it cannot await")
    return value


def answer(jobs: list[Job]) -> None:
    """Wake those who wait; all jobs of a database come from one loop."""
    try:
        jobs[0].loop.call_soon_threadsafe(settle, jobs)
    except RuntimeError:  # the loop is gone: nobody waits any more
        log.warning("%d writes were done after their loop had ended", len(jobs))


def settle(jobs: list[Job]) -> None:
    """Hand every result or error to its waiter."""
    for job in jobs:
        if job.waiting.done():  # cancelled
            if job.error is not None:
                log.error("a write failed and its caller had gone", exc_info=job.error)
        elif job.error is None:
            job.waiting.set_result(job.value)
        elif isinstance(job.error, StopIteration):  # a Future refuses it
            job.waiting.set_exception(RuntimeError("a write raised StopIteration"))
        else:
            job.waiting.set_exception(job.error)
