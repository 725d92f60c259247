"""A real server on a port of this machine, a shop behind it, and tills that ask it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from actions.shop import Shop
from actions.tills import NewTill, add_till
from loyalty.tills import Preset
from storage import shop as shop_rows
from tests.actions.people import Actor, Cast, raised
from tests.clockwork.stand import HandClock, until
from tests.web.personal import personal
from web.app import create_app
from web.serve import Server, listen
from web.settings import WebSettings

Json = dict[str, Any]
SETTINGS = WebSettings(till_a_second=100_000, till_at_once=100_000)


@dataclass
class Reply:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    json: Any


@dataclass
class TillClient:
    """A program at a till."""

    http: aiohttp.ClientSession
    url: str
    key: str
    id: int = 0
    _keys: Any = field(default_factory=count)

    async def ask(self, method: str, path: str, body: Any = None, *, once: str = "", **headers: str) -> Reply:
        """One request; once: its idempotency key, a fresh one when it is a POST and none is given."""
        told = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if method == "POST":
            told["Idempotency-Key"] = once or f"key-{self.id}-{next(self._keys):08d}"
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.request(method, self.url + path, json=body, headers=told) as reply:
            data = await reply.read()
            assert personal(data.decode()) == []
            is_json = "json" in reply.headers.get("Content-Type", "")
            return Reply(
                reply.status,
                data,
                reply.headers,
                await reply.json(content_type=None) if is_json else None,
            )

    async def post(self, path: str, body: Any = None, *, once: str = "", **headers: str) -> Reply:
        return await self.ask("POST", path, body, once=once, **headers)

    async def get(self, path: str, **headers: str) -> Reply:
        return await self.ask("GET", path, **headers)

    async def quote(self, member: Actor, amount_minor: int = 100_000, **more: Any) -> Json:
        """A quote for this customer."""
        reply = await self.post("/quotes", {"customer": member.number, "amount_minor": amount_minor, **more})
        assert reply.status == 200, reply.body
        found: Json = reply.json
        return found

    async def commit(self, quote: Json, once: str = "") -> Reply:
        return await self.post(f"/quotes/{quote['id']}/commit", {"revision": quote["revision"]}, once=once)

    async def bought(self, member: Actor, amount_minor: int = 100_000, **more: Any) -> Json:
        """A booked purchase."""
        reply = await self.commit(await self.quote(member, amount_minor, **more))
        assert reply.status == 200, reply.body
        found: Json = reply.json
        return found


@dataclass
class Street:
    """A shop, its server, and everybody in it."""

    cast: Cast
    url: str
    http: aiohttp.ClientSession

    @property
    def shop(self) -> Shop:
        return self.cast.shop

    async def till(self, preset: Preset = Preset.ALL, store_id: int = 1, name: str = "Касса") -> TillClient:
        """A till the owner adds."""
        owner = self.cast.owner
        added = await add_till(self.shop, owner.member_id, owner.account_id, store_id, preset, name)
        assert isinstance(added, NewTill), added
        return TillClient(self.http, self.url, added.key, added.line.till.id)

    async def store(self, name: str) -> int:
        """One more store."""
        return await self.shop.db.write(lambda tx: shop_rows.add_store(tx, name, "Europe/Moscow"))


@asynccontextmanager
async def street(path: Path, clock: HandClock, settings: WebSettings = SETTINGS) -> AsyncIterator[Street]:
    """The shop in this file with its doors open."""
    async with raised(path, clock) as cast:
        server = Server(create_app(cast.shop, settings), listen("127.0.0.1", 0))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.listening())
            await until(lambda: server.started, 10)
            connector = aiohttp.TCPConnector(limit=0)
            async with aiohttp.ClientSession(connector=connector) as http:
                yield Street(cast, f"http://127.0.0.1:{server.port}/api/v1", http)
            server.stop()
