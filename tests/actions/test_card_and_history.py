"""What a member sees of his points and is told of them: card, balance, history, pending points."""

from dataclasses import replace

import pytest

from actions.expire_points import expire_points
from actions.show_card import show_balance, show_card
from actions.show_history import show_history
from actions.wake_points import wake_points
from loyalty.ledger import Kind
from loyalty.programme import Terms
from loyalty.refusals import Refused
from loyalty.views import CardView
from storage import ledger
from tests.actions.burning import (
    MONTHLY,
    bought,
    days,
    given_to,
    pumped,
    rules,
    wallet,
)
from tests.actions.people import Actor, Cast


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    await rules(cast, MONTHLY)
    return await cast.joined("Анна")


async def test_pending_points_are_announced_when_they_can_be_used(cast: Cast) -> None:
    await rules(cast, Terms(pending_days=14))
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    assert (await wallet(cast, anna)).pending == 50
    went = await days(cast, 20)
    assert went == [("active", {"points": 50, "available": 50})]
    assert await wake_points(cast.shop) == 0


async def test_nobody_is_told_of_pending_points_that_were_taken_back(cast: Cast) -> None:
    await rules(cast, Terms(pending_days=14))
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    await cast.shop.db.write(lambda tx: ledger.block(tx, 1, blocked=True))
    assert await days(cast, 20) == []


async def test_nights_are_quiet(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    await days(cast, 31)
    cast.clock.advance(9.5 * 3600)  # half past midnight in Moscow
    assert await expire_points(cast.shop) == 50
    assert await pumped(cast) == []
    cast.clock.advance(9.5 * 3600)
    assert [kind for kind, _ in await pumped(cast)] == ["expired"]


async def test_the_card_shows_every_state(cast: Cast) -> None:
    await rules(cast, replace(MONTHLY, pending_days=3))
    anna = await cast.joined("Анна")
    await given_to(cast, anna, 30, Kind.WELCOME)
    view = await show_card(cast.shop, anna.member_id)
    assert isinstance(view, CardView)
    assert (view.available, view.locked) == (0, 30)
    await bought(cast, anna)
    view = await show_balance(cast.shop, anna.member_id)
    assert isinstance(view, CardView)
    assert (view.available, view.locked) == (30, 0)
    assert [(one.day.isoformat(), one.points) for one in view.waking] == [("2026-05-06", 50)]
    assert [(one.day.isoformat(), one.points) for one in view.burning] == [
        ("2026-06-03", 30),
        ("2026-06-06", 50),
    ]
    assert view.lasting == 0
    stranger = await cast.stranger("Кто-то")
    assert isinstance(await show_card(cast.shop, stranger.member_id), Refused)


async def test_the_history_tells_of_a_burning(cast: Cast, anna: Actor) -> None:
    await bought(cast, anna)
    cast.clock.advance(60)
    await bought(cast, anna, 10_00)  # too little for a point
    await days(cast, 32)
    page = await show_history(cast.shop, anna.member_id)
    assert [(line.parts, line.amount_minor) for line in page.lines] == [
        (((Kind.EXPIRED, -50),), None),
        ((), 10_00),
        (((Kind.EARNED, 50),), 1_000_00),
    ]
