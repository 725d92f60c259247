"""Whether a till could tell by the clock who is a customer: known and unknown phones in turn."""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import middle, tell
from bench.shop import phone_of
from bench.stage import stage
from bench.till_server import Doors, Json, Till, open_doors, tills_of

CUSTOMERS = 200
WARMING, ASKED = 100, 2_000
AIM_MS = 5.0
# Phones from here on are nobody's.
FIRST_STRANGER = 1_000_000
OK, NOT_FOUND = 200, 404
DOORS: dict[str, tuple[str, Json]] = {
    "find": ("/customers/find", {}),
    "quote": ("/quotes", {"amount_minor": 10_000}),
}


def run() -> int:
    """Tell till.enumeration.delta_ms, of both doors the one that differs more; 1 when it misses the aim."""
    with (
        TemporaryDirectory() as folder,
        stage() as telegram,
        open_doors(telegram, Path(folder), 1, CUSTOMERS) as doors,
    ):
        deltas = asyncio.run(_measure(doors))
    worst = max(deltas.values(), key=abs)
    for door, delta in deltas.items():
        tell(f"till.enumeration.{door}.delta_ms", delta, "ms", "median of known minus unknown")
    tell("till.enumeration.delta_ms", worst, "ms", f"the larger of these; aim: less than {AIM_MS:.0f}")
    return 0 if abs(worst) < AIM_MS else 1


async def _measure(doors: Doors) -> dict[str, float]:
    """How many milliseconds longer a known phone takes at each door."""
    async with tills_of(doors) as (till,):
        return {name: await _difference(till, *door) for name, door in DOORS.items()}


async def _difference(till: Till, path: str, body: Json) -> float:
    known: list[float] = []
    unknown: list[float] = []
    for number in range(-WARMING, ASKED):
        took = [
            await _seconds(till, path, {**body, "customer": phone_of(number % CUSTOMERS)}, OK),
            await _seconds(till, path, {**body, "customer": phone_of(FIRST_STRANGER + number)}, NOT_FOUND),
        ]
        if number >= 0:
            known.append(took[0])
            unknown.append(took[1])
    return 1000 * (middle(known) - middle(unknown))


async def _seconds(till: Till, path: str, body: Json, expected: int) -> float:
    began = time.perf_counter()
    status, answer = await till.post(path, body)
    took = time.perf_counter() - began
    assert status == expected, answer
    return took
