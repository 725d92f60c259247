"""/health: well, full, stuck, and well again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.database import Connection
from tests.clockwork.stand import HandClock, queue
from tests.web.serving import Served, doors
from web import health


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def served(tmp_path: Path, clock: HandClock) -> AsyncIterator[Served]:
    async with doors(tmp_path, clock) as served:
        yield served


@pytest.fixture(autouse=True)
def always_fresh(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "no_more_often" not in request.node.name:
        monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)


async def state(served: Served) -> tuple[int, dict[str, Any]]:
    answer = await served.get("/health")
    return answer.status, await answer.json()


async def test_a_shop_that_is_well(served: Served) -> None:
    status, told = await state(served)
    assert status == 200
    assert (told["status"], told["failing"], told["database"]["write"]) == ("ok", [], "ok")
    assert told["database"]["write_ms"] >= 0
    assert (told["notices"], told["webhooks"], told["inbox"]) == ({"lag_seconds": 0},) * 3
    assert told["version"].count(".") == 2


async def test_nothing_of_the_business_is_told(served: Served) -> None:
    _, told = await state(served)
    assert set(told) == {"status", "failing", "version", "database", "notices", "webhooks", "inbox"}


async def test_a_full_disk_is_503_and_passes(served: Served) -> None:
    assert (await state(served))[0] == 200

    def fill(tx: Connection) -> None:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        free = tx.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        blob = b"." * 4000 * max(1, free)
        tx.exec_driver_sql("INSERT INTO meta VALUES ('filling', ?)", (blob,))

    await served.stand.shop.db.write(fill)
    status, told = await state(served)
    assert (status, told["status"], told["failing"]) == (503, "failing", ["database"])
    assert told["database"] == {"write": "failed", "write_ms": None}
    await served.stand.shop.db.write(
        lambda tx: tx.exec_driver_sql("PRAGMA max_page_count=1073741823").scalar()
    )
    assert (await state(served))[0] == 200


async def test_messages_that_wait_too_long_are_503(served: Served, clock: HandClock) -> None:
    member_id = await served.stand.member(8)
    await queue(served.stand, member_id, 1)
    await queue(served.stand, member_id, 2, late=7200)
    clock.advance(60)
    status, told = await state(served)
    assert (status, told["notices"]) == (200, {"lag_seconds": 60})
    clock.advance(541)
    status, told = await state(served)
    assert (status, told["failing"]) == (503, ["notices"])


async def test_updates_that_wait_too_long_are_503(served: Served, clock: HandClock) -> None:
    now = int(clock.now().timestamp()) * 1_000_000
    insert = (
        "INSERT INTO inbox (update_id, person, payload, state, tries, at) VALUES (1, '', '{}', 'new', 0, ?)"
    )
    await served.stand.shop.db.write(lambda tx: tx.exec_driver_sql(insert, (now,)).rowcount)
    clock.advance(121)
    status, told = await state(served)
    assert (status, told["failing"], told["inbox"]) == (503, ["inbox"], {"lag_seconds": 121})


async def test_the_database_is_written_to_no_more_often_than_once_a_second(served: Served) -> None:
    before = served.stand.shop.db.commits
    answers = await asyncio.gather(*(served.get("/health") for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert served.stand.shop.db.commits <= before + 1


async def test_a_head_is_enough_for_a_watcher(served: Served) -> None:
    async with served.client.head(served.url + "/health") as response:
        assert response.status == 200
        assert response.headers["cache-control"] == "no-store"
