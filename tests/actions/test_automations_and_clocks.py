"""Automations and clocks: other zones, a clock set back, silences, two looks at once, other settings."""

import asyncio
from datetime import UTC, date

import pytest

from actions.run_automations import run_automations
from actions.set_automation import answer_value, switch_off, switch_on
from loyalty.automations import Auto
from loyalty.campaigns import RecipientState
from tests.actions.buying import ruled
from tests.actions.people import Cast
from tests.actions.regulars import Regulars, at


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    return regulars


async def test_another_zone_of_the_shop_neither_doubles_nor_loses_a_birthday(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    born = [await shop.member(born=(day, 5)) for day in range(4, 9)]
    for number, zone in enumerate(
        ("Asia/Kamchatka", "Europe/Kaliningrad", "America/New_York", "Europe/Moscow")
    ):
        await ruled(shop.shop, time_zone=zone)
        shop.go_to(f"2026-05-0{4 + number}", 23)
        await run_automations(shop.shop)
    shop.go_to("2026-05-08")
    days = await shop.planned(auto)
    assert [(one.member_id, one.occasion) for one in days] == [
        (who, f"2026-05-0{day}") for who, day in zip(born, range(4, 9), strict=True)
    ]


async def test_a_clock_set_back_repeats_nothing(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    await shop.member(born=(5, 5))
    for day, hour in (("2026-05-04", 12), ("2026-05-05", 3), ("2026-05-04", 23), ("2026-05-05", 1)):
        shop.go_to(day, hour)
        await run_automations(shop.shop)
    assert len(await shop.all(auto)) == 1


async def test_somebody_in_the_far_east_of_a_shop_in_the_far_west_is_wished_well_by_his_own_clock(
    shop: Regulars,
) -> None:
    await ruled(shop.shop, time_zone="Europe/Kaliningrad")
    auto = await shop.running(Auto.BIRTHDAY, hour=9)
    await shop.member(born=(5, 5), zone="Asia/Kamchatka")
    shop.go_to("2026-05-04", 0, "Europe/Kaliningrad")
    (planned,) = await shop.planned(auto)
    assert planned.due_at == at("2026-05-05", 9, "Asia/Kamchatka")
    assert planned.due_at.astimezone(UTC).date() == date(2026, 5, 4)


async def test_joining_on_ones_birthday_brings_it_from_the_next_year_on(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(joined="2026-05-03", born=(3, 5))
    for day in ("2026-05-03", "2026-05-04"):
        shop.go_to(day)
        assert await shop.planned(auto) == []
    shop.go_to("2027-05-02")
    assert await shop.occasions(auto) == [(anna, "2027-05-03")]


async def test_switched_off_and_on_within_a_day_sends_what_it_had_planned_once(shop: Regulars) -> None:
    owner = shop.cast.owner.member_id
    auto = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(born=(5, 5))
    shop.go_to("2026-05-05", 1)
    assert await shop.occasions(auto) == [(anna, "2026-05-05")]
    for _ in range(3):
        await switch_off(shop.shop, owner, auto)
        await switch_on(shop.shop, owner, auto)
        await run_automations(shop.shop)
    assert await shop.occasions(auto) == [(anna, "2026-05-05")]


async def test_two_looks_at_the_same_moment_plan_everybody_once(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    born = [await shop.member(born=(5, 5)) for _ in range(5)]
    shop.go_to("2026-05-05", 1)
    await asyncio.gather(*(run_automations(shop.shop) for _ in range(3)))
    assert await shop.occasions(auto) == [(who, "2026-05-05") for who in born]


async def test_five_days_of_silence_over_a_birthday_are_told_as_too_late_once(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    early, late = await shop.member(born=(5, 5)), await shop.member(born=(7, 5))
    for hour in (1, 9, 15):
        shop.go_to("2026-05-09", hour)
        await run_automations(shop.shop)
    found = {one.member_id: (one.state, one.reason) for one in await shop.all(auto)}
    assert found == {
        early: (RecipientState.SKIPPED, "too late"),
        late: (RecipientState.WAITING, ""),
    }


async def test_another_number_of_days_set_on_the_eve_counts_at_once(shop: Regulars) -> None:
    owner = shop.cast.owner

    async def days(auto: int, number: str) -> None:
        await answer_value(shop.shop, owner.member_id, owner.account_id, auto, "days", number)

    before = await shop.running(Auto.BIRTHDAY_BEFORE, days=7)
    missed = await shop.running(Auto.COMEBACK, days=30, tenths=0, purchases=1)
    anna = await shop.member(born=(12, 5))
    await shop.bought(anna, "2026-04-05")
    shop.go_to("2026-05-04")
    assert await shop.occasions(before) == [(anna, "2026-05-12")]
    assert len(await shop.occasions(missed)) == 1
    await days(before, "3")
    await days(missed, "33")
    for day in ("2026-05-05", "2026-05-06"):
        shop.go_to(day, 15)
        assert await shop.planned(before) == []
    shop.go_to("2026-05-08", 12)
    (wishes,), (back,) = await shop.planned(before), await shop.planned(missed)
    assert (wishes.occasion, wishes.due_at) == ("2026-05-12", at("2026-05-09", 10))
    assert back.due_at == at("2026-05-08", 11)
    assert await shop.wanted(back) == ""
