"""The bot with its HTTP doors open, in a process of its own, and tills that ask it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import aiohttp

from actions.tills import NewTill, add_till
from bench.shop import OWNER, members, our_bot, speaker
from bench.stage import SPAWN, Stage
from loyalty.tills import Preset

Json = dict[str, Any]
# The limit of a till is not what is measured.
WITHOUT_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the till API answers, the keys of its tills, and the cards of its customers."""

    url: str
    keys: list[str]
    cards: list[str]


@dataclass(frozen=True, slots=True)
class Till:
    """A program at a till."""

    http: aiohttp.ClientSession
    url: str
    key: str

    async def post(self, path: str, body: Json, once: str = "") -> tuple[int, bytes]:
        """Status and bytes of the answer."""
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Idempotency-Key": once} if once else {})
        async with self.http.post(self.url + path, json=body, headers=headers) as reply:
            return reply.status, await reply.read()


@contextmanager
def open_doors(stage: Stage, folder: Path, tills: int, customers: int) -> Iterator[Doors]:
    """A shop with so many tills and customers, while the block runs."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_serve, args=(theirs, stage, folder, tills, customers), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours.recv()
    finally:
        ours.close()
        process.join()


@asynccontextmanager
async def tills_of(doors: Doors) -> AsyncIterator[list[Till]]:
    """A program for each key."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        yield [Till(http, doors.url, key) for key in doors.keys]


def _serve(pipe: Connection, stage: Stage, folder: Path, tills: int, customers: int) -> None:
    """Answer until the other end of the pipe is closed, also by the death of its process."""
    asyncio.run(_serving(pipe, stage, folder, tills, customers))


async def _serving(pipe: Connection, stage: Stage, folder: Path, tills: int, customers: int) -> None:
    from web.app import create_app
    from web.serve import Server, listen
    from web.settings import WebSettings

    async with our_bot(stage, folder) as shop, asyncio.TaskGroup() as group:
        settings = WebSettings(till_a_second=WITHOUT_LIMIT, till_at_once=WITHOUT_LIMIT)
        server = Server(create_app(shop, settings), listen("127.0.0.1", 0))
        group.create_task(server.listening())
        owner, keys = await speaker(shop, OWNER), []
        for number in range(tills):
            who = (owner.member_id, owner.account_id)
            added = await add_till(shop, *who, 1, Preset.ALL, f"Касса {number}")
            assert isinstance(added, NewTill)
            keys.append(added.key)
        cards = await members(shop, customers)
        pipe.send(Doors(f"http://127.0.0.1:{server.port}/api/v1", keys, cards))
        closed = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), closed.set)
        await closed.wait()
        server.stop()
