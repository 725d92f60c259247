"""Telling who waits that something changed: the page's event stream, a long poll, a test."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Event = dict[str, Any]
T = TypeVar("T")


class Changes:
    """A bell: `ring` wakes everybody in `wait_for` and reaches every subscriber's queue."""

    def __init__(self) -> None:
        self._bell: asyncio.Event | None = None
        self._queues: set[asyncio.Queue[Event]] = set()

    def ring(self, event: Event | None = None) -> None:
        """Something changed; the event says what, if the subscribers should know."""
        if self._bell is not None:
            self._bell.set()
            self._bell = None
        if event is not None:
            for queue in self._queues:
                queue.put_nowait(event)

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Queue[Event]]:
        """A queue that gets every event while the block runs."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def wait_for(self, predicate: Callable[[], T], timeout: float) -> T:
        """The first true value of `predicate`, tried again at every change. Raises TimeoutError after
        `timeout` seconds."""
        async with asyncio.timeout(timeout):
            while not (value := predicate()):
                if self._bell is None:
                    self._bell = asyncio.Event()
                await self._bell.wait()
            return value
