"""The timetable: what is due when, once, also after a restart, a break or a jump of the clock."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.back_up import back_up
from actions.invite_staff import owner_link
from actions.prune import prune
from actions.receive import Received, failed, handled, receive, unhandled
from actions.shop import Shop
from loyalty.sale import Draft, DraftState
from scheduler.runner import BROKEN_REST, Runner
from scheduler.timetable import Job, timetable
from storage import sales
from storage.backup import BackupError
from storage.schema import inbox, invitations, job_runs, sale_drafts
from tests.clockwork.stand import HandClock, Stand, opened, until

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
AT = time(3, 30)


def moscow(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=MOSCOW).astimezone(UTC)  # type: ignore[arg-type, misc]  # year, month, ...


class Log:
    """Jobs that write down the local time they ran at."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.breaks = False

    def job(self, name: str, at: time | None = AT) -> Job:
        async def run(shop: Shop) -> str:
            self.ran.append(f"{name} {shop.now().astimezone(MOSCOW):%d %H:%M}")
            if self.breaks:
                raise OSError("disk full")
            return "fine"

        return Job(name, run, at)


async def nothing(_: Shop) -> None:
    return None


DAILY = Job("daily", nothing, AT)


# --- when ---


def test_a_day_begins_at_its_hour() -> None:
    assert DAILY.period(moscow(2026, 5, 3, 3, 29), MOSCOW) == "2026-05-02"
    assert DAILY.period(moscow(2026, 5, 3, 3, 30), MOSCOW) == "2026-05-03"
    assert DAILY.next_at(moscow(2026, 5, 3, 3, 29), MOSCOW) == moscow(2026, 5, 3, 3, 30)
    assert DAILY.next_at(moscow(2026, 5, 3, 3, 30), MOSCOW) == moscow(2026, 5, 4, 3, 30)


def test_a_job_without_an_hour_is_due_at_every_tick() -> None:
    job = Job("often", nothing)
    assert job.period(moscow(2026, 5, 3), MOSCOW) is None
    assert job.next_at(moscow(2026, 5, 3), MOSCOW) is None


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (hypothesis wants them bare)
    st.times(),
)
def test_the_period_changes_exactly_at_the_next_moment(now: datetime, at: time) -> None:
    job = Job("daily", nothing, at)
    moment = job.next_at(now, BERLIN)
    assert moment is not None
    assert now < moment <= now + timedelta(hours=25)
    assert job.period(moment - timedelta(microseconds=1), BERLIN) == job.period(now, BERLIN)
    assert job.period(moment, BERLIN) != job.period(now, BERLIN)


# --- once ---


async def test_a_job_runs_once_a_day_however_often_the_clock_ticks(stand: Stand) -> None:
    log = Log()
    runner = Runner(stand.shop, [log.job("books"), log.job("drafts", None)])
    stand.clock.moment = moscow(2026, 5, 3, 3, 29)
    for _ in range(4):
        await runner.tick()
        stand.clock.advance(30)
    assert log.ran == [
        "books 03 03:29",
        "drafts 03 03:29",
        "drafts 03 03:29",
        "books 03 03:30",
        "drafts 03 03:30",
        "drafts 03 03:30",
    ]
    assert [(row.name, row.period, row.result) for row in await stand.rows(job_runs)] == [
        ("books", "2026-05-02", "fine"),
        ("books", "2026-05-03", "fine"),
    ]


async def test_a_restart_does_not_run_it_again_and_a_missed_day_is_made_up_for(
    tmp_path: Path, clock: HandClock
) -> None:
    log = Log()
    for moment in (
        moscow(2026, 5, 3, 4),
        moscow(2026, 5, 3, 23),
        moscow(2026, 5, 7, 1),
        moscow(2026, 5, 7, 2),
    ):
        clock.moment = moment
        async with opened(tmp_path / "again.db", clock) as stand:
            await Runner(stand.shop, [log.job("books")]).tick()
    assert log.ran == ["books 03 04:00", "books 07 01:00"]


async def test_a_job_that_breaks_is_tried_again_after_a_rest_and_holds_up_no_other(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    log, other = Log(), Log()
    log.breaks = True
    runner = Runner(stand.shop, [log.job("books"), other.job("drafts", None)])
    await runner.tick()
    await runner.tick()
    log.breaks = False
    stand.clock.advance(BROKEN_REST.total_seconds())
    await runner.tick()
    await runner.tick()
    assert len(log.ran) == 2
    assert len(other.ran) == 4
    assert "books broke" in caplog.text


async def test_moving_the_clock_forward_runs_every_day_on_the_way(stand: Stand) -> None:
    log = Log()
    runner = Runner(stand.shop, [log.job("books"), log.job("backup", time(4, 0))])
    stand.clock.moment = moscow(2026, 5, 3, 12)
    await runner.tick()
    log.ran.clear()
    until_then = stand.clock.now() + timedelta(days=3)
    await runner.catch_up(until_then, stand.clock.advance)
    nights = [(f"books {day} 03:30", f"backup {day} 04:00") for day in ("04", "05", "06")]
    assert log.ran == [line for night in nights for line in night]
    assert stand.clock.now() == until_then


async def test_it_ticks_at_once_and_ends_when_asked(stand: Stand) -> None:
    log = Log()
    runner = Runner(stand.shop, [log.job("drafts", None)])
    task = asyncio.create_task(runner.run())
    await until(lambda: log.ran)
    runner.stop()
    await asyncio.wait_for(task, 2)


async def test_the_ticker_rings(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.runner.TICK_SECONDS", 0.05)
    log = Log()
    runner = Runner(stand.shop, [log.job("drafts", None)])
    task = asyncio.create_task(runner.run())
    await until(lambda: len(log.ran) >= 3)
    runner.stop()
    await asyncio.wait_for(task, 2)


async def test_a_stop_does_not_wait_for_a_long_job(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.runner.STOP_SECONDS", 0.05)
    begun = asyncio.Event()

    async def endless(_: Shop) -> None:
        begun.set()
        await asyncio.Event().wait()

    runner = Runner(stand.shop, [Job("long", endless, AT)])
    task = asyncio.create_task(runner.run())
    await begun.wait()
    runner.stop()
    await asyncio.wait_for(task, 2)
    assert await stand.rows(job_runs) == []


# --- the jobs ---


async def test_the_timetable_of_a_new_shop_runs_through(stand: Stand, tmp_path: Path) -> None:
    runner = Runner(stand.shop, timetable(tmp_path / "copies", 2))
    await runner.catch_up(stand.clock.now() + timedelta(days=4), stand.clock.advance)
    names = {row.name for row in await stand.rows(job_runs)}
    assert names == {job.name for job in timetable(tmp_path, 2) if job.daily_at is not None}
    assert names >= {"check the books", "back up", "prune", "expire points", "birthday gifts"}
    assert len(list((tmp_path / "copies").glob("*.db"))) == 2


def test_without_a_folder_there_are_no_backups() -> None:
    jobs = [job.name for job in timetable(Path("copies"), 2)]
    assert [job.name for job in timetable(None, 2)] == [name for name in jobs if name != "back up"]
    assert "back up" in jobs
    assert len(set(jobs)) == len(jobs), "a run is kept by the name of its job"


async def test_a_backup_that_cannot_be_made_says_why(stand: Stand, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises((BackupError, OSError)):
        await back_up(stand.shop, tmp_path / "file", 2)


async def test_handled_updates_are_forgotten_after_two_days_and_parked_ones_later(stand: Stand) -> None:
    await receive(stand.shop, [Received(n, "", "{}") for n in range(3)])
    first, second, _ = await unhandled(stand.shop, 0, 10)
    await handled(stand.shop, first.id)
    assert await failed(stand.shop, second, 3)
    runner = Runner(stand.shop, timetable(None, 1))
    await runner.catch_up(stand.clock.now() + timedelta(days=3), stand.clock.advance)
    assert [row.state for row in await stand.rows(inbox)] == ["parked", "new"]
    await runner.catch_up(stand.clock.now() + timedelta(days=12), stand.clock.advance)
    assert [row.state for row in await stand.rows(inbox)] == ["new"]


async def test_ended_drafts_and_invitations_are_forgotten_after_three_months(stand: Stand) -> None:
    shop = stand.shop
    cashier, anna = await stand.member(7), await stand.member(8)
    at = stand.clock.now()
    await owner_link(shop)
    drafts = [
        Draft(name, cashier, anna, 1, state, 0, "", at)
        for name, state in (("over", DraftState.CANCELLED), ("open", DraftState.OPEN))
    ]
    for draft in drafts:
        await shop.db.write(partial(sales.add_draft, draft=draft, at=at))
    stand.clock.advance(90 * 86_400)
    await prune(shop)
    assert len(await stand.rows(sale_drafts)) == 2
    stand.clock.advance(86_400)
    assert await prune(shop) == 2
    assert [row.id for row in await stand.rows(sale_drafts)] == ["open"]
    assert await stand.rows(invitations) == []
