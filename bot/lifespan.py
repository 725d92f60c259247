"""Start and stop: who owns the background tasks, how Telegram is greeted, when the process ends."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import User

from actions.invite_staff import owner_link
from actions.outcomes import TokenRefusedError
from actions.shop import Shop
from loyalty.staff import OWNER_LINK_LIFETIME

T = TypeVar("T")

# Telegram may be out of reach for a while when the machine starts before its network does.
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0

log = logging.getLogger(__name__)


class CannotStart(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """The process can't do its work here; the message is one line that says why and what to do."""


class Tasks:
    """The owner of the background tasks: nothing of ours runs without somebody who notices that it ended."""

    def __init__(self) -> None:
        self.broken: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[None]] = set()

    def part(
        self, name: str, work: Coroutine[Any, Any, None], stop: Callable[[], None]
    ) -> Callable[[], Awaitable[None]]:
        """Run what the process can't live without: if it ends unasked, `broken` gets its error (or None).

        What is returned asks it to stop and waits until it has.
        """
        task = self._start(name, work)
        task.add_done_callback(self._part_ended)

        async def end() -> None:
            task.remove_done_callback(self._part_ended)
            stop()
            await asyncio.wait((task,))

        return end

    def decorative(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Run something nice to have: a failure is logged and changes nothing."""
        self._start(name, work).add_done_callback(decorative_ended)

    async def stop(self) -> None:
        """Cancel what still runs and wait for it."""
        running = tuple(self._tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _part_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if not isinstance(error, TokenRefusedError):  # that one is told in one line at the end
            log.error("%s ended unasked: the process stops", task.get_name(), exc_info=error)
        if not self.broken.done():
            self.broken.set_result(error)


def decorative_ended(task: asyncio.Task[None]) -> None:
    """Note why something nice to have did not happen."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("%s failed: %s: %s", task.get_name(), type(error).__name__, error)


async def ask_telegram(what: str, call: Callable[[], Awaitable[T]]) -> T:
    """Call until Telegram answers, however long that takes; CannotStart when it refuses the token."""
    wait_seconds = FIRST_WAIT_SECONDS
    while True:
        try:
            return await call()
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise CannotStart(
                "BOT_TOKEN is refused by Telegram: put the token that @BotFather shows for your bot there."
            ) from error
        except (TelegramAPIError, ClientDecodeError) as error:
            asked_for = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            pause_seconds = max(wait_seconds, asked_for)
            log.warning("%s failed (%s), next try in %.1f s", what, error, pause_seconds)
        await asyncio.sleep(pause_seconds)
        wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)


@asynccontextmanager
async def stop_signals() -> AsyncIterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set; the second signal ends the process in the usual hard way."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)

    def asked() -> None:
        log.info("stopping: what is under way will be finished")
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)

    for number in signals:
        loop.add_signal_handler(number, asked)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


@asynccontextmanager
async def aside(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Something begun early whose result is awaited inside; given up when the block is left without it."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def greet(bot: Bot) -> tuple[User, bool]:
    """Who the bot is, and if a webhook is set. Waits for Telegram; CannotStart if it refuses the token."""
    async with aside(webhook_is_set(bot)) as asking:
        me = await ask_telegram("getMe", bot.me)
        return me, await asking


async def webhook_is_set(bot: Bot) -> bool:
    """Whether updates go elsewhere. A server that doesn't know the question has no webhooks."""
    try:
        return bool((await ask_telegram("getWebhookInfo", bot.get_webhook_info)).url)
    except CannotStart:
        return False


async def offer_ownership(shop: Shop) -> None:
    """Print a one-time owner link, and the next one when it has ended, until there is an owner."""
    while (link := await owner_link(shop)) is not None:
        sys.stdout.write(f"Open this link within 10 minutes to become the owner: {link}\n")
        sys.stdout.flush()
        await asyncio.sleep(OWNER_LINK_LIFETIME.total_seconds())


async def live(
    start: Callable[[], Coroutine[Any, Any, None]],
    broken: asyncio.Future[BaseException | None],
    stop: Callable[[], Awaitable[None]],
) -> bool:
    """Start, wait for a signal (True) or for a part that broke (False), stop.

    A signal also ends a start that waits for Telegram. CannotStart comes from the start, or from a token
    that Telegram took back meanwhile.
    """
    async with stop_signals() as signalled, aside(signalled.wait()) as asked:
        async with aside(start()) as starting:
            await asyncio.wait((asked, starting), return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
        try:
            await asyncio.wait((asked, broken), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await stop()
        if not broken.done():
            return True
    if isinstance(error := broken.result(), TokenRefusedError):
        raise CannotStart(str(error))
    return False
