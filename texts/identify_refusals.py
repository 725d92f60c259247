"""Why a customer is not known at the till: a slip, a foreign code, an unreadable photo, a guess too many."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from loyalty.refusals import Refusal
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def _too_many_unknown(words: Words, detail: Detail) -> Html:
    until = words.moment(datetime.fromtimestamp(int(detail["until"]), UTC))
    return words.t(
        "Too many unknown numbers. Scan the card's code, or type again after {moment}.",
        moment=until,
    )


IDENTIFY_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.CARD_MISTYPED: lambda w, _: w.t(
        "No card has this number. Please check the digits and type it again."
    ),
    Refusal.NOT_A_CARD: lambda w, _: w.t(
        "This is not a card of ours. Ask the customer to open the card in the chat: /card"
    ),
    Refusal.PHONE_UNKNOWN: lambda w, _: w.t("No card has this phone yet."),
    Refusal.STILL_JOINING: lambda w, _: w.t(
        "This customer is just joining. Ask to answer the last questions in the chat, then type it again."
    ),
    Refusal.TOO_MANY_UNKNOWN: _too_many_unknown,
    Refusal.TOO_MANY_ENROLLED: lambda w, d: w.n(
        "{count} customer enrolled by phone: that is all for today. Others join by the QR code at the till.",
        "{count} customers enrolled by phone: that is all for today. Others join by the QR code at the till.",
        int(d["most"]),
    ),
    Refusal.LINES_TYPED: lambda w, _: w.t("The goods were typed line by line. To change them, type anew."),
    Refusal.PHOTO_UNREADABLE: lambda w, _: w.t(
        "There is no code in the picture. Try from closer, without glare, or type the number below the code."
    ),
    Refusal.PHOTO_TOO_LARGE: lambda w, _: w.t(
        "This picture is too large for me. Send it as a photo, not as a file, or type the card number."
    ),
    Refusal.PHOTO_LOST: lambda w, _: w.t(
        "The picture didn't come through. Please send it once more, or type the card number."
    ),
    Refusal.PHOTO_MANY_CODES: lambda w, _: w.t(
        "There is more than one code in the picture. Take one that shows only the customer's card."
    ),
}
