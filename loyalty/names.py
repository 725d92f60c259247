"""Names of people: as they write them, without what cannot be seen."""

import unicodedata

from loyalty.refusals import Refusal, Refused

LONGEST_NAME = 64
LONGEST_FIRST_NAME = 20
LONGEST_TEXT = 1_000
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs"})
# Letters and signs by their category, yet drawn as nothing: Hangul fillers and the empty Braille cell.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean_name(text: str, longest: int = LONGEST_NAME) -> str | Refused:
    """The name in NFC with single spaces: any script, emoji too, nothing invisible or turning text around.

    Refuses with NAME_EMPTY when nothing visible is left, NAME_TOO_LONG over `longest` characters.
    """
    if len(text) > LONGEST_TEXT:
        return Refused(Refusal.NAME_TOO_LONG, {"longest": longest})
    visible = "".join(map(_visible, text))
    name = " ".join(unicodedata.normalize("NFC", visible).split())
    if all(character == " " or unicodedata.category(character).startswith("M") for character in name):
        return Refused(Refusal.NAME_EMPTY)
    if len(name) > longest:
        return Refused(Refusal.NAME_TOO_LONG, {"longest": longest})
    return name


def first_name(full_name: str) -> str:
    """What a cashier may see of a name: the first word, 20 characters at most."""
    word = full_name.split(maxsplit=1)[0] if full_name.strip() else ""
    return word if len(word) <= LONGEST_FIRST_NAME else f"{word[: LONGEST_FIRST_NAME - 1]}…"


def _visible(character: str) -> str:
    if character.isspace() or character in BLANKS:
        return " "
    return "" if unicodedata.category(character) in INVISIBLE_CATEGORIES else character
