"""How many sales a second the till API books, how long that takes, and whether a repeat ever does more."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import tell
from bench.stage import stage
from bench.till_server import Doors, Till, open_doors, tills_of

TILLS, CUSTOMERS = 16, 80
# Of both, every till does the same part.
WARMING, SALES = 160, 1600
AT_ONCE = 100
AIM_RPS, AIM_P99_MS = 150, 150
HISTORY_PAGE = 100


def run() -> int:
    """Tell till.rps and till.p99.ms of commits whose quotes are there, and till.sales.rps with the quotes."""
    with TemporaryDirectory() as folder, _opened(folder) as doors:
        commits, sales = asyncio.run(_sell(doors))
    tell("till.rps", commits.a_second, "1/s", f"commits; aim {AIM_RPS} or more")
    tell("till.p99.ms", commits.p99_ms, "ms", f"of a commit; aim {AIM_P99_MS} or less")
    tell("till.sales.rps", sales.a_second, "1/s", "whole sales: a quote and its commit")
    return 0


def run_idempotency(times: int) -> int:
    """Tell idempotency.effects: purchases a key that AT_ONCE requests carry at once; 1 when it is not 1."""
    with TemporaryDirectory() as folder, _opened(folder) as doors:
        effects, answers = asyncio.run(_repeat(doors, times))
    odd = sum(1 for one in effects if one != 1) + sum(1 for one in answers if one != 1)
    tell("idempotency.effects", sum(effects) / len(effects), "per key", f"1 for each of {times} keys")
    tell("idempotency.answers", sum(answers) / len(answers), "per key", "1: the same bytes each time")
    return 1 if odd else 0


@contextmanager
def _opened(folder: str) -> Iterator[Doors]:
    """A shop in this folder with its doors open."""
    with stage() as telegram, open_doors(telegram, Path(folder), TILLS, CUSTOMERS) as doors:
        yield doors


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast something went."""

    a_second: float
    p99_ms: float


async def _sell(doors: Doors) -> tuple[Pace, Pace]:
    """The pace of commits, and of whole sales."""
    numbers = count()

    async def sell(till: Till) -> None:
        await _commit(till, *await _quoted(till, doors.cards, numbers))

    async with tills_of(doors) as tills:
        await _race(tills, WARMING, sell)
        sales = await _race(tills, SALES, sell)
        waiting = [await _quoted(tills[number % TILLS], doors.cards, numbers) for number in range(SALES)]
        by_till = {till.key: iter(waiting[place::TILLS]) for place, till in enumerate(tills)}
        commits = await _race(tills, SALES, lambda till: _commit(till, *next(by_till[till.key])))
    return commits, sales


async def _race(tills: list[Till], times: int, do: Callable[[Till], Awaitable[None]]) -> Pace:
    """Every till does it over and over, so many times altogether."""
    waits: list[float] = []

    async def at(till: Till) -> None:
        for _ in range(times // len(tills)):
            began = time.monotonic()
            await do(till)
            waits.append(time.monotonic() - began)

    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for till in tills:
            group.create_task(at(till))
    seconds = time.monotonic() - began
    waits.sort()
    return Pace(len(waits) / seconds, 1000 * waits[int(len(waits) * 0.99)])


async def _quoted(till: Till, cards: list[str], numbers: Iterator[int]) -> tuple[dict[str, str], int]:
    """A quote for the next customer, and its number."""
    number = next(numbers)
    return await _quote(till, cards[number % len(cards)], number), number


async def _commit(till: Till, quote: dict[str, str], number: int) -> None:
    path, body = f"/quotes/{quote['id']}/commit", {"revision": quote["revision"]}
    status, answer = await till.post(path, body, f"sale-{number:08d}")
    assert status == 200, answer


async def _quote(till: Till, card: str, number: int) -> dict[str, str]:
    body = {"customer": card, "amount_minor": 10_000 + 100 * (number % 900), "receipt": f"R-{number}"}
    status, answer = await till.post("/quotes", body)
    assert status == 200, answer
    quote: dict[str, str] = json.loads(answer)
    return quote


async def _repeat(doors: Doors, times: int) -> tuple[list[int], list[int]]:
    """For each key: how many purchases it made, how many different answers it got."""
    receipts: Counter[str] = Counter()
    answers = []
    async with tills_of(doors) as tills:
        for number in range(times):
            till = tills[number % len(tills)]
            quote = await _quote(till, doors.cards[number % len(doors.cards)], number)
            path, body = f"/quotes/{quote['id']}/commit", {"revision": quote["revision"]}
            asked = (_until_done(till, path, body, f"sale-{number:08d}") for _ in range(AT_ONCE))
            answers.append(len(set(await asyncio.gather(*asked))))
        for card in doors.cards:
            receipts.update(await _receipts(tills[0], card))
    return [receipts[f"R-{number}"] for number in range(times)], answers


async def _until_done(till: Till, path: str, body: dict[str, str], key: str) -> bytes:
    """The answer, asked again while the same request is under way."""
    while True:
        status, answer = await till.post(path, body, key)
        if status == 200:
            return answer
        assert status == 409, answer
        await asyncio.sleep(0.1)


async def _receipts(till: Till, card: str) -> list[str]:
    """The receipt numbers of everything a customer bought."""
    found: list[str] = []
    page = f"limit={HISTORY_PAGE}"
    while True:
        headers = {"Authorization": f"Bearer {till.key}"}
        url = f"{till.url}/customers/{card}/history?{page}"
        async with till.http.get(url, headers=headers) as reply:
            history = await reply.json()
        found += [one["receipt"] for one in history["purchases"]]
        if history["next_before"] is None:
            return found
        page = f"limit={HISTORY_PAGE}&before={history['next_before']}"
