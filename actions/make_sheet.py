"""A table becomes a file in a process of its own: what it costs is not taken from those who wait."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_SECONDS = 300.0

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]


class SheetError(RuntimeError):
    """The file could not be made; the message is a line for the log."""


async def make_sheet(columns: Sequence[str], rows: AsyncIterable[Rows]) -> bytes:
    """The XLSX of one table, whose rows come some at a time. SheetError when the worker breaks or it all
    takes longer than LONGEST_SECONDS."""
    command = (sys.executable, "-m", "analytics.worker")
    worker = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={}, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            content = await _made(worker, columns, rows)
    except TimeoutError:
        raise SheetError(f"it took more than {LONGEST_SECONDS:.0f} s") from None
    except ConnectionError:
        raise SheetError("the worker took no more rows") from None
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode:
        raise SheetError(f"the worker ended with code {worker.returncode}")
    return content


async def _made(worker: Process, columns: Sequence[str], rows: AsyncIterable[Rows]) -> bytes:
    if worker.stdin is None or worker.stdout is None:
        raise SheetError("the worker has no pipes")
    worker.stdin.write(json.dumps(columns).encode())
    async for some in rows:
        worker.stdin.write(b"\n" + json.dumps(some).encode())
        await worker.stdin.drain()
    worker.stdin.close()
    content = await worker.stdout.read()
    await worker.wait()
    return content
