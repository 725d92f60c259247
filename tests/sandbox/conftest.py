"""A stand-in on a free port, a real aiogram bot and a bare HTTP client that talk to it, and two people."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.server import served
from sandbox.state import Person
from sandbox.telegram import Telegram
from sandbox.views import Desk


@dataclass
class StillClock:
    """A clock that stands still until it is moved."""

    moment: datetime = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    ticks: float = 100.0
    moved: list[tuple[int, int]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.ticks

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.ticks += seconds

    async def move(self, *, days: int, months: int) -> None:
        self.moved.append((days, months))
        self.moment += timedelta(days=days + 30 * months)


@dataclass
class Wire:
    """Bare HTTP to the stand-in: `call` answers (status, body)."""

    url: str
    session: aiohttp.ClientSession
    token: str

    async def call(self, method: str, token: str = "", **params: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.url}/bot{token or self.token}/{method}", json=params) as answer:
            return answer.status, await answer.json()

    async def refusal(self, method: str, **params: Any) -> str:
        status, body = await self.call(method, **params)
        assert status == body["error_code"]
        assert body["ok"] is False
        return f"{status} {body['description']}"

    async def result(self, method: str, **params: Any) -> Any:
        status, body = await self.call(method, **params)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def telegram(clock: StillClock) -> Iterator[Telegram]:
    telegram = Telegram(clock.now, monotonic=clock.monotonic)
    yield telegram
    telegram.close()


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    person = telegram.add_person("Анна", "Иванова", username="anna", birthdate=(15, 5))
    telegram.start(person)
    return person


@pytest.fixture
def desk(clock: StillClock) -> Desk:
    return Desk(move_clock=clock.move, hint=lambda: "Press START")


@pytest.fixture
async def url(telegram: Telegram, desk: Desk) -> AsyncIterator[str]:
    async with served(telegram, desk) as address:
        yield address


@pytest.fixture
async def wire(url: str, telegram: Telegram) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(url, session, telegram.token)


@pytest.fixture
async def bot(url: str, telegram: Telegram) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    yield Bot(telegram.token, session=session)
    if session._session is not None:
        await (
            session._session.close()
        )  # aiogram's own close waits 0.25 s for TLS, which there is none of here
