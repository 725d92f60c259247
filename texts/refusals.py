"""Every reason to say no, worded for the person who hears it: what is wrong, and what can be done."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from loyalty.refusals import Refusal, Refused
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def refused(words: Words, refusal: Refused) -> Html:
    """The refusal in this person's words."""
    return _TEXTS[refusal.reason](words, refusal.detail)


def _too_large(words: Words, detail: Detail) -> Html:
    return words.t(
        "That is too much for one receipt: at most {amount}. Please check the amount.",
        amount=words.money(int(detail["max_minor"])),
    )


def _receipt_taken(words: Words, detail: Detail) -> Html:
    return words.t(
        "Receipt No. {receipt} is booked already: {moment}, {amount}. Please check the number.",
        receipt=detail["receipt"],
        moment=words.moment(datetime.fromtimestamp(int(detail["at_seconds"]), UTC)),
        amount=words.money(int(detail["amount_minor"])),
    )


def _name_too_long(words: Words, detail: Detail) -> Html:
    return words.n(
        "That is too long for the card. Up to {count} character, please.",
        "That is too long for the card. Up to {count} characters, please.",
        int(detail["longest"]),
    )


def _brand_unclear(words: Words, detail: Detail) -> Html:
    return words.n(
        "The name of the shop needs 1 to {count} character.",
        "The name of the shop needs 1 to {count} characters.",
        int(detail["longest"]),
    )


_TEXTS: Mapping[Refusal, Callable[[Words, Detail], Html]] = MappingProxyType(
    {
        Refusal.AMOUNT_UNCLEAR: lambda w, _: w.t(
            "I can't read an amount there. Type it like this: 450 or 450.50"
        ),
        Refusal.AMOUNT_ZERO: lambda w, _: w.t("Zero brings no points. Type the amount of the receipt."),
        Refusal.AMOUNT_NEGATIVE: lambda w, _: w.t(
            "The amount is below zero. To take a sale back, press “Undo the sale” under it."
        ),
        Refusal.AMOUNT_TOO_LARGE: _too_large,
        Refusal.AMOUNT_TOO_FINE: lambda w, _: w.t("Two digits after the point at most, please: 450.50"),
        Refusal.RECEIPT_UNCLEAR: lambda w, _: w.t(
            "I can't read the receipt's number. Type it like this: 450 №17"
        ),
        Refusal.RECEIPT_TAKEN: _receipt_taken,
        Refusal.RATE_UNCLEAR: lambda w, _: w.t(
            "I can't read a percentage there. Type it like this: 5 or 7.5"
        ),
        Refusal.RATE_OUT_OF_RANGE: lambda w, _: w.t("The percentage must be from 0 to 100."),
        Refusal.BIRTHDAY_UNCLEAR: lambda w, _: w.t(
            "I can't read a date there. Type it like this: May 15 or 15.05"
        ),
        Refusal.BIRTHDAY_IMPOSSIBLE: lambda w, _: w.t(
            "There is no such day in the calendar. Please check the date."
        ),
        Refusal.BIRTHDAY_IN_FUTURE: lambda w, _: w.t(
            "That day is still to come. Please check the year, or leave it out."
        ),
        Refusal.BIRTHDAY_TOO_OLD: lambda w, _: w.t(
            "That is very long ago. Please check the year, or leave it out."
        ),
        Refusal.NAME_EMPTY: lambda w, _: w.t("I can't see a name there. Please type it."),
        Refusal.NAME_TOO_LONG: _name_too_long,
        Refusal.PHONE_FOREIGN: lambda w, _: w.t(
            "That is somebody else's number. Please share your own with the key."
        ),
        Refusal.PHONE_UNCLEAR: lambda w, _: w.t(
            "I can't read this number. Try the key once more, or skip this."
        ),
        Refusal.PHONE_TAKEN: lambda w, _: w.t(
            "This number belongs to another card already. Please skip this."
        ),
        Refusal.NOT_STAFF: lambda w, _: w.t("This is for those who work here. Your own card: /card"),
        Refusal.NOT_OWNER: lambda w, _: w.t("Only the owner can do this. Please ask them."),
        Refusal.NOT_JOINED: lambda w, _: w.t(
            "There is no card yet. Send /start, it takes less than a minute."
        ),
        Refusal.OWN_CARD: lambda w, _: w.t("This is your own card. Please ask a colleague to scan it."),
        Refusal.CARD_UNKNOWN: lambda w, _: w.t("I don't know this card. Please have it opened anew."),
        Refusal.NO_OPEN_SALE: lambda w, _: w.t("No sale is open. Scan the customer's card first."),
        Refusal.SALE_ENDED: lambda w, _: w.t(
            "The sale has ended, nothing was booked. Please scan the card again."
        ),
        Refusal.SALE_CANCELLED: lambda w, _: w.t("This sale was closed. Scan the card to begin anew."),
        Refusal.NOT_YOUR_SALE: lambda w, _: w.t("Only the colleague who made this sale can change it."),
        Refusal.UNDO_TOO_LATE: lambda w, _: w.t(
            "More than five minutes have passed, the sale stays. Please tell the owner."
        ),
        Refusal.ALREADY_UNDONE: lambda w, _: w.t("This sale has been undone already."),
        Refusal.LINK_DEAD: lambda w, _: w.t(
            "This link doesn't work any more. Ask whoever sent it for a new one."
        ),
        Refusal.ALREADY_STAFF: lambda w, _: w.t("Already in the team, nothing more to do."),
        Refusal.CANNOT_REMOVE_SELF: lambda w, _: w.t("You can't remove yourself. Another owner can."),
        Refusal.CANNOT_REMOVE_PROTECTED: lambda w, _: w.t(
            "This owner is named in the server's settings (OWNER_IDS) and can only be removed there."
        ),
        Refusal.BRAND_UNCLEAR: _brand_unclear,
        Refusal.CURRENCY_FIXED: lambda w, _: w.t(
            "There are purchases in this currency already, so it stays."
        ),
        Refusal.CURRENCY_UNKNOWN: lambda w, _: w.t(
            "I don't know this currency. Please choose one from the list."
        ),
        Refusal.OTHER_INPUT: lambda w, _: w.t(
            "This was done already, with other figures. Please begin anew."
        ),
    }
)
