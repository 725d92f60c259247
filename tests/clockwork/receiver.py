"""A program that takes events, on a free port of this machine; it answers as it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class Receiver:
    """`answers` are given once each, then 200; `heard`: headers and body of every request."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[int | str] = []
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.paths: list[str] = []

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies."""
        return [json.loads(body) for _, body in self.heard]

    @property
    def ids(self) -> list[str]:
        """The ids of the events."""
        return [headers["webhook-id"] for headers, _ in self.heard]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One event."""
        self.paths.append(request.path)
        self.heard.append(
            ({name.lower(): value for name, value in request.headers.items()}, await request.read())
        )
        answer = self.answers.pop(0) if self.answers else 200
        if answer == "hang":
            await asyncio.sleep(30)
        if isinstance(answer, str):
            return web.Response(status=302, headers={"Location": f"{self.url}/elsewhere"})
        return web.Response(status=answer, text="secret words of the receiver")


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """The program, as long as the block lasts."""
    receiver = Receiver()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", receiver.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        await runner.cleanup()
