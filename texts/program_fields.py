"""What screens of the programme share: a setting as a line, captions, rows of buttons, the way back."""

from collections.abc import Sequence
from html import unescape

from loyalty.settings import (
    LISTS,
    SETTINGS,
    Group,
    Setting,
    Value,
    item_settings,
    key_of_item,
    settings_of,
    value_at,
)
from loyalty.settings_views import Desk
from texts.program_labels import label
from texts.program_values import item_title, priced, value_words
from texts.screen import Button, act, shortened
from texts.words import Html, Words

LINES_SHOWN = 12


def field_line(words: Words, desk: Desk, one: Setting) -> Html:
    """ "Points back: 5 %", as the draft has it."""
    value = shown_value(words, desk, one, value_at(desk.draft, one.path))
    return words.t("{label}: {value}", label=label(words, one.path), value=value)


def shown_value(words: Words, desk: Desk, one: Setting, value: Value) -> Html:
    """A value of the draft's setting in words, money in the draft's currency."""
    return value_words(priced(words, desk.draft), desk.draft, one, value)


def drawer_lines(words: Words, desk: Desk, group: Group) -> list[Html]:
    """All that a drawer of the rules says, its items too."""
    lines = [field_line(words, desk, one) for one in settings_of(group)]
    name = next((name for name, drawer in LISTS.items() if drawer is group), "")
    for one in getattr(desk.draft, name) if name else ():
        key = key_of_item(one)
        title = item_title(words, desk.draft, name, key, desk.stores)
        fields = [each for each in item_settings(desk.draft, name, key) if not each.path.endswith(".name")]
        said = Html("; ".join(field_line(words, desk, each) for each in fields))
        lines.append(words.t("• {title}. {fields}", title=title, fields=said))
    return lines


def some(words: Words, lines: Sequence[Html]) -> list[Html]:
    """The first lines of a long list, and how many more there are."""
    if (rest := len(lines) - LINES_SHOWN) <= 0:
        return list(lines)
    return [*lines[:LINES_SHOWN], words.n("… and {count} more", "… and {count} more", rest)]


def caption(text: Html) -> str:
    """Words of a message as the caption of a button, which knows no HTML."""
    return shortened(unescape(text))


def back_to(words: Words, action: str) -> tuple[Button, ...]:
    """The last row: back to the screen with this callback data."""
    return (Button(words.t("‹ Back"), action),)


def rows(buttons: Sequence[Button], count: int) -> list[tuple[Button, ...]]:
    """The buttons in rows of so many."""
    return [tuple(buttons[start : start + count]) for start in range(0, len(buttons), count)]


def parent(path: str) -> str:
    """The button of the screen a setting stands on: its item's, its drawer's."""
    name, *rest = path.split(".")
    if name in LISTS and rest:
        return act("program.item", name, rest[0])
    found = next((one for one in SETTINGS if one.path == path), None)
    return act("program") if found is None else act("program.group", found.group.value)
