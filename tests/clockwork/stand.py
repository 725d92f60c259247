"""A shop on a real file with a clock that is moved by hand, for the tests of inbox, pump and timetable."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import Table, select

from actions.deliver import Delivery, claim
from actions.open_shop import open_shop
from actions.shop import Shop, ShopSettings
from bot.clock import new_code
from storage import notices, people
from storage.database import Database
from storage.migrate import migrate
from storage.schema import notices as notice_table
from storage.vault import Vault
from tests.fresh import furnish

BOT_ID = 42
TOKEN = f"{BOT_ID}:SANDBOX"


@dataclass
class HandClock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Stand:
    """A shop and what tests ask it."""

    shop: Shop
    clock: HandClock
    bell: list[Callable[[], None]]

    async def member(self, external_id: int, language: str = "ru") -> int:
        """A person with one reachable account."""
        now, number = self.clock.now(), f"{external_id:08d}"

        def add(tx: Any) -> int:
            member_id = people.add_member(tx, number, number, "joined", "", None, now)
            people.add_account(tx, member_id, "telegram", str(external_id), language, "", now)
            return member_id

        return await self.shop.db.write(add)

    async def rows(self, table: Table) -> list[Any]:
        """All rows of a table in the order of their ids."""
        return await self.shop.db.read(
            lambda tx: list(tx.execute(select(table).order_by(*table.primary_key)))
        )


@asynccontextmanager
async def opened(path: Path, clock: HandClock) -> AsyncIterator[Stand]:
    """The shop in this file; the same file may be opened again after it was closed."""
    url = f"sqlite:///{path}"
    furnish(path)
    migrate(url)
    db = Database.open(url)
    bell: list[Callable[[], None]] = []

    def wake() -> None:
        for ring in bell:
            ring()

    settings = ShopSettings(BOT_ID, "kopilka_bot", "ru", "Europe/Moscow")
    shop = Shop(db, clock.now, new_code, wake, settings, Vault(bytes(32)))
    try:
        await open_shop(shop, "Kopilka")
        yield Stand(shop, clock, bell)
    finally:
        await db.close()


def bot_at(url: str, token: str = TOKEN) -> AbstractAsyncContextManager[Bot]:
    """A real bot that talks to this address; closed at the end of the block."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))


async def until(condition: Callable[[], Any], timeout: float = 5.0) -> None:
    """Wait until something is true; TimeoutError when it never is."""
    async with asyncio.timeout(timeout):
        while not condition():  # noqa: ASYNC110 (there is no event to wait for: anything may be asked)
            await asyncio.sleep(0.005)


async def queue(stand: Stand, member_id: int, *numbers: int, kind: str = "earned", late: float = 0) -> None:
    now = stand.clock.now()
    due_at = now + timedelta(seconds=late)

    def add(tx: Any) -> None:
        for n in numbers:
            notices.queue(tx, member_id, kind, {"n": n}, now, due_at)

    await stand.shop.db.write(add)
    stand.shop.wake()


async def ends(stand: Stand) -> list[tuple[str, str]]:
    return [(row.state, row.reason) for row in await stand.rows(notice_table)]


async def claimed(stand: Stand, limit: int) -> list[Delivery]:
    """What the pump would take now, however often it has to ask."""
    taken: list[Delivery] = []
    more = True
    while more and len(taken) < limit:
        found = await claim(stand.shop, limit - len(taken))
        taken, more = [*taken, *found.deliveries], found.more
    return taken
