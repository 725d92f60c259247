"""The keys under the input field: the customer's, the cashier's, the owner's, and which key a text is."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from texts.catalogue import LANGUAGES
from texts.screen import Key, Keyboard
from texts.words import Html, Words, words_for

# Name of a key to its caption. A caption may change with the person's state, the name never does.
CAPTIONS: Mapping[str, tuple[Callable[[Words], Html], ...]] = {
    "card": (lambda words: words.t("My card"), lambda words: words.t("Get my own card")),
    "pay": (lambda words: words.t("Pay with points"),),
    "balance": (lambda words: words.t("Balance"),),
    "history": (lambda words: words.t("History"),),
    "invite": (lambda words: words.t("Invite a friend"),),
    "rewards": (lambda words: words.t("Rewards"),),
    "settings": (lambda words: words.t("Settings"),),
    "help": (lambda words: words.t("Help"),),
    "work": (lambda words: words.t("Back to work"),),
    "sale": (lambda words: words.t("New sale"),),
    "refund": (lambda words: words.t("Refund"),),
    "shift": (lambda words: words.t("Shift"),),
    "today": (lambda words: words.t("Today"),),
    "program": (lambda words: words.t("Programme"),),
    "staff": (lambda words: words.t("Staff"),),
    "member": (lambda words: words.t("Members"),),
    "skip": (lambda words: words.t("Skip"),),
}


def member_keyboard(words: Words, *, works_here: bool = False) -> Keyboard:
    """A customer's keys; staff who look at their own card get one more, which leads back to work."""
    work = [("work",)] if works_here else []
    return _keyboard(
        words, [("card", "pay"), ("balance", "history"), ("rewards", "invite"), ("settings", "help"), *work]
    )


def staff_keyboard(words: Words, role: str, *, has_card: bool) -> Keyboard:
    """The keys of a cashier, and those of who leads with them."""
    leading = {"owner": [("program", "staff")], "manager": [("member", "staff")]}
    rows = [("sale", "refund"), ("shift", "today"), *leading.get(role, [])]
    card = CAPTIONS["card"][0 if has_card else 1](words)
    last = (Key(card), Key(CAPTIONS["help"][0](words)))
    return Keyboard((*_keyboard(words, rows).rows, last))


def home_keyboard(words: Words, role: str, *, has_card: bool) -> Keyboard:
    """The keys a person starts with: at work those of his role."""
    return staff_keyboard(words, role, has_card=has_card) if role else member_keyboard(words)


def key_of(text: str) -> str | None:
    """The name of the key with this caption in any language; None when there is none."""
    return _names().get(text.strip())


@cache
def _names() -> dict[str, str]:
    return {
        str(caption(words_for(language, "UTC", ""))): name
        for language in LANGUAGES
        for name, captions in CAPTIONS.items()
        for caption in captions
    }


def _keyboard(words: Words, rows: Sequence[Sequence[str]]) -> Keyboard:
    return Keyboard(tuple(tuple(Key(CAPTIONS[name][0](words)) for name in row) for row in rows))
