"""A table becomes a file in a process of its own: what it costs is not taken from those who wait."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_SECONDS = 300.0

Cell = str | int | float | None


class SheetError(RuntimeError):
    """The file could not be made; the message is a line for the log."""


async def make_sheet(title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The XLSX of one table. SheetError when the worker breaks or takes longer than LONGEST_SECONDS."""
    asked = await asyncio.to_thread(
        lambda: json.dumps({"title": title, "columns": columns, "rows": rows}).encode()
    )
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "analytics.worker"),
        cwd=ROOT,
        env={},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            content, _ = await worker.communicate(asked)
    except TimeoutError:
        raise SheetError(f"the worker took more than {LONGEST_SECONDS:.0f} s") from None
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode:
        raise SheetError(f"the worker ended with code {worker.returncode}")
    return content
