"""What every figure needs: the stand-in in a process of its own, bots started as their owners start them."""

import asyncio
import http.client
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.telegram import TOKEN, Json, Telegram, served

ROOT = Path(__file__).parent.parent
SPAWN = multiprocessing.get_context("spawn")
# Whatever a reader sees of an answer: a new message, or one of the bot's own that changed.
ANSWERS = ("sendMessage", "sendPhoto", "editMessageText", "editMessageMedia")
LONGEST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The stand-in as the bots and the measuring process reach it."""

    url: str

    def put(self, events: Iterable[Json]) -> float:
        """Let events in, all at once, and forget what was before; the moment they were there."""
        return self._ask("/put", list(events))

    def wait(self, count: int = 1, methods: Sequence[str] = ANSWERS) -> float:
        """The moment so many calls of these methods had come. TimeoutError when they do not come."""
        return self._ask("/wait", {"methods": methods, "count": count, "seconds": LONGEST_SECONDS})

    def _ask(self, path: str, body: Any) -> float:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=LONGEST_SECONDS + 5)
        try:
            connection.request("POST", path, json.dumps(body))
            response = connection.getresponse()
            if response.status != http.client.OK:
                raise TimeoutError("the bot does not answer")
            return float(response.read())
        finally:
            connection.close()


@contextmanager
def stage() -> Iterator[Stage]:
    """The stand-in, while the block runs."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Stage(ours.recv())
    finally:
        ours.close()
        process.join()


def alone(work: Any, *args: Any) -> Any:
    """Call a function in a fresh process of its own and return its result."""
    with ProcessPoolExecutor(1, SPAWN) as pool:
        return pool.submit(work, *args).result()


@contextmanager
def bot_process(command: Sequence[str], folder: Path, stage: Stage) -> Iterator[tuple[int, float]]:
    """`python -m ...` with the stand-in as its Telegram, while the block runs; (process id, when begun)."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,  # no .env of the house is read there
        env=environment(folder, stage),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process.pid, began
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(folder: Path, stage: Stage) -> dict[str, str]:
    """The environment of a bot process: its settings, and byte code kept as on an owner's machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    told = {name.upper(): str(value) for name, value in settings(folder, stage.url).items()}
    return kept | told | {"PYTHONPATH": str(ROOT)}


def settings(folder: Path, url: str) -> dict[str, Any]:
    """The settings of a bot under measurement; person 1 owns the shop."""
    return {
        "bot_token": TOKEN,
        "owner_ids": "1",
        "data_dir": folder,
        "database_url": f"sqlite:///{folder}/kopilka.db",
        "telegram_api_url": url,
        "log_level": "ERROR",
    }


def _serve(pipe: Connection) -> None:
    """Serve until the other end of the pipe is closed, also by the death of its process."""

    async def serving() -> None:
        async with served(Telegram()) as url:
            pipe.send(url)
            closed = asyncio.Event()
            asyncio.get_running_loop().add_reader(pipe.fileno(), closed.set)
            await closed.wait()

    asyncio.run(serving())
