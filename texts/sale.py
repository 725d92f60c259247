"""The till in the chat: the question for the amount, the preview, what was booked, and the ways it ends."""

from dataclasses import replace
from typing import assert_never

from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from texts.approvals import manager_asked
from texts.enrolment import customer
from texts.preview import (
    booked,
    claim_rows,
    customer_lines,
    leave_button,
    preview,
    receipt_of,
    stamp_lines,
    waiting,
)
from texts.refusals import refused
from texts.screen import Button, Screen, act
from texts.tiers import named
from texts.words import Html, Words


def sale(words: Words, view: SaleView) -> Screen:
    """The sale as it stands."""
    view = replace(view, first_name=customer(words, view))
    match view.state:
        case SaleState.AMOUNT:
            return _amount(words, view)
        case SaleState.PREVIEW:
            return preview(words, view)
        case SaleState.WAITING:
            return waiting(words, view)
        case SaleState.MANAGER:
            return manager_asked(words, view)
        case SaleState.BOOKED:
            return booked(words, view)
        case SaleState.UNDONE:
            text = words.t(
                "The sale is undone: {name}, {receipt}. The card is back to {points}.",
                name=view.first_name,
                receipt=receipt_of(words, view),
                points=words.points(view.available),
            )
            return Screen(text)
        case SaleState.CANCELLED:
            return Screen(words.t("The sale is closed: {name}. Nothing was booked.", name=view.first_name))
        case SaleState.ENDED:
            return ended(words)
        case _:
            assert_never(view.state)


def how_to_sell(words: Words, scanner_url: str = "") -> Screen:
    """What opens a sale. scanner_url: of the page for many customers in a row, "" where there is none."""
    text = words.t(
        "Scan the customer's QR code with the phone's camera, send me a photo of it, "
        "or type the card number or the phone here. "
        "Then type the amount: 450, or 450 №17 with the receipt's number."
    )
    if not scanner_url:
        return Screen(text)
    return Screen(text, ((Button(words.t("Open the scanner"), app=scanner_url, style="primary"),),))


def amount_in_digits(words: Words) -> Screen:
    """A picture, a voice or the like came where an amount was asked for."""
    return Screen(words.t("I am waiting for the amount. Type it in digits, for example 450."))


def ended(words: Words) -> Screen:
    """Nobody finished the sale in time."""
    return Screen(refused(words, Refused(Refusal.SALE_ENDED)))


def ask_points(words: Words, view: SaleView) -> Screen:
    """How many points shall be taken: typed."""
    text = words.t(
        "How many points to take from {name}? Up to {points} for this receipt. Type the number.",
        name=view.first_name,
        points=words.number(view.offered_points),
    )
    return Screen(text, ((leave_button(words, view),),))


def ask_code(words: Words, view: SaleView) -> Screen:
    """Which promo code or certificate: typed."""
    text = words.t("Type the promo code or the certificate's code for {name}.", name=customer(words, view))
    return Screen(text, ((leave_button(words, view),),))


def ask_undo(words: Words, view: SaleView) -> Screen:
    """Undoing takes points away, so it is asked about first."""
    text = words.t(
        "Undo the sale: {name}, {receipt}?", name=customer(words, view), receipt=receipt_of(words, view)
    )
    if view.points:
        taken = words.n("{count} point leaves the card.", "{count} points leave the card.", view.points)
        text = Html(f"{text}\n{taken}")
    if view.spent_points:
        paid = words.n("{count} point comes back.", "{count} points come back.", view.spent_points)
        text = Html(f"{text}\n{paid}")
    purchase = view.purchase_id or 0
    yes = Button(words.t("Yes, undo"), act("sale.undone", purchase), style="danger")
    return Screen(text, ((yes,), (Button(words.t("No, keep"), act("sale.keep", purchase)),)))


def _amount(words: Words, view: SaleView) -> Screen:
    text = words.t(
        "<b>{name}</b> · {tier} · {points}\nThe receipt's amount?",
        name=view.first_name,
        tier=named(words, view.tier),
        points=words.points(view.available),
    )
    lines = [text, *customer_lines(words, view), *stamp_lines(words, view)]
    return Screen(Html("\n".join(lines)), (*claim_rows(words, view), (leave_button(words, view),)))
