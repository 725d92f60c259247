"""Visits a small receipt stood in the way of, or points lived by; points said to wait because others do."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.programme import Expiry, Terms
from tests.actions.guests import buys, rules, told_of
from tests.actions.people import Cast, raised
from tests.actions.refunding import confirmed, previewed, purchase, wallet
from tests.clockwork.stand import HandClock

HOUR, DAY = 3_600.0, 86_400.0


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", HandClock()) as cast:
        yield cast


async def test_a_receipt_too_small_for_a_visit_does_not_stand_in_the_way_of_one(cast: Cast) -> None:
    await rules(cast, rate_bp=0, visit_points=10, minimum_minor=100_00)
    anna = await cast.joined("Анна")
    numbers = [await buys(cast, anna, amount_minor) for amount_minor in (50_00, 100_00, 100_00)]
    earned = [(await purchase(cast, number)).earned_points for number in numbers]
    assert earned == [0, 10, 0]


async def test_whoever_comes_every_three_hours_has_a_visit_every_second_time(cast: Cast) -> None:
    await rules(cast, rate_bp=0, visit_points=10, visit_hours=4)
    anna = await cast.joined("Анна")
    earned = []
    for _ in range(4):
        earned.append((await purchase(cast, await buys(cast, anna, 100_00))).earned_points)
        cast.clock.advance(3 * HOUR)
    assert earned == [10, 0, 10, 0]


async def test_points_that_can_be_used_are_not_said_to_wait_because_older_ones_do(cast: Cast) -> None:
    now = await rules(cast, terms=Terms(pending_days=14))
    anna = await cast.joined("Анна")
    await buys(cast, anna, 1_000_00)
    await rules(cast, terms=replace(now.terms, pending_days=0))
    cast.clock.advance(DAY)
    await buys(cast, anna, 400_00)
    told = [(one["points"], one["pending"], one["available"]) for one in await told_of(cast, anna, "earned")]
    assert told == [(50, 50, 0), (20, 0, 20)]


async def test_a_refund_shows_what_is_left_when_points_lived_by_the_returned_visit_alone(cast: Cast) -> None:
    terms = Terms(expiry=Expiry.INACTIVITY, lifetime_months=2, remind_first=False)
    await rules(cast, terms=terms)
    anna = await cast.joined("Анна")
    first = await buys(cast, anna, 1_000_00)
    cast.clock.advance(40 * DAY)
    second = await buys(cast, anna, 100_00)
    cast.clock.advance(30 * DAY)
    shown = await previewed(cast, second, actor=cast.owner)
    assert shown.figures is not None
    assert shown.figures.available == 0, "seventy days after the only visit that is left"
    await confirmed(cast, shown, cast.owner)
    assert (await wallet(cast, anna)).available == 0
    assert (await purchase(cast, first)).earned_points == 50
