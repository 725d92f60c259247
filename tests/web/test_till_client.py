"""The client of the docs sells at the real server."""

import asyncio
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from tests.processes import said_by
from tests.web.tills import Street

CLIENT = Path(__file__).parent.parent.parent / "docs" / "examples" / "till_client.py"


def client() -> Any:
    """The module as a program of its own would load it."""
    spec = importlib.util.spec_from_file_location("till_client", CLIENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_the_client_of_the_docs_sells_and_takes_back(town: Street) -> None:
    anna, key = await town.cast.joined("Анна"), (await town.till()).key
    loaded = client()
    till = loaded.Till(town.url, key)

    def sell() -> tuple[Any, Any, Any]:
        quote = till.quote(anna.number, 45_000, "A-17")
        first, again = till.commit(quote, once="sale-A-17"), till.commit(quote, once="sale-A-17")
        assert first == again
        return first, till.refund(first["purchase_id"], "refund-A-17", 15_000), till.find(anna.number)

    sold, refunded, found = await asyncio.to_thread(sell)
    assert (sold["state"], sold["earn_points"]) == ("booked", 22)
    assert (refunded["rest_minor"], found["first_name"]) == (30_000, "Анна")


async def test_the_client_runs_as_a_script_and_tells_a_refusal(town: Street) -> None:
    anna, key = await town.cast.joined("Анна"), (await town.till()).key
    environment = {**os.environ, "KOPILKA_URL": town.url, "KOPILKA_KEY": key}

    async def run(card: str) -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(CLIENT), card, "450.00", "A-18"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await said_by(process)
        return process.returncode, said

    code, said = await run(anna.number)
    assert (code, "+22 points" in said) == (0, True), said
    code, said = await run("000000000000")
    assert (code, "urn:kopilka:problem:card-unknown" in said) == (1, True), said


async def test_the_client_asks_again_when_the_line_breaks_and_when_a_proxy_is_in_the_way() -> None:
    answers = [
        b"",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\noops",
        b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"',
        b'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"id": 1}',
    ]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        writer.write(answers.pop(0))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        loaded = client()
        loaded.WAIT_SECONDS = 0.01
        till = loaded.Till(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "kp_x")
        assert await asyncio.to_thread(till.ask, "POST", "/quotes", {}, "key-00001") == {"id": 1}
