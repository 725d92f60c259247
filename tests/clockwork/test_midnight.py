"""The sweep runs as a day begins, in every zone and on days when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loyalty.expiry import day_start
from scheduler.timetable import Job, timetable

ZONES = (
    "Europe/Moscow",
    "America/Havana",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Pacific/Apia",
)


def sweep() -> Job:
    return next(job for job in timetable(None, 0) if job.name == "expire points")


@pytest.mark.parametrize("zone", ZONES)
def test_rule_36_the_sweep_is_due_once_a_day_at_the_very_midnight_lots_end(zone: str) -> None:
    local, now = ZoneInfo(zone), datetime(2011, 1, 1, 15, tzinfo=UTC)
    for _ in range(3 * 366):
        due_at = sweep().next_at(now, local)
        assert due_at is not None
        assert due_at == day_start(due_at.astimezone(local).date(), local)
        before, after = (sweep().period(due_at + step * timedelta(seconds=1), local) for step in (-1, 0))
        assert before != after
        now = due_at
