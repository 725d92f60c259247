"""Automations are switched on and off, meant for some, tried out, and one message a day is enough."""

import pytest

from actions.deliver import record
from actions.list_automations import list_automations, who_today
from actions.outcomes import Sent
from actions.preview_campaign import Tryout, try_campaign
from actions.run_automations import run_automations
from actions.set_automation import answer_value, delete_automation, set_value, switch_off, switch_on
from loyalty.automation_views import AutomationList, AutomationView
from loyalty.automations import Auto
from loyalty.campaigns import RecipientState
from loyalty.programme import Category, Tier
from loyalty.refusals import Refusal, Refused
from tests.actions.buying import reason, ruled
from tests.actions.people import Cast
from tests.actions.regulars import Regulars, at
from tests.clockwork.stand import claimed
from texts.automation_defaults import defaults
from texts.campaign import campaign_screen
from texts.words import words_for


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    return regulars


async def test_a_segment_takes_only_those_it_means(shop: Regulars) -> None:
    auto = await shop.running(Auto.WELCOME, segment="purchases >= 1")
    anna, _ = await shop.member(joined="2026-05-03"), await shop.member(joined="2026-05-03")
    await shop.bought(anna, "2026-05-03")
    shop.go_to("2026-05-04")
    assert await shop.occasions(auto) == [(anna, "joined")]


async def test_the_control_group_gets_nothing_and_is_counted(shop: Regulars) -> None:
    auto = await shop.running(Auto.WELCOME, control_bp=5_000)
    for _ in range(40):
        await shop.member(joined="2026-05-03")
    shop.go_to("2026-05-04")
    states = [one.state for one in await shop.planned(auto)]
    assert len(states) == 40
    assert 8 < states.count(RecipientState.CONTROL) < 32


async def test_of_two_messages_for_one_day_the_birthday_goes_first(shop: Regulars) -> None:
    back = await shop.running(Auto.COMEBACK, days=30, tenths=0, purchases=1, hour=9)
    birthday = await shop.running(Auto.BIRTHDAY)
    anna = await shop.member(born=(5, 5))
    await shop.bought(anna, "2026-04-05")
    shop.go_to("2026-05-05")
    for auto in (back, birthday):
        assert await shop.occasions(auto)
    (message,) = [one for one in await claimed(shop.cast.stand, 50) if one.kind == "campaign"]
    assert message.data["campaign"] == birthday
    await record(shop.shop, message, Sent("1"))
    shop.go_to("2026-05-05", 13)
    assert await claimed(shop.cast.stand, 50) == []
    (waits,) = await shop.all(back)
    assert waits.due_at == at("2026-05-06", 9)


async def test_while_it_is_off_nothing_is_planned_and_nothing_is_made_up_for(shop: Regulars) -> None:
    owner = shop.cast.owner.member_id
    auto = await shop.running(Auto.BIRTHDAY)
    await shop.member(born=(6, 5))
    eva = await shop.member(born=(10, 5))
    assert isinstance(await switch_off(shop.shop, owner, auto), AutomationView)
    shop.go_to("2026-05-08")
    assert await shop.planned(auto) == []
    assert isinstance(await switch_on(shop.shop, owner, auto), AutomationView)
    shop.go_to("2026-05-10")
    assert await shop.occasions(auto) == [(eva, "2026-05-10")]


async def test_other_settings_begin_anew_from_today(shop: Regulars) -> None:
    auto = await shop.running(Auto.COMEBACK, days=60, tenths=0, purchases=1)
    gone, due = await shop.member(), await shop.member()
    await shop.bought(gone, "2026-03-20")
    await shop.bought(due, "2026-04-05")
    await run_automations(shop.shop)

    async def answered(days: str) -> AutomationView | Refused:
        owner = shop.cast.owner
        return await answer_value(shop.shop, owner.member_id, owner.account_id, auto, "days", days)

    assert reason(await answered("много")) is Refusal.AUTOMATION_VALUE
    assert reason(await answered("1")) is Refusal.AUTOMATION_VALUE
    assert isinstance(await answered("28"), AutomationView)
    assert [who for who, _ in await shop.occasions(auto)] == [due]


async def test_a_deleted_one_lets_go_of_those_who_wait(shop: Regulars) -> None:
    owner = shop.cast.owner.member_id
    auto = await shop.running(Auto.CUSTOM, schedule="birthday", offset=0)
    await shop.member(born=(3, 5))
    assert len(await shop.occasions(auto)) == 1
    assert await delete_automation(shop.shop, owner, auto) is None
    assert [(one.state, one.reason) for one in await shop.all(auto)] == [
        (RecipientState.SKIPPED, "cancelled")
    ]
    gone = await delete_automation(shop.shop, owner, auto)
    assert gone is not None
    assert gone.reason is Refusal.AUTOMATION_GONE


async def test_every_message_can_be_tried_out(shop: Regulars) -> None:
    await ruled(shop.shop, tiers=(Tier("gold", "Золото", 10_000_00),), categories=(Category("w", "Вино"),))
    owner = shop.cast.owner.member_id
    found = await list_automations(shop.shop, owner, defaults(words_for("ru", "Europe/Moscow", "RUB")))
    assert isinstance(found, AutomationList)
    for line in found.lines:
        tried = await try_campaign(shop.shop, owner, line.campaign.id, line.campaign.revision)
        assert isinstance(tried, Tryout), tried
        for message in tried.messages:
            said = campaign_screen(words_for("ru", "Europe/Moscow", "RUB"), message).text
            assert "{" not in said
            assert "«»" not in said
            assert ": ." not in said


async def test_nobody_but_an_owner_switches_anything(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    for who in (shop.cast.lena, await shop.cast.joined("Анна")):
        assert isinstance(await switch_off(shop.shop, who.member_id, auto), Refused)
        assert isinstance(await set_value(shop.shop, who.member_id, auto, "hour", "12"), Refused)
        assert isinstance(await who_today(shop.shop, who.member_id, auto), Refused)
