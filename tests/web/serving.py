"""The HTTP doors of a shop on a free port of this machine, for tests of health, metrics and logs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientResponse, ClientSession

from tests.clockwork.stand import HandClock, Stand, opened
from web.app import create_app
from web.serve import Server, listen
from web.settings import WebSettings


@dataclass
class Served:
    """A shop, and where its doors are."""

    stand: Stand
    url: str
    client: ClientSession

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """A request whose answer was read."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.get(self.url + path, headers=named) as response:
            await response.read()
        return response


@asynccontextmanager
async def doors(folder: Path, clock: HandClock, settings: WebSettings | None = None) -> AsyncIterator[Served]:
    """Open as long as the block lasts."""
    async with opened(folder / "shop.db", clock) as stand:
        server = Server(create_app(stand.shop, settings or WebSettings()), listen("127.0.0.1", 0))
        task = asyncio.create_task(server.listening())
        try:
            async with ClientSession() as client:
                yield Served(stand, f"http://127.0.0.1:{server.port}", client)
        finally:
            server.stop()
            await asyncio.wait_for(task, 20)
