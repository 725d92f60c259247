"""Runs the timetable. APScheduler only rings every half minute: what is due, our own rows and clock say."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from actions.jobs import has_run, note_run, programme_zone
from actions.shop import Shop
from scheduler.timetable import Job

TICK_SECONDS = 30
STOP_SECONDS = 5.0
# A job that broke is left alone for a while, so that a full disk does not fill the log as well.
BROKEN_REST = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Runner:
    """The timetable of one shop, from run() to stop()."""

    def __init__(self, shop: Shop, jobs: Sequence[Job]) -> None:
        self._shop = shop
        self._jobs = tuple(jobs)
        self._bell = asyncio.Event()
        self._stopping = False
        self._limit: asyncio.Timeout | None = None
        self._one_at_a_time = asyncio.Lock()
        self._rests_until: dict[str, datetime] = {}

    async def run(self) -> None:
        """Tick at once and every half minute until stop()."""
        # A missed ring is rung late and once; jobs live in our task, where a shutdown does not cancel them.
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        scheduler.add_job(self._tick_rings, "interval", seconds=TICK_SECONDS)
        scheduler.start()
        try:
            async with asyncio.timeout(None) as self._limit:
                while not self._stopping:
                    self._bell.clear()
                    await self._try_tick()
                    await self._bell.wait()
        except TimeoutError:
            log.warning("stopped in the middle of a job: it is due again at the next start")
        finally:
            scheduler.shutdown(wait=False)

    def stop(self) -> None:
        """End after the job that runs now, or soon without it: the next start makes up for it."""
        self._stopping = True
        self._bell.set()
        if self._limit is not None:
            self._limit.reschedule(asyncio.get_running_loop().time() + STOP_SECONDS)

    def ring(self) -> None:
        """Tick soon: something waits for a job."""
        self._bell.set()

    async def tick(self) -> None:
        """Run what is due now, one job after another. A job that breaks is logged and tried again later."""
        async with self._one_at_a_time:
            zone = await programme_zone(self._shop)
            for job in self._jobs:
                if not self._stopping:
                    await self._run_if_due(job, zone)

    async def catch_up(self, until: datetime, advance: Callable[[int], None]) -> None:
        """Move the clock on to `until` and run the timetable on the way, at every moment something is due.

        `advance` moves the shop's clock by whole seconds.
        """
        while (now := self._shop.now()) < until:
            zone = await programme_zone(self._shop)
            moments = [at for job in self._jobs if (at := job.next_at(now, zone)) is not None]
            advance(ceil((min([until, *moments]) - now).total_seconds()))
            await self.tick()
            self._shop.wake()

    async def _try_tick(self) -> None:
        try:
            await self.tick()
        except Exception:
            log.exception("the timetable cannot be read")

    async def _tick_rings(self) -> None:
        self.ring()

    async def _run_if_due(self, job: Job, zone: ZoneInfo) -> None:
        now = self._shop.now()
        if now < self._rests_until.get(job.name, now):
            return
        try:
            period = job.period(now, zone)
            if period is not None and await has_run(self._shop, job.name, period):
                return
            result = str(await job.run(self._shop))
            if period is not None:
                await note_run(self._shop, job.name, period, result)
                log.info("%s for %s: %s", job.name, period, result)
        except Exception:
            log.exception("%s broke, next try in %s", job.name, BROKEN_REST)
            self._rests_until[job.name] = now + BROKEN_REST
