"""A broadcast to a crowd: as fast as it may go, never in a pause, and no cashier waits for it."""

import asyncio
import math
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from bench.broadcasting import add_broadcast, furnish, put, queue_all, until_noon
from bench.crowd import FIRST_PERSON
from bench.crowded_telegram import Chances, CrowdedTelegram
from bench.forge import Forge, forge
from bench.plain_broadcast import send_all
from bench.report import tell
from bench.shop import FIRST_CASHIER, OWNER
from bench.stage import Stage, alone
from bench.telegram import message, served, tap
from bench.traffic import NoAnswerError, Phone
from loyalty.broadcasts import BULK_PER_SECOND, MOST_PAID_PER_SECOND

MILLION = 1_000_000
CASHIERS, CUSTOMERS = 3, 12
THINKING_SECONDS = 0.15
WARM_SECONDS = 3.0
BEGIN_SECONDS = 300.0
FLOODS = Chances(flood=0.004)
WORDS = "Ждём вас на кофе"


@dataclass(slots=True)
class Tills:
    """Cashiers who scan cards one after another; how long each answer took, seconds."""

    telegram: CrowdedTelegram
    cards: Sequence[str]
    chance: Random
    closing: bool = False
    waits: list[float] = field(default_factory=list)

    async def cashier(self, person: int) -> None:
        """Scan, wait for the screen, think, until closing time."""
        phone = Phone(self.telegram, person)
        while not self.closing:
            await asyncio.sleep(self.chance.uniform(0, 2 * THINKING_SECONDS))
            began = monotonic()
            phone.does(message(person, self.chance.choice(self.cards)))
            try:
                call = await phone.hears(lambda call: call.method.startswith(("send", "edit")))
            except NoAnswerError:
                self.waits.append(math.inf)
            else:
                self.waits.append(call.at_seconds - began)


def run(people: int, seconds: float, seed: int) -> int:
    """Tell everything about a broadcast to so many; each part is looked at for so many seconds."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder), people, seconds, seed))


async def _measured(folder: Path, people: int, seconds: float, seed: int) -> int:
    offset, telegram = until_noon(), CrowdedTelegram(chance=Random(seed), limits=True)
    async with served(telegram) as url:
        stage = Stage(url)
        cards = await asyncio.to_thread(alone, furnish, folder, offset, people, CASHIERS, CUSTOMERS)
        tills = Tills(telegram, [*cards.values()], Random(seed))
        with forge(folder, stage) as bots:
            await asyncio.to_thread(bots.begin, offset)
            idle = await _at_tills(tills, asyncio.sleep(WARM_SECONDS + seconds), WARM_SECONDS)
            await asyncio.to_thread(bots.stop)
            one = await asyncio.to_thread(alone, add_news, folder, offset, 0, "draft")
            await _free(telegram, tills, bots, offset, seconds, idle, one)
            await asyncio.to_thread(alone, put, folder, offset, one, "cancelled")
            await asyncio.to_thread(alone, queue_all, folder, offset)
        await _enqueue(folder, offset)
        with forge(folder, stage) as bots:
            await _unlimited(telegram, bots, folder, offset, seconds, url)
    return 0


async def _free(
    telegram: CrowdedTelegram,
    tills: Tills,
    bots: Forge,
    offset: int,
    seconds: float,
    idle: float,
    campaign_id: int,
) -> None:
    """The owner starts it: the audience is written down, then it goes; cashiers go on all the time."""
    await asyncio.to_thread(bots.begin, offset)

    async def queued() -> None:
        await asyncio.sleep(WARM_SECONDS)
        telegram.put([tap(OWNER, f"camp.go:{campaign_id}:0")])
        await telegram.until(lambda: telegram.sent_at, BEGIN_SECONDS)

    queuing = await _at_tills(tills, queued(), WARM_SECONDS)
    tell("cashier.p99.queuing.ratio", queuing / idle, "x idle", f"{1000 * queuing:.0f} ms, aim 1.5")
    began, before = monotonic(), len(telegram.sent_at)
    during = await _at_tills(tills, asyncio.sleep(seconds), 0)
    rate = (len(telegram.sent_at) - before) / (monotonic() - began)
    said = f"{rate:.2f}/s of {BULK_PER_SECOND}, {telegram.pauses} pauses, aim 0.97"
    tell("broadcast.rate.ratio", rate / BULK_PER_SECOND, "x configured", said)
    tell("cashier.p99.ratio", during / idle, "x idle", f"{1000 * during:.0f} ms, aim 1.5")
    telegram.chances = FLOODS
    await asyncio.sleep(seconds)
    tell("broadcast.calls_in_pause", telegram.in_pause, "calls", f"{telegram.pauses} pauses, aim 0")
    telegram.chances = Chances()
    await asyncio.to_thread(bots.stop)


async def _enqueue(folder: Path, offset: int) -> None:
    one = await asyncio.to_thread(alone, add_news, folder, offset, 0)
    queued = await asyncio.to_thread(alone, queue_all, folder, offset)
    per_million = queued.seconds * MILLION / max(queued.people, 1)
    tell("enqueue.million.s", per_million, "s", f"{queued.people} in {queued.seconds:.1f} s, aim 30")
    tell("enqueue.memory.mb", queued.more_mb, "MB", f"more than before, {queued.people} people")
    await asyncio.to_thread(alone, put, folder, offset, one, "cancelled")


async def _unlimited(
    telegram: CrowdedTelegram, bots: Forge, folder: Path, offset: int, seconds: float, url: str
) -> None:
    """A campaign that pays, beside a loop that does nothing but send."""
    telegram.limits = False
    await asyncio.to_thread(alone, add_news, folder, offset, MOST_PAID_PER_SECOND)
    await asyncio.to_thread(alone, queue_all, folder, offset)
    before = len(telegram.sent_at)
    await asyncio.to_thread(bots.begin, offset)
    await telegram.until(lambda: len(telegram.sent_at) > before, BEGIN_SECONDS)
    await asyncio.sleep(WARM_SECONDS)
    ours = await _rate(telegram, seconds)
    await asyncio.to_thread(bots.stop)
    plain = asyncio.create_task(asyncio.to_thread(alone, send_all, url, FIRST_PERSON, seconds + WARM_SECONDS))
    before = len(telegram.sent_at)
    await telegram.until(lambda: len(telegram.sent_at) > before, BEGIN_SECONDS)
    theirs = await _rate(telegram, seconds)
    await plain
    said = f"{ours:.0f}/s beside {theirs:.0f}/s of a bare loop, aim 0.5"
    tell("broadcast.unlimited.ratio", ours / theirs, "x a bare send loop", said)


async def _rate(telegram: CrowdedTelegram, seconds: float) -> float:
    began, before = monotonic(), len(telegram.sent_at)
    await asyncio.sleep(seconds)
    return (len(telegram.sent_at) - before) / (monotonic() - began)


def add_news(folder: Path, offset: int, paid: int, state: str = "queuing") -> int:
    """A broadcast; one that pays tells of points, so that the day's budget is not spent."""
    return add_broadcast(folder, offset, WORDS, paid, service=paid > 0, state=state)


async def _at_tills(tills: Tills, work: Coroutine[Any, Any, None], warm_seconds: float) -> float:
    """The 99th percentile of what cashiers wait while the work goes on, after so many seconds."""
    tills.closing = False
    async with asyncio.TaskGroup() as group:
        for person in range(FIRST_CASHIER, FIRST_CASHIER + CASHIERS):
            group.create_task(tills.cashier(person))
        going = group.create_task(work)
        await asyncio.sleep(warm_seconds)
        tills.waits.clear()
        await going
        tills.closing = True
    return percentile(tills.waits, 0.99)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]
