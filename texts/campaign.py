"""A campaign's message as its reader sees it: the owner's words with the reader's own figures in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from loyalty.templates import cut, fill, harmless, visible_text
from texts import expiry, tiers
from texts.automation_defaults import holiday
from texts.screen import Button, Screen, act
from texts.words import Html, Words, one_line

POINTS = frozenset({"balance", "burning"})
DAYS = frozenset({"burning_on", "gift_until", "date"})
_TOLD = {**expiry.NOTICES, **tiers.NOTICES}
# Under a message to try out: its buttons do nothing yet.
SAMPLE = act("camp.sample")
# 0 to 10 in two rows.
MARKS_A_ROW, LONGEST_MARK = 6, 2


def campaign_screen(words: Words, data: Mapping[str, Any]) -> Screen:
    """The message of a notice of kind "campaign".

    data: "recipient": its id, 0 for a message to try out; "body": HTML with {fields}; "values": what goes
    into them (points as int, days in ISO form, words as they are; "gift" may be points too); "media",
    "file_id", "buttons" (kind, text, value) as in Content; "marketing": whether it can be unsubscribed from;
    "figures": what the programme tells below it, the "kind" and "data" of its notice.
    """
    values = {field: value_text(words, field, value) for field, value in data["values"].items()}
    recipient = int(data["recipient"])
    some = [
        button
        for number, knob in enumerate(data["buttons"])
        if (button := _button(knob, recipient, number, str(data["values"].get("code", ""))))
    ]
    rows = _rows(some)
    if data["marketing"]:
        rows.append((Button(words.t("Unsubscribe"), _action("news.off", recipient)),))
    media = {f"{data['media']}_id": data["file_id"]} if data["media"] else {}
    return Screen(Html(fill(data["body"], values) + _figures(words, data)), tuple(rows), **media)


def _figures(words: Words, data: Mapping[str, Any]) -> str:
    below = data.get("figures")
    if not below:
        return ""
    told = _TOLD[below["kind"]](words, below["data"]).text
    return f"\n\n{told}" if visible_text(data["body"]).strip() else told


def _rows(some: Sequence[Button]) -> list[tuple[Button, ...]]:
    """One below the other; the marks of a scale side by side."""
    if len(some) <= MARKS_A_ROW or any(len(button.text) > LONGEST_MARK for button in some):
        return [(button,) for button in some]
    return [tuple(some[at : at + MARKS_A_ROW]) for at in range(0, len(some), MARKS_A_ROW)]


def value_text(words: Words, field: str, value: int | str) -> Html:
    """What stands for a field: "340 points", "3 May", or words nothing can be tapped in; "" for nothing."""
    if not value and field != "balance":
        return Html("")
    if isinstance(value, int):
        if field == "missing":
            return Html(words.money(value))
        return words.points(value) if field in POINTS or field == "gift" else Html(words.number(value))
    if field in DAYS:
        return Html(words.day(date.fromisoformat(value)))
    if field == "holiday":
        return holiday(words, value)
    said = one_line(value)
    return Html(escape(cut(said if field == "code" else harmless(said), field)))


def _button(knob: Mapping[str, str], recipient: int, number: int, code: str) -> Button | None:
    text, value = knob["text"], knob["value"]
    match knob["kind"]:
        case "link":
            return Button(text, url=value)
        case "copy":
            copied = value or code
            return Button(text, copy=copied) if copied else None
        case "card":
            return Button(text, _action("camp.card", recipient))
        case "interested":
            return Button(text, _action("camp.want", recipient), style="primary")
    return Button(text, _action("camp.say", recipient, number))


def _action(name: str, recipient: int, *args: int) -> str:
    return act(name, recipient, *args) if recipient else SAMPLE
