"""Links of a message to many: which are led through our door, and that each finds its address again."""

import re
from dataclasses import asdict
from html import escape, unescape
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.campaign_links import IN_TEXT, MOST, led, links_of
from loyalty.campaigns import Content, Knob

MENU, MAP = "https://cafe.example/menu?a=1&b=2", "http://map.example/#кофе"
INSIDE = ("https://t.me/kopilka_bot?start=x", "https://cafe.t.me", "tg://user?id=1", "mailto:a@cafe.example")


def door(number: int) -> str:
    return f"https://till.example.com/go/{number}"


def said(body: str, *knobs: Knob) -> tuple[str, list[str]]:
    text, buttons = led(body, [asdict(knob) for knob in knobs], door)
    return text, [knob["value"] for knob in buttons]


def test_links_in_the_text_and_on_buttons_are_led_and_nothing_else_is_touched() -> None:
    links = f'<a href="{escape(MENU)}">меню</a>, cafe.example, <a href="{MAP}">{{store}}</a>'
    body = f"<b>{{name}}</b>, {links} &amp;"
    knobs = Knob("card", "Карта"), Knob("link", "Меню", MENU), Knob("copy", "Код", MENU)
    text, values = said(body, *knobs)
    assert text == (
        '<b>{name}</b>, <a href="https://till.example.com/go/100">меню</a>, cafe.example, '
        '<a href="https://till.example.com/go/101">{store}</a> &amp;'
    )
    assert values == ["", door(1), MENU]
    assert links_of(Content(0, "", body, buttons=knobs)) == {1: MENU, 100: MENU, 101: MAP}


@pytest.mark.parametrize("address", [*INSIDE, "http://[broken", "https://", "javascript:alert(1)"])
def test_what_opens_in_the_messenger_or_is_no_website_stays_as_it_is(address: str) -> None:
    body = f'<a href="{escape(address)}">тут</a>'
    assert said(body, Knob("link", "Сюда", address)) == (body, [address])
    assert links_of(Content(0, "", body, buttons=[Knob("link", "Сюда", address)])) == {}


@given(st.lists(st.sampled_from((MENU, MAP, *INSIDE)), max_size=MOST))
def test_every_door_in_the_text_has_the_address_it_stands_for(addresses: list[str]) -> None:
    body = " ".join(f'<a href="{escape(one)}">x</a>' for one in addresses)
    known = links_of(Content(0, "", body))
    for place, now in enumerate(re.findall('href="([^"]*)"', led(body, [], door)[0])):
        was, is_door = addresses[place], urlsplit(now).path.startswith("/go/")
        assert known[IN_TEXT + place] == was if is_door else unescape(now) == was
        assert is_door == (was in (MENU, MAP) and IN_TEXT + place < MOST)
