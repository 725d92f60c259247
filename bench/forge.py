"""Bots that are killed and begun again in a moment: one process imports everything, each bot is its fork."""

import asyncio
import ctypes
import gc
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.stage import SPAWN, Stage, settings

PR_SET_PDEATHSIG = 1
# Longer than a bot ever takes to begin or to finish what is under way.
LONGEST_SECONDS = 60.0
END_SECONDS = 10.0


class Forge:
    """Begins, kills and stops one bot at a time."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def begin(self, clock_offset_seconds: int = 0) -> None:
        """Start the bot on the database as it was left."""
        self._pipe.send(("begin", clock_offset_seconds))
        self.answer()

    def kill(self) -> None:
        """End it with SIGKILL wherever it is; RuntimeError when it had ended by itself."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish what is under way; RuntimeError when it ends with anything but 0."""
        self._end(signal.SIGTERM)

    def answer(self) -> Any:
        """What the forge says next; TimeoutError when the bot neither begins nor ends."""
        if not self._pipe.poll(LONGEST_SECONDS):
            raise TimeoutError("the forge says nothing")
        return self._pipe.recv()

    def _end(self, number: signal.Signals) -> None:
        self._pipe.send(("end", number))
        status = self.answer()
        expected = -number if number is signal.SIGKILL else 0
        if status != expected:
            raise RuntimeError(f"the bot ended by itself, with {status}")


@contextmanager
def forge(folder: Path, stage: Stage) -> Iterator[Forge]:
    """The forge, while the block runs; its bot ends with it."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_forge, args=(theirs, folder, stage), daemon=True)
    process.start()
    theirs.close()
    try:
        made = Forge(ours)
        made.answer()
        yield made
    finally:
        ours.close()
        process.join(END_SECONDS)
        process.kill()  # it waits for a bot that does not end, which dies with it
        process.join()


def _forge(pipe: Connection, folder: Path, stage: Stage) -> None:
    """Serve the pipe until its other end is closed, also by the death of the process there."""
    import bot.app  # noqa: F401 - this is the import that takes seconds

    gc.collect()
    gc.freeze()
    child = 0
    pipe.send("ready")
    try:
        while True:
            what, value = pipe.recv()
            if what == "begin":
                child = _fork(settings(folder, stage.url) | {"clock_offset": value})
                pipe.send(child)
            else:
                os.kill(child, value)
                pipe.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
                child = 0
    except EOFError:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _fork(told: dict[str, Any]) -> int:
    """The process id of a new bot."""
    if child := os.fork():
        return child
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        code = _run_bot(told)
    except BaseException:
        logging.exception("the bot broke")
    finally:
        os._exit(code)


def _run_bot(told: dict[str, Any]) -> int:
    from bot.app import build
    from bot.config import load_settings
    from bot.logs import set_up_logs

    loaded = load_settings(None, **told)
    set_up_logs(loaded.log_level, [loaded.token])

    async def run() -> bool:
        return await build(loaded).run()

    return 0 if asyncio.run(run()) else 1
