"""Every screen of the tills, with long names."""

from datetime import UTC, datetime

from loyalty.tills import PRESETS, Preset, Scope, Till, TillLine
from texts import tills
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 12, 28, 11, 5, tzinfo=UTC)
LONG = TillLine(Till(999, 7, "Щ" * 30, "aB3d", PRESETS[Preset.SPEND], 1, AT, AT), "Ж" * 40, Preset.SPEND)
BARE = TillLine(Till(1, 1, "1C", "aB3d", frozenset({Scope.PROMO}), 1, AT), "", None)


def screens(words: Words) -> list[Screen]:
    return [
        tills.tills(words, []),
        tills.tills(words, [LONG, BARE]),
        tills.choose_store(words, [(1, "Щ" * 40), (999_999, "1")]),
        tills.choose(words, 999_999),
        tills.ask_name(words),
        tills.key(words, LONG, "kp_" + "W" * 22),
        tills.till(words, LONG),
        tills.till(words, BARE),
        tills.ask_revoke(words, LONG),
        tills.keys_stay(words, 1),
        tills.keys_stay(words, 200),
    ]
