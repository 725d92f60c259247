"""Everything kept about a person as two files: one for machines, one to read."""

import json
from dataclasses import asdict
from typing import Any

from loyalty.cards import group_number
from loyalty.privacy import MyData
from texts.history import history
from texts.privacy import about_person, consent_line
from texts.screen import Document, Screen
from texts.words import Html, Words, escaped

# Goes up when a reader of the old form would be misled.
FORM = 1
_STYLE = "body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}h2{margin-top:2em}"


def machine_file(words: Words, data: MyData) -> Screen:
    """JSON, as programs read it."""
    birthday = data.view.birthday
    whole: dict[str, Any] = {
        "form": FORM,
        "at": data.at.isoformat(),
        "shop": data.brand,
        "member": {
            **data.person,
            "phone": data.phone,
            "birthday": None if birthday is None else asdict(birthday),
        },
        **data.tables,
    }
    content = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    text = words.t("All your data in the form other programs read (JSON).")
    return Screen(text, document=Document("my-data.json", content))


def readable_file(words: Words, data: MyData) -> Screen:
    """A page for any browser; it loads nothing."""
    blocks = [
        words.t("<h1>{brand}: your data</h1>", brand=data.brand),
        _paragraph(words.t("As of {moment}", moment=words.moment(data.at))),
        words.t("<h2>About you</h2>"),
        _list(_about(words, data)),
        words.t("<h2>Consents</h2>"),
        _list([consent_line(words, one) for one in data.view.consents]),
        *_things(words, data),
        words.t("<h2>Points and purchases</h2>"),
        _paragraph(history(words, data.history).text),
    ]
    head = (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escaped(data.brand)}</title>'
        f"<style>{_STYLE}</style></head><body>"
    )
    content = "\n".join((head, *blocks, "</body></html>")).encode()
    text = words.t("The same to read: open the file in a browser.")
    return Screen(text, document=Document("my-data.html", content))


def _about(words: Words, data: MyData) -> list[Html]:
    lines = about_person(words, data.view)
    if data.phone:
        lines.append(words.t("Phone number: {phone}", phone=data.phone))
    for one in data.tables["accounts"]:
        lines.append(
            words.t(
                "Account: {messenger} {id}, {name}",
                messenger=one["messenger"],
                id=one["external_id"],
                name=one["display_name"],
            )
        )
    return lines


def _things(words: Words, data: MyData) -> list[Html]:
    """Certificates, rewards that wait, and what he wrote; a heading for nothing is left out."""
    certificates = [
        words.t("{code}: {amount}", code=group_number(code), amount=words.money(left))
        for code, left in data.farewell.certificates
    ]
    rewards = [
        words.t("{title}: {points}", title=title, points=words.points(points))
        for title, points in data.farewell.claims
    ]
    written = [escaped(one["text"]) for one in data.tables["remarks"]]
    sections = (
        (words.t("<h2>Gift certificates</h2>"), certificates),
        (words.t("<h2>Rewards that wait</h2>"), rewards),
        (words.t("<h2>What was written</h2>"), written),
    )
    return [block for heading, lines in sections if lines for block in (heading, _list(lines))]


def _list(lines: list[Html]) -> Html:
    return Html("<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")


def _paragraph(text: Html) -> Html:
    return Html("<p>" + text.replace("\n", "<br>\n") + "</p>")
