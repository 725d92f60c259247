"""A token, a phone, a till's key and the like go through every kind of failure: none gets into the log."""

import asyncio
import gc
import io
import json
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.inbox import Inbox
from bot.logs import QUIET, RedactingFormatter, RedactingHandler
from bot.session import Session
from bot.webhook_sender import WebhookSender
from loyalty.webhooks import Parcel
from storage.database import Connection, Database
from tests.clockwork.stand import HandClock, opened
from tests.web.serving import doors

TOKEN = "123456789:AAE-this_is_not_a_real_token_0123456789"
PHONE = "+7 912 345-67-89"
DIGITS = "79123456789"
TILL_KEY = "kp_Zm9vYmFyYmF6cXV4cXV1eA"
HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
METRICS_KEY = 'quote"and\\slash-key-of-metrics'
INIT_DATA = f"query_id=AAH&user=%7B%22id%22%3A7%7D&auth_date=1700000000&hash={'ab12' * 16}"
CANARIES = (
    TOKEN,
    TOKEN[10:],
    PHONE,
    "912 345-67-89",
    DIGITS,
    TILL_KEY,
    TILL_KEY[3:],
    HOOK_SECRET[6:],
    "ab12" * 16,
)
EVERYTHING = " ".join((TOKEN, PHONE, DIGITS, f"Bearer {TILL_KEY}", HOOK_SECRET, METRICS_KEY, INIT_DATA))


@pytest.fixture(params=[False, True], ids=["text", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the process writes at the lowest level it can be set to."""
    out = io.StringIO()
    handler = RedactingHandler(out)
    handler.setFormatter(RedactingFormatter([TOKEN, METRICS_KEY], as_json=request.param))
    root = logging.getLogger()
    before, levels = root.level, {name: logging.getLogger(name).level for name in QUIET}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def clean(out: io.StringIO) -> str:
    text = out.getvalue()
    assert text
    for canary in (*CANARIES, METRICS_KEY, json.dumps(METRICS_KEY)[1:-1]):
        assert canary not in text
    return text


# --- the Bot API ---


@dataclass
class Api:
    """A Bot API server that answers every call the same way."""

    answer: Callable[[web.Request], Awaitable[web.StreamResponse]]

    async def call(self, seconds: float = 5) -> None:
        """A poll that fails, told in the log with its traceback."""
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self.answer)
        runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            await call_at(base, seconds)
        finally:
            await runner.cleanup()


async def call_at(base: str, seconds: float = 5) -> None:
    async with Bot(TOKEN, session=Session(api=TelegramAPIServer.from_base(base), timeout=seconds)) as bot:
        try:
            await bot.send_message(7, EVERYTHING)
        except Exception:
            logging.getLogger("bot.test").exception("a call failed")
            logging.getLogger("bot.test").warning("a call of %s failed at %s", bot.token, base)
        try:
            await bot.download_file(f"photos/{TOKEN}.jpg")
        except Exception:
            logging.getLogger("bot.test").exception("a file was not fetched")


async def redirect(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": str(request.url)})


async def bad_redirect(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": f"ftp://{TOKEN}@nowhere:99999/"})


async def gateway(_: web.Request) -> web.StreamResponse:
    return web.Response(status=502, text=f"<html>{EVERYTHING}</html>", content_type="text/html")


async def nonsense(_: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": {"text": EVERYTHING}})


async def refused(_: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": False, "error_code": 400, "description": EVERYTHING}, status=400)


async def flood(_: web.Request) -> web.StreamResponse:
    told = {"ok": False, "error_code": 429, "description": EVERYTHING, "parameters": {"retry_after": 3}}
    return web.json_response(told, status=429)


async def unauthorized(_: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": False, "error_code": 401, "description": EVERYTHING}, status=401)


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


async def drop(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize(
    "answer", [redirect, bad_redirect, gateway, nonsense, refused, flood, unauthorized, hang, drop]
)
async def test_calls_of_the_bot_api(written: io.StringIO, answer: Any) -> None:
    await Api(answer).call(seconds=0.3 if answer is hang else 5)
    assert "a call failed" in clean(written)


async def test_nobody_listens_and_no_such_host(written: io.StringIO) -> None:
    await call_at("http://127.0.0.1:9")
    await call_at("http://nowhere.invalid")
    await call_at("https://127.0.0.1:9")
    clean(written)


async def test_a_poll_that_fails_and_an_update_nobody_can_read(
    written: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.FIRST_BACKOFF_SECONDS", 0.01)
    async with opened(tmp_path / "shop.db", HandClock()) as stand:
        session = AiohttpSession(api=TelegramAPIServer.from_base("http://127.0.0.1:9"))
        async with Bot(TOKEN, session=session) as bot:
            dispatcher = Dispatcher()

            @dispatcher.message()
            async def broken(_: Any) -> None:
                raise RuntimeError(EVERYTHING)

            inbox = Inbox(stand.shop, bot, dispatcher, pauses_seconds=(0, 0))
            task = asyncio.create_task(inbox.run())
            await asyncio.sleep(0.1)
            inbox.stop()
            await asyncio.wait_for(task, 20)
            person = {"id": 7, "is_bot": False, "first_name": EVERYTHING}
            unknown = {"update_id": 1, "gift_of_tomorrow": {"from": person, "contact": PHONE}}
            with pytest.warns(RuntimeWarning, match="Detected unknown update type"):
                await dispatcher.feed_raw_update(bot, unknown)
            logging.getLogger("aiogram.dispatcher").warning("Update: %s", json.dumps(unknown))
    assert "gift_of_tomorrow" not in clean(written)


# --- our own rooms ---


async def test_a_database_error(written: io.StringIO, tmp_path: Path) -> None:
    async with opened(tmp_path / "shop.db", HandClock()) as stand:
        db: Database = stand.shop.db

        def wrong(tx: Connection) -> None:
            tx.exec_driver_sql("INSERT INTO members (number, name) VALUES (?, ?)", (PHONE, EVERYTHING))

        try:
            await db.write(wrong)
        except Exception:
            logging.getLogger("bot.test").exception("not written")
    clean(written)


async def test_a_request_that_breaks_and_one_with_a_wrong_key(written: io.StringIO, tmp_path: Path) -> None:
    async with doors(tmp_path, HandClock()) as served:
        headers = {"Authorization": f"Bearer {TILL_KEY}"}
        for path in (
            f"/till/{DIGITS}?key={TILL_KEY}",
            "/till/v1/customer",
            f"/scan?tgWebAppData={INIT_DATA}",
        ):
            async with served.client.post(
                served.url + path, headers=headers, data=EVERYTHING.encode()
            ) as answer:
                await answer.read()
        logging.getLogger("uvicorn.error").error("Exception in ASGI application for %s", headers)
    clean(written)


async def test_a_webhook_that_takes_nothing(written: io.StringIO) -> None:
    async with WebhookSender(local=True, timeout_seconds=1) as sender:
        for url in ("http://127.0.0.1:9/", f"https://nowhere.invalid/?key={TILL_KEY}", f"http://{TOKEN}/"):
            parcel = Parcel(1, 1, url, {"webhook-signature": HOOK_SECRET}, EVERYTHING.encode())
            answer = await sender.post(parcel)
            logging.getLogger("scheduler.webhooks").warning("not taken: %s of %s", answer, parcel)
    clean(written)


# --- the log itself ---


def test_arguments_that_do_not_fit_their_line() -> None:
    out = io.StringIO()
    handler = RedactingHandler(out)
    handler.setFormatter(RedactingFormatter([TOKEN]))
    for line in ("one %d", "two %s %s"):
        handler.handle(logging.LogRecord("bot", logging.ERROR, __file__, 1, line, (EVERYTHING,), None))
    assert clean(out).count("could not be logged: TypeError") == 2


def test_every_place_of_a_record(written: io.StringIO) -> None:
    log = logging.getLogger("bot.test")
    log.error(EVERYTHING)
    log.error("%s", EVERYTHING)
    log.error("%(all)s", {"all": EVERYTHING})
    log.error("%r", {"headers": {"authorization": f"Bearer {TILL_KEY}"}, "phone": PHONE, "init": INIT_DATA})
    log.error("with a stack", stack_info=True)
    try:
        try:
            raise ValueError(EVERYTHING)
        except ValueError as error:
            raise RuntimeError(METRICS_KEY) from error
    except RuntimeError:
        log.exception("with its cause")
    clean(written)


async def test_a_task_nobody_waited_for(written: io.StringIO) -> None:
    async def breaks() -> None:
        raise RuntimeError(EVERYTHING)

    task = asyncio.create_task(breaks())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    assert "never retrieved" in clean(written)


def test_lines_of_json_are_json_and_nobody_writes_lines_of_their_own() -> None:
    out = io.StringIO()
    handler = RedactingHandler(out)
    handler.setFormatter(RedactingFormatter([], as_json=True))
    record = logging.LogRecord(
        "bot", logging.ERROR, __file__, 1, "a\r\nb\x1b[2J\x7f\u2028 Анна %d", (5,), None
    )
    handler.emit(record)
    [line] = out.getvalue().splitlines()
    told = json.loads(line)
    assert told["event"] == "a\r\nb\x1b[2J\x7f\u2028 Анна 5"
    assert (told["level"], told["logger"]) == ("error", "bot")
    assert told["timestamp"].endswith("Z")
    assert "\x1b" not in line
    assert "\x7f" not in line


def test_what_ends_the_process_and_its_threads_is_told_the_same_way() -> None:
    code = (
        "import threading, warnings\n"
        "from bot.logs import set_up_logs\n"
        "set_up_logs('DEBUG', as_json=True)\n"
        f"warnings.warn({EVERYTHING!r})\n"
        "warnings.warn('Detected unknown update type. Update: Anna', RuntimeWarning)\n"
        f"def breaks(): raise RuntimeError({EVERYTHING!r})\n"
        "thread = threading.Thread(target=breaks); thread.start(); thread.join()\n"
        "breaks()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 1
    text = run.stdout + run.stderr
    assert text.count("ended by an error") == 2
    assert "Anna" not in text
    for canary in CANARIES:
        assert canary not in text
