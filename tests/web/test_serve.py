"""The server's own doings: more connections than are served get a problem, and answers don't dawdle."""

import asyncio
import logging
import socket
from pathlib import Path

import pytest

from tests.clockwork.stand import HandClock
from tests.web.serving import doors
from web import crowd, serve


@pytest.mark.parametrize(("asked", "language"), [("ru", "ru"), ("en", "en")])
async def test_one_too_many_is_told_when_to_come_back(
    tmp_path: Path,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    asked: str,
    language: str,
) -> None:
    monkeypatch.setattr(serve, "MOST_AT_ONCE", 3)
    caplog.set_level(logging.WARNING)
    async with doors(tmp_path, clock) as served:
        port = int(served.url.rpartition(":")[2])
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
        for _ in range(3):
            reply = await served.get("/api/v1/promo-campaigns", Accept_Language=asked)
            told = await reply.json(content_type=None)
            assert (reply.status, reply.headers["Retry-After"]) == (503, "1")
            assert (told["type"], told["status"]) == ("urn:kopilka:problem:busy", 503)
            assert reply.headers["Content-Type"] == "application/problem+json"
            assert reply.headers["Content-Language"] == language
        assert len(caplog.records) == 1
        monkeypatch.setattr(crowd, "TOLD_EVERY_SECONDS", 0.0)
        await served.get("/health")
        assert "3 answered 503" in caplog.messages[-1]
        for _, writer in idle:
            writer.close()
            await writer.wait_closed()
        await asyncio.sleep(0.2)
        assert (await served.get("/health")).status == 200


def test_no_answer_waits_for_the_word_that_its_head_has_come() -> None:
    with serve.listen("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        connection, _ = door.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
