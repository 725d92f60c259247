"""Links of a message to many: which of them lead to the web, and how those are led through a door of ours."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from itertools import count
from urllib.parse import urlsplit

from loyalty.campaigns import Content

# A button's link has the number of its place among the buttons; those in the text are numbered from here on.
IN_TEXT = 100
MOST = 256
# What the messenger opens itself, without a browser.
MESSENGER = ("t.me", "telegram.me", "telegram.dog")

_LINK = re.compile(r'(?<=<a href=")[^"]*')


def links_of(content: Content) -> Mapping[int, str]:
    """The addresses on the web it leads to, by number: a corrected one keeps that of the wrong one."""
    found = {place: knob.value for place, knob in enumerate(content.buttons) if knob.kind == "link"}
    found |= {IN_TEXT + place: unescape(link[0]) for place, link in enumerate(_LINK.finditer(content.body))}
    return {number: address for number, address in found.items() if _is_led(number, address)}


def led(
    body: str, buttons: Sequence[Mapping[str, str]], door: Callable[[int], str]
) -> tuple[str, list[Mapping[str, str]]]:
    """A message's text and buttons with a door in place of every address on the web; door: the address of the
    one for the link with this number."""
    places = count(IN_TEXT)

    def door_for(link: re.Match[str]) -> str:
        number = next(places)
        return escape(door(number)) if _is_led(number, unescape(link[0])) else link[0]

    knobs = [
        {**knob, "value": door(place)} if knob["kind"] == "link" and _is_led(place, knob["value"]) else knob
        for place, knob in enumerate(buttons)
    ]
    return _LINK.sub(door_for, body), knobs


def _is_led(number: int, address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    inside = host in MESSENGER or host.endswith(".t.me")
    return number < MOST and parts.scheme in ("http", "https") and bool(host) and not inside
