"""The scanner page's doors over real HTTP: a shop, its people, a server on loopback, a cashier's session."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp

from tests.actions.people import Actor, Cast
from tests.web.init_data import init_data, key_of
from tests.web.personal import personal
from web.app import create_app
from web.serve import Server, listen
from web.settings import WebSettings

_opened, _drawn = count(), count(1)


@dataclass
class Page:
    """The page in one cashier's hand: `call` answers (status, body)."""

    cast: Cast
    url: str
    http: aiohttp.ClientSession
    key: str = ""

    async def call(
        self, method: str, path: str, body: Any = None, data: bytes | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        url = f"{self.url}/scan/api/{path}"
        async with self.http.request(
            method, url, json=body, data=data and io.BytesIO(data), headers=headers
        ) as answer:
            assert personal(await answer.text()) == []
            return answer.status, await answer.json(content_type=None) if answer.status != 204 else {}

    async def opening(self, who: Actor) -> str:
        """What the messenger says when he opens the page now; each time something else."""
        return init_data(who.external_id, self.cast.clock.now(), added_to_attachment_menu=next(_opened))

    async def opened_by(self, who: Actor) -> "Page":
        """The page, opened."""
        key = new_key()
        status, told = await self.begins(await self.opening(who), key)
        assert status == 204, told
        return Page(self.cast, self.url, self.http, key)

    async def begins(self, init_data: str, key: str = "") -> tuple[int, dict[str, Any]]:
        """A session is asked for, with a key of its own when none is given."""
        return await self.call("POST", "session", {"init_data": init_data, "key": key or new_key()})

    async def does(self, path: str, **body: Any) -> dict[str, Any]:
        """Something that works; the sale and how it is shown."""
        status, told = await self.call("POST", path, body)
        assert status == 200, told
        return told

    async def scans(self, who: Actor) -> dict[str, Any]:
        """The code on somebody's card."""
        return await self.does("sales", text=card_link(who))

    async def sees(self, draft_id: str) -> dict[str, Any]:
        """The sale as it stands."""
        status, told = await self.call("GET", f"sales/{draft_id}")
        assert status == 200, told
        return told

    async def refusal(self, path: str, **body: Any) -> tuple[int, str]:
        """Status and kind of a problem."""
        status, told = await self.call("POST", path, body)
        assert told["status"] == status, told
        return status, str(told["type"]).rpartition(":")[2]


def new_key() -> str:
    """A key as the page draws it; each time another."""
    return f"{next(_drawn):0>32}"


def card_link(who: Actor) -> str:
    return f"https://t.me/kopilka_bot?start=c-{who.card_token}"


@asynccontextmanager
async def served(cast: Cast, public_url: str = "https://till.example.com") -> AsyncIterator[Page]:
    """The doors on a free port of this machine."""
    app = create_app(cast.shop, WebSettings(public_url, key_of()))
    server = Server(app, listen("127.0.0.1", 0))
    serving = asyncio.create_task(server.listening())
    try:
        async with aiohttp.ClientSession(headers={"Accept-Language": "en"}) as http:
            yield Page(cast, f"http://127.0.0.1:{server.port}", http)
    finally:
        server.stop()
        await serving
