"""A receipt sent in by a customer without his card: what he is asked, and what the shop sees of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.cards import group_number
from loyalty.receipt_claims import UNTOLD, ClaimState, ReceiptClaim, ReceiptView, Why
from texts.enrolment import known_as
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words


def forgot_button(words: Words) -> Button:
    """The way here."""
    return Button(words.t("Forgot the card?"), act("forgot"))


def receipt(words: Words, view: ReceiptView) -> Screen:
    """What the customer has to tell next, all he has told, or that the shop is looking at it."""
    claim = view.claim
    drop = Button(words.t("Cancel"), act("forgot.drop", claim.id))
    if claim.state is ClaimState.WAITING:
        return _sent(words, view)
    if claim.store_id is None:
        rows = tuple((Button(shortened(name), act("forgot.store", key)),) for key, name in view.stores)
        return Screen(words.t("In which store was it?"), (*rows, (drop,)))
    if not claim.photo_id:
        return ask_photo(words, claim.id)
    if not claim.receipt:
        return Screen(
            words.t(
                "Thank you. Now type the number, the sum and the date in one line, like this:\n"
                "<code>№1234 450 12.11</code>\n"
                "“Today” and “yesterday” will do, too."
            ),
            ((drop,),),
        )
    send = Button(words.t("Send to the shop"), act("forgot.send", claim.id), style="success")
    text = words.t("Is this right? If not, type the line once more.")
    return Screen(Html(f"<b>{_facts(words, view)}</b>\n\n{text}"), ((send, drop),))


def ask_photo(words: Words, claim_id: int) -> Screen:
    """A picture first; also in answer to anything else."""
    text = words.t(
        "Forgot the card? Send a photo of the receipt: its number, sum and date should be readable. "
        "The shop will look and count it."
    )
    return Screen(text, ((Button(words.t("Cancel"), act("forgot.drop", claim_id)),),))


def dropped(words: Words) -> Screen:
    """Nothing more happens."""
    text = words.t("All right, nothing is sent. Next time just show your card: /card")
    return Screen(text, ((forgot_button(words),),))


def _sent(words: Words, view: ReceiptView) -> Screen:
    text = words.t("The shop has it and will look soon. I will write to you either way.")
    drop = Button(words.t("Withdraw receipt"), act("forgot.drop", view.claim.id))
    return Screen(Html(f"<b>{_facts(words, view)}</b>\n\n{text}"), ((drop,),))


def claimed(words: Words, view: ReceiptView) -> Screen:
    """One receipt with its picture, for whoever decides."""
    claim = view.claim
    lines = [
        _whose(words, view),
        words.t("Had no card with them and sent in a receipt:"),
        Html(f"<b>{_facts(words, view)}</b>"),
    ]
    if view.twin:
        lines.append(words.t("A purchase of the same sum is on this card that day already."))
    lines += [Html(""), _outlook(words, view)]
    return Screen(Html("\n".join(lines)), _buttons(words, view), photo_id=claim.photo_id)


def ask_why(words: Words, view: ReceiptView) -> Screen:
    """Declining takes a reason, which the customer reads."""
    labels = {
        Why.UNREADABLE: words.t("Can't be read"),
        Why.DIFFERENT: words.t("Other figures"),
        Why.NOT_OURS: words.t("Not our receipt"),
        Why.COUNTED: words.t("Counted already"),
    }
    rows = tuple(
        (Button(label, act("receipt.no", view.claim.id, why.value)),) for why, label in labels.items()
    )
    back = Button(words.t("‹ Back"), act("receipt", view.claim.id))
    text = words.t("Why is it not counted? The customer will read it.")
    facts = Html(f"<b>{_facts(words, view)}</b>\n\n{text}")
    return Screen(facts, (*rows, (back,)), photo_id=view.claim.photo_id)


def ask_sum(words: Words, view: ReceiptView) -> Screen:
    """The next text is the sum of the receipt."""
    text = words.t(
        "The customer typed {amount}. What does the receipt say? Type the sum.",
        amount=words.money(view.claim.amount_minor),
    )
    return Screen(text, ((Button(words.t("‹ Back"), act("receipt", view.claim.id)),),))


def none_waits(words: Words) -> Screen:
    """Nothing to decide."""
    return Screen(
        words.t("No receipts to look at. When a customer sends one in, you will get it here with its photo.")
    )


def _outlook(words: Words, view: ReceiptView) -> Html:
    claim = view.claim
    if claim.state is ClaimState.APPROVED:
        return words.t("✅ Counted by {name}. The customer has been told.", name=view.decided_by)
    if claim.state is ClaimState.DECLINED:
        if not claim.reason:  # its person was erased since
            return words.t("Not counted by {name}.", name=view.decided_by)
        why = _why(words, Why(claim.reason))
        return words.t("Not counted by {name}: {why}", name=view.decided_by, why=why)
    return words.t("If you approve: {points} on the card.", points=_plus(words, view.points))


def _buttons(words: Words, view: ReceiptView) -> tuple[tuple[Button, ...], ...]:
    claim = view.claim
    if claim.state is not ClaimState.WAITING:
        return ((Button(words.t("Other receipts"), act("receipts")),),)
    approve = Button(words.t("Approve"), act("receipt.ok", claim.id, claim.revision), style="success")
    other = Button(words.t("Another sum"), act("receipt.sum", claim.id))
    return ((approve,), (other, Button(words.t("Decline"), act("receipt.why", claim.id))))


def _facts(words: Words, view: ReceiptView) -> Html:
    """ "Receipt No. 1234, 450 ₽, 12 ноября" and the store."""
    claim = view.claim
    facts = words.t(
        "Receipt No. {receipt}, {amount}, {when}",
        receipt=claim.receipt,
        amount=words.money(claim.amount_minor),
        when=_when(words, claim),
    )
    return words.t("{facts}, {store}", facts=facts, store=view.store) if view.store else facts


def _when(words: Words, claim: ReceiptClaim) -> str:
    """The day, and the time when it was told."""
    if claim.bought_at is None:
        return ""
    local = claim.bought_at.astimezone(ZoneInfo(words.zone))
    return words.day(local.date()) if _is_untold(local) else words.moment(claim.bought_at)


def _is_untold(local: datetime) -> bool:
    return local.time() == UNTOLD


def _plus(words: Words, points: int) -> Html:
    return words.n("+{count} point", "+{count} points", points)


def _whose(words: Words, view: ReceiptView) -> Html:
    name = known_as(words, view.name, erased=view.erased)
    if view.erased:
        return words.t("<b>{name}</b>", name=name)
    return words.t("<b>{name}</b>, card {number}", name=name, number=group_number(view.number))


def _why(words: Words, why: Why) -> Html:
    """In a word or two inside a line."""
    texts = {
        Why.UNREADABLE: words.t("the photo can't be read"),
        Why.DIFFERENT: words.t("the receipt shows other figures"),
        Why.NOT_OURS: words.t("it is not our receipt"),
    }
    return texts.get(why) or words.t("it was counted already")


def _declined(words: Words, data: Mapping[str, Any]) -> Screen:
    """To the customer: why not, and what can be done."""
    ways = {
        Why.UNREADABLE: words.t("The photo can't be read. Please take a sharper one and send it again."),
        Why.DIFFERENT: words.t("The receipt shows other figures. Please check them and send it again."),
        Why.NOT_OURS: words.t("It is not a receipt of ours. If that is a mistake, please ask in the shop."),
    }
    counted = words.t("It was counted already: see where your points came from in /history.")
    head = words.t(
        "The shop has not counted receipt No. {receipt} of {amount}.",
        receipt=data["receipt"],
        amount=words.money(data["amount_minor"]),
    )
    why = Why(data["why"])
    again = why in (Why.UNREADABLE, Why.DIFFERENT)
    buttons = ((Button(words.t("Send it again"), act("forgot")),),) if again else ()
    return Screen(Html(f"{head}\n{ways.get(why, counted)}"), buttons)


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {
    "receipt_asked": lambda words, data: claimed(words, data["view"]),
    "receipt_declined": _declined,
}
