"""One shop, one stand-in for Telegram, one bot between them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiogram import Bot

from sandbox.server import served
from sandbox.telegram import Telegram
from tests.clockwork.stand import HandClock, Stand, bot_at, opened


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def stand(tmp_path: Path, clock: HandClock) -> AsyncIterator[Stand]:
    async with opened(tmp_path / "shop.db", clock) as stand:
        yield stand


@pytest.fixture
def telegram(clock: HandClock) -> Iterator[Telegram]:
    telegram = Telegram(clock.now)
    yield telegram
    telegram.close()


@pytest.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with served(telegram) as address:
        yield address


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    async with bot_at(url) as bot:
        yield bot
