"""The preview of a draft, on a real history: every kind of points against what the books say."""

import asyncio
from collections import Counter
from dataclasses import replace
from typing import Any

from actions.answer_spend import answer_spend
from actions.birthday_gifts import birthday_gifts
from actions.expire_points import expire_points
from actions.preview_programme import preview
from actions.review import rate
from loyalty.birthdays import Birthday
from loyalty.forecast_bonuses import Given
from loyalty.ledger import Kind
from loyalty.outlay import Outlay
from loyalty.programme import (
    Bonuses,
    Expiry,
    HourRule,
    Referral,
    Spending,
    StampCard,
    Terms,
    Tier,
    TierMetric,
)
from loyalty.settings_views import Desk, Preview
from storage import shop as shop_rows
from storage.schema import claims, entries, stores
from tests.actions.guests import DAY, buys, invitation, joins, returns, rules
from tests.actions.paying import asked, rich
from tests.actions.people import Actor, Cast

BONUSES = Bonuses(100, 30, 20, 200, review_points=5)
FRIENDS = Referral(70, 50, 300_00)
COFFEE = StampCard("s1", "Coffee", 2, "a coffee")
IDLE = Terms(expiry=Expiry.INACTIVITY, lifetime_months=1)
MONTH = Terms(expiry=Expiry.LOT, lifetime_months=1, remind_first=False)


async def reckoned(cast: Cast, **changes: Any) -> Preview:
    """The preview of these changes to the rules in force."""
    present = await cast.shop.db.read(shop_rows.programme)
    return await preview(cast.shop, Desk(present, replace(present, **changes), 1, (), None, {}))


async def booked(cast: Cast, *kinds: Kind) -> int:
    """What the ledger says about entries of these kinds."""
    return sum(row.points for row in await cast.stand.rows(entries) if row.kind in kinds)


async def story(cast: Cast) -> Actor:
    """Newcomers, friends, visits, reviews, birthdays, stamps, in about eighty days."""
    anna = await joins(cast, "Анна", phone="+79161234567", birthday=Birthday(15, 6))
    first = await buys(cast, anna, 450_00)
    await rate(cast.shop, anna.member_id, anna.account_id, first, 5)
    boris = await joins(cast, "Борис", await invitation(cast, anna), birthday=Birthday(1, 1))
    await buys(cast, boris, 200_00)
    cast.clock.advance(DAY)
    await buys(cast, boris, 350_00)
    again = await buys(cast, anna, 133_00)
    assert await rate(cast.shop, anna.member_id, anna.account_id, again, 4)
    late = await buys(cast, anna, 133_00)
    assert await rate(cast.shop, anna.member_id, anna.account_id, late, 4)
    gone = await joins(cast, "Вера", await invitation(cast, anna))
    await returns(cast, await buys(cast, gone, 999_00))
    for _ in range(80):
        cast.clock.advance(DAY)
        await birthday_gifts(cast.shop)
        await expire_points(cast.shop)
    await buys(cast, anna, 500_00)
    return anna


async def test_under_the_rules_of_the_time_it_is_what_was_booked(cast: Cast) -> None:
    await rules(
        cast,
        bonuses=BONUSES,
        referral=FRIENDS,
        stamps=(COFFEE,),
        visit_points=3,
        step_minor=100_00,
        step_points=2,
        terms=replace(MONTH, since=cast.clock.now()),
    )
    await story(cast)
    figures = await reckoned(cast)
    assert figures.before == figures.after, "an unchanged programme costs what it costs"
    found = figures.before
    earned = await booked(cast, Kind.EARNED, Kind.REFERRAL, Kind.EARN_REVERSED)
    assert found.bought.points + found.given.friends == earned > 0
    assert found.given.welcome == await booked(cast, Kind.WELCOME) > 0
    assert found.given.profile == await booked(cast, Kind.PROFILE) == 30 + 2 * 20
    assert found.given.birthdays == await booked(cast, Kind.BIRTHDAY) == 200
    assert found.given.reviews == await booked(cast, Kind.REVIEW) == 10
    assert found.given.friends == await booked(cast, Kind.REFERRAL) // 2 == 120, "Vera's purchase came back"
    burnt = -await booked(cast, Kind.EXPIRED) - found.given.birthdays
    assert found.burnt_points == burnt > 0, "the birthday gift had its own end"
    cards = Counter(row.stamp_card for row in await cast.stand.rows(claims))
    assert found.bought.stamp_gifts == cards["s1"] > 0


async def test_what_is_switched_on_costs_what_it_would_have_given(cast: Cast) -> None:
    await rules(cast, bonuses=Bonuses(review_points=1))
    anna = await story(cast)
    await rules(cast, bonuses=Bonuses())
    now = {"bonuses": BONUSES, "referral": FRIENDS, "stamps": (COFFEE,), "terms": MONTH}
    figures = await reckoned(cast, **now)
    assert figures.before.given == Given()
    assert figures.after.given == Given(300, 30 + 2 * 20, 200, 10, 120)
    assert (figures.before.bought.stamp_gifts, figures.after.bought.stamp_gifts) == (0, 2)
    assert figures.before.burnt_points == 0
    last = (await cast.stand.rows(entries))[-1]
    assert last.member_id == anna.member_id
    left = await booked(cast, Kind.EARNED, Kind.REVIEW, Kind.EARN_REVERSED) - last.points
    assert figures.after.burnt_points == left > 0
    assert (await reckoned(cast, referral=replace(FRIENDS, minimum_minor=400_00))).after.given.friends == 0
    assert (await reckoned(cast, bonuses=BONUSES, terms=IDLE)).after.burnt_points == left


async def test_nothing_happened_costs_nothing(cast: Cast) -> None:
    cast.clock.advance(100 * DAY)
    figures = await reckoned(cast, bonuses=BONUSES, referral=FRIENDS, terms=IDLE, stamps=(COFFEE,))
    assert figures.after == Outlay()


async def test_points_above_the_share_are_told(cast: Cast) -> None:
    anna = await rich(cast)
    view, hold_id = await asked(cast, anna, 1_000_00)
    await answer_spend(cast.shop, anna.member_id, hold_id, yes=True)
    assert view.offered_points == 300
    figures = await reckoned(cast, spending=Spending(cap_bp=2_000))
    assert (figures.before.bought.above_points, figures.after.bought.above_points) == (0, 100)
    assert figures.after.bought.spent_points == 300


async def test_happy_hours_follow_the_clock_of_the_store(cast: Cast) -> None:
    anna = await joins(cast, "Анна")
    await buys(cast, anna, 1_000_00)
    # It is 15:00 in Moscow, where the programme is at home, and 22:00 in Vladivostok.
    happy = HourRule("h1", tuple(range(7)), 22 * 60, 23 * 60, 1_000)
    assert (await reckoned(cast, hours=(happy,))).after.bought.points == 50
    moved = await reckoned(cast, hours=(happy,), time_zone="Asia/Vladivostok")
    assert moved.after.bought.points == 100, "a store that keeps the programme's time goes with it"
    far = stores.update().values(time_zone="Asia/Vladivostok")
    await cast.shop.db.write(lambda tx: tx.execute(far))
    figures = await reckoned(cast, hours=(happy,))
    assert (figures.before.bought.points, figures.after.bought.points) == (50, 100)


async def test_levels_by_friends_lift_in_the_figures_too(cast: Cast) -> None:
    await rules(cast, referral=FRIENDS)
    anna = await joins(cast, "Анна")
    await buys(cast, anna, 1_000_00)
    boris = await joins(cast, "Борис", await invitation(cast, anna))
    await buys(cast, boris, 300_00)
    tier = Tier("t1", "Друг", 1, rate_bp=1_000)
    figures = await reckoned(cast, tier_metric=TierMetric.FRIENDS, tiers=(tier,))
    assert figures.moves == (1, 0)
    assert (figures.before.bought.points, figures.after.bought.points) == (50 + 15, 100 + 15)


async def test_the_preview_leaves_the_loop_free(cast: Cast) -> None:
    anna = await joins(cast, "Анна")
    await buys(cast, anna, 1_000_00)
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.ensure_future(turn())
    await reckoned(cast, rate_bp=700)
    beside.cancel()
    assert turns > 3
