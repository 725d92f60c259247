"""What follows from a purchase is taken back once, and one visit keeps its one stamp."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.contest import contest
from actions.friends import reward_friends
from actions.undo_sale import undo_sale
from loyalty.case_views import ContestView
from loyalty.programme import Referral, StampCard
from loyalty.views import SaleView
from storage.schema import stamps
from tests.actions.complaints import contested, decided
from tests.actions.guests import books_hold, buys, invitation, joins, points, returns, rules
from tests.actions.people import Cast, raised
from tests.clockwork.stand import HandClock

BOTH = Referral(inviter_points=150, friend_points=100, minimum_minor=300_00)
CARD = StampCard("coffee", "Кофе", 3, "кофе от нас", minimum_minor=100_00)
HOUR = 3_600.0


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    async with raised(tmp_path / "shop.db", HandClock()) as cast:
        yield cast


async def test_a_reward_an_owner_reversed_is_not_taken_back_again_with_the_purchase(cast: Cast) -> None:
    await rules(cast, referral=BOTH, rate_bp=0)
    anna = await cast.joined("Анна")
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    view = await contested(cast.shop, anna)
    await decided(cast.shop, cast.owner, view.case_id, accept=True)
    assert await points(cast, anna) == (0, 0)
    await returns(cast, purchase_id)
    assert await points(cast, anna) == (0, 0), "nothing is owed for points that are gone already"
    assert await points(cast, vera) == (0, 0)
    await books_hold(cast)


async def test_a_reward_that_went_back_with_the_purchase_is_not_reversed_by_a_case(cast: Cast) -> None:
    await rules(cast, referral=BOTH, rate_bp=0)
    anna = await cast.joined("Анна")
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    purchase_id = await buys(cast, vera, 500_00)
    await reward_friends(cast.shop)
    view = await contested(cast.shop, anna)
    await returns(cast, purchase_id)
    assert await points(cast, anna) == (0, 0)
    await decided(cast.shop, cast.owner, view.case_id, accept=True)
    assert await points(cast, anna) == (0, 0)
    again = await contest(cast.shop, vera.member_id, vera.account_id, 1)
    assert isinstance(again, ContestView)
    await decided(cast.shop, cast.owner, again.case_id, accept=True)
    assert await points(cast, vera) == (0, 0)
    await books_hold(cast)


async def stamped(cast: Cast) -> list[int]:
    """The purchases whose stamps live."""
    return [row.purchase_id for row in await cast.stand.rows(stamps) if row.taken_back_at is None]


async def undone(cast: Cast, purchase_id: int) -> None:
    assert isinstance(await undo_sale(cast.shop, cast.lena.member_id, purchase_id), SaleView)


async def test_the_stamp_of_a_visit_stays_while_one_of_its_receipts_does(cast: Cast) -> None:
    await rules(cast, stamps=(CARD,))
    anna = await cast.joined("Анна")
    cheap, first, second, third = [
        await buys(cast, anna, 9_999),
        *[await buys(cast, anna, 100_00) for _ in "123"],
    ]
    assert await stamped(cast) == [first]
    await undone(cast, first)
    assert await stamped(cast) == [second]
    await returns(cast, second)
    assert await stamped(cast) == [third]
    await undone(cast, third)
    assert await stamped(cast) == [], f"purchase {cheap} was never worth one"


async def test_a_stamp_that_is_handed_on_keeps_its_distance_to_the_next_visit(cast: Cast) -> None:
    await rules(cast, stamps=(CARD,))
    anna = await cast.joined("Анна")
    first = await buys(cast, anna, 100_00)
    cast.clock.advance(2 * HOUR)
    await buys(cast, anna, 100_00)
    cast.clock.advance(2 * HOUR)
    next_visit = await buys(cast, anna, 100_00)
    assert await stamped(cast) == [first, next_visit]
    await returns(cast, first)
    assert await stamped(cast) == [next_visit], "the receipt between is two hours from the next visit's stamp"


async def test_a_stamp_handed_on_still_fills_the_card(cast: Cast) -> None:
    await rules(cast, stamps=(CARD,))
    anna = await cast.joined("Анна")
    for _ in range(2):
        await buys(cast, anna, 100_00)
        cast.clock.advance(5 * HOUR)
    last, other = await buys(cast, anna, 100_00), await buys(cast, anna, 100_00)
    await undone(cast, last)
    rows = [row for row in await cast.stand.rows(stamps) if row.taken_back_at is None]
    assert [row.purchase_id for row in rows][-1] == other
    assert all(row.claim_id is not None for row in rows)
