"""Tiers in words: how they are called, what they bring, what is missing, what members are told of them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from loyalty.programme import Programme, TierMetric
from loyalty.tiers import Standing, shown_name
from texts.screen import Screen
from texts.words import Html, Words, escaped, one_line

Data = Mapping[str, Any]


def tier_name(words: Words, programme: Programme, key: str) -> Html:
    """How a tier of the programme is called."""
    return named(words, shown_name(programme, key))


def named(words: Words, shown: str) -> Html:
    """A tier's own name as it was written, or the word for a colour; "" and "plain" are the basic one."""
    return escaped(button_name(words, shown))


def button_name(words: Words, shown: str) -> str:
    """The same where a text is no HTML."""
    names = {
        "": words.t("Basic"),
        "plain": words.t("Basic"),
        "silver": words.t("Silver"),
        "gold": words.t("Gold"),
        "dark": words.t("Platinum"),
    }
    return names.get(shown) or one_line(shown)


def progress_line(words: Words, standing: Standing) -> Html:
    """ "1 240 ₽ to Gold"; "" when there is nothing higher."""
    if not standing.next_tier:
        return Html("")
    missing = amount_of(words, standing.metric, standing.missing)
    return words.t("{missing} to {tier}", missing=missing, tier=named(words, standing.next_name))


def amount_of(words: Words, metric: str, value: int) -> str:
    """A value of the metric: money, or friends."""
    if metric == TierMetric.FRIENDS:
        return words.n("{count} friend", "{count} friends", value)
    return words.money(value)


def benefits(words: Words, data: Data) -> Html:
    """What a tier brings, a line each; nothing that is nothing."""
    lines = [words.t("{rate} of every purchase comes back.", rate=words.rate(data["rate_bp"]))]
    if data["discount_bp"]:
        lines.append(words.t("{rate} off every receipt.", rate=words.rate(data["discount_bp"])))
    lines.append(words.t("Points pay up to {rate} of a receipt.", rate=words.rate(data["cap_bp"])))
    if data["perks"]:
        lines.append(escaped(data["perks"]))
    return Html("\n".join(lines))


def tier_up(words: Words, data: Data) -> Screen:
    """A member has reached a tier."""
    head = words.t("Your level is {tier} now ⭐", tier=_bold(words, data["tier_name"]))
    return Screen(Html(f"{head}\n{benefits(words, data)}"))


def tier_given(words: Words, data: Data) -> Screen:
    """The shop gave a tier until a day."""
    head = words.t(
        "The shop has given you the level {tier} until {day} ⭐",
        tier=_bold(words, data["tier_name"]),
        day=words.day(date.fromisoformat(data["until"]), date.fromisoformat(data["today"])),
    )
    return Screen(Html(f"{head}\n{benefits(words, data)}"))


def tier_set(words: Words, data: Data) -> Screen:
    """The shop set the basic level until a day."""
    text = words.t(
        "The shop has set your level to {tier} until {day}. Your points stay with you.",
        tier=_bold(words, data["tier_name"]),
        day=words.day(date.fromisoformat(data["until"]), date.fromisoformat(data["today"])),
    )
    return Screen(text)


def tier_warning(words: Words, data: Data) -> Screen:
    """In a month the tier would fall: how much keeps it."""
    if data["metric"] == TierMetric.FRIENDS:
        needed = words.n(
            "Bring {count} more friend by {day} to keep it: /invite",
            "Bring {count} more friends by {day} to keep it: /invite",
            data["missing"],
            day=_day(words, data["last_day"]),
        )
    else:
        needed = words.t(
            "Purchases of {amount} by {day} keep it.",
            amount=words.money(data["missing"]),
            day=_day(words, data["last_day"]),
        )
    head = words.t("Your level {tier} will soon be reviewed.", tier=_bold(words, data["tier_name"]))
    otherwise = words.t("Otherwise your level becomes {tier}.", tier=named(words, data["below"]))
    return Screen(Html(f"{head}\n{needed}\n{otherwise}"))


def tier_down(words: Words, data: Data) -> Screen:
    """A year with less than the tier asks for."""
    head = words.t(
        "A year has passed, and your level is {tier} now. Your points stay with you, "
        "and {former} comes back as soon as you reach it.",
        tier=_bold(words, data["tier_name"]),
        former=named(words, data["from"]),
    )
    return Screen(Html(f"{head}\n{benefits(words, data)}"))


def tier_given_ended(words: Words, data: Data) -> Screen:
    """A tier given by hand has ended."""
    head = words.t(
        "The time of your gift level {former} is over, your level is {tier} now.",
        former=named(words, data["from"]),
        tier=_bold(words, data["tier_name"]),
    )
    return Screen(Html(f"{head}\n{benefits(words, data)}"))


def tier_back(words: Words, data: Data) -> Screen:
    """The purchase that lifted the member was undone."""
    tier = _bold(words, data["tier_name"])
    return Screen(words.t("With the purchase undone, your level is {tier} again.", tier=tier))


def _day(words: Words, iso: str) -> str:
    return words.day(date.fromisoformat(iso))


def _bold(words: Words, shown: str) -> Html:
    return Html(f"<b>{named(words, shown)}</b>")


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "tier_up": tier_up,
    "tier_given": tier_given,
    "tier_set": tier_set,
    "tier_warning": tier_warning,
    "tier_down": tier_down,
    "tier_given_ended": tier_given_ended,
    "tier_back": tier_back,
}
