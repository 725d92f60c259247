"""What an owner writes to many: {fields} in words of his own, filled in for each member.

A template is HTML as the messenger takes it. A field stands in its text, never inside a tag, and a value is
put in as it stands: whoever fills it escapes it first. So what is balanced stays balanced.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from html import unescape
from typing import NamedTuple

from loyalty.refusals import Refusal, Refused

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# So much of either is kept for the figures that some messages bring along.
FIGURES_ROOM = 500
# Each field with the words it may be called by besides its own name.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("имя",),
    "balance": ("баланс", "баллы", "бонусы", "points"),
    "burning": ("сгорает", "expiring"),
    "burning_on": ("сгорит", "expires"),
    "tier": ("уровень", "level"),
    "last_item": ("любимое", "usual"),
    "gift": ("подарок",),
    "gift_until": ("подарок до",),
    "code": ("код", "промокод"),
    "store": ("магазин", "точка"),
    "days": ("дней",),
    "date": ("дата",),
    "holiday": ("праздник",),
    "missing": ("осталось",),
    "next_tier": ("следующий уровень",),
}
# The longest value a field is filled with, in UTF-16 units; a longer one is cut.
LONGEST_VALUES: Mapping[str, int] = {
    "name": 40,
    "balance": 24,
    "burning": 24,
    "burning_on": 20,
    "tier": 40,
    "last_item": 80,
    "gift": 120,
    "gift_until": 20,
    "code": 24,
    "store": 80,
    "days": 12,
    "date": 20,
    "holiday": 40,
    "missing": 24,
    "next_tier": 40,
}
JOINER = "\N{WORD JOINER}"
MOST_DIGITS = 4

_NAMES = {name.replace("_", " "): field for field, others in FIELDS.items() for name in (field, *others)}
_TAG = re.compile(r"<[^>]*>")
_FIELD = re.compile(r"\{(?!\s*[|}])([^{}|\n]{1,40})(?:\|([^{}\n]{0,80}))?\}")
# "Hello, {name}!" to somebody without a name is "Hello!"
_FIELD_IN_PLACE = re.compile(rf"(?P<lead>,? )?{_FIELD.pattern}(?P<end>(?=[!.,?:;…\n])|$)?(?P<gap>(?= ))?")
# Where a messenger would see an address, a command, a mention or a number in somebody's name.
_LINKING = re.compile(r"(?<=[/@#$:])(?=\S)|(?<=\w\.)(?=\w)")
_DIGITS = re.compile(r"(?<=\d)(?=\d)")


class Place(NamedTuple):
    """A field as it stands in a template. field "": the word is none of ours."""

    word: str
    field: str
    fallback: str


def fields_of(html: str) -> list[Place]:
    """Every field of the template in order."""
    return [_place(match) for text in _texts(html) for match in _FIELD.finditer(text)]


def check_template(html: str, *, with_media: bool = False, with_figures: bool = False) -> Refused | None:
    """Why this can't be sent, or None. with_figures: some of the programme's stand below it.

    Refuses FIELD_UNKNOWN with the "word" and the "nearest" one that is known (""), MESSAGE_EMPTY,
    MESSAGE_TOO_LONG when it may come out longer than "limit" UTF-16 units by "over" of them.
    """
    for place in fields_of(html):
        if not place.field:
            nearest = get_close_matches(place.word.casefold(), _NAMES, 1)
            return Refused(Refusal.FIELD_UNKNOWN, {"word": place.word, "nearest": "".join(nearest)})
    if not visible_text(html).strip() and not with_media:
        return Refused(Refusal.MESSAGE_EMPTY)
    limit = (CAPTION_LIMIT if with_media else TEXT_LIMIT) - (FIGURES_ROOM if with_figures else 0)
    over = longest_length(html) - limit
    return Refused(Refusal.MESSAGE_TOO_LONG, {"limit": limit, "over": over}) if over > 0 else None


def fill(html: str, values: Mapping[str, str]) -> str:
    """The template with its values, which are escaped already.

    An empty or missing one gives way to the field's fallback; without that to nothing, and then no comma is
    left before a full stop and no second space.
    """

    def value_of(match: re.Match[str]) -> str:
        field = _NAMES.get(_folded(match[2]))
        if field is None:
            return match[0]
        lead, value = match["lead"] or "", values.get(field) or match[3] or ""
        if value:
            return lead + value
        if match["end"] is not None:
            return ""
        return lead if match["gap"] is None else lead.rstrip(" ")

    return "".join(
        piece if piece.startswith("<") else _FIELD_IN_PLACE.sub(value_of, piece) for piece in _pieces(html)
    )


def harmless(text: str) -> str:
    """Somebody's words so that a messenger makes no link, command, mention or number of them."""
    text = _LINKING.sub(JOINER, text)
    return _DIGITS.sub(JOINER, text) if sum(map(str.isdecimal, text)) > MOST_DIGITS else text


def cut(text: str, field: str) -> str:
    """A value no longer than its field may be."""
    return shortened(text, LONGEST_VALUES[field])


def shortened(text: str, longest: int) -> str:
    """Text of at most so many UTF-16 units; what was cut off shows as an ellipsis."""
    if utf16_length(text) <= longest:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (longest - 1)]
    return f"{units.decode('utf-16-le', 'ignore')}…"


def visible_text(html: str) -> str:
    """What a reader sees of it, the fields as they are written."""
    return "".join(_texts(html, plain=True))


def longest_length(html: str) -> int:
    """How long it may come out at most, in UTF-16 units."""

    def longest(match: re.Match[str]) -> str:
        place = _place(match)
        return "x" * max(LONGEST_VALUES.get(place.field, 0), utf16_length(place.fallback))

    return utf16_length("".join(_FIELD.sub(longest, text) for text in _texts(html, plain=True)))


def utf16_length(text: str) -> int:
    """Length as a messenger counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _place(match: re.Match[str]) -> Place:
    return Place(unescape(match[1]).strip(), _NAMES.get(_folded(match[1]), ""), match[2] or "")


def _folded(word: str) -> str:
    return " ".join(word.replace("_", " ").split()).casefold().replace("ё", "е")


def _pieces(html: str) -> Iterator[str]:
    """Texts and tags in turn."""
    at = 0
    for tag in _TAG.finditer(html):
        if at < tag.start():
            yield html[at : tag.start()]
        yield tag[0]
        at = tag.end()
    if at < len(html):
        yield html[at:]


def _texts(html: str, *, plain: bool = False) -> Iterator[str]:
    for piece in _pieces(html):
        if not piece.startswith("<"):
            yield unescape(piece) if plain else piece
