"""Every reason to say no, worded for the person who hears it: what is wrong, and what can be done."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loyalty.refusals import Refusal, Refused
from texts.benefit_refusals import BENEFIT_REFUSALS
from texts.campaign_refusals import CAMPAIGN_REFUSALS
from texts.import_refusals import IMPORT_REFUSALS
from texts.people_refusals import PEOPLE_REFUSALS
from texts.program_refusals import contradiction, setting_range, setting_unclear
from texts.team_refusals import TEAM_REFUSALS
from texts.till_refusals import TILL_REFUSALS
from texts.watch_refusals import WATCH_REFUSALS
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def refused(words: Words, refusal: Refused) -> Html:
    """The refusal in this person's words."""
    return _TEXTS[refusal.reason](words, refusal.detail)


def _brand_unclear(words: Words, detail: Detail) -> Html:
    return words.n(
        "The name of the shop needs 1 to {count} character.",
        "The name of the shop needs 1 to {count} characters.",
        int(detail["longest"]),
    )


_TEXTS: Mapping[Refusal, Callable[[Words, Detail], Html]] = MappingProxyType(
    {
        Refusal.RATE_UNCLEAR: lambda w, _: w.t(
            "I can't read a percentage there. Type it like this: 5 or 7.5"
        ),
        Refusal.VALUE_ZERO: lambda w, _: w.t("Zero gives nothing. Type a larger number, please."),
        Refusal.RATE_OUT_OF_RANGE: lambda w, _: w.t("The percentage must be from 0 to 100."),
        Refusal.BRAND_UNCLEAR: _brand_unclear,
        Refusal.CURRENCY_FIXED: lambda w, _: w.t(
            "There are purchases in this currency already, so it stays."
        ),
        Refusal.CURRENCY_UNKNOWN: lambda w, _: w.t(
            "I don't know this currency. Please choose one from the list."
        ),
        Refusal.BUTTONS_ONLY: lambda w, _: w.t("Please choose with the buttons above."),
        Refusal.SKETCH_GONE: lambda w, _: w.t("This was left behind by something newer. Please begin anew."),
        Refusal.SETTING_UNCLEAR: setting_unclear,
        Refusal.SETTING_RANGE: setting_range,
        Refusal.SETTING_GONE: lambda w, _: w.t("That is not in the rules any more. See what is: /program"),
        Refusal.LABEL_UNCLEAR: lambda w, d: w.n(
            "A text of 1 to {count} character, please.",
            "A text of 1 to {count} characters, please.",
            int(d["longest"]),
        ),
        Refusal.LIST_FULL: lambda w, d: w.n(
            "There is room for {count} only. Remove one first.",
            "There is room for {count} only. Remove one first.",
            int(d["most"]),
        ),
        Refusal.DAY_UNCLEAR: lambda w, _: w.t("I can't read a date there. Type it like this: 15.05"),
        Refusal.DAY_IMPOSSIBLE: lambda w, _: w.t(
            "There is no such day in the calendar. Please check the date."
        ),
        Refusal.PROGRAMME_CONTRADICTION: contradiction,
        Refusal.PROGRAMME_MOVED: lambda w, _: w.t(
            "Other rules were saved meanwhile. I have laid your changes over them: look once more, then save."
        ),
        Refusal.DRAFT_MOVED: lambda w, _: w.t("The draft has changed since. Look once more, then save."),
        Refusal.OTHER_INPUT: lambda w, _: w.t(
            "This was done already, with other figures. Please begin anew."
        ),
        Refusal.COUNT_UNCLEAR: lambda w, d: w.t(
            "I need a whole number from {least} to {most}.",
            least=w.number(int(d["least"])),
            most=w.number(int(d["most"])),
        ),
        **IMPORT_REFUSALS,
        Refusal.WEBHOOK_UNCLEAR: lambda w, _: w.t(
            "I need the whole address, beginning with https:// — like https://pos.example.com/kopilka"
        ),
        Refusal.WEBHOOK_PRIVATE: lambda w, _: w.t(
            "This address leads into a private network. Events go to addresses in the open internet only."
        ),
        Refusal.WEBHOOK_GONE: lambda w, _: w.t("This is not there any more. See what is: /webhooks"),
        **TILL_REFUSALS,
        **CAMPAIGN_REFUSALS,
        **WATCH_REFUSALS,
        **PEOPLE_REFUSALS,
        **TEAM_REFUSALS,
        **BENEFIT_REFUSALS,
    }
)
