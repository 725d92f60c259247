"""Who is due for which automation, and when: each with its edge cases."""

from datetime import date

import pytest

from actions.list_automations import who_today
from actions.run_automations import run_automations
from loyalty.automation_views import WhoToday
from loyalty.automations import Auto
from loyalty.campaigns import RecipientState
from loyalty.programme import Bonuses, LeapDay
from storage import people
from tests.actions.buying import ruled
from tests.actions.people import Cast
from tests.actions.regulars import Regulars, at


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    return regulars


# --- birthdays ---


async def test_a_birthday_is_written_about_on_the_day_by_the_members_own_clock(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    here = await shop.member(born=(5, 5))
    east = await shop.member(born=(5, 5), zone="Asia/Vladivostok")
    assert await shop.planned(auto) == []
    shop.go_to("2026-05-04", 1)
    found = {one.member_id: one.due_at for one in await shop.planned(auto)}
    assert found == {here: at("2026-05-05", 10), east: at("2026-05-05", 10, "Asia/Vladivostok")}


async def test_a_second_look_and_a_late_one_change_nothing(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(born=(5, 5))
    for day in ("2026-05-04", "2026-05-04", "2026-05-05", "2026-05-06", "2026-05-08"):
        shop.go_to(day)
        assert await shop.occasions(auto) == [(anna, "2026-05-05")]


async def test_after_three_days_of_silence_it_is_too_late_and_that_is_said(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    anna, boris = await shop.member(born=(5, 5)), await shop.member(born=(6, 5))
    shop.go_to("2026-05-09", 11)
    found = {one.member_id: (one.state, one.reason) for one in await shop.planned(auto)}
    assert found == {
        anna: (RecipientState.SKIPPED, "too late"),
        boris: (RecipientState.WAITING, ""),
    }


async def test_the_message_that_waited_too_long_is_not_wanted(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    await shop.member(born=(5, 5))
    shop.go_to("2026-05-05")
    (anna,) = await shop.planned(auto)
    assert await shop.wanted(anna) == ""
    shop.go_to("2026-05-08", 20)
    assert await shop.wanted(anna) == ""
    shop.go_to("2026-05-09", 1)
    assert await shop.wanted(anna) == "too late"


@pytest.mark.parametrize(
    ("leap_day", "day"), [(LeapDay.FEBRUARY_28, "2027-02-28"), (LeapDay.MARCH_1, "2027-03-01")]
)
async def test_the_29th_of_february_is_kept_in_common_years_too(
    shop: Regulars, leap_day: LeapDay, day: str
) -> None:
    await ruled(shop.shop, bonuses=Bonuses(leap_day=leap_day))
    auto = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(born=(29, 2))
    for hour in ("2027-02-27", "2027-02-28", "2027-03-01", "2027-03-02"):
        shop.go_to(hour)
        await run_automations(shop.shop)
    assert await shop.occasions(auto) == [(anna, day)]
    shop.go_to("2028-02-28")
    assert (anna, "2028-02-29") in await shop.occasions(auto)


async def test_a_date_told_or_changed_shortly_before_counts_from_next_year(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    await shop.member(born=(5, 5), told="2026-04-20")
    in_time = await shop.member(born=(5, 5), told="2026-04-04")
    shop.go_to("2026-05-05")
    assert await shop.occasions(auto) == [(in_time, "2026-05-05")]


async def test_a_date_changed_on_the_eve_is_not_written_about(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(born=(5, 5))
    shop.go_to("2026-05-04")
    (planned,) = await shop.planned(auto)
    now = shop.shop.now()
    index = shop.shop.vault.index("birthday", "08-09")
    await shop.shop.db.write(lambda tx: people.change_member(tx, anna, birthday_index=index, birthday_at=now))
    shop.go_to("2026-05-05")
    assert await shop.wanted(planned) == "not wanted any more"


async def test_one_birthday_a_year_also_when_the_date_is_changed_after_it(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(born=(5, 5))
    shop.go_to("2026-05-05")
    await shop.planned(auto)
    index, told = shop.shop.vault.index("birthday", "08-09"), at("2026-06-01")
    await shop.shop.db.write(
        lambda tx: people.change_member(tx, anna, birthday_index=index, birthday_at=told)
    )
    shop.go_to("2026-08-09")
    assert await shop.occasions(auto) == [(anna, "2026-05-05")]
    shop.go_to("2027-08-09")
    assert await shop.occasions(auto) == [(anna, "2026-05-05"), (anna, "2027-08-09")]


async def test_who_joined_after_the_day_waits_for_the_next_year(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    shop.go_to("2026-05-06")
    await shop.member(born=(5, 5), joined="2026-05-06")
    assert await shop.occasions(auto) == []


async def test_days_before_a_birthday_cross_the_new_year(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY_BEFORE, days=7)
    anna = await shop.member(born=(3, 1))
    shop.go_to("2026-12-27")
    (planned,) = await shop.planned(auto)
    assert (planned.member_id, planned.occasion, planned.due_at) == (
        anna,
        "2027-01-03",
        at("2026-12-27", 10),
    )


async def test_the_programmes_own_birthday_gift_makes_one_message_not_two(shop: Regulars) -> None:
    await ruled(shop.shop, bonuses=Bonuses(birthday_points=300))
    with pytest.raises(AssertionError, match="AUTOMATION_IDLE"):
        await shop.running(Auto.BIRTHDAY)
    assert await shop.running(Auto.BIRTHDAY_BEFORE)


async def test_a_gift_of_the_programme_begun_later_silences_what_waits(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    await shop.member(born=(5, 5))
    shop.go_to("2026-05-05")
    (planned,) = await shop.planned(auto)
    await ruled(shop.shop, bonuses=Bonuses(birthday_points=300))
    assert await shop.wanted(planned) == "not wanted any more"


# --- joining ---


async def test_the_welcomes_come_so_many_days_after_joining(shop: Regulars) -> None:
    first, third = await shop.running(Auto.WELCOME), await shop.running(Auto.WELCOME_3, days=10)
    old = await shop.member(joined="2026-04-20")
    anna = await shop.member(joined="2026-05-03")
    shop.go_to("2026-05-04")
    assert await shop.occasions(first) == [(anna, "joined")]
    shop.go_to("2026-05-13")
    assert await shop.occasions(third) == [(anna, "joined")]
    assert old not in dict(await shop.occasions(third))


async def test_who_has_bought_is_not_asked_why_not(shop: Regulars) -> None:
    auto = await shop.running(Auto.NEWCOMER, days=14)
    anna, boris = await shop.member(joined="2026-05-03"), await shop.member(joined="2026-05-03")
    await shop.bought(boris, "2026-05-04")
    shop.go_to("2026-05-17")
    (planned,) = await shop.planned(auto)
    assert planned.member_id == anna
    assert await shop.wanted(planned) == ""
    await shop.bought(anna, "2026-05-17")
    assert await shop.wanted(planned) == "not wanted any more"


# --- coming back ---


async def test_somebody_is_missed_after_twice_his_own_rhythm(shop: Regulars) -> None:
    auto = await shop.running(Auto.COMEBACK, days=45, tenths=20, least_days=14, purchases=2)
    weekly, once = await shop.member(), await shop.member()
    await shop.bought(weekly, "2026-04-08", "2026-04-18", "2026-04-28")
    await shop.bought(once, "2026-04-28")
    shop.go_to("2026-05-18")
    (planned,) = await shop.planned(auto)
    assert (planned.member_id, planned.due_at) == (weekly, at("2026-05-18", 11))
    assert planned.occasion == str(date(2026, 4, 28).toordinal())


async def test_without_a_rhythm_the_fixed_days_count(shop: Regulars) -> None:
    auto = await shop.running(Auto.COMEBACK, days=45, tenths=20, purchases=1)
    once = await shop.member()
    await shop.bought(once, "2026-04-28")
    shop.go_to("2026-06-10")
    assert await shop.occasions(auto) == []
    shop.go_to("2026-06-12")
    assert [who for who, _ in await shop.occasions(auto)] == [once]


async def test_who_came_meanwhile_is_not_missed_and_may_be_missed_again(shop: Regulars) -> None:
    auto = await shop.running(Auto.COMEBACK, days=30, tenths=0, purchases=1)
    anna = await shop.member()
    await shop.bought(anna, "2026-04-28")
    shop.go_to("2026-05-28")
    (planned,) = await shop.planned(auto)
    (again,) = await shop.bought(anna, "2026-05-28")
    assert await shop.wanted(planned) == "not wanted any more"
    await shop.undone(again, anna)
    assert await shop.wanted(planned) == ""
    await shop.bought(anna, "2026-05-28")
    shop.go_to("2026-06-27")
    assert len(await shop.planned(auto)) == 2


async def test_those_who_stayed_away_before_it_was_switched_on_are_left_out_and_counted(
    shop: Regulars,
) -> None:
    lost, due = await shop.member("Лев"), await shop.member("Ева")
    await shop.bought(lost, "2026-01-10")
    await shop.bought(due, "2026-04-03")
    auto = await shop.running(Auto.COMEBACK, days=30, tenths=0, purchases=1)
    who = await who_today(shop.shop, shop.cast.owner.member_id, auto)
    assert isinstance(who, WhoToday)
    assert (who.people, who.names, who.left_out) == (1, ("Ева",), 1)
    assert [one.member_id for one in await shop.planned(auto)] == [due]


async def test_the_question_why_is_a_step_of_its_own(shop: Regulars) -> None:
    auto = await shop.running(Auto.WHY, days=60, tenths=0, purchases=1)
    anna = await shop.member()
    await shop.bought(anna, "2026-04-28")
    shop.go_to("2026-06-27")
    assert [who for who, _ in await shop.occasions(auto)] == [anna]
