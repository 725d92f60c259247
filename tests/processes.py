"""Processes of our own in tests: none is waited for without an end."""

import asyncio

LONGEST_SECONDS = 60.0


async def said_by(process: asyncio.subprocess.Process, seconds: float = LONGEST_SECONDS) -> tuple[str, str]:
    """What it still says on stdout and stderr until it ends; killed, and AssertionError, when it goes on."""
    try:
        async with asyncio.timeout(seconds):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        raise AssertionError(f"process {process.pid} had not ended after {seconds:.0f} s") from None
    return (out or b"").decode(), (err or b"").decode()
