"""Programs that sell: the owner's list of tills, a new one with its key, the end of a key."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loyalty.tills import Preset, TillLine
from texts.admin import back
from texts.screen import LONGEST_BUTTON, Button, Screen, act
from texts.words import Html, Words


def tills(words: Words, lines: Sequence[TillLine]) -> Screen:
    """Every till whose key opens something."""
    if lines:
        text = words.t("<b>Tills</b>: programs that may sell here. Tap one for what it may do.")
    else:
        text = words.t(
            "No program sells here yet. Add a till, and put its key into your cash register, 1C or a script."
        )
    rows: list[tuple[Button, ...]] = [
        (Button(one.till.name[:LONGEST_BUTTON], act("tills.one", one.till.id)),) for one in lines
    ]
    rows.append((Button(words.t("New till"), act("tills.new"), style="primary"),))
    return Screen(text, (*rows, back(words)))


def choose_store(words: Words, stores: Sequence[tuple[int, str]]) -> Screen:
    """Where it stands."""
    rows = [(Button(name[:LONGEST_BUTTON], act("tills.new", store_id)),) for store_id, name in stores]
    return Screen(
        words.t("In which store does the till stand? It sells and sees there only."), (*rows, _to_list(words))
    )


def choose(words: Words, store_id: int) -> Screen:
    """What it may do."""
    rows = [(Button(preset_name(words, one), act("tills.may", store_id, one.value)),) for one in Preset]
    text = words.t(
        "What may this till do?\n"
        "Earn: find customers, enrol them and add points.\n"
        "Earn and spend: also take points, with the customer's yes, and take goods back.\n"
        "All: also histories and promo codes."
    )
    return Screen(text, (*rows, _to_list(words)))


def ask_name(words: Words) -> Screen:
    """How people call it."""
    return Screen(words.t("What shall this till be called? For example: Till 1"), (_to_list(words),))


def key(words: Words, line: TillLine, secret: str) -> Screen:
    """The key, once."""
    text = words.t(
        "The key of <b>{name}</b>:\n<code>{key}</code>\n"
        "Put it into the program now: it is shown once and kept nowhere. "
        "Whoever has it can book sales, so delete this message afterwards.",
        name=line.till.name,
        key=secret,
    )
    copy = Button(words.t("Copy the key"), copy=secret)
    return Screen(text, ((copy,), (Button(words.t("Delete the key"), act("tills.hide")),)))


def till(words: Words, line: TillLine) -> Screen:
    """One till: where, what, since when, last seen."""
    one = line.till
    seen = words.moment(one.seen_at) if one.seen_at else words.t("never")
    lines = [
        words.t("<b>{name}</b>, key …{end}", name=one.name, end=one.key_end),
        *([words.t("Store: {store}", store=line.store)] if line.store else []),
        words.t("May: {may}", may=_may(words, line)),
        words.t("Added: {moment}", moment=words.moment(one.at)),
        words.t("Last seen: {moment}", moment=seen),
    ]
    revoke = Button(words.t("Revoke the key"), act("tills.one", one.id, "ask"))
    return Screen(Html("\n".join(lines)), ((revoke,), _to_list(words)))


def ask_revoke(words: Words, line: TillLine) -> Screen:
    """Is its key to be revoked?"""
    text = words.t(
        "Revoke the key of <b>{name}</b>? Its program can do nothing any more from that moment. "
        "What it booked stays.",
        name=line.till.name,
    )
    yes = Button(words.t("Yes, revoke"), act("tills.revoke", line.till.id), style="danger")
    return Screen(text, ((yes,), (Button(words.t("No, keep"), act("tills.one", line.till.id)),)))


def keys_stay(words: Words, count: int) -> Screen:
    """To the owners: somebody who added tills has left the team."""
    text = words.n(
        "Somebody who left the team had added {count} till. It still sells: if its key may have been kept, "
        "revoke it and add the till anew.",
        "Somebody who left the team had added {count} tills. They still sell: if their keys may have been "
        "kept, revoke them and add the tills anew.",
        count,
    )
    return Screen(text, ((Button(words.t("Open the tills"), act("tills")),),))


def preset_name(words: Words, preset: Preset) -> Html:
    """A choice in a button."""
    names = {
        Preset.EARN: words.t("Earn only"),
        Preset.SPEND: words.t("Earn and spend"),
        Preset.ALL: words.t("All"),
    }
    return names[preset]


def _may(words: Words, line: TillLine) -> Html:
    return words.t("other") if line.preset is None else preset_name(words, line.preset)


def _to_list(words: Words) -> tuple[Button, ...]:
    return back(words, "tills")


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {
    "keys_stay": lambda words, data: keys_stay(words, data["tills"])
}
