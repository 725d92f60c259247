"""Tills of other programs: what their keys look like and what each may do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty.cards import TOKEN_ALPHABET, TOKEN_LENGTH

KEY_ALPHABET, KEY_LENGTH = TOKEN_ALPHABET, TOKEN_LENGTH  # 62 ** 22 > 2 ** 128: nobody guesses a key
KEY_START = "kp_"
KEY_END_LENGTH = 4
KEY = re.compile(f"{KEY_START}[0-9A-Za-z]{{{KEY_LENGTH}}}")
LONGEST_NAME = 30
MOST_TILLS = 200


class Scope(StrEnum):
    """What a key opens."""

    LOOKUP = "lookup"
    EARN = "earn"
    SPEND = "spend"
    REFUND = "refund"
    ENROL = "enrol"
    HISTORY = "history"
    PROMO = "promo"


class Preset(StrEnum):
    """The choices an owner has."""

    EARN = "earn"
    SPEND = "spend"
    ALL = "all"


PRESETS: Mapping[Preset, frozenset[Scope]] = {
    Preset.EARN: frozenset({Scope.LOOKUP, Scope.EARN, Scope.ENROL}),
    Preset.SPEND: frozenset({Scope.LOOKUP, Scope.EARN, Scope.ENROL, Scope.SPEND, Scope.REFUND}),
    Preset.ALL: frozenset(Scope),
}


@dataclass(frozen=True, slots=True)
class Till:
    """A program that sells in one store. added_by answers for what it books; key_end: how its key ends."""

    id: int
    store_id: int
    name: str
    key_end: str
    scopes: frozenset[Scope]
    added_by: int
    at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TillLine:
    """A till as an owner sees it. store: its name where there are several; preset None: another choice."""

    till: Till
    store: str
    preset: Preset | None


def is_key(text: str) -> bool:
    """Whether a text could be a till's key at all."""
    return KEY.fullmatch(text) is not None


def scopes_of(text: str) -> frozenset[Scope]:
    """The scopes as they are kept, words apart by spaces; words of another version open nothing."""
    known = {scope.value for scope in Scope}
    return frozenset(Scope(word) for word in text.split() if word in known)


def scopes_text(scopes: Iterable[Scope]) -> str:
    """The scopes as they are kept."""
    return " ".join(sorted(scopes))


def preset_of(scopes: frozenset[Scope]) -> Preset | None:
    """The choice these scopes come from."""
    return next((preset for preset, chosen in PRESETS.items() if chosen == scopes), None)
