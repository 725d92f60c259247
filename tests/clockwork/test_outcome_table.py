"""Every fault of the messenger with every way of sending, over a real line: what it means for the message."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InputMediaPhoto
from aiohttp import web

from actions.outcomes import Failed, Outcome, Pause, Retry, Unauthorized, Unknown, Unreachable
from bot.outcomes import outcome_of

TOKEN = "42:TEST"
CHAT, MESSAGE = 7, 5
IMPATIENT_SECONDS = 0.15
PATIENT_SECONDS = 10.0

METHODS: dict[str, Callable[[Bot], Awaitable[Any]]] = {
    "sendMessage": lambda bot: bot.send_message(CHAT, "x"),
    "sendPhoto": lambda bot: bot.send_photo(CHAT, "file"),
    "sendVideo": lambda bot: bot.send_video(CHAT, "file"),
    "editMessageText": lambda bot: bot.edit_message_text("x", chat_id=CHAT, message_id=MESSAGE),
    "editMessageMedia": lambda bot: bot.edit_message_media(
        InputMediaPhoto(media="file"), chat_id=CHAT, message_id=MESSAGE
    ),
    "deleteMessage": lambda bot: bot.delete_message(CHAT, MESSAGE),
}


def said(status: int, description: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)


async def drop(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def late(_: web.Request) -> web.Response:
    await asyncio.sleep(2 * IMPATIENT_SECONDS)
    return web.Response()


FAULTS: dict[str, tuple[Callable[[web.Request], Any], type[Outcome]]] = {
    "429": (lambda _: said(429, "Too Many Requests: retry after 3", retry_after=3), Pause),
    "429 without a time": (lambda _: said(429, "Too Many Requests"), Retry),
    "403 blocked": (lambda _: said(403, "Forbidden: bot was blocked by the user"), Unreachable),
    "400 no chat": (lambda _: said(400, "Bad Request: chat not found"), Unreachable),
    "400 entities": (lambda _: said(400, "Bad Request: can't parse entities"), Failed),
    "400 file": (lambda _: said(400, "Bad Request: wrong file identifier/HTTP URL specified"), Failed),
    "401": (lambda _: said(401, "Unauthorized"), Unauthorized),
    "404": (lambda _: said(404, "Not Found"), Failed),
    "413": (lambda _: said(413, "Request Entity Too Large"), Failed),
    "500": (lambda _: said(500, "Internal Server Error"), Unknown),
    "502 in HTML": (lambda _: web.Response(status=502, text="<html>", content_type="text/html"), Unknown),
    "200 that nobody can read": (lambda _: web.Response(text="{"), Unknown),
    "200 of another shape": (lambda _: web.json_response({"ok": True, "result": {"odd": 1}}), Unknown),
    "the line breaks": (drop, Unknown),
    "no answer in time": (late, Unknown),
}
ROWS = [(fault, method) for fault in FAULTS for method in METHODS]


@asynccontextmanager
async def answering(answer: Callable[[web.Request], Any]) -> AsyncIterator[str]:
    """A Telegram that knows one answer."""

    async def call(request: web.Request) -> web.StreamResponse:
        await request.read()
        found = answer(request)
        response: web.StreamResponse = await found if asyncio.iscoroutine(found) else found
        return response

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", call)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def outcome_at(url: str, method: str, seconds: float = PATIENT_SECONDS) -> Outcome:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), timeout=seconds)
    async with Bot(TOKEN, session=session) as bot:
        try:
            await METHODS[method](bot)
        except Exception as error:
            return outcome_of(error)
    raise AssertionError("the fault was not noticed")


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 40


@pytest.mark.parametrize(("fault", "method"), ROWS)
async def test_each_fault_with_each_method_has_its_outcome(fault: str, method: str) -> None:
    answer, expected = FAULTS[fault]
    async with answering(answer) as url:
        seconds = IMPATIENT_SECONDS if answer is late else PATIENT_SECONDS
        assert isinstance(await outcome_at(url, method, seconds), expected)


@pytest.mark.parametrize("method", METHODS)
async def test_where_nobody_listens_it_certainly_did_not_arrive(method: str) -> None:
    assert isinstance(await outcome_at("http://127.0.0.1:9", method), Retry)
