"""The till in the chat: the question for the amount, the preview, what was booked, and the ways it ends."""

from typing import assert_never

from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleState, SaleView
from texts.card import tier_name
from texts.refusals import refused
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def sale(words: Words, view: SaleView) -> Screen:
    """The sale as it stands."""
    match view.state:
        case SaleState.AMOUNT:
            return _amount(words, view)
        case SaleState.PREVIEW:
            return _preview(words, view)
        case SaleState.BOOKED:
            return _booked(words, view)
        case SaleState.UNDONE:
            text = words.t(
                "The sale is undone: {name}, {receipt}. The card is back to {points}.",
                name=view.first_name,
                receipt=_receipt(words, view),
                points=words.points(view.available),
            )
            return Screen(text)
        case SaleState.CANCELLED:
            return Screen(words.t("The sale is closed: {name}. Nothing was booked.", name=view.first_name))
        case SaleState.ENDED:
            return ended(words)
        case _:
            assert_never(view.state)


def how_to_sell(words: Words) -> Screen:
    """What opens a sale."""
    return Screen(
        words.t(
            "Scan the customer's QR code with the phone's camera, or type the card number here. "
            "Then type the amount: 450, or 450 №17 with the receipt's number."
        )
    )


def check_number(words: Words) -> Screen:
    """Twelve digits that no card has: the check digit does not fit."""
    return Screen(words.t("No card has this number. Please check the digits and type it again."))


def amount_in_digits(words: Words) -> Screen:
    """A picture, a voice or the like came where an amount was asked for."""
    return Screen(words.t("I am waiting for the amount. Type it in digits, for example 450."))


def ended(words: Words) -> Screen:
    """Nobody finished the sale in time."""
    return Screen(refused(words, Refused(Refusal.SALE_ENDED)))


def ask_undo(words: Words, view: SaleView) -> Screen:
    """Undoing takes points away, so it is asked about first."""
    text = words.t("Undo the sale: {name}, {receipt}?", name=view.first_name, receipt=_receipt(words, view))
    if view.points:
        taken = words.n("{count} point leaves the card.", "{count} points leave the card.", view.points)
        text = Html(f"{text}\n{taken}")
    purchase = view.purchase_id or 0
    yes = Button(words.t("Yes, undo"), act("sale.undone", purchase), style="danger")
    return Screen(text, ((yes,), (Button(words.t("No, keep"), act("sale.keep", purchase)),)))


def _amount(words: Words, view: SaleView) -> Screen:
    text = words.t(
        "<b>{name}</b> · {tier} · {points}\nThe receipt's amount?",
        name=view.first_name,
        tier=tier_name(words, view.tier),
        points=words.points(view.available),
    )
    return Screen(text, ((_leave(words, view),),))


def _preview(words: Words, view: SaleView) -> Screen:
    lines = [
        words.t("<b>{name}</b>, {receipt}", name=view.first_name, receipt=_receipt(words, view)),
        words.t(
            "<b>{points}</b>, {total} in all.",
            points=_plus_points(words, view.points),
            total=words.number(view.available + view.points),
        )
        if view.points
        else words.t("Too little for points, but the purchase will be recorded."),
    ]
    if view.changed:
        lines.insert(0, words.t("The rules have just changed, here are the new figures."))
    label = (
        words.t("Add +{points}", points=words.number(view.points)) if view.points else words.t("Record it")
    )
    book = Button(label, act("sale.ok", view.draft_id, view.revision), style="success")
    return Screen(Html("\n".join(lines)), ((book,), (_leave(words, view),)))


def _booked(words: Words, view: SaleView) -> Screen:
    figures: dict[str, str | int] = {
        "name": view.first_name,
        "points": _plus_points(words, view.points),
        "total": words.number(view.available),
        "receipt": _own_line(words, view),
    }
    if view.repeated:
        return Screen(
            words.t("This receipt is booked already. {name}: {points}, now {total}.\n{receipt}", **figures)
        )
    if view.points:
        text = words.t("✅ {name}: {points}, now {total}.\n{receipt}", **figures)
    else:
        text = words.t("✅ {name}: recorded without points, {total} on the card.\n{receipt}", **figures)
    undo = Button(words.t("Undo the sale"), act("sale.undo", view.purchase_id or 0))
    return Screen(text, ((undo,),))


def _leave(words: Words, view: SaleView) -> Button:
    return Button(words.t("Close"), act("sale.off", view.draft_id))


def _plus_points(words: Words, points: int) -> Html:
    return words.n("+{count} point", "+{count} points", points)


def _receipt(words: Words, view: SaleView) -> str:
    """ "450 ₽, receipt No. 17"."""
    amount = words.money(view.amount_minor or 0)
    if not view.receipt:
        return amount
    return words.t("{amount}, receipt No. {number}", amount=amount, number=view.receipt)


def _own_line(words: Words, view: SaleView) -> Html:
    """ "Receipt: 450 ₽, No. 17"."""
    amount = words.money(view.amount_minor or 0)
    if not view.receipt:
        return words.t("Receipt: {amount}", amount=amount)
    return words.t("Receipt: {amount}, No. {number}", amount=amount, number=view.receipt)
