"""Every reason to say no, worded for the person who hears it: what is wrong, and what can be done."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from loyalty.refusals import Refusal, Refused
from texts.birthday import birthday_changed
from texts.program_refusals import contradiction, setting_range, setting_unclear
from texts.promo import offer_unclear
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


def _too_many_codes(words: Words, detail: Detail) -> Html:
    until = words.moment(datetime.fromtimestamp(int(detail["until"]), UTC))
    return words.t("Too many wrong codes. Please try again after {moment}.", moment=until)


_TEXTS: Mapping[Refusal, Callable[[Words, Detail], Html]] = MappingProxyType(
    {
        Refusal.OFFER_UNCLEAR: offer_unclear,
        Refusal.OFFER_OVER: lambda w, _: w.t("This offer is over: used, withdrawn, or its days are past."),
        Refusal.BIRTHDAY_CHANGED: birthday_changed,
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
        Refusal.VALUE_ZERO: lambda w, _: w.t("Zero gives nothing. Type a larger number, please."),
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
        Refusal.TOO_MANY_POINTS: _too_many_points,
        Refusal.POINTS_UNCLEAR: lambda w, _: w.t(
            "I can't read a number of points there. Type it in digits: 100"
        ),
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
            "This was bought in another store. The owner can take it back."
        ),
        Refusal.REFUND_TOO_LATE: lambda w, detail: w.n(
            "More than {count} day has passed. The owner can take it back.",
            "More than {count} days have passed. The owner can take it back.",
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
        Refusal.NO_DEBT: lambda w, _: w.t("Nothing is owed any more."),
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
        Refusal.TOO_MANY_CODES: _too_many_codes,
        Refusal.CODE_UNKNOWN: lambda w, _: w.t(
            "I don't know this code. Please check the letters and digits."
        ),
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
        Refusal.CUSTOMER_UNKNOWN: lambda w, _: w.t(
            "I can't find a customer with this card or phone. Please check the number."
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
        Refusal.COUNT_UNCLEAR: lambda w, d: w.t(
            "I need a whole number from {least} to {most}.",
            least=w.number(int(d["least"])),
            most=w.number(int(d["most"])),
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
        Refusal.GIFT_OVER: lambda w, _: w.t(
            "This gift is over: it was taken, taken back, or waited too long."
        ),
        Refusal.GIFT_OWN: lambda w, _: w.t("This is your own gift. Send the link to your friend."),
        Refusal.MEMBER_UNKNOWN: lambda w, _: w.t(
            "I can't find anybody like that. Check the number, or type a part of the name."
        ),
        Refusal.TIER_GONE: lambda w, _: w.t("This level is not in the programme any more."),
        Refusal.DAY_TOO_FAR: lambda w, _: w.t(
            "Choose a day between today and three years from now, for example 31.12."
        ),
        Refusal.GRANT_RANGE: lambda w, d: w.t(
            "Type a whole number of points from 1 to {most}.", most=w.number(int(d["most"]))
        ),
        Refusal.REASON_UNCLEAR: lambda w, _: w.t(
            "Type in a few words what the points are for, 200 characters at most."
        ),
        Refusal.GRANT_OVER: lambda w, _: w.t("This gift is decided already or has waited too long."),
        Refusal.GRANT_TOO_EARLY: lambda w, d: w.n(
            "A large gift needs a second look: in {count} minute, please.",
            "A large gift needs a second look: in {count} minutes, please.",
            int(d["minutes"]),
        ),
        Refusal.GRANT_OTHER_OWNER: lambda w, _: w.t(
            "A large gift takes two: another owner has to approve it."
        ),
        Refusal.CONTEST_UNKNOWN: lambda w, _: w.t("I can't find this change. Please open it in /history."),
        Refusal.CONTESTED_ALREADY: lambda w, _: w.t("The owner has looked at this already, it is decided."),
        Refusal.CONTEST_DECIDED: lambda w, _: w.t(
            "The owner decided this after looking. If it is unclear, please ask in the shop."
        ),
        Refusal.CONTEST_BY_ITSELF: lambda w, _: w.t(
            "Nobody used your card here: this came by the programme's rules. See /rules"
        ),
        Refusal.CONTEST_TOO_LATE: lambda w, d: w.n(
            "More than {count} day has passed. Please ask in the shop.",
            "More than {count} days have passed. Please ask in the shop.",
            int(d["days"]),
        ),
        Refusal.TOO_MANY_CASES: lambda w, _: w.t(
            "The owner is looking into three changes of yours already. Please wait for the answer."
        ),
        Refusal.CASE_CLOSED: lambda w, _: w.t("This case is closed already."),
        Refusal.CASE_OWN: lambda w, _: w.t("This is your own case. Another owner has to decide it."),
    }
)
