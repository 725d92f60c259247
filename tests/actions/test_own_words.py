"""What the programme tells by itself goes in its owner's words to those they are for, and to all anyway."""

from datetime import timedelta

import pytest

from actions.complain import open_request
from actions.deliver import record
from actions.join import ADVERTISING
from actions.list_automations import who_today
from actions.outcomes import Failed, Outcome, Unknown
from actions.remind_burning import remind_burning
from actions.set_automation import set_value, switch_off, switch_on
from actions.verify import verify_ledger
from loyalty.automation_views import AutomationView, WhoToday
from loyalty.automations import Auto
from loyalty.campaigns import CampaignState, Gift, RecipientState
from loyalty.feedback import RequestKind
from loyalty.programme import Expiry, Terms
from loyalty.refusals import Refusal
from storage import campaigns, people
from storage.database import Connection
from tests.actions.burning import DAY, bought, given_to, rules, wallet
from tests.actions.buying import reason
from tests.actions.own_words import ARRIVED, HELLO, MONTHLY, said, text_of, went
from tests.actions.people import Actor, Cast
from tests.actions.regulars import Regulars
from tests.clockwork.stand import claimed


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    return Regulars(cast)


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    await rules(cast, MONTHLY)
    return await cast.joined("Анна")


async def reminded(cast: Cast, count: int, *outcomes: Outcome) -> list[str]:
    """What the reminders of so many days said."""
    found = []
    for _ in range(count):
        cast.clock.advance(DAY)
        await remind_burning(cast.shop)
        found += [text_of(one) for one in await went(cast, *outcomes) if one.kind == "burning"]
    return found


async def test_both_steps_have_their_own_words_and_the_figures_stand_below(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    first, last = await shop.running(Auto.BURNING), await shop.running(Auto.BURNING_2)
    await said(shop, last, body="{имя}, успейте!")
    await bought(cast, anna)
    await went(cast)
    figures = "⏳ 50 баллов сгорят после 3 июня. До этого ими можно оплатить часть покупки."
    assert await reminded(cast, 40) == [f"{HELLO}\n\n{figures}", f"Анна, успейте!\n\n{figures}"]
    for campaign_id in (first, last):
        (one,) = await shop.all(campaign_id)
        assert (one.member_id, one.occasion) == (anna.member_id, "2026-06-03")
        assert one.state is RecipientState.SENT


async def test_words_that_hold_the_figures_stand_alone(cast: Cast, shop: Regulars, anna: Actor) -> None:
    first = await shop.running(Auto.BURNING)
    await said(shop, first, body="{сгорает} — до {сгорит}!")
    await bought(cast, anna)
    await went(cast)
    assert (await reminded(cast, 20))[0] == "50 баллов — до 3 июня!"


async def test_of_several_days_the_figures_are_told_in_every_case(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    first = await shop.running(Auto.BURNING)
    await said(shop, first, body="{сгорает} — до {сгорит}!")
    await bought(cast, anna)
    cast.clock.advance(DAY)
    await bought(cast, anna)
    await went(cast)
    told = await reminded(cast, 20)
    assert told[0].startswith("50 баллов — до 3 июня!\n\n⏳ ")
    assert "3 июня: 50 баллов" in told[0]
    assert "4 июня: 50 баллов" in told[0]


async def test_the_gift_comes_once_for_an_occasion_whatever_happens_to_the_message(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    first = await shop.running(Auto.BURNING)
    await said(shop, first, body="{подарок} вам!", gift=Gift("points", 30, 60))
    await bought(cast, anna)
    await went(cast)
    cast.clock.advance(18 * DAY)
    await remind_burning(cast.shop)
    (one,) = await went(cast, Unknown("timeout"))
    assert text_of(one).startswith("30 баллов вам!")
    cast.clock.advance(60)
    (again,) = await went(cast)
    assert text_of(again) == text_of(one)
    assert (await wallet(cast, anna)).available == 80
    assert (await verify_ledger(cast.shop)).faults == ()
    (recipient,) = await shop.all(first)
    assert recipient.state is RecipientState.SENT


async def test_without_consent_or_with_a_complaint_the_usual_words_go(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    await shop.running(Auto.BURNING)
    vera, olga = await cast.joined("Вера"), await cast.joined("Ольга")

    def change(tx: Connection) -> None:
        people.consent_again(tx, vera.member_id, ADVERTISING, cast.clock.now(), given=False)
        open_request(tx, RequestKind.COMPLAINT, olga.member_id, "Остыл", cast.clock.now())

    for member in (anna, vera, olga):
        await bought(cast, member)
    await cast.shop.db.write(change)
    await went(cast)
    cast.clock.advance(18 * DAY)
    await remind_burning(cast.shop)
    heard = {one.member_id: text_of(one) for one in await went(cast) if one.kind == "burning"}
    assert heard[anna.member_id].startswith(HELLO)
    assert heard[vera.member_id] == heard[olga.member_id]
    assert heard[vera.member_id].startswith("⏳ 50 баллов")


async def test_only_the_segment_hears_them_and_the_control_group_does_not(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    first = await shop.running(Auto.BURNING, segment="purchases >= 2")
    second = await shop.running(Auto.BURNING_2, control_bp=5_000)
    people_of = [anna, *[await cast.joined(f"Г{n}") for n in range(11)]]
    for member in people_of:
        await bought(cast, member)
    await bought(cast, anna)
    await went(cast)
    told = await reminded(cast, 18)
    assert len(told) == len(people_of)
    assert [one.member_id for one in await shop.all(first)] == [anna.member_id]
    assert sum(one.startswith(HELLO) for one in told) == 1
    last = await reminded(cast, 12)
    states = [one.state for one in await shop.all(second)]
    assert len(states) == len(last) == len(people_of)
    assert 0 < states.count(RecipientState.CONTROL) < len(people_of)
    assert states.count(RecipientState.SENT) == sum(one.startswith(HELLO) for one in last)


async def test_a_text_the_messenger_does_not_take_leaves_nobody_untold(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    first = await shop.running(Auto.BURNING)
    others = [await cast.joined(f"Г{n}") for n in range(3)]
    for member in (anna, *others):
        await bought(cast, member)
    await went(cast)
    cast.clock.advance(18 * DAY)
    await remind_burning(cast.shop)
    plain = []
    while deliveries := await claimed(cast.stand, 10):
        for delivery in deliveries:
            broken = "own" in delivery.data
            plain += [] if broken else [delivery]
            await record(cast.shop, delivery, Failed("can't parse entities") if broken else ARRIVED)
    assert sum(sent.kind == "burning" and text_of(sent).startswith("⏳") for sent in plain) == 4
    one = await cast.shop.db.read(lambda tx: campaigns.find(tx, first))
    assert one is not None
    assert (one.state, one.reason) == (CampaignState.PAUSED, "broken")
    assert {r.state for r in await shop.all(first)} == {RecipientState.FAILED}


async def test_while_it_is_off_the_usual_words_go_and_codes_at_an_end_switch_it_off(
    cast: Cast, shop: Regulars, anna: Actor
) -> None:
    first, owner = await shop.running(Auto.BURNING), cast.owner.member_id
    assert isinstance(await switch_off(cast.shop, owner, first), AutomationView)
    await bought(cast, anna)
    await went(cast)
    (told,) = await reminded(cast, 18)
    assert told.startswith("⏳")
    on = await switch_on(cast.shop, owner, first)
    assert isinstance(on, AutomationView)
    assert on.campaign.state is CampaignState.RUNNING
    second = await shop.running(Auto.BURNING_2)
    await said(shop, second, gift=Gift("code", code_campaign_id=99, title="−10 %"))
    (told,) = await reminded(cast, 12)
    assert told.startswith("⏳")
    one = await cast.shop.db.read(lambda tx: campaigns.find(tx, second))
    assert one is not None
    assert one.reason == "no_codes"


async def test_who_hears_it_today(cast: Cast, shop: Regulars, anna: Actor) -> None:
    first, last = await shop.running(Auto.BURNING), await shop.running(Auto.BURNING_2)
    await bought(cast, anna)
    await went(cast)
    on = dict.fromkeys((first, last), 0)
    told_on: dict[int, int] = {}
    for day in range(1, 40):
        cast.clock.advance(DAY)
        for campaign_id in on:
            found = await who_today(cast.shop, cast.owner.member_id, campaign_id)
            assert isinstance(found, WhoToday)
            if found.people:
                assert found.names == ("Анна",)
                assert campaign_id not in told_on
                told_on[campaign_id] = day
        before = [len(await shop.all(one)) for one in on]
        await remind_burning(cast.shop)
        await went(cast)
        fresh = [len(await shop.all(one)) for one in on]
        for campaign_id, was, now_is in zip(on, before, fresh, strict=True):
            assert (told_on.get(campaign_id) == day) == (now_is > was)
    assert set(told_on) == {first, last}


async def test_its_hour_is_set_while_it_is_on(cast: Cast, shop: Regulars, anna: Actor) -> None:
    first = await shop.running(Auto.BURNING)
    view = await set_value(cast.shop, cast.owner.member_id, first, "hour", "19")
    assert isinstance(view, AutomationView)
    assert view.before_days == 14
    assert view.campaign.state is CampaignState.RUNNING
    assert reason(await set_value(cast.shop, cast.owner.member_id, first, "hour", "3")) is (
        Refusal.AUTOMATION_VALUE
    )
    await bought(cast, anna)
    await went(cast)
    cast.clock.advance(18 * DAY)
    await remind_burning(cast.shop)
    assert await went(cast) == []
    cast.clock.advance(timedelta(hours=4).total_seconds())
    assert len(await went(cast)) == 1


async def test_points_burn_for_want_of_visits_and_it_is_foreseen(cast: Cast, shop: Regulars) -> None:
    await rules(cast, Terms(expiry=Expiry.INACTIVITY, lifetime_months=2, reminder_days=(14, 5)))
    first, anna = await shop.running(Auto.BURNING), await cast.joined("Анна")
    await bought(cast, anna)
    await given_to(cast, anna, 40)
    await went(cast)
    for _ in range(60):
        cast.clock.advance(DAY)
        found = await who_today(cast.shop, cast.owner.member_id, first)
        assert isinstance(found, WhoToday)
        before = len(await shop.all(first))
        await remind_burning(cast.shop)
        await went(cast)
        assert found.people == len(await shop.all(first)) - before
    assert len(await shop.all(first)) == 1
