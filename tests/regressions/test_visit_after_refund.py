"""A refund that took a purchase's points for the visit away frees the next visit of the day."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loyalty.programme import DebtPolicy
from tests.actions.guests import buys, rules
from tests.actions.people import Cast, raised
from tests.actions.refunding import purchase, refunded, sound, wallet
from tests.clockwork.stand import HandClock


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", HandClock()) as cast:
        await rules(cast, rate_bp=500, visit_points=10, minimum_minor=100_00)
        yield cast


async def earned(cast: Cast, number: int) -> int:
    return (await purchase(cast, number)).earned_points


async def test_rule_47_a_visit_whose_points_a_refund_took_does_not_stand_in_the_way_of_the_next(
    cast: Cast,
) -> None:
    anna = await cast.joined("Анна")
    first = await buys(cast, anna, 300_00)
    assert await earned(cast, first) == 15 + 10
    await refunded(cast, first, 250_00)
    assert (await wallet(cast, anna)).available == 0, "50 roubles are below the minimum: everything goes"
    second = await buys(cast, anna, 200_00)
    assert await earned(cast, second) == 10 + 10
    assert await earned(cast, await buys(cast, anna, 200_00)) == 10, "one visit a day is rewarded"
    await sound(cast)


async def test_rule_47_a_visit_that_keeps_its_points_after_a_refund_still_counts(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    first = await buys(cast, anna, 300_00)
    await refunded(cast, first, 200_00)
    assert (await wallet(cast, anna)).available == 5 + 10
    assert await earned(cast, await buys(cast, anna, 200_00)) == 10


async def test_rule_47_a_visit_whose_points_the_policy_leaves_is_not_rewarded_twice(cast: Cast) -> None:
    await rules(cast, debt_policy=DebtPolicy.ONLY_PENDING)
    anna = await cast.joined("Анна")
    await refunded(cast, await buys(cast, anna, 300_00), 250_00)
    assert (await wallet(cast, anna)).available == 25
    assert await earned(cast, await buys(cast, anna, 200_00)) == 10
