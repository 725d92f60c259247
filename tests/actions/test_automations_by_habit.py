"""Automations that follow purchases, habits and the calendar, each with its edge cases."""

from datetime import date, timedelta
from typing import Any

import pytest

from actions.run_automations import run_automations
from actions.set_automation import set_value
from loyalty.automations import Auto
from loyalty.benefits import Effect
from loyalty.programme import Bonuses, Category, Referral, Tier
from storage import offers
from storage.offers import Offer
from tests.actions.buying import ruled
from tests.actions.people import Cast
from tests.actions.regulars import Regulars, at


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    return regulars


# --- predicted ---


async def test_the_worked_example_of_an_october_habit(shop: Regulars) -> None:
    anna = await shop.member()
    await shop.bought(anna, "2024-10-05", "2025-10-11")
    shop.go_to("2026-09-19")
    auto = await shop.running(Auto.NEXT)
    assert await shop.planned(auto) == []
    shop.go_to("2026-09-23")
    (planned,) = await shop.planned(auto)
    assert (planned.member_id, planned.due_at) == (anna, at("2026-09-24", 11))
    shop.go_to("2026-10-01", 20)
    assert await shop.wanted(planned) == ""
    shop.go_to("2026-10-02", 9)
    assert await shop.wanted(planned) == "too late"


async def test_a_habit_followed_before_the_message_needs_none(shop: Regulars) -> None:
    anna = await shop.member()
    await shop.bought(anna, "2024-10-05", "2025-10-11")
    shop.go_to("2026-09-19")
    auto = await shop.running(Auto.NEXT)
    shop.go_to("2026-09-24")
    (planned,) = await shop.planned(auto)
    await shop.bought(anna, "2026-09-24")
    assert await shop.wanted(planned) == "not wanted any more"


async def test_the_next_purchase_is_told_two_weeks_before_by_his_rhythm(shop: Regulars) -> None:
    auto = await shop.running(Auto.NEXT)
    anna = await shop.member()
    await shop.bought(anna, "2026-02-01", "2026-03-03", "2026-04-02", "2026-05-02")
    shop.go_to("2026-05-16")
    assert await shop.planned(auto) == []
    shop.go_to("2026-05-17")
    (planned,) = await shop.planned(auto)
    assert planned.due_at == at("2026-05-18", 11)


async def test_a_rhythm_that_guesses_badly_over_the_past_rests(shop: Regulars) -> None:
    auto = await shop.running(Auto.NEXT, floor=80)
    days = [date(2024, 1, 1)]
    for number in range(40):
        days.append(days[-1] + timedelta(days=(22, 90, 31, 160)[number % 4]))
    moved = date(2026, 5, 2) - days[-1]
    for _ in range(5):
        anna = await shop.member(joined="2018-01-01")
        await shop.bought(anna, *((day + moved).isoformat() for day in days))
    for day in range(1, 31):
        shop.go_to(f"2026-06-{day:02}")
        await run_automations(shop.shop)
    assert await shop.planned(auto) == []
    await set_value(shop.shop, shop.cast.owner.member_id, auto, "floor", "0")


# --- after purchases ---


async def test_thanks_come_some_hours_after_a_purchase_and_not_after_each(shop: Regulars) -> None:
    anna = await shop.member()
    await shop.bought(anna, "2026-05-02")
    auto = await shop.running(Auto.THANKS, hours=3, rest_days=30)
    first, _ = await shop.bought(anna, "2026-05-03", "2026-05-03")
    await shop.planned(auto)
    (planned,) = await shop.planned(auto)
    assert (planned.occasion, planned.due_at) == (str(first), at("2026-05-03", 15))
    shop.go_to("2026-05-20")
    await shop.bought(anna, "2026-05-20")
    assert len(await shop.planned(auto)) == 1
    shop.go_to("2026-06-03")
    await shop.bought(anna, "2026-06-03")
    assert len(await shop.planned(auto)) == 2


async def test_nobody_is_thanked_for_what_was_taken_back(shop: Regulars) -> None:
    anna = await shop.member()
    auto = await shop.running(Auto.THANKS)
    (purchase,) = await shop.bought(anna, "2026-05-03")
    (planned,) = await shop.planned(auto)
    await shop.undone(purchase, anna)
    assert await shop.wanted(planned) == "not wanted any more"


async def test_the_receipt_that_asks_for_a_rating_itself_needs_no_thanks(shop: Regulars) -> None:
    await ruled(shop.shop, bonuses=Bonuses(review_points=20))
    with pytest.raises(AssertionError, match="AUTOMATION_IDLE"):
        await shop.running(Auto.THANKS)


async def test_the_next_level_is_spoken_of_when_little_is_missing(shop: Regulars) -> None:
    await ruled(shop.shop, tiers=(Tier("gold", "Золото", 10_000_00),))
    auto = await shop.running(Auto.TIER_NEAR, missing=1_000_00, days=1)
    near, far = await shop.member(), await shop.member()
    await shop.bought(near, "2026-05-03", minor=9_300_00)
    await shop.bought(far, "2026-05-03", minor=5_000_00)
    assert await shop.occasions(auto) == [(near, "gold:2026")]


async def test_who_never_brought_anybody_is_asked_once(shop: Regulars) -> None:
    with pytest.raises(AssertionError, match="AUTOMATION_IDLE"):
        await shop.running(Auto.FRIENDS)
    await ruled(shop.shop, referral=Referral(inviter_points=100))
    auto = await shop.running(Auto.FRIENDS, days=3, purchases=2)
    anna = await shop.member()
    await shop.bought(anna, "2026-05-01", "2026-05-02")
    shop.go_to("2026-05-05")
    assert await shop.occasions(auto) == [(anna, "once")]
    await shop.bought(anna, "2026-05-10")
    shop.go_to("2026-05-13")
    assert await shop.occasions(auto) == [(anna, "once")]


# --- habits ---


async def test_wine_on_fridays(shop: Regulars) -> None:
    await ruled(shop.shop, categories=(Category("wine", "Вино"),))
    auto = await shop.running(Auto.WEEKDAY, category="wine", rest_days=14)
    anna, other = await shop.member(), await shop.member()
    fridays = ["2026-03-20", "2026-03-27", "2026-04-03", "2026-04-10", "2026-04-17"]
    await shop.bought(anna, *fridays, category="wine")
    await shop.bought(other, *fridays, category="bread")
    for day in range(3, 25):
        shop.go_to(f"2026-05-{day:02}", 1)
        await run_automations(shop.shop)
    assert await shop.occasions(auto) == [(anna, "2026-05-08"), (anna, "2026-05-22")]


async def test_his_weekday_is_not_told_to_who_has_been_here_that_day(shop: Regulars) -> None:
    auto = await shop.running(Auto.WEEKDAY)
    anna = await shop.member()
    await shop.bought(anna, "2026-03-20", "2026-03-27", "2026-04-03", "2026-04-10", "2026-04-17")
    shop.go_to("2026-05-08", 1)
    (planned,) = await shop.planned(auto)
    shop.go_to("2026-05-08", 11)
    assert await shop.wanted(planned) == ""
    await shop.bought(anna, "2026-05-08")
    assert await shop.wanted(planned) != ""


async def test_who_buys_the_one_and_never_the_other(shop: Regulars) -> None:
    await ruled(shop.shop, categories=(Category("wine", "Вино"), Category("cheese", "Сыр")))
    with pytest.raises(AssertionError, match="AUTOMATION_IDLE"):
        await shop.running(Auto.PAIR, bought="wine", never="wine")
    auto = await shop.running(Auto.PAIR, bought="wine", never="cheese", purchases=2, days=3)
    anna, both = await shop.member(), await shop.member()
    for who in (anna, both):
        await shop.bought(who, "2026-05-01", "2026-05-02", category="wine")
    await shop.bought(both, "2026-04-01", category="cheese")
    shop.go_to("2026-05-05")
    assert await shop.occasions(auto) == [(anna, "wine>cheese")]


# --- by the calendar ---


async def test_holidays_go_to_everybody_on_their_dates_once(shop: Regulars) -> None:
    auto = await shop.running(Auto.HOLIDAY, dates="05-09")
    anna, boris = await shop.member(), await shop.member(joined="2026-05-09")
    for day in ("2026-05-08", "2026-05-09", "2026-05-09", "2026-05-10"):
        shop.go_to(day, 1)
        await run_automations(shop.shop)
    assert {one.member_id for one in await shop.planned(auto)} >= {anna, boris}
    assert {one.occasion for one in await shop.planned(auto)} == {"2026-05-09"}


async def test_a_holiday_is_over_two_days_later(shop: Regulars) -> None:
    auto = await shop.running(Auto.HOLIDAY, dates="05-09")
    anna = await shop.member()
    shop.go_to("2026-05-11", 1)
    mine = {one.member_id: one.reason for one in await shop.planned(auto)}
    assert mine[anna] == "too late"


async def test_an_offer_not_used_is_recalled_before_it_ends(shop: Regulars) -> None:
    auto = await shop.running(Auto.UNUSED, days=3)
    anna = await shop.member()
    offer = Offer(0, anna, "Кофе в подарок", Effect(), None, date(2026, 5, 10))
    offer_id = await shop.shop.db.write(lambda tx: offers.add(tx, offer, None, shop.shop.now()))
    shop.go_to("2026-05-07", 1)
    (planned,) = await shop.planned(auto)
    assert (planned.occasion, planned.due_at) == (str(offer_id), at("2026-05-07", 11))


@pytest.mark.parametrize(
    ("settings", "days"),
    [
        ({"schedule": "once", "date": "2026-05-20"}, ["2026-05-20"]),
        ({"schedule": "weekly", "weekday": 2}, ["2026-05-06", "2026-05-13", "2026-05-20", "2026-05-27"]),
        ({"schedule": "monthly", "month_day": 31}, ["2026-05-31", "2026-06-30"]),
        ({"schedule": "yearly", "date": "2026-06-01"}, ["2026-06-01"]),
    ],
)
async def test_the_owners_own_goes_by_its_schedule_to_its_segment(
    shop: Regulars, settings: dict[str, Any], days: list[str]
) -> None:
    auto = await shop.running(Auto.CUSTOM, segment="purchases >= 2", **settings)
    anna, other = await shop.member(), await shop.member()
    await shop.bought(anna, "2026-04-01", "2026-04-02")
    await shop.bought(other, "2026-04-01")
    last = date(2026, 5, 28) if settings["schedule"] == "weekly" else date(2026, 6, 30)
    for day in range((last - date(2026, 5, 3)).days + 1):
        shop.go_to((date(2026, 5, 3) + timedelta(days=day)).isoformat(), 1)
        await run_automations(shop.shop)
    assert await shop.occasions(auto) == [(anna, day) for day in days]


async def test_years_with_us_are_counted_from_joining_and_from_the_first_purchase(shop: Regulars) -> None:
    joined = await shop.running(Auto.CUSTOM, schedule="joined", offset=0)
    bought = await shop.running(Auto.CUSTOM, schedule="first_purchase", offset=2)
    anna, leap = await shop.member(joined="2024-05-10"), await shop.member(joined="2024-02-29")
    await shop.bought(anna, "2025-05-11", "2026-01-01")
    await shop.member(joined="2026-05-10")
    for day in ("2026-05-10", "2026-05-13", "2027-02-28"):
        shop.go_to(day, 1)
        await run_automations(shop.shop)
    assert await shop.occasions(joined) == [(anna, "2026"), (leap, "2027")]
    assert await shop.occasions(bought) == [(anna, "2026")]


async def test_days_around_a_birthday_for_the_owners_own(shop: Regulars) -> None:
    auto = await shop.running(Auto.CUSTOM, schedule="birthday", offset=-3)
    anna = await shop.member(born=(8, 5))
    shop.go_to("2026-05-05", 1)
    (planned,) = await shop.planned(auto)
    assert (planned.member_id, planned.occasion, planned.due_at) == (anna, "2026-05-08", at("2026-05-05", 11))
    assert await shop.wanted(planned) == ""
