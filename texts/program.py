"""The programme as its owner reads and changes it: the rules in words, drawers of settings, one setting."""

from collections.abc import Mapping
from datetime import date

from loyalty.presets import Preset
from loyalty.settings import LISTS, Group, Kind, Setting, Value, key_of_item, settings_of, value_at
from loyalty.settings_typed import token_of
from loyalty.settings_views import Desk
from texts.admin import back
from texts.program_fields import back_to, caption, field_line, parent, rows, shown_value, some
from texts.program_labels import group_name, hint, label
from texts.program_values import item_title
from texts.rules import rules_text
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words

A_ROW = 3
WIDE_ROW = 2
# Buttons longer than this need half a row.
SHORT_BUTTON = 9
TYPED = frozenset(Kind) - {Kind.YES_NO, Kind.CHOICE, Kind.CATEGORY, Kind.ZONE, Kind.WEEKDAYS}


def programme_screen(words: Words, desk: Desk, today: date) -> Screen:
    """The rules in force, the way to each of them, and the draft when there is one."""
    present = desk.present
    head = words.t("<b>{brand}</b>, rules No. {version}", brand=present.brand, version=present.version)
    text = f"{head}\n\n{rules_text(words, present, desk.stores, today)}"
    if count := len(desk.differences):
        waiting = words.n(
            "{count} change is waiting in your draft and not in force yet.",
            "{count} changes are waiting in your draft and not in force yet.",
            count,
        )
        text = f"{text}\n\n{waiting}"
    drawers = [Button(group_name(words, group), act("program.group", group.value)) for group in Group]
    first: tuple[Button, ...] = (Button(words.t("Change the rate"), act("program.ask", "rate_bp")),)
    if desk.differences:
        first = (*first, Button(words.t("My draft"), act("program.draft"), style="primary"))
    others = (
        Button(words.t("Ready-made"), act("program.presets")),
        Button(words.t("All versions"), act("program.versions")),
    )
    return Screen(Html(text), (first, *rows(drawers, A_ROW), others, back(words)))


def group_screen(words: Words, desk: Desk, group: Group) -> Screen:
    """A drawer: what its settings say in the draft, each a button; lists with their items."""
    rules = desk.draft
    lines = [field_line(words, desk, one) for one in settings_of(group)]
    buttons = [Button(label(words, one.path), act("program.ask", one.path)) for one in settings_of(group)]
    below: list[tuple[Button, ...]] = []
    if name := next((name for name, drawer in LISTS.items() if drawer is group), ""):
        keys = [key_of_item(one) for one in getattr(rules, name)]
        titles = [item_title(words, rules, name, key, desk.stores) for key in keys]
        lines += some(words, [words.t("• {title}", title=title) for title in titles])
        buttons += [
            Button(shortened(title), act("program.item", name, key))
            for key, title in zip(keys, titles, strict=True)
        ]
        below.append((Button(words.t("Add"), act("program.add", name), style="primary"),))
        if not keys:
            lines.append(_nothing_yet(words, group))
    head = words.t("<b>{group}</b>", group=group_name(words, group))
    screen_rows = (*rows(buttons, WIDE_ROW), *below, back(words, "program"))
    return Screen(Html("\n".join([head, *lines])), screen_rows)


def setting_screen(words: Words, desk: Desk, one: Setting) -> Screen:
    """One setting: what it means, what it is now, and the usual values; others may be typed."""
    rules = desk.draft
    value = value_at(rules, one.path)
    parts = [words.t("<b>{label}</b>", label=label(words, one.path)), hint(words, one.path)]
    parts.append(words.t("Now: {value}.", value=shown_value(words, desk, one, value)))
    if one.kind in TYPED:
        parts.append(_typing(words, one, offered=bool(one.presets)))
    text = Html("\n".join(part for part in parts if part))
    return Screen(text, (*_choices(words, desk, one, value), back_to(words, parent(one.path))))


def presets_screen(words: Words) -> Screen:
    """Whole programmes to begin with."""
    names: Mapping[Preset, tuple[Html, Html]] = {
        Preset.PERCENT: (words.t("Percent back"), words.t("5% of every purchase comes back as points")),
        Preset.VISIT: (words.t("Per visit"), words.t("10 points for every visit")),
        Preset.STEP: (
            words.t("Per step of money"),
            words.t("5 points for every 100, the rest is carried over"),
        ),
        Preset.DISCOUNT: (words.t("Discount card"), words.t("5% off every purchase, no points")),
        Preset.STAMPS: (words.t("Stamp card"), words.t("five stamps bring a gift")),
    }
    lines = [words.t("• {name}: {what}", name=name, what=what) for name, what in names.values()]
    head = words.t(
        "How shall it work? All rules begin anew in your draft, and nothing is in force before you save."
    )
    buttons = [Button(names[kind][0], act("program.preset", kind.value)) for kind in names]
    return Screen(Html("\n".join([head, *lines])), (*rows(buttons, WIDE_ROW), back(words, "program")))


def stamp_card_words(words: Words) -> tuple[str, str]:
    """Name and gift of the stamp card in a ready-made programme."""
    return str(words.t("Coffee")), str(words.t("a coffee on us"))


def typed_text_please(words: Words) -> Screen:
    """A picture or the like came where a text was asked for."""
    return Screen(words.t("Please type it as text."))


def _choices(words: Words, desk: Desk, one: Setting, value: Value) -> list[tuple[Button, ...]]:
    if isinstance(value, tuple):
        days = value
        buttons = [
            Button(f"✓ {name}" if day in days else name, act("program.day", one.path, day))
            for day in range(7)
            for name in (str(shown_value(words, desk, one, (day,))),)
        ]
        return rows(buttons, A_ROW)
    offered = one.presets
    if one.kind is Kind.CATEGORY:
        offered = ("", *(category.key for category in desk.draft.categories))
    buttons = [
        Button(caption(shown_value(words, desk, one, choice)), act("program.set", one.path, token_of(choice)))
        for choice in offered
    ]
    short = all(len(button.text) <= SHORT_BUTTON for button in buttons)
    return rows(buttons, A_ROW if short else WIDE_ROW)


def _typing(words: Words, one: Setting, *, offered: bool) -> Html:
    if one.kind is Kind.TEXT:
        return words.n("Type up to {count} character.", "Type up to {count} characters.", one.most)
    return words.t("Choose or type another value.") if offered else words.t("Type the value.")


def _nothing_yet(words: Words, group: Group) -> Html:
    said = {
        Group.TIERS: words.t("Nothing here yet. For example Silver from 10 000 a year, with 7 %."),
        Group.CATEGORIES: words.t("Nothing here yet. For example Delivery, which brings no points."),
        Group.HOURS: words.t("Nothing here yet. For example 10 % on weekday mornings."),
        Group.STORES: words.t("Nothing here yet. For example 10 % in a new store."),
        Group.EVENTS: words.t("Nothing here yet. For example double points on the shop's birthday."),
        Group.STAMPS: words.t("Nothing here yet. For example every sixth coffee on us."),
    }
    return said[group]
