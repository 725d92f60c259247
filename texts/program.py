"""The rules of the programme as the owner reads and changes them."""

from loyalty.programme import BRAND_LONGEST, CURRENCIES, Programme
from texts.admin import back
from texts.formats import CURRENCY_SIGNS
from texts.screen import Button, Screen, act
from texts.words import Html, Words

RATES_BP = (300, 500, 700, 1000)
RATES_IN_A_ROW = 2
CURRENCIES_IN_A_ROW = 3


def programme_screen(words: Words, programme: Programme) -> Screen:
    """The rules in force, in plain words."""
    return Screen(_rules(words, programme), _changes(words))


def ask_rate(words: Words, programme: Programme) -> Screen:
    """How many percent: one of the usual ones, or typed."""
    presets = [Button(words.rate(rate_bp), act("program.rate", rate_bp)) for rate_bp in RATES_BP]
    rows = _rows(presets, RATES_IN_A_ROW)
    return Screen(
        words.t(
            "What percentage comes back as points? Now it is {rate}. Choose or type, for example 7.5.",
            rate=words.rate(programme.rate_bp),
        ),
        (*rows, back(words, "program")),
    )


def ask_brand(words: Words, programme: Programme) -> Screen:
    """The shop's name, typed."""
    return Screen(
        words.t(
            "What is the shop called? Now: {brand}. Type the name, up to {longest} characters.",
            brand=programme.brand,
            longest=BRAND_LONGEST,
        ),
        (back(words, "program"),),
    )


def ask_currency(words: Words, programme: Programme) -> Screen:
    """The currency of the receipts, from the list."""
    buttons = [Button(_currency(currency), act("program.currency", currency)) for currency in CURRENCIES]
    rows = _rows(buttons, CURRENCIES_IN_A_ROW)
    text = words.t(
        "Which currency are the receipts in? Now: {currency}. It can't change after the first sale.",
        currency=_currency(programme.currency),
    )
    return Screen(text, (*rows, back(words, "program")))


def changed(words: Words, before: Programme, now: Programme) -> Screen:
    """What was and what is, and that it works from the next operation on."""
    pairs = (
        (words.rate(before.rate_bp), words.rate(now.rate_bp)),
        (before.brand, now.brand),
        (_currency(before.currency), _currency(now.currency)),
    )
    lines = [
        words.t("Done: {before} → <b>{after}</b>, from the next purchase on.", before=old, after=new)
        for old, new in pairs
        if old != new
    ]
    text = Html("\n".join(lines)) or words.t("It was like that already, nothing changed.")
    return Screen(Html(f"{text}\n\n{_rules(words, now)}"), _changes(words))


def typed_text_please(words: Words) -> Screen:
    """A picture or the like came where a text was asked for."""
    return Screen(words.t("Please type it as text."))


def _rules(words: Words, programme: Programme) -> Html:
    return words.t(
        "<b>{rate}</b> of every purchase comes back as points, rounded down. One point is worth {worth}.\n"
        "The shop: {brand}\nThe currency: {currency}\nVersion of the rules: {version}",
        rate=words.rate(programme.rate_bp),
        worth=Words(words.language, words.zone, programme.currency).money(programme.point_value_minor),
        brand=programme.brand,
        currency=_currency(programme.currency),
        version=programme.version,
    )


def _changes(words: Words) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(words.t("Change the rate"), act("program.ask", "rate_bp"), style="primary"),),
        (Button(words.t("Change the name"), act("program.ask", "brand")),),
        (Button(words.t("Change the currency"), act("program.ask", "currency")),),
        back(words),
    )


def _currency(currency: str) -> str:
    sign = CURRENCY_SIGNS.get(currency, "")
    return f"{currency} {sign}".strip()


def _rows(buttons: list[Button], count: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + count]) for start in range(0, len(buttons), count)]
