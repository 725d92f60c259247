"""Points for a friend: set aside, moved with their dates, and every gift has exactly one end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from actions.gift_points import (
    answer_gift,
    ask_gift,
    cancel_gift,
    expire_gifts,
    offer_gift,
    offered_gifts,
)
from actions.shop import Shop
from actions.undo_sale import undo_sale
from actions.verify import verify_ledger
from loyalty.gifts import GiftLimits, GiftState, GiftView
from loyalty.ledger import Kind, Lot
from loyalty.programme import Bonuses, Expiry, Terms
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleView
from storage import ledger
from tests.actions.buying import bought, in_debt, left, reason, ruled
from tests.actions.people import Actor, Cast
from tests.clockwork.stand import HandClock


@pytest.fixture(autouse=True)
async def books_hold(cast: Cast) -> AsyncIterator[None]:
    """Whatever a test did, the ledger adds up."""
    yield
    assert (await verify_ledger(cast.shop)).faults == ()


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    """Somebody with 500 points."""
    someone = await cast.joined("Анна Каренина")
    await bought(cast, someone)
    return someone


async def offered(shop: Shop, sender: Actor, points: int = 100) -> GiftView:
    view = await offer_gift(shop, sender.member_id, sender.account_id, points)
    assert isinstance(view, GiftView), view
    return view


async def opened(cast: Cast, friend: Actor, view: GiftView) -> object:
    return (await cast.start(friend.external_id, "Друг", view.link.partition("start=")[2])).outcome


async def answered(shop: Shop, friend: Actor, view: GiftView, *, accept: bool = True) -> GiftState:
    done = await answer_gift(shop, friend.member_id, view.id, accept=accept)
    assert isinstance(done, GiftView), done
    return done.state


async def lots(shop: Shop, member: Actor) -> list[Lot]:
    return await shop.db.read(lambda tx: ledger.open_lots(tx, member.member_id))


async def test_a_gift_is_set_aside_asked_about_and_moves(cast: Cast, shop: Shop, anna: Actor) -> None:
    pavel = await cast.joined("Павел")
    view = await offered(shop, anna)
    assert await left(shop, anna) == 400
    await opened(cast, pavel, view)
    kind, asked = (await cast.told(pavel))[-1]
    assert (kind, asked["points"], asked["person"]) == ("gift_offered", 100, anna.member_id)
    assert await answered(shop, pavel, view) is GiftState.ACCEPTED
    assert (await left(shop, anna), await left(shop, pavel)) == (400, 100)
    for member, kind, points, total in ((pavel, "gift_received", 100, 100), (anna, "gift_taken", -100, 400)):
        last, told = (await cast.told(member))[-1]
        assert (last, told["points"], told["available"]) == (kind, points, total)


async def test_rule_78_the_earliest_lots_move_with_their_dates(
    cast: Cast, shop: Shop, clock: HandClock
) -> None:
    await ruled(shop, terms=Terms(expiry=Expiry.LOT, lifetime_months=6, remind_first=False))
    anna, pavel = await cast.joined("Анна"), await cast.joined("Павел")
    await bought(cast, anna, 1_000_00)
    clock.advance(40 * 86_400)
    await bought(cast, anna, 1_000_00)
    view = await offered(shop, anna, 70)
    await opened(cast, pavel, view)
    before = await lots(shop, anna)
    await answered(shop, pavel, view)
    came = await lots(shop, pavel)
    assert [(lot.amount, lot.active_from, lot.expires_at) for lot in came] == [
        (points, lot.active_from, lot.expires_at) for lot, points in zip(before, (50, 20), strict=True)
    ]
    assert {lot.kind for lot in came} == {Kind.TRANSFERRED_IN}
    assert [lot.remaining for lot in await lots(shop, anna)] == [30]


async def test_fifty_accepts_move_the_points_once(cast: Cast, shop: Shop, anna: Actor) -> None:
    pavel = await cast.joined("Павел")
    view = await offered(shop, anna)
    await opened(cast, pavel, view)
    done = await asyncio.gather(*(answered(shop, pavel, view) for _ in range(50)))
    assert set(done) == {GiftState.ACCEPTED}
    assert (await left(shop, anna), await left(shop, pavel)) == (400, 100)


async def test_fifty_gifts_of_the_last_points_are_one(shop: Shop, anna: Actor) -> None:
    made = await asyncio.gather(*(offer_gift(shop, anna.member_id, anna.account_id, 300) for _ in range(50)))
    assert sum(isinstance(one, GiftView) for one in made) == 1
    assert await left(shop, anna) == 200


@pytest.mark.parametrize("late", [False, True])
async def test_accepting_cancelling_and_expiring_at_once_is_exactly_one_end(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock, late: bool
) -> None:
    pavel = await cast.joined("Павел")
    view = await offered(shop, anna)
    await opened(cast, pavel, view)
    clock.advance(48 * 3_600 if late else 60)
    ways = [
        way
        for _ in range(17)
        for way in (
            answer_gift(shop, pavel.member_id, view.id, accept=True),
            answer_gift(shop, pavel.member_id, view.id, accept=False),
            cancel_gift(shop, anna.member_id, view.id),
            expire_gifts(shop),
        )
    ]
    done = await asyncio.gather(*ways)
    ends = {one.state for one in done if isinstance(one, GiftView)}
    assert ends <= {GiftState.CANCELLED} if late else len(ends) == 1
    got = 100 if ends == {GiftState.ACCEPTED} else 0
    assert (await left(shop, pavel), await left(shop, anna)) == (got, 500 - got)
    assert all(lot.reserved == 0 for lot in await lots(shop, anna))


async def test_declined_and_forgotten_gifts_come_back(
    cast: Cast, shop: Shop, anna: Actor, clock: HandClock
) -> None:
    pavel = await cast.joined("Павел")
    first = await offered(shop, anna)
    await opened(cast, pavel, first)
    assert await answered(shop, pavel, first, accept=False) is GiftState.DECLINED
    second = await offered(shop, anna)
    await opened(cast, pavel, second)
    clock.advance(48 * 3_600)
    assert reason(await answer_gift(shop, pavel.member_id, second.id, accept=True)) is Refusal.GIFT_OVER
    assert await expire_gifts(shop) == 1
    assert await left(shop, anna) == 500
    told = [(kind, data.get("state")) for kind, data in await cast.told(anna)]
    assert told[-2:] == [("gift_back", "declined"), ("gift_back", "expired")]
    assert (await cast.told(pavel))[-1][0] == "gift_off"


async def test_a_stranger_joins_first_and_is_asked_then(cast: Cast, shop: Shop, anna: Actor) -> None:
    view = await offered(shop, anna)
    external_id = "777"
    await cast.start(external_id, "Пётр", view.link.partition("start=")[2])
    petr = await cast.actor(external_id)
    assert reason(await answer_gift(shop, petr.member_id, view.id, accept=True)) is Refusal.NOT_JOINED
    await cast.finish_joining(petr, "Пётр")
    assert (await cast.told(petr))[-1][0] == "gift_offered"
    assert await answered(shop, petr, view) is GiftState.ACCEPTED


async def test_nobody_gives_to_himself_or_takes_what_he_did_not_open(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    view = await offered(shop, anna)
    outcome = await opened(cast, anna, view)
    assert reason(outcome) is Refusal.GIFT_OWN
    pavel = await cast.joined("Павел")
    for gift_id in (view.id, 999):
        assert reason(await answer_gift(shop, pavel.member_id, gift_id, accept=True)) is Refusal.GIFT_OVER
        assert reason(await cancel_gift(shop, pavel.member_id, gift_id)) is Refusal.GIFT_OVER


async def test_rule_78_the_day_has_a_cap_and_the_next_day_a_new_one(
    shop: Shop, anna: Actor, clock: HandClock
) -> None:
    await ruled(shop, gift_daily_points=150)
    view = await offered(shop, anna, 120)
    assert await ask_gift(shop, anna.member_id, anna.account_id) == GiftLimits(30, 30)
    too_much = await offer_gift(shop, anna.member_id, anna.account_id, 31)
    assert too_much == Refused(Refusal.GIFT_TOO_MUCH, {"most": 30})
    await cancel_gift(shop, anna.member_id, view.id)
    assert await offered_gifts(shop, anna.member_id) == ()
    await offered(shop, anna, 150)
    assert reason(await ask_gift(shop, anna.member_id, anna.account_id)) is Refusal.GIFT_DAY_FULL
    clock.advance(86_400)
    await offered(shop, anna, 150)


async def test_decision_welcome_points_and_newcomers_give_nothing(cast: Cast, shop: Shop) -> None:
    await ruled(shop, bonuses=Bonuses(welcome_points=100))
    vera = await cast.joined("Вера")
    ask = await ask_gift(shop, vera.member_id, vera.account_id)
    assert reason(ask) is Refusal.GIFT_AFTER_PURCHASE
    await bought(cast, vera, 100_00)
    assert await ask_gift(shop, vera.member_id, vera.account_id) == GiftLimits(5, 500)


async def test_points_of_a_returned_purchase_do_not_reach_the_friend(cast: Cast, shop: Shop) -> None:
    anna, pavel = await cast.joined("Анна"), await cast.joined("Павел")
    await bought(cast, anna, 1_000_00)
    second = await bought(cast, anna, 1_000_00)
    view = await offered(shop, anna, 100)
    await opened(cast, pavel, view)
    assert isinstance(await undo_sale(shop, cast.lena.member_id, second), SaleView)
    assert reason(await answer_gift(shop, pavel.member_id, view.id, accept=True)) is Refusal.GIFT_OVER
    assert (await left(shop, anna), await left(shop, pavel)) == (50, 0)
    assert (await cast.told(anna))[-1][1]["state"] == "cancelled"


async def test_rule_46_a_gift_pays_the_friends_debt_first(cast: Cast, shop: Shop, anna: Actor) -> None:
    pavel = await cast.joined("Павел")
    await in_debt(cast, pavel)
    view = await offered(shop, anna, 450)
    await opened(cast, pavel, view)
    await answered(shop, pavel, view)
    assert (await left(shop, pavel), await left(shop, anna)) == (50, 50)
    assert (await shop.db.read(lambda tx: ledger.head(tx, pavel.member_id))).debt == 0
