"""Why the till says no: amounts, receipts, spending, refunds."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from loyalty.refusals import Refusal
from texts.freezing import till_line
from texts.identify_refusals import IDENTIFY_REFUSALS
from texts.words import Html, Words

Detail = Mapping[str, int | str]


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


def _too_many_points(words: Words, detail: Detail) -> Html:
    allowed, least, multiple = (int(detail[name]) for name in ("allowed", "least", "multiple"))
    if not allowed:
        return words.t("No points can pay for this receipt.")
    text = words.t(
        "For this receipt from {least} to {allowed} points can be taken.",
        least=words.number(least),
        allowed=words.number(allowed),
    )
    step = words.t("In steps of {step}.", step=words.points(multiple)) if multiple > 1 else ""
    return Html(f"{text} {step}".strip())


def _lines_unclear(words: Words, detail: Detail) -> Html:
    return words.t(
        "I don't know the goods “{word}”. Type the amount and the category: 450 {example}",
        word=detail["word"],
        example=detail["example"],
    )


TILL_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
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
    Refusal.BOUGHT_IN_FUTURE: lambda w, _: w.t("That day is still to come. Please check the date."),
    Refusal.BOUGHT_LONG_AGO: lambda w, d: w.n(
        "It was bought more than {count} day ago, that can't be counted any more.",
        "It was bought more than {count} days ago, that can't be counted any more.",
        int(d["days"]),
    ),
    Refusal.BOUGHT_BEFORE_CARD: lambda w, _: w.t(
        "That was bought before you had the card. Receipts count from the day you joined."
    ),
    Refusal.RECEIPT_LINE_UNCLEAR: lambda w, _: w.t(
        "I can't read this. Type number, sum and date in one line: №1234 450 12.11"
    ),
    Refusal.RECEIPT_DAY_UNCLEAR: lambda w, _: w.t(
        "I can't find the date. Type it behind the sum: №1234 450 12.11, or №1234 450 yesterday"
    ),
    Refusal.RECEIPT_NUMBER_MISSING: lambda w, _: w.t(
        "I can't find the receipt's number. Put № before it: №1234 450 12.11"
    ),
    Refusal.RECEIPT_COUNTED: lambda w, d: w.t(
        "Receipt No. {receipt} of that day was counted already.", receipt=d["receipt"]
    ),
    Refusal.RECEIPT_CLAIMS_FULL: lambda w, d: w.t(
        "At most {most} receipts in {days} days can be sent in. Please show your card when you pay.",
        most=w.number(int(d["most"])),
        days=w.number(int(d["days"])),
    ),
    Refusal.RECEIPT_CLAIM_OVER: lambda w, _: w.t(
        "This receipt is not open any more. To send in another one: /receipt"
    ),
    Refusal.RECEIPT_OWN: lambda w, _: w.t("This is your own receipt. Somebody else has to decide."),
    Refusal.RECEIPT_OF_STAFF: lambda w, _: w.t(
        "Whoever works here can't send in receipts. Have a colleague scan your card when you pay."
    ),
    Refusal.OWN_CARD: lambda w, _: w.t("This is your own card. Please ask a colleague to scan it."),
    Refusal.CARD_UNKNOWN: lambda w, _: w.t("I don't know this card. Please have it opened anew."),
    **IDENTIFY_REFUSALS,
    Refusal.NO_OPEN_SALE: lambda w, _: w.t("No sale is open. Scan the customer's card first."),
    Refusal.SALE_ENDED: lambda w, _: w.t(
        "The sale has ended, nothing was booked. Please scan the card again."
    ),
    Refusal.SALE_CANCELLED: lambda w, _: w.t("This sale was closed. Scan the card to begin anew."),
    Refusal.NOT_YOUR_SALE: lambda w, _: w.t("Only the colleague who made this sale can change it."),
    Refusal.TOO_MANY_POINTS: _too_many_points,
    Refusal.POINTS_UNCLEAR: lambda w, _: w.t("I can't read a number of points there. Type it in digits: 100"),
    Refusal.OTHER_TILL: lambda w, d: w.t(
        "Another till is taking points off this card right now. Left to spend: {left}.",
        left=w.points(int(d["available"])),
    ),
    Refusal.CANNOT_ASK: lambda w, _: w.t(
        "I can't reach the customer: the bot is blocked or not opened. Without his yes I take no points."
    ),
    Refusal.ASKED_TOO_OFTEN: lambda w, _: w.t(
        "Asked three times without an answer. Ask for the pay code and type its six digits."
    ),
    Refusal.QUESTION_OVER: lambda w, _: w.t("The time for an answer is over, nothing was taken."),
    Refusal.NOTHING_TO_SPEND: lambda w, _: w.t("There are no points to pay with yet."),
    Refusal.PAGE_OVER: lambda w, _: w.t("This page has been open too long. Open it again from the chat."),
    Refusal.TILL_GONE: lambda w, _: w.t("This till's key was revoked already."),
    Refusal.WRONG_PAY_CODE: lambda w, _: w.t(
        "This pay code is wrong or over. Ask the customer for a new one: it lives for a minute."
    ),
    Refusal.LINES_UNCLEAR: _lines_unclear,
    Refusal.UNDO_TOO_LATE: lambda w, _: w.t(
        "More than five minutes have passed, the sale stays. It can be refunded."
    ),
    Refusal.ALREADY_UNDONE: lambda w, _: w.t("This sale has been undone already."),
    Refusal.REFUND_UNKNOWN: lambda w, _: w.t("I can't find this purchase. Please look again: /refund"),
    Refusal.REFUND_OTHER_STORE: lambda w, _: w.t(
        "This was bought in another store. A manager of that store or the owner can take it back."
    ),
    Refusal.REFUND_TOO_LATE: lambda w, detail: w.n(
        "More than {count} day has passed. A manager can take it back.",
        "More than {count} days have passed. A manager can take it back.",
        int(detail["days"]),
    ),
    Refusal.REFUND_TOO_MUCH: lambda w, detail: w.t(
        "That is more than is left of the receipt: at most {amount}.",
        amount=w.money(int(detail["rest_minor"])),
    ),
    Refusal.REFUNDED_ALREADY: lambda w, _: w.t("Everything on this receipt was taken back already."),
    Refusal.REFUND_STALE: lambda w, _: w.t(
        "This refund is not open any more, nothing was done. Begin anew: /refund"
    ),
    Refusal.CUSTOMER_UNKNOWN: lambda w, _: w.t(
        "I can't find a customer with this card or phone. Please check the number."
    ),
    Refusal.POINTS_NOT_NOW: lambda w, _: till_line(w),
}
