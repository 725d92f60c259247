"""Long polling of our own: an update is stored before Telegram hears it arrived, then handled in order."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from pydantic import ValidationError

from actions.counting import count
from actions.outcomes import TokenRefusedError
from actions.receive import Received, Waiting, failed, handled, receive, unhandled
from actions.shop import Shop

POLL_SECONDS = 30
# The answer to a poll may be late by so much before the connection counts as dead.
POLL_GRACE_SECONDS = 20
SIDE_BY_SIDE = 64
# With so many in hand no more are fetched: they wait at Telegram, or in the table at start.
MOST_IN_HAND = 1000
PAGE = 200
PAUSES_SECONDS = (1.0, 5.0)
FIRST_BACKOFF_SECONDS = 0.5
LONGEST_BACKOFF_SECONDS = 30.0
DRAIN_SECONDS = 15.0

log = logging.getLogger(__name__)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates whose answer is kept as it came: what aiogram cannot read yet must not stop the rest."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class Inbox:
    """Hands updates to the dispatcher: one person's one after another, people side by side."""

    def __init__(
        self,
        shop: Shop,
        bot: Bot,
        dispatcher: Dispatcher,
        *,
        pauses_seconds: Sequence[float] = PAUSES_SECONDS,
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        """`pauses_seconds`: before the second and the third try. `drain_seconds`: how long a stop waits."""
        self._shop = shop
        self._bot = bot
        self._dispatcher = dispatcher
        self._pauses_seconds = tuple(pauses_seconds)
        self._drain_seconds = drain_seconds
        self._allowed = dispatcher.resolve_used_update_types()
        self._queues: dict[str, deque[Waiting]] = {}
        self._in_hand: set[int] = set()
        self._workers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._room = asyncio.Event()
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Handle what an earlier run left, then poll, until stop(). TokenRefusedError ends it."""
        fetching = asyncio.create_task(self._fetch(), name="inbox-fetch")
        stopped = asyncio.create_task(self._stopping.wait(), name="inbox-stop")
        try:
            await asyncio.wait((fetching, stopped), return_when=asyncio.FIRST_COMPLETED)
            self._stopping.set()
            fetching.cancel()
            await self._drain()
            await _end_of(fetching)
        finally:
            tasks = (fetching, stopped, *self._workers)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """Poll no more; run() ends when what is being handled is handled. The rest waits in the table."""
        self._stopping.set()

    # --- in ---

    async def _fetch(self) -> None:
        last_id = 0
        while left := await unhandled(self._shop, last_id, PAGE):
            await self._until_room()
            self._take_in(left)
            last_id = left[-1].id
        if last_id:
            log.info("updates left by an earlier run are being handled")
        await self._poll()

    async def _poll(self) -> None:
        offset: int | None = None
        backoff = FIRST_BACKOFF_SECONDS
        # A library on the way may make an error of its own out of the one cancellation that ends this.
        while not self._stopping.is_set():
            await self._until_room()
            try:
                offset = await self._poll_once(offset)
            except TelegramUnauthorizedError as error:
                raise TokenRefusedError(f"Telegram refuses the bot's token: {error.message}") from error
            except Exception as error:
                wait_seconds = _wait_after(error, backoff)
                backoff = min(backoff * 2, LONGEST_BACKOFF_SECONDS)
                await asyncio.sleep(wait_seconds)
            else:
                backoff = FIRST_BACKOFF_SECONDS

    async def _poll_once(self, offset: int | None) -> int | None:
        """Fetch a batch, store it, hand it on; the offset that confirms it, sent with the next poll."""
        method = GetRawUpdates(offset=offset, timeout=POLL_SECONDS, allowed_updates=self._allowed)
        updates = await self._bot(method, request_timeout=POLL_SECONDS + POLL_GRACE_SECONDS)
        if not updates:
            return offset
        batch = [Received(update["update_id"], person_of(update), _payload(update)) for update in updates]
        self._take_in(await receive(self._shop, batch))
        return batch[-1].update_id + 1

    async def _until_room(self) -> None:
        while len(self._in_hand) >= MOST_IN_HAND:
            self._room.clear()
            await self._room.wait()

    def _take_in(self, updates: Sequence[Waiting]) -> None:
        """Queue for their people what is not in hand yet: a batch that came twice is still there."""
        for update in updates:
            if update.id in self._in_hand:
                continue
            self._in_hand.add(update.id)
            if (queue := self._queues.get(update.person)) is not None:
                queue.append(update)
                continue
            self._queues[update.person] = deque([update])
            worker = asyncio.create_task(self._work(update.person), name="inbox-worker")
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    # --- handling ---

    async def _work(self, person: str) -> None:
        """One person's updates in order; ends when there are none, so that people who left cost nothing."""
        queue = self._queues[person]
        try:
            while queue and not self._stopping.is_set():
                await self._see_through(queue.popleft())
        finally:
            del self._queues[person]

    async def _see_through(self, update: Waiting) -> None:
        tries = update.tries
        try:
            while not await self._handle(update, tries + 1):
                tries += 1
                count("updates", "failed")
                if await failed(self._shop, update, tries):
                    log.error("update %d is put aside after %d tries", update.id, tries)
                    return
                if await self._stopped_within(self._pauses_seconds[tries - 1]):
                    return
        except Exception:
            # Not even the mark could be written. The row waits for the next start.
            log.exception("update %d is left in the table", update.id)
        finally:
            self._in_hand.discard(update.id)
            self._room.set()

    async def _handle(self, update: Waiting, attempt: int) -> bool:
        """Whether it is handled, and marked so. False: it broke. `attempt` counts from 1; handlers see it."""
        async with self._places:
            if self._stopping.is_set():
                return True  # not touched: it waits in the table for the next start
            try:
                payload: dict[str, Any] = json.loads(update.payload)
                if not payload.keys().isdisjoint(self._allowed):
                    await self._dispatcher.feed_raw_update(self._bot, payload, attempt=attempt)
            except TelegramForbiddenError as error:
                log.info("update %d: nobody is there to be answered: %s", update.id, error.message)
            except ValidationError as error:
                wrong = [(fault["loc"], fault["type"]) for fault in error.errors()]
                # Its own text quotes the person.
                log.error("update %d: %s cannot be read: %s", update.id, error.title, wrong)
                return False
            except Exception:
                log.exception("update %d could not be handled", update.id)
                return False
        await handled(self._shop, update.id)
        count("updates", "handled")
        return True

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True

    async def _drain(self) -> None:
        if not self._workers:
            return
        _, late = await asyncio.wait(self._workers, timeout=self._drain_seconds)
        if late:
            log.warning("%d updates were not finished in time and wait for the next start", len(late))
            for worker in late:
                worker.cancel()
            await asyncio.wait(late)


def _payload(update: dict[str, Any]) -> str:
    """The update as text a database keeps: half a character, which UTF-8 cannot hold, becomes "?"."""
    return json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()


def person_of(update: dict[str, Any]) -> str:
    """The id of the user an update is about, as text; "" for nobody's."""
    for event in update.values():
        if isinstance(event, dict):
            user = event.get("from") or event.get("user") or {}
            return str(user.get("id", ""))
    return ""


def _wait_after(error: Exception, backoff_seconds: float) -> float:
    """How long to leave Telegram alone after a poll that failed, and a line that says why."""
    if isinstance(error, TelegramRetryAfter):
        log.warning("Telegram asks for a pause of %d s before the next poll", error.retry_after)
        return float(error.retry_after)
    if isinstance(error, TelegramConflictError):
        log.error(
            "another process gets this bot's updates: stop it, or set up a bot of its own (%s)", error.message
        )
    else:
        log.warning(
            "updates could not be fetched, next try in %.1f s: %s", backoff_seconds, _first_line(error)
        )
    return backoff_seconds


def _first_line(error: Exception) -> str:
    """What happened; the lines below it may quote what people wrote."""
    return str(error).partition("\n")[0]


async def _end_of(fetching: asyncio.Task[None]) -> None:
    """Wait for a cancelled task; what broke it before is raised."""
    await asyncio.wait((fetching,))
    if not fetching.cancelled() and (error := fetching.exception()) is not None:
        raise error
