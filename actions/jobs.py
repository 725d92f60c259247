"""Remember which jobs of the timetable ran, so that a late, doubled or restarted run changes nothing."""

from zoneinfo import ZoneInfo

from actions.shop import Shop
from storage import jobs
from storage.shop import programme


async def programme_zone(shop: Shop) -> ZoneInfo:
    """The time zone whose days and hours the jobs keep."""
    return ZoneInfo(await shop.db.read(lambda tx: programme(tx).time_zone))


async def has_run(shop: Shop, name: str, period: str) -> bool:
    """Whether the job was done for this period."""
    return await shop.db.read(lambda tx: jobs.has_run(tx, name, period))


async def note_run(shop: Shop, name: str, period: str, result: str) -> None:
    """The job is done for this period; `result` is a short line for the owner of the machine."""
    now = shop.now()
    await shop.db.write(lambda tx: jobs.add(tx, name, period, result, now))
