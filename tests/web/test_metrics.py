"""/metrics: what it tells, and to whom."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.counting import count
from actions.operation import Operation, record
from actions.points import give
from loyalty.ledger import Kind
from storage import shop as rows
from storage.database import Connection
from tests.clockwork.stand import HandClock, queue
from tests.web.serving import Served, doors
from web.settings import WebSettings

KEY = "correct-horse-battery-staple"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def served(tmp_path: Path, clock: HandClock) -> AsyncIterator[Served]:
    async with doors(tmp_path, clock) as served:
        yield served


async def figures(served: Served) -> dict[str, float]:
    answer = await served.get("/metrics")
    assert answer.status == 200
    lines = [line for line in (await answer.text()).splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


async def test_everything_that_is_promised_is_there(served: Served) -> None:
    count("updates", "handled")
    count("telegram_errors", "TelegramNetworkError")
    found = await figures(served)
    for name in (
        "kopilka_purchases_total",
        "kopilka_refunds_total",
        'kopilka_updates_total{result="handled"}',
        'kopilka_telegram_errors_total{kind="TelegramNetworkError"}',
        "kopilka_telegram_pauses_total",
        'kopilka_queue_lag_seconds{queue="notices"}',
        'kopilka_queue_length{queue="webhooks"}',
        "kopilka_database_up",
        "kopilka_database_write_seconds",
        "process_resident_memory_bytes",
    ):
        assert name in found


async def test_queues_are_told_with_their_lag(served: Served, clock: HandClock) -> None:
    member_id = await served.stand.member(8)
    await queue(served.stand, member_id, 1, 2)
    clock.advance(30)
    found = await figures(served)
    assert found['kopilka_queue_lag_seconds{queue="notices"}'] == 30
    assert found['kopilka_queue_length{queue="notices"}'] == 2


async def test_points_are_added_up_once(served: Served, clock: HandClock) -> None:
    member_id, now = await served.stand.member(8), clock.now()

    def post(tx: Connection, key: str, points: int) -> None:
        programme = rows.programme(tx)
        give(tx, record(tx, Operation(key, {}, None, now), {}), member_id, Kind.PROMO, points, programme, now)

    await served.stand.shop.db.write(lambda tx: post(tx, "a", 50))
    for _ in range(2):
        assert (await figures(served))['kopilka_points_given_total{kind="promo"}'] == 50
    await served.stand.shop.db.write(lambda tx: post(tx, "b", 7))
    assert (await figures(served))['kopilka_points_given_total{kind="promo"}'] == 57


async def test_requests_are_counted_by_the_pattern_of_their_route(served: Served) -> None:
    await served.get("/health")
    await served.get("/nowhere/482100457713")
    found = await figures(served)
    assert found['kopilka_http_requests_total{method="GET",route="/health",status="200"}'] == 1
    assert found['kopilka_http_requests_total{method="GET",route="other",status="404"}'] == 1
    assert found['kopilka_http_request_seconds_count{route="/health"}'] == 1
    assert not [name for name in found if "482100457713" in name]


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
async def test_without_a_key_nobody_behind_a_proxy_gets_in(served: Served, header: str) -> None:
    assert (await served.get("/metrics", **{header: "203.0.113.7"})).status == 403


async def test_without_a_key_a_page_that_calls_itself_otherwise_gets_nothing(served: Served) -> None:
    assert (await served.get("/metrics", Host="evil.example.com:80")).status == 403


async def test_with_a_key_only_the_key_opens(tmp_path: Path, clock: HandClock) -> None:
    async with doors(tmp_path, clock, WebSettings(metrics_key=KEY)) as served:
        assert (await served.get("/metrics")).status == 401
        assert (await served.get("/metrics", Authorization=f"Bearer {KEY}x")).status == 401
        assert (await served.get("/metrics", Authorization="Bearer ключ")).status == 401
        answer = await served.get("/metrics", Authorization=f"Bearer {KEY}", X_Forwarded_For="203.0.113.7")
        assert answer.status == 200
        assert "version=0.0.4" in answer.headers["content-type"]
        assert KEY not in await answer.text()


def test_prometheus_is_not_loaded_while_the_doors_are_closed() -> None:
    asked = "import sys, bot.app; print('prometheus_client' in sys.modules, 'fastapi' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.split() == ["False", "False"]
