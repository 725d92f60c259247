"""Stamps follow purchases, and gifts follow stamps."""

from dataclasses import replace

import pytest

from actions.claims import hand_over, waiting
from actions.shop import Shop
from actions.sold import Returned
from actions.stamping import after_refund, progress_of
from actions.undo_sale import undo_sale
from loyalty.programme import StampCard
from loyalty.views import SaleView
from storage import sales
from storage import shop as shop_rows
from storage.database import Connection
from tests.actions.buying import bought, ruled
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock

CARD = StampCard("coffee", "Кофе", 3, "кофе от нас", minimum_minor=100_00)
HOURS = 3_600


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    await ruled(cast.shop, stamps=(CARD,))
    return await cast.joined("Анна")


async def stands(shop: Shop, member: Actor) -> tuple[int, int]:
    """Stamps on the card, and gifts that wait."""

    def read(tx: Connection) -> tuple[int, int]:
        (one,) = progress_of(tx, member.member_id, shop_rows.programme(tx))
        return one.have, one.waiting

    return await shop.db.read(read)


async def stamped(cast: Cast, member: Actor, clock: HandClock, count: int) -> list[int]:
    """So many purchases in as many visits; their ids."""
    made = []
    for _ in range(count):
        clock.advance(5 * HOURS)
        made.append(await bought(cast, member, 100_00))
    return made


async def test_decision_one_visit_is_one_stamp(cast: Cast, shop: Shop, anna: Actor, clock: HandClock) -> None:
    for _ in range(3):
        await bought(cast, anna, 100_00)
    assert await stands(shop, anna) == (1, 0)
    clock.advance(4 * HOURS)
    await bought(cast, anna, 99_99)
    assert await stands(shop, anna) == (1, 0)
    await bought(cast, anna, 100_00)
    assert await stands(shop, anna) == (2, 0)


async def test_a_full_card_is_a_gift_at_the_till(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await stamped(cast, anna, clock, 4)
    assert await stands(shop, anna) == (1, 1)
    (gift,) = await shop.db.read(lambda tx: waiting(tx, anna.member_id))
    assert (gift.title, gift.points, gift.expires_at) == ("кофе от нас", 0, None)
    assert [kind for kind, _ in await cast.told(anna)].count("stamp_gift") == 1


async def test_rule_49_the_stamp_goes_with_its_purchase(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    purchases = await stamped(cast, anna, clock, 3)
    assert await stands(shop, anna) == (0, 1)
    assert isinstance(await undo_sale(shop, cast.lena.member_id, purchases[-1]), SaleView)
    assert await stands(shop, anna) == (2, 0)
    assert "stamp_gift_off" in [kind for kind, _ in await cast.told(anna)]
    await stamped(cast, anna, clock, 1)
    assert await stands(shop, anna) == (0, 1)


async def test_rule_49_a_gift_that_was_handed_out_is_not_clawed_back(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    purchases = await stamped(cast, anna, clock, 3)
    (gift,) = await shop.db.read(lambda tx: waiting(tx, anna.member_id))
    draft = (await cast.preview(cast.lena, anna, 100_00)).draft_id
    await hand_over(shop, cast.lena.member_id, gift.id, draft)
    assert isinstance(await undo_sale(shop, cast.lena.member_id, purchases[-1]), SaleView)
    assert await stands(shop, anna) == (0, 0)


async def test_a_stamp_to_spare_fills_the_card_again(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    purchases = await stamped(cast, anna, clock, 3)
    second = await cast.cashier("Вера")
    clock.advance(5 * HOURS - 200)
    last = await bought(cast, anna, 100_00, second)
    assert await stands(shop, anna) == (1, 1)
    assert isinstance(await undo_sale(shop, second.member_id, last), SaleView)
    assert await stands(shop, anna) == (0, 1)
    assert len(purchases) == 3


@pytest.mark.parametrize(("goods_minor", "stays"), [(50_00, True), (50_01, False)])
async def test_rule_49_what_is_left_must_still_be_worth_a_stamp(
    cast: Cast, shop: Shop, anna: Actor, goods_minor: int, stays: bool
) -> None:
    purchase_id = await bought(cast, anna, 150_00)

    def refund(tx: Connection) -> None:
        purchase = sales.purchase(tx, purchase_id)
        assert purchase is not None
        back = replace(purchase, refunded_minor=goods_minor)
        quote, programme = sales.quote_of_purchase(tx, purchase_id), shop_rows.programme(tx)
        after_refund(tx, Returned(back, quote, goods_minor, *(False, False), programme, 1, shop.now(), None))

    await shop.db.write(refund)
    assert await stands(shop, anna) == (int(stays), 0)
