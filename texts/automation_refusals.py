"""What can't be done with automations."""

from collections.abc import Callable, Mapping

from loyalty.automation_settings import Unit
from loyalty.automations import Idle
from loyalty.refusals import Refusal
from texts.automation_words import idle
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def _value(words: Words, detail: Detail) -> Html:
    unit, least, most = detail.get("unit"), int(detail["least"]), int(detail["most"])
    if unit == Unit.MONEY:
        return words.t(
            "The amount must be from {least} to {most}.", least=words.money(least), most=words.money(most)
        )
    if unit == Unit.TENTHS:
        return words.t("Type a number from 0 to 9.9, for example 2 or 1.5.")
    if most <= least:
        return words.t("Please choose with the buttons above.")
    return words.t("Type a number from {least} to {most}.", least=least, most=most)


def _unready(words: Words, detail: Detail) -> Html:
    return {
        "schedule": words.t("First say when it goes."),
        "date": words.t("First set its date."),
    }.get(str(detail["what"]), words.t("First write its text."))


AUTOMATION_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.AUTOMATION_GONE: lambda w, _: w.t("It isn't there any more. See what is: /campaigns"),
    Refusal.AUTOMATION_VALUE: _value,
    Refusal.AUTOMATION_DATE: lambda w, d: w.t(
        "I can't read “{word}” as a date that is still to come. Type it like this: 24 December",
        word=d["word"],
    ),
    Refusal.AUTOMATION_DATES: lambda w, d: w.n(
        "Type at least one date, and {count} at most.",
        "Type at least one date, and {count} at most.",
        int(d["most"]),
    ),
    Refusal.AUTOMATION_IDLE: lambda w, d: idle(w, Idle(str(d.get("why", Idle.NO_DATES)))),
    Refusal.AUTOMATION_UNREADY: _unready,
    Refusal.AUTOMATIONS_FULL: lambda w, d: w.n(
        "There can be {count} of your own. Delete one that is over.",
        "There can be {count} of your own. Delete one that is over.",
        int(d["most"]),
    ),
}
