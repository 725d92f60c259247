"""A Bot API server for tests of start and stop: answers as it is told to, writes down what it was asked."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

TOKEN = "42:not_a_real_token"
BOT = {"id": 42, "is_bot": True, "first_name": "Coffee", "username": "coffee_bot"}
REFUSED = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
BROKEN = (502, "<html>Bad Gateway</html>")

Answer = tuple[int, Any]


class Telegram:
    """`answers[method]` are given once each, in order, then the ordinary ones. `calls`: what was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, deque[Answer]] = {}
        self.webhook = ""
        self.bot = dict(BOT)
        self.clock_shift_seconds = 0
        self._updates: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._heard = asyncio.Condition()
        self._last_id = 0

    def then(self, method: str, *answers: Answer) -> None:
        """What the next calls of a method get."""
        self.answers.setdefault(method, deque()).extend(answers)

    def asked(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method."""
        return [values for name, values in self.calls if name == method]

    def write(self, text: str, chat_type: str = "private", user_id: int = 7) -> int:
        """A person writes to the bot; the update's id."""
        self._last_id += 1
        update = {"update_id": self._last_id, "message": message(text, chat_type, user_id)}
        self._updates.append(update)
        self._news.set()
        return self._last_id

    async def until_asked(self, method: str, times: int = 1, seconds: float = 10) -> list[dict[str, Any]]:
        """Wait until a method was called so often; TimeoutError when that takes longer."""
        async with asyncio.timeout(seconds), self._heard:
            await self._heard.wait_for(lambda: len(self.asked(method)) >= times)
        return self.asked(method)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request of the bot's."""
        method = request.match_info["method"]
        form = await request.post()
        values = {name: _plain(str(value)) for name, value in form.items()}
        async with self._heard:
            self.calls.append((method, values))
            self._heard.notify_all()
        if queue := self.answers.get(method):
            status, body = queue.popleft()
            return (
                web.json_response(body, status=status)
                if isinstance(body, dict)
                else web.Response(status=status, text=body, content_type="text/html")
            )
        return web.json_response({"ok": True, "result": await self._result(method, values)})

    async def front_page(self, _: web.Request) -> web.Response:
        """Telegram sends a browser away; its Date is what matters."""
        then = datetime.now(UTC) + timedelta(seconds=self.clock_shift_seconds)
        return web.Response(status=302, headers={"Date": format_datetime(then, usegmt=True), "Location": "/"})

    async def _result(self, method: str, values: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return self.bot
            case "getWebhookInfo":
                return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}
            case "deleteWebhook":
                self.webhook = ""
            case "getUpdates":
                return await self._poll(int(values.get("offset", 0)), float(values.get("timeout", 0)))
            case "sendMessage":
                chat = {"id": values["chat_id"], "type": "private"}
                return {
                    "message_id": len(self.calls),
                    "date": 1_700_000_000,
                    "chat": chat,
                    "text": values["text"],
                }
        return True

    async def _poll(self, offset: int, timeout_seconds: float) -> list[dict[str, Any]]:
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), timeout_seconds)
            except TimeoutError:
                return []
        return self._updates


@asynccontextmanager
async def telegram_server() -> AsyncIterator[Telegram]:
    """The server on a free port of this machine."""
    telegram = Telegram()
    application = web.Application()
    application.router.add_get("/", telegram.front_page)
    application.router.add_post("/bot{token}/{method}", telegram.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield telegram
    finally:
        await runner.cleanup()


def message(text: str, chat_type: str = "private", user_id: int = 7) -> dict[str, Any]:
    """A text of Anna's, in a private chat with the bot or in a group."""
    return {
        "message_id": 1,
        "date": 1_700_000_000,
        "chat": {"id": user_id if chat_type == "private" else -100, "type": chat_type, "first_name": "Anna"},
        "from": {"id": user_id, "is_bot": False, "first_name": "Anna", "language_code": "en-GB"},
        "text": text,
    }


def _plain(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
