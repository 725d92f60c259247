"""Why a code, an offer, a reward, a gift or a certificate is not given."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from loyalty.refusals import Refusal
from texts.promo import offer_unclear
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def _too_many_codes(words: Words, detail: Detail) -> Html:
    until = words.moment(datetime.fromtimestamp(int(detail["until"]), UTC))
    return words.t("Too many wrong codes. Please try again after {moment}.", moment=until)


BENEFIT_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.OFFER_UNCLEAR: offer_unclear,
    Refusal.OFFER_OVER: lambda w, _: w.t("This offer is over: used, withdrawn, or its days are past."),
    Refusal.TOO_MANY_CODES: _too_many_codes,
    Refusal.CODE_UNKNOWN: lambda w, _: w.t("I don't know this code. Please check the letters and digits."),
    Refusal.CODE_UNCLEAR: lambda w, d: w.t(
        "A code needs {shortest} to {longest} letters and digits, without other signs: COFFEE10",
        shortest=d["shortest"],
        longest=d["longest"],
    ),
    Refusal.CODE_TAKEN: lambda w, _: w.t("There is such a code already. Please think of another one."),
    Refusal.CODE_OVER: lambda w, _: w.t("This code is not valid any more."),
    Refusal.CODE_NOT_YET: lambda w, d: w.t(
        "This code begins on {day}. Please come back then.", day=w.day(date.fromisoformat(str(d["day"])))
    ),
    Refusal.CODE_USED: lambda w, _: w.t("This code has been used already: it counts once a person."),
    Refusal.CODE_USED_UP: lambda w, _: w.t("Too late: this code has been used up."),
    Refusal.CODE_NOT_FOR_YOU: lambda w, _: w.t(
        "This code is for other customers: new ones, or another tier."
    ),
    Refusal.CERTIFICATE_EMPTY: lambda w, _: w.t("Nothing is left on this certificate."),
    Refusal.CERTIFICATE_BLOCKED: lambda w, _: w.t("This certificate is blocked. Please ask the owner."),
    Refusal.REWARD_GONE: lambda w, _: w.t("This reward is not there any more. See what else: /rewards"),
    Refusal.REWARD_OUT_OF_STOCK: lambda w, _: w.t(
        "The last one has just gone. See what else there is: /rewards"
    ),
    Refusal.REWARD_LIMIT: lambda w, d: w.n(
        "This reward is for each person {count} time only.",
        "This reward is for each person {count} times only.",
        int(d["most"]),
    ),
    Refusal.REWARD_NAME_UNCLEAR: lambda w, d: w.n(
        "A reward's name needs 1 to {count} character.",
        "A reward's name needs 1 to {count} characters.",
        int(d["longest"]),
    ),
    Refusal.TOO_MANY_REWARDS: lambda w, d: w.n(
        "There is room for {count} reward. Switch one off first.",
        "There is room for {count} rewards. Switch one off first.",
        int(d["most"]),
    ),
    Refusal.POINTS_SHORT: lambda w, d: w.n(
        "{count} point is missing for that yet.",
        "{count} points are missing for that yet.",
        int(d["points"]),
    ),
    Refusal.CLAIM_OVER: lambda w, _: w.t("This reward does not wait any more. See what else: /rewards"),
    Refusal.GIFT_AFTER_PURCHASE: lambda w, _: w.t(
        "You can give points to friends after your first purchase."
    ),
    Refusal.GIFT_IN_DEBT: lambda w, _: w.t(
        "Points are owed after a refund. As soon as they are made up for, you can give some."
    ),
    Refusal.GIFT_DAY_FULL: lambda w, _: w.t("That is all for today. Tomorrow you can give points again."),
    Refusal.GIFT_TOO_MUCH: lambda w, d: (
        w.n(
            "That is more than you can give now: at most {count} point.",
            "That is more than you can give now: at most {count} points.",
            int(d["most"]),
        )
        if d["most"]
        else w.t("There is nothing to give just now: what can be given is points from purchases.")
    ),
    Refusal.GIFT_OVER: lambda w, _: w.t("This gift is over: it was taken, taken back, or waited too long."),
    Refusal.GIFT_OWN: lambda w, _: w.t("This is your own gift. Send the link to your friend."),
}
