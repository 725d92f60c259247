"""Links of a campaign as its messages go: through our door where there is one, each recipient by his own."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from actions.counted_links import read_token, token_of
from actions.deliver import claim
from actions.delivery import Delivery
from actions.effect import show_effect
from actions.follow_link import follow_link
from actions.preview_campaign import try_campaign
from actions.shop import Shop
from analytics.effect import EffectView
from loyalty.campaigns import Content, Knob
from storage import campaigns, recipients
from storage.vault import Vault
from tests.clockwork.broadcasting import broadcast, counts, crowd, owner
from tests.clockwork.stand import HandClock, Stand, opened
from texts.campaign import campaign_screen
from texts.effect import effect
from texts.words import words_for

URL = "https://till.example.com"
MENU, MAP = "https://cafe.example/menu?a=1&b=2", "https://map.example/"
SAID = Content(0, "", f'<a href="{escape(MENU)}">Меню</a>', buttons=[Knob("link", "Карта", MAP)])
BUTTON, TEXT = 0, 100


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    async with opened(tmp_path / "shop.db", HandClock()) as stand:
        yield stand


def with_door(stand: Stand) -> Shop:
    return replace(stand.shop, settings=replace(stand.shop.settings, public_url=URL))


async def going(stand: Stand, people: int = 1) -> int:
    campaign_id = await broadcast(stand, await crowd(stand, people))
    await stand.shop.db.write(lambda tx: campaigns.say(tx, campaign_id, SAID))
    return campaign_id


def addresses(delivery: Delivery) -> list[str]:
    """What is in the text and on the button."""
    screen = campaign_screen(words_for("ru", "Europe/Moscow", "RUB"), delivery.data)
    return [*re.findall('href="([^"]*)"', screen.text), screen.buttons[0][0].url]


async def test_with_a_public_address_everybody_has_links_of_his_own(stand: Stand) -> None:
    shop = with_door(stand)
    await going(stand, people=2)
    deliveries = (await claim(shop, 10)).deliveries
    shown = [addresses(one) for one in deliveries]
    assert shown == [
        [f"{URL}/go/{token_of(shop, one.data['recipient'], number)}" for number in (TEXT, BUTTON)]
        for one in deliveries
    ]
    tokens = [one.rpartition("/")[2] for pair in shown for one in pair]
    assert len(set(tokens)) == 4
    assert [await follow_link(shop, one, counts=False) for one in tokens] == [MENU, MAP, MENU, MAP]


async def test_without_one_they_lead_straight_there(stand: Stand) -> None:
    await going(stand)
    (delivery,) = (await claim(stand.shop, 10)).deliveries
    assert addresses(delivery) == [escape(MENU), MAP]


async def test_the_owner_tries_it_out_with_the_plain_addresses(stand: Stand) -> None:
    shop, boss = with_door(stand), await owner(stand)
    campaign_id = await going(stand)
    tryout = await try_campaign(shop, boss, campaign_id, 0)
    (shown,) = tryout.messages  # type: ignore[union-attr]  # a refusal fails here
    assert (shown["body"], shown["buttons"][0]["value"]) == (SAID.body, MAP)


async def test_a_corrected_link_leads_to_the_new_address_and_one_taken_away_nowhere(stand: Stand) -> None:
    shop, campaign_id = with_door(stand), await going(stand)
    (delivery,) = (await claim(shop, 10)).deliveries
    text, button = (token_of(shop, delivery.data["recipient"], number) for number in (TEXT, BUTTON))
    corrected = Content(0, "", f'<a href="{MAP}">Как пройти</a>')
    await shop.db.write(lambda tx: campaigns.say(tx, campaign_id, corrected))
    assert await follow_link(shop, text, counts=True) == MAP
    assert await follow_link(shop, button, counts=True) is None
    assert (await counts(stand, campaign_id))["clicked:link"] == 1


async def test_another_shops_tokens_and_changed_ones_are_unknown(stand: Stand) -> None:
    shop, _ = with_door(stand), await going(stand)
    ours = token_of(shop, 1, BUTTON)
    assert read_token(shop, ours) == (1, BUTTON)
    foreign = token_of(replace(shop, vault=Vault(b"x" * 32)), 1, BUTTON)
    longer, other = ours + "A", ("B" if ours[0] == "A" else "A") + ours[1:]
    for token in (foreign, longer, other, ours[:-1], "", "é" * 20, token_of(shop, 2, 0)[:10] + ours[10:]):
        assert read_token(shop, token) is None, token
    assert await follow_link(shop, token_of(shop, 99, BUTTON), counts=True) is None, "nobody's"


async def test_the_report_has_a_dash_where_links_could_not_be_counted(stand: Stand) -> None:
    boss, campaign_id = await owner(stand), await going(stand)

    async def report(shop: Shop) -> tuple[bool, str]:
        view = await show_effect(shop, boss, campaign_id)
        assert isinstance(view, EffectView), view
        return view.clicks_known, effect(words_for("en", "Europe/Moscow", "RUB"), view).text

    known, text = await report(stand.shop)
    assert not known
    assert "Clicks on links: —" in text
    known, text = await report(with_door(stand))
    assert known
    assert "—" not in text
    (one,) = await stand.shop.db.read(lambda tx: recipients.after_member(tx, campaign_id, 0, 10))
    await follow_link(stand.shop, token_of(stand.shop, one.id, BUTTON), counts=True)
    known, text = await report(stand.shop)
    assert known, "there was a door when it went"
    assert "Pressed a button or link: 1" in text
    await stand.shop.db.write(lambda tx: campaigns.say(tx, campaign_id, Content(0, "", "Ждём!")))
    assert (await report(stand.shop))[0], "no links, nothing unknown"
