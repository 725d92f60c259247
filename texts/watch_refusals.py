"""Why a sale can't be booked like this, and what can't be set: neutral words, nobody is accused."""

from collections.abc import Callable, Mapping

from loyalty.refusals import Refusal
from texts.words import Html, Words

WATCH_REFUSALS: Mapping[Refusal, Callable[[Words, Mapping[str, int | str]], Html]] = {
    Refusal.SALE_STOPPED: lambda w, _: w.t(
        "This sale can't be booked here as it is: the shop's rules hold it back. Please call a manager."
    ),
    Refusal.FAMILY_CARD: lambda w, _: w.t("This is a card of your family: a colleague has to do this."),
    Refusal.MANAGER_SAID_NO: lambda w, _: w.t(
        "The manager asked not to book this as it is. Type another amount, or close the sale."
    ),
    Refusal.APPROVAL_OVER: lambda w, _: w.t("This question is over: the sale was closed or changed."),
    Refusal.APPROVAL_OWN: lambda w, _: w.t("This sale is about you: somebody else has to decide."),
    Refusal.ALERT_GONE: lambda w, _: w.t("This alert is not there any more. See what is: /alerts"),
    Refusal.FAMILY_SELF: lambda w, _: w.t(
        "This is the colleague's own card: sales to it are stopped anyway. I need the card of a relative."
    ),
    Refusal.WATCH_LIMIT: lambda w, d: w.t(
        "I need a whole number from {least} to {most}.",
        least=w.number(int(d["least"])),
        most=w.number(int(d["most"])),
    ),
    Refusal.WATCH_MODE: lambda w, _: w.t("This rule can't be set like that."),
}
