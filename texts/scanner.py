"""The scanner page: its captions, and a sale in the same words as in the chat, for a page to lay out."""

from dataclasses import replace
from typing import Any

from loyalty.programme import Programme
from loyalty.views import SaleState, SaleView
from texts.enrolment import ask_consent, customer, offer
from texts.preview import receipt_of
from texts.problems import plain
from texts.sale import ask_undo, sale
from texts.screen import Button
from texts.tiers import button_name
from texts.words import Html, Words

# What a button of the chat is called on the page; the other ones stay in the chat.
DOINGS = {
    "sale.ok": "confirm",
    "sale.take": "take",
    "sale.points": "points",
    "sale.code": "code",
    "sale.without": "without",
    "sale.off": "close",
    "sale.undo": "undo",
}
DONE_MARK = "✅ "
LONGEST_HINT = 64


def captions(words: Words) -> dict[str, str]:
    """What stands on the page before a sale and around it."""
    texts = {
        "title": words.t("Scanner"),
        "ready": words.t("Who is next?"),
        "scan": words.t("Scan"),
        "scan_code": words.t("Scan the code"),
        "next": words.t("Next customer"),
        "hint": words.t("Point the camera at the customer's code"),
        "number": words.t("Card or phone"),
        "number_question": words.t("Card number or phone"),
        "photo": words.t("Photo of the code"),
        "find": words.t("Find"),
        "amount_question": words.t("The receipt's amount"),
        "receipt": words.t("Receipt No."),
        "no_category": words.t("All goods"),
        "go": words.t("Continue"),
        "points_question": words.t("How many points to take?"),
        "offer": words.t("Take"),
        "code": words.t("Enter a code"),
        "code_question": words.t("Pay code, promo code or certificate"),
        "other_amount": words.t("Another amount"),
        "back": words.t("Back"),
        "erase": words.t("Erase"),
        "offline": words.t("No connection. Nothing is lost: try again."),
        "again": words.t("Try again"),
        "shut": words.t("Close"),
        "reopen": words.t("In the bot's chat: the button beside the message field, or /sale."),
        "leave_question": words.t("Close this sale? Nothing has been booked."),
        "leave_no": words.t("Go on with the sale"),
        "leave_yes": words.t("Close the sale"),
        "outside": words.t("This page opens from the bot's chat: /sale and the button under it."),
    }
    return {name: plain(text) for name, text in texts.items()}


def figures(words: Words) -> dict[str, str]:
    """How sums are written: "#" stands for the digits of `money`."""
    thousand, one_half = words.number(1000), words.money(150)
    return {
        "money": words.money(100).replace("1", "#"),
        "group": thousand[1:-3],
        "decimal": one_half[one_half.index("1") + 1],
    }


def categories(programme: Programme) -> list[dict[str, str]]:
    """The goods a cashier may name."""
    return [{"key": one.key, "name": one.name} for one in programme.categories]


def shown(words: Words, view: SaleView) -> dict[str, Any]:
    """A sale as the page shows it: who buys, what the chat would say of it, the buttons under that."""
    view = replace(view, first_name=customer(words, view))
    screen = sale(words, view)
    found: dict[str, Any] = {
        "name": plain(Html(view.first_name)),
        "standing": f"{button_name(words, view.tier)} · {plain(words.points(view.available))}",
        "receipt": receipt_of(words, view) if view.amount_minor else "",
        "lines": _lines(words, view, screen.text),
        "buttons": [_button(one) for row in screen.buttons for one in row if _doing(one)],
    }
    if view.state is SaleState.BOOKED:
        question = ask_undo(words, view)
        found["undo"] = {"question": plain(question.text), "yes": question.buttons[0][0].text}
        found["undo"]["no"] = question.buttons[1][0].text
    return found


def enrolling(words: Words, phone: str, brand: str) -> list[dict[str, str]]:
    """The two questions before somebody without a card is enrolled: the offer, then what to ask him."""
    screens = (offer(words, phone), ask_consent(words, brand))
    return [
        {"text": plain(one.text), "yes": one.buttons[0][0].text, "no": one.buttons[1][0].text}
        for one in screens
    ]


def _lines(words: Words, view: SaleView, text: Html) -> list[str]:
    """What the chat says, without what the page shows in places of its own."""
    if view.state is SaleState.AMOUNT:
        return [plain(Html(line)) for line in text.split("\n")[2:]]
    head = f"{view.first_name}, {receipt_of(words, view)}" if view.amount_minor else ""
    lines = (plain(Html(line)).removeprefix(DONE_MARK) for line in text.split("\n"))
    return [line for line in lines if line != head]


def _doing(button: Button) -> str:
    return DOINGS.get(button.action.partition(":")[0], "")


def _button(button: Button) -> dict[str, str]:
    return {"do": _doing(button), "text": button.text, "style": button.style}
