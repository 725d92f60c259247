"""Automations where something happens in between: another purchase, a merged card, a return, another zone."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from actions.campaign_gifts import book
from actions.campaign_messages import content_for, message, said
from actions.merge_members import merge_members, show_merge
from actions.run_automations import run_automations
from loyalty.automations import Auto
from loyalty.campaigns import Gift, RecipientState
from loyalty.programme import Category, Referral, Tier
from loyalty.refusals import Refused
from storage import campaigns, people, recipients
from storage import shop as rows
from storage.database import Connection
from storage.recipients import Recipient
from tests.actions.buying import ruled
from tests.actions.people import Cast
from tests.actions.regulars import Regulars


@pytest.fixture
def shop(cast: Cast) -> Regulars:
    regulars = Regulars(cast)
    regulars.go_to("2026-05-03")
    return regulars


async def ended(shop: Regulars, one: Recipient, state: RecipientState, reason: str = "") -> None:
    now = shop.shop.now()
    await shop.shop.db.write(lambda tx: recipients.end(tx, one, state, now, reason))


async def merged(shop: Regulars, kept_id: int, other_id: int) -> None:
    """The other card becomes part of the kept one."""
    owner = shop.cast.owner.member_id
    view = await show_merge(shop.shop, owner, kept_id, other_id)
    assert not isinstance(view, Refused), view
    done = await merge_members(shop.shop, owner, kept_id, other_id, view.seqs)
    assert not isinstance(done, Refused), done


async def told_birthday(shop: Regulars, member_id: int, born: str) -> None:
    """As it is kept, sealed; told when he joined."""
    sealed = shop.shop.vault.seal("members:birthday", str(member_id), born)
    await shop.shop.db.write(lambda tx: people.change_member(tx, member_id, birthday=sealed))


# --- bought again before the message ---


async def test_who_buys_every_day_still_hears_of_what_he_never_tried(shop: Regulars) -> None:
    await ruled(shop.shop, categories=(Category("wine", "Вино"), Category("cheese", "Сыр")))
    auto = await shop.running(Auto.PAIR, bought="wine", never="cheese", purchases=2, days=3)
    anna = await shop.member()
    await shop.bought(anna, "2026-05-01", "2026-05-02", category="wine")
    shop.go_to("2026-05-04")
    (planned,) = await shop.planned(auto)
    await shop.bought(anna, "2026-05-05", category="wine")
    shop.go_to("2026-05-05")
    assert await shop.wanted(planned) == ""
    await shop.bought(anna, "2026-05-05", category="cheese")
    assert await shop.wanted(planned) == "not wanted any more"


async def test_who_buys_again_is_still_asked_for_a_friend_and_told_of_the_next_level(shop: Regulars) -> None:
    tiers = (Tier("gold", "Золото", 10_000_00),)
    await ruled(shop.shop, tiers=tiers, referral=Referral(inviter_points=100))
    friends = await shop.running(Auto.FRIENDS, days=3, purchases=2)
    tier = await shop.running(Auto.TIER_NEAR, missing=3_000_00, days=1)
    anna = await shop.member()
    await shop.bought(anna, "2026-05-02", "2026-05-03", minor=4_000_00)
    await run_automations(shop.shop)
    shop.go_to("2026-05-05", 1)
    (asked,), (near,) = await shop.planned(friends), await shop.planned(tier)
    await shop.bought(anna, "2026-05-05", minor=100_00)
    shop.go_to("2026-05-05", 11)
    assert await shop.wanted(asked) == ""
    assert await shop.wanted(near) == ""
    await shop.bought(anna, "2026-05-05", minor=5_000_00)
    assert await shop.wanted(near) == "not wanted any more"


async def test_a_slip_at_the_till_does_not_cost_the_thanks_for_the_right_receipt(shop: Regulars) -> None:
    auto = await shop.running(Auto.THANKS, hours=3, rest_days=30)
    anna = await shop.member()
    (slip,) = await shop.bought(anna, "2026-05-03")
    await run_automations(shop.shop)
    await shop.undone(slip, anna)
    (right,) = await shop.bought(anna, "2026-05-03")
    found = {one.occasion: one for one in await shop.planned(auto)}
    assert set(found) == {str(slip), str(right)}
    assert await shop.wanted(found[str(slip)]) == "not wanted any more"
    assert await shop.wanted(found[str(right)]) == ""


async def test_a_friday_the_machine_was_off_is_no_reason_to_rest(shop: Regulars) -> None:
    auto = await shop.running(Auto.WEEKDAY, rest_days=28)
    anna = await shop.member()
    await shop.bought(anna, "2026-03-20", "2026-03-27", "2026-04-03", "2026-04-10", "2026-04-17")
    shop.go_to("2026-05-09", 12)
    (late,) = await shop.planned(auto)
    assert (late.occasion, late.state, late.reason) == ("2026-05-08", RecipientState.SKIPPED, "too late")
    shop.go_to("2026-05-15", 1)
    assert await shop.occasions(auto) == [(anna, "2026-05-15")]


# --- one person, two cards ---


async def test_a_merged_card_is_not_congratulated_a_second_time(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    other, kept = await shop.member(born=(5, 5)), await shop.member()
    shop.go_to("2026-05-05")
    (planned,) = await shop.planned(auto)
    await ended(shop, planned, RecipientState.SENT)
    await told_birthday(shop, other, "5.5.")
    await merged(shop, kept, other)
    shop.go_to("2026-05-06")
    assert [one.member_id for one in await shop.planned(auto)] == [other]
    shop.go_to("2027-05-05")
    assert await shop.occasions(auto) == [(kept, "2027-05-05")]


async def test_nor_for_another_date_in_the_same_year(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    other, kept = await shop.member(born=(5, 5)), await shop.member(born=(10, 5))
    shop.go_to("2026-05-05")
    (planned,) = await shop.planned(auto)
    await ended(shop, planned, RecipientState.UNKNOWN)
    await merged(shop, kept, other)
    shop.go_to("2026-05-10")
    assert [one.member_id for one in await shop.planned(auto)] == [other]


async def test_what_a_merged_card_still_waited_for_goes_to_the_kept_one(shop: Regulars) -> None:
    auto = await shop.running(Auto.BIRTHDAY)
    other, kept = await shop.member(born=(5, 5)), await shop.member()
    shop.go_to("2026-05-04")
    (planned,) = await shop.planned(auto)
    await told_birthday(shop, other, "5.5.")
    await merged(shop, kept, other)
    await ended(shop, planned, RecipientState.SKIPPED, "left")
    shop.go_to("2026-05-05", 1)
    assert await shop.occasions(auto) == [(kept, "2026-05-05")]


async def test_an_older_card_merged_in_brings_no_second_welcome(shop: Regulars) -> None:
    auto = await shop.running(Auto.WELCOME)
    other = await shop.member(joined="2026-05-03")
    shop.go_to("2026-05-04")
    (planned,) = await shop.planned(auto)
    await ended(shop, planned, RecipientState.SENT)
    kept = await shop.member(joined="2026-05-05")
    await merged(shop, kept, other)
    shop.go_to("2026-05-05")
    assert [one.member_id for one in await shop.planned(auto)] == [other]


# --- erased, and here again ---


async def test_who_had_himself_erased_and_came_back_gets_no_second_welcome_or_birthday(
    shop: Regulars,
) -> None:
    welcome, birthday = await shop.running(Auto.WELCOME), await shop.running(Auto.BIRTHDAY)
    back = await shop.member(joined="2026-05-03", born=(10, 7))
    until = datetime(2027, 5, 2, tzinfo=UTC)
    await shop.shop.db.write(lambda tx: people.change_member(tx, back, bonuses_from=until))
    for day in ("2026-05-04", "2026-07-09", "2026-07-10"):
        shop.go_to(day)
        assert await shop.planned(welcome) == []
        assert await shop.planned(birthday) == []
    shop.go_to("2027-07-09")
    await run_automations(shop.shop)
    shop.go_to("2027-07-10")
    assert (back, "2027-07-10") in await shop.occasions(birthday)


# --- what the message says and gives ---


async def test_the_goods_he_buys_most_are_called_by_their_name(shop: Regulars) -> None:
    await ruled(shop.shop, categories=(Category("c1", "Кофе"), Category("c2", "Вино")))
    anna, new = await shop.member(), await shop.member()
    await shop.bought(anna, "2026-04-01", "2026-04-02", category="c2")
    await shop.bought(anna, "2026-04-03", category="c1")
    auto = await shop.running(Auto.CUSTOM, schedule="weekly", weekday=6)

    def write(tx: Connection) -> None:
        content = campaigns.contents_of(tx, auto)[0]
        campaigns.say(tx, auto, replace(content, body="{last_item|кофе}"))

    await shop.shop.db.write(write)
    found = {one.member_id: one for one in await shop.planned(auto)}

    async def goods(who: int) -> object:
        def read(tx: Connection) -> object:
            what, programme = said(tx, auto), rows.programme(tx)
            content = content_for(what, found[who], "ru")
            assert content is not None
            told = message(tx, what, content, found[who], "", {}, programme, shop.shop.now())
            return told["values"]["last_item"]

        return await shop.shop.db.read(read)

    assert await goods(anna) == "Вино"
    assert await goods(new) == ""
    await ruled(shop.shop, categories=(Category("c1", "Кофе"),))
    assert await goods(anna) == "Кофе"


@pytest.mark.parametrize(
    ("kind", "settings", "last"),
    [
        (Auto.BIRTHDAY_BEFORE, {"days": 7}, "2026-05-18"),
        (Auto.BIRTHDAY, {}, "2026-05-18"),
        (Auto.CUSTOM, {"schedule": "birthday", "offset": -7}, "2026-05-18"),
        (Auto.CUSTOM, {"schedule": "birthday", "offset": 2}, "2026-05-20"),
    ],
)
async def test_a_birthday_gift_can_be_used_before_and_after_the_day(
    shop: Regulars, kind: Auto, settings: dict[str, Any], last: str
) -> None:
    auto = await shop.running(kind, **settings)
    anna = await shop.member(born=(15, 5))
    for day in ("2026-05-08", "2026-05-15", "2026-05-17"):
        shop.go_to(day)
        if found := await shop.planned(auto):
            break
    (planned,) = found
    assert planned.member_id == anna

    def give(tx: Connection) -> object:
        campaign = campaigns.find(tx, auto)
        assert campaign is not None
        gift = replace(campaign, gift=Gift("points", points=100, lifetime_days=3))
        return book(tx, gift, planned, rows.programme(tx), shop.shop.now())["gift_until"]

    assert await shop.shop.db.write(give) == last
