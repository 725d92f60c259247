"""A Bot API that answers at once and checks nothing, so that the bots are measured and not their stand-in."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

Json = dict[str, Any]

TOKEN = "42:BENCH-NOT-A-SECRET"  # noqa: S105 - opens nothing but this stand-in
ME: Json = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
WEBHOOK: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
MESSAGES = frozenset(
    {"sendMessage", "sendPhoto", "sendVideo", "editMessageText", "editMessageMedia", "editMessageCaption"}
)
BATCH = 100


class DroppedError(Exception):
    """The line breaks before the answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a bot asked for, and when (monotonic seconds)."""

    method: str
    params: dict[str, str]
    at_seconds: float


@dataclass(slots=True)
class Telegram:
    """Updates that wait until the bot confirms them, and everything the bot asked for."""

    updates: dict[int, Json] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    last_update: int = 0
    last_message: int = 0
    poller: int = 0

    def put(self, events: Iterable[Json]) -> float:
        """Queue events such as {"message": ...}, all at once; the moment they were there."""
        for event in events:
            self.last_update += 1
            self.updates[self.last_update] = {"update_id": self.last_update, **event}
        self._ring()
        return time.monotonic()

    def forget(self) -> None:
        """Drop what waits and what was asked for."""
        self.updates.clear()
        self.calls.clear()
        self.counts.clear()

    async def answered(self, methods: Iterable[str], count: int, timeout_seconds: float) -> None:
        """Wait for so many calls of these methods; TimeoutError when they do not come."""
        await self.until(lambda: sum(self.counts[method] for method in methods) >= count, timeout_seconds)

    async def until(self, true: Callable[[], Any], timeout_seconds: float) -> None:
        """Wait until something is true after a call or a confirmation; TimeoutError when it never is."""
        async with asyncio.timeout(timeout_seconds):
            while not true():
                await self.bell.wait()

    async def answer(self, method: str, params: dict[str, str]) -> Any:
        """Do what a bot asks for and return the result."""
        if method == "getUpdates":
            return await self._get_updates(params)
        self.calls.append(Call(method, params, time.monotonic()))
        self.counts[method] += 1
        self._ring()
        if method == "getMe":
            return ME
        if method == "getWebhookInfo":
            return WEBHOOK
        return self._message(method, params) if method in MESSAGES else True

    def _message(self, method: str, params: dict[str, str]) -> Json:
        self.last_message += 1
        message: Json = {
            "message_id": int(params.get("message_id", self.last_message)),
            "date": int(time.time()),
            "chat": {"id": int(params["chat_id"]), "type": "private", "first_name": "Somebody"},
            "from": ME,
        }
        if method in ("sendPhoto", "editMessageMedia"):
            size = {"file_id": f"photo-{self.last_message}", "file_unique_id": "u", "width": 1, "height": 1}
            return message | {"photo": [size]}
        return message | {"text": params.get("text", "-")}

    async def _get_updates(self, params: dict[str, str]) -> list[Json]:
        offset = int(params.get("offset", 0))
        for known in [update_id for update_id in self.updates if update_id < offset]:
            del self.updates[known]
        self.poller += 1
        mine = self.poller
        self._ring()
        try:
            await self.until(lambda: self.updates or self.poller != mine, float(params.get("timeout", 0)))
        except TimeoutError:
            return []
        # A bot that was killed may still have a poll open here: it gets nothing any more.
        return list(islice(self.updates.values(), BATCH)) if self.poller == mine else []

    def _ring(self) -> None:
        """Wake everybody who waits; those who come later wait for the next time."""
        self.bell.set()
        self.bell = asyncio.Event()


@asynccontextmanager
async def served(telegram: Telegram) -> AsyncIterator[str]:
    """Serve on a free port of the loopback address while the block runs."""

    async def call(request: web.Request) -> web.Response:
        try:
            result = await telegram.answer(request.match_info["method"], await _params(request))
        except DroppedError:
            if request.transport is not None:
                request.transport.close()
            return web.Response()
        return web.json_response({"ok": True, "result": result})

    async def put(request: web.Request) -> web.Response:
        telegram.forget()
        return web.json_response(telegram.put(await request.json()))

    async def wait(request: web.Request) -> web.Response:
        asked = await request.json()
        await telegram.answered(asked["methods"], asked["count"], asked["seconds"])
        return web.json_response(telegram.calls[-1].at_seconds)

    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/bot{token}/{method}", call)
    app.router.add_post("/put", put)
    app.router.add_post("/wait", wait)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def message(person: int, text: str, number: int = 1) -> Json:
    """A text somebody writes to the bot."""
    content: Json = {"message_id": number, "date": int(time.time()), "text": text}
    if text.startswith("/"):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"message": content | _places(person)}


def tap(person: int, data: str, message_id: int = 1, query_id: str = "1") -> Json:
    """A tap on a button of one of the bot's messages."""
    under = {"message_id": message_id, "date": int(time.time()), "text": "-"}
    under |= {"from": ME, "chat": _places(person)["chat"]}
    query = {"id": query_id, "from": _places(person)["from"], "chat_instance": "1", "data": data}
    return {"callback_query": query | {"message": under}}


def _places(person: int) -> Json:
    name = f"Person {person}"
    return {
        "from": {"id": person, "is_bot": False, "first_name": name, "language_code": "ru"},
        "chat": {"id": person, "type": "private", "first_name": name},
    }


async def _params(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(await request.text(), keep_blank_values=True))
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return {key: value for key, value in form.items() if isinstance(value, str)}
    return dict(request.query)
