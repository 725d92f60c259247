"""Who was cancelled at the very moment he had been waiting for went on for ever; so a stop never ended."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod

from actions.deliver import Delivery
from actions.outcomes import Outcome, Sent
from bot.inbox import Inbox
from bot.session import Session
from loyalty.webhooks import Answer, Parcel
from sandbox.telegram import Telegram
from scheduler.delivery import Pump
from scheduler.webhooks import WebhookPump
from tests.clockwork.conftest import clock, stand, telegram, url
from tests.clockwork.stand import TOKEN, Stand, until

__all__ = ["clock", "stand", "telegram", "url"]

# The bell passes through so many rounds of the loop at most before who waits for it goes on.
ROUNDS = range(6)


async def sent(_: Delivery) -> Outcome:
    return Sent("1")


async def taken(_: Parcel) -> Answer:
    return Answer(200, "")


async def ends(task: asyncio.Task[None]) -> None:
    """It ends soon, or the test fails."""
    await asyncio.wait((task,), timeout=5)
    assert task.done(), "it goes on"


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("kind", [Pump, WebhookPump])
async def test_a_pump_that_is_cancelled_while_its_bell_rings_ends(
    stand: Stand, kind: type[Pump | WebhookPump], rounds: int
) -> None:
    pump = Pump(stand.shop, sent) if kind is Pump else WebhookPump(stand.shop, taken)
    task = asyncio.create_task(pump.run())
    await asyncio.sleep(0.05)
    pump.wake()
    for _ in range(rounds):
        await asyncio.sleep(0)
    task.cancel()
    await ends(task)
    assert task.cancelled()


class Deaf(Session):
    """Tells of a broken connection where it was cancelled."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        try:
            return await super().make_request(bot, method, timeout)
        except asyncio.CancelledError as error:
            raise TelegramNetworkError(method=method, message="the connection is lost") from error


@pytest.fixture
async def deaf(url: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, session=Deaf(api=TelegramAPIServer.from_base(url))) as bot:
        yield bot


async def test_a_stop_ends_though_the_poll_makes_another_error_of_its_cancellation(
    stand: Stand, deaf: Bot, telegram: Telegram
) -> None:
    inbox = Inbox(stand.shop, deaf, Dispatcher())
    task = asyncio.create_task(inbox.run())
    await until(lambda: telegram.poller)
    inbox.stop()
    await ends(task)
    assert task.exception() is None
