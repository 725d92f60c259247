"""The jobs as data: what runs, and when. What is due follows from the clock and the runs in the database."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.back_up import back_up
from actions.birthday_gifts import birthday_gifts
from actions.claims import expire_claims
from actions.end_drafts import end_drafts
from actions.expire_points import expire_points
from actions.forget_waiting import forget_waiting
from actions.friends import reward_friends, watch_friends
from actions.gift_points import expire_gifts
from actions.import_work import run_imports
from actions.keep_erasures import keep_erasures
from actions.prune import prune
from actions.queue_broadcasts import queue_broadcasts
from actions.remind_burning import remind_burning
from actions.review_tiers import review_tiers
from actions.run_automations import run_automations
from actions.shifts import close_at_night
from actions.shop import Shop
from actions.statistics import check_statistics, rebuild_statistics
from actions.verify import verify_ledger
from actions.wake_points import wake_points
from actions.watch_days import watch_days

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done by itself. `run` returns a short line for the log and may run twice without harm.

    With `daily_at` (the programme's local time) it is done once a day, from then on, and a missed day is made
    up for once; without it at every tick.
    """

    name: str
    run: Callable[[Shop], Awaitable[object]]
    daily_at: time | None = None

    def period(self, now: datetime, zone: ZoneInfo) -> str | None:
        """The day whose run is due at this instant: today, or yesterday before the hour. None: every tick."""
        if self.daily_at is None:
            return None
        today = now.astimezone(zone).date()
        day = today if now >= moment(today, self.daily_at, zone) else today - timedelta(days=1)
        return day.isoformat()

    def next_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The next instant, after this one, when its period changes."""
        if self.daily_at is None:
            return None
        today = now.astimezone(zone).date()
        moments = (moment(today + timedelta(days=days), self.daily_at, zone) for days in range(3))
        return next(instant for instant in moments if instant > now)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local time as an instant; one that a change of clocks leaves out comes as much later."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def timetable(backup_dir: Path | None, backup_keep: int) -> tuple[Job, ...]:
    """Everything the shop does by itself; no backups without a folder for them.

    Nothing between midnight and three, when the change of clocks leaves out an hour or has it twice; only
    points burn at midnight itself: that is the moment a day begins, also where it is not called 0:00.
    """
    jobs = (
        Job("end drafts", end_drafts),
        Job("end claims", expire_claims),
        Job("reward friends", reward_friends),
        Job("end gifts", expire_gifts),
        Job("wake points", wake_points),
        Job("import members", run_imports),
        Job("queue broadcasts", queue_broadcasts),
        Job("keep erasures", lambda shop: keep_erasures(shop, backup_dir)),
        Job("close shifts", close_at_night),
        Job("expire points", expire_points, time(0)),
        Job("remind of burning points", remind_burning, time(10)),
        Job("rebuild statistics", rebuild_statistics),
        Job("automations", run_automations),
        Job("check the books", check_books, time(3, 30)),
        Job("check statistics", check_figures, time(3, 40)),
        Job("prune", prune, time(4, 30)),
        Job("watch the tills", watch_days, time(5)),
        Job("forget the waiting", forget_waiting, time(4, 45)),
        Job("review tiers", review_tiers, time(11, 0)),
        Job("watch friends", watch_friends, time(11, 30)),
        Job("birthday gifts", birthday_gifts, time(12)),
    )
    if backup_dir is None:
        return jobs
    return (*jobs, Job("back up", lambda shop: back_up(shop, backup_dir, backup_keep), time(4, 0)))


async def check_books(shop: Shop) -> str:
    """Prove the ledger; what does not hold is an error in the log."""
    found = await verify_ledger(shop)
    for fault in found.faults:
        log.error("the books do not hold: %s", fault)
    return f"{found.members} members, {found.entries} entries, {found.fault_count} faults, {found.digest}"


async def check_figures(shop: Shop) -> str:
    """Prove the statistics of some members; what was wrong is an error in the log, and right by now."""
    found = await check_statistics(shop)
    for member_id in found.mended:
        log.error("the statistics of member %d were wrong and were made anew", member_id)
    return f"{found.members} members, {len(found.mended)} mended"
