"""The jobs as data: what runs, and when. What is due follows from the clock and the runs in the database."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.back_up import back_up
from actions.end_drafts import end_drafts
from actions.prune import prune
from actions.shop import Shop
from actions.verify import verify_ledger

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

    Nothing between midnight and three, when the change of clocks leaves out an hour or has it twice.
    """
    jobs = (
        Job("end drafts", end_drafts),
        Job("check the books", check_books, time(3, 30)),
        Job("prune", prune, time(4, 30)),
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
