"""The pump with a courier that answers what it is told to: order, pace, pauses, stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.deliver import Delivery
from actions.outcomes import (
    Outcome,
    Pause,
    Sent,
    TokenRefusedError,
    Unauthorized,
    Unknown,
)
from scheduler.delivery import BURST, PER_SECOND, Pace, Pump
from tests.clockwork.stand import Stand, ends, queue, until


class Courier:
    """Writes down what it is given and answers what it was told to; "gate" holds everything back."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, Any]] = []
        self.times: list[float] = []
        self.answers: dict[Any, list[Outcome]] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.at_once = 0
        self.most_at_once = 0

    async def deliver(self, delivery: Delivery) -> Outcome:
        n = delivery.data["n"]
        self.begun.append((delivery.member_id, n))
        self.times.append(asyncio.get_running_loop().time())
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.gate.wait()
        self.at_once -= 1
        answers = self.answers.get(n)
        return answers.pop(0) if answers else Sent(str(n))

    @property
    def told(self) -> list[Any]:
        return [n for _, n in self.begun]


@pytest.fixture
async def courier() -> Courier:
    return Courier()


@asynccontextmanager
async def pumping(stand: Stand, courier: Courier) -> AsyncIterator[Pump]:
    pump = Pump(stand.shop, courier.deliver)
    stand.bell.append(pump.wake)
    task = asyncio.create_task(pump.run())
    try:
        yield pump
    finally:
        pump.stop()
        await asyncio.wait_for(task, 20)


async def test_a_receipt_goes_out_at_once(stand: Stand, courier: Courier) -> None:
    anna = await stand.member(7)
    async with pumping(stand, courier):
        await asyncio.sleep(0.05)
        begin = asyncio.get_running_loop().time()
        await queue(stand, anna, 1)
        await until(lambda: courier.told)
        assert asyncio.get_running_loop().time() - begin < 1.0
    assert await ends(stand) == [("sent", "")]


async def test_one_meant_for_later_goes_out_when_its_time_has_come(stand: Stand, courier: Courier) -> None:
    anna = await stand.member(7)
    async with pumping(stand, courier):
        await queue(stand, anna, 1, late=3600)
        await asyncio.sleep(0.05)
        assert courier.told == []
        stand.clock.advance(3600)
        stand.shop.wake()
        await until(lambda: courier.told)


async def test_a_member_hears_in_order_also_when_a_send_fails(stand: Stand, courier: Courier) -> None:
    anna, boris = await stand.member(7), await stand.member(8)
    courier.answers[1] = [Pause(0.05), Unknown("timeout")]
    async with pumping(stand, courier):
        await queue(stand, anna, 1, 2)
        await queue(stand, boris, 3)
        for _ in range(200):
            stand.clock.advance(1)
            stand.shop.wake()
            if 2 in courier.told:
                break
            await asyncio.sleep(0.01)
    assert [n for member, n in courier.begun if member == anna] == [1, 1, 1, 2]
    assert (boris, 3) in courier.begun


async def test_at_most_eight_are_under_way_and_a_stop_waits_for_them(stand: Stand, courier: Courier) -> None:
    for n in range(12):
        await queue(stand, await stand.member(100 + n), n)
    courier.gate.clear()
    pump = Pump(stand.shop, courier.deliver)
    task = asyncio.create_task(pump.run())
    await until(lambda: courier.at_once == 8)
    pump.stop()
    await asyncio.sleep(0.05)
    assert not task.done()
    courier.gate.set()
    await asyncio.wait_for(task, 20)
    assert courier.most_at_once == 8
    assert sorted(state for state, _ in await ends(stand)) == ["queued"] * 4 + ["sent"] * 8


async def test_a_stop_does_not_wait_for_ever(
    stand: Stand, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.delivery.DRAIN_SECONDS", 0.05)
    courier.gate.clear()
    await queue(stand, await stand.member(7), 1)
    async with pumping(stand, courier):
        await until(lambda: courier.told)
    assert await ends(stand) == [("sending", "")]


async def test_a_429_stops_everybody_for_as_long_as_telegram_says(stand: Stand, courier: Courier) -> None:
    courier.answers[0] = [Pause(0.5)]
    async with pumping(stand, courier):
        await queue(stand, await stand.member(7), 0)
        await until(lambda: courier.told)
        for n in range(1, 4):
            await queue(stand, await stand.member(100 + n), n)
        stand.clock.advance(1)
        await until(lambda: len(courier.told) == 5)
    assert courier.times[1] - courier.times[0] >= 0.5


async def test_no_second_sees_more_than_thirty(stand: Stand) -> None:
    times: list[float] = []

    async def deliver(_: Delivery) -> Outcome:
        times.append(asyncio.get_running_loop().time())
        return Sent()

    for n in range(45):
        await queue(stand, await stand.member(100 + n), n)
    pump = Pump(stand.shop, deliver)
    task = asyncio.create_task(pump.run())
    await until(lambda: len(times) == 45)
    pump.stop()
    await asyncio.wait_for(task, 20)
    assert max(sum(begin <= at < begin + 1 for at in times) for begin in times) <= 30
    assert times[-1] - times[0] < 45 / PER_SECOND * 3


async def test_a_refused_token_ends_the_pump_and_loses_nothing(stand: Stand, courier: Courier) -> None:
    courier.answers[1] = [Unauthorized("Unauthorized")]
    await queue(stand, await stand.member(7), 1)
    with pytest.raises(TokenRefusedError, match="Unauthorized"):
        await asyncio.wait_for(Pump(stand.shop, courier.deliver).run(), 5)
    assert await ends(stand) == [("queued", "Unauthorized")]


async def test_a_courier_that_breaks_takes_nobody_along(
    stand: Stand, courier: Courier, caplog: pytest.LogCaptureFixture
) -> None:
    anna, boris = await stand.member(7), await stand.member(8)

    async def deliver(delivery: Delivery) -> Outcome:
        if delivery.member_id == anna:
            raise ValueError("a bug")
        return await courier.deliver(delivery)

    pump = Pump(stand.shop, deliver)
    task = asyncio.create_task(pump.run())
    await queue(stand, anna, 1)
    await queue(stand, boris, 2)
    pump.wake()
    await until(lambda: courier.told == [2])
    pump.stop()
    await asyncio.wait_for(task, 20)
    assert "could not be seen through" in caplog.text


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, BURST)), max_size=200))
def test_the_pace_never_allows_more_than_thirty_a_second(steps: list[tuple[float, int]]) -> None:
    now, times = 0.0, list[float]()
    pace = Pace(lambda: now)
    for wait, wanted in steps:
        now += wait if pace.room() > 0 else max(wait, pace.wait_seconds())
        count = min(wanted, pace.room())
        pace.spend(count)
        times += [now] * count
    assert all(sum(begin <= at < begin + 1 for at in times) <= BURST + PER_SECOND for begin in times)


def test_after_the_wait_there_is_room() -> None:
    now = 1000.0
    pace = Pace(lambda: now)
    for _ in range(100):
        pace.spend(pace.room())
        now += pace.wait_seconds()
        assert pace.room() >= 1
