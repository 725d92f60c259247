"""Lists of the programme: an item with its fields, a new one, and one that goes."""

from loyalty.settings import LISTS, NAME_LONGEST, item_settings
from loyalty.settings_views import Desk
from texts.program_fields import back_to, caption, field_line, rows
from texts.program_labels import group_name, label
from texts.program_values import item_title, store_title
from texts.screen import Button, Screen, act
from texts.words import Html, Words, escaped

A_ROW = 2


def item_screen(words: Words, desk: Desk, name: str, key: str) -> Screen:
    """One item: what it says, each field a button."""
    title = item_title(words, desk.draft, name, key, desk.stores)
    fields = item_settings(desk.draft, name, key)
    head = words.t("<b>{group}: {title}</b>", group=group_name(words, LISTS[name]), title=title)
    lines = [field_line(words, desk, one) for one in fields]
    buttons = [Button(label(words, one.path), act("program.ask", one.path)) for one in fields]
    last = [(Button(words.t("Remove"), act("program.remove", name, key)),)]
    if desk.differences:
        last.insert(0, (Button(words.t("My draft"), act("program.draft"), style="primary"),))
    return Screen(Html("\n".join([head, *lines])), (*rows(buttons, A_ROW), *last, _back(words, name)))


def ask_item_name(words: Words, name: str) -> Screen:
    """What shall the new one be called?"""
    said = {
        "tiers": words.t("What is the tier called? For example Gold."),
        "categories": words.t("What are these goods called? For example Coffee."),
        "events": words.t("What is the event called? For example Summer."),
        "stamps": words.t("What is the stamp card called? For example Coffee."),
    }
    count = words.n("Type up to {count} character.", "Type up to {count} characters.", NAME_LONGEST)
    return Screen(Html(f"{said[name]}\n{count}"), (_back(words, name),))


def choose_store(words: Words, desk: Desk) -> Screen:
    """Which store gets a percentage of its own?"""
    taken = {one.store_id for one in desk.draft.stores}
    free = [(key, store_title(words, key, desk.stores)) for key in desk.open_stores if key not in taken]
    buttons = [Button(caption(escaped(title)), act("program.add", "stores", key)) for key, title in free]
    text = words.t("Which store?") if free else words.t("Every store has its own percentage already.")
    return Screen(text, (*rows(buttons, A_ROW), _back(words, "stores")))


def ask_removal(words: Words, desk: Desk, name: str, key: str) -> Screen:
    """Whether the item shall go."""
    title = item_title(words, desk.draft, name, key, desk.stores)
    text = words.t("Remove “{title}” from the draft? It is in force until you save.", title=title)
    yes = Button(words.t("Yes, remove"), act("program.gone", name, key), style="danger")
    return Screen(text, ((yes,), back_to(words, act("program.item", name, key))))


def _back(words: Words, name: str) -> tuple[Button, ...]:
    return back_to(words, act("program.group", LISTS[name].value))
