"""Gift certificates: issued at the till, handed over as a picture, listed and blocked by the owner."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loyalty.cards import group_number
from loyalty.certificates import LARGEST_MINOR, Certificate
from loyalty.code_views import CertificateView
from texts.admin import back
from texts.pictures import CardFace, card_picture
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def ask_nominal(words: Words) -> Screen:
    """Which sum?"""
    return Screen(
        words.t(
            "For which amount is the certificate? Up to {most}. Take the money first: "
            "the certificate is no purchase and brings no points.",
            most=words.money(LARGEST_MINOR),
        ),
        ((_leave(words),),),
    )


def confirm(words: Words, nominal_minor: int) -> Screen:
    """The customer has paid?"""
    text = words.t(
        "Issue a certificate for <b>{amount}</b>? The money is taken?", amount=words.money(nominal_minor)
    )
    yes = Button(words.t("Yes, issue it"), act("cert.ok"), style="success")
    return Screen(text, ((yes,), (_leave(words),)))


def left(words: Words) -> Screen:
    """Nothing was issued."""
    return Screen(words.t("No certificate was issued."))


def _leave(words: Words) -> Button:
    return Button(words.t("Close"), act("cert.leave"))


def issued(words: Words, view: CertificateView) -> Screen:
    """The certificate as it is handed over: a picture with its code and link."""
    one, amount = view.certificate, words.money(view.certificate.nominal_minor)
    text = words.t(
        "<b>{brand}</b>: a gift certificate for <b>{amount}</b>\nCode: <code>{code}</code>\n{link}\n\n"
        "Forward this message or show the picture. Whoever opens the link has it on the card.",
        brand=view.brand,
        amount=amount,
        code=group_number(one.code),
        link=view.link,
    )
    face = CardFace(
        brand=view.brand,
        name=amount,
        number=one.code,
        colour="gold",
        tier_name=words.t("Gift certificate"),
        rate_text="",
        link=view.link,
    )
    return Screen(text, picture=card_picture(face))


def certificates(
    words: Words, found: Sequence[Certificate], count: int, left_minor: int, page: int, page_size: int
) -> Screen:
    """All certificates, newest first; found holds one more than a page when there are more."""
    text = words.n(
        "<b>{count} certificate</b>, {left} still to be spent.",
        "<b>{count} certificates</b>, {left} still to be spent.",
        count,
        left=words.money(left_minor),
    )
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                f"…{one.code[-4:]}: {words.money(one.balance_minor)}",
                act("cert.one", one.id),
            ),
        )
        for one in found[:page_size]
    ]
    turning = [Button("‹", act("cert.list", page - 1))] if page else []
    turning += [Button("›", act("cert.list", page + 1))] if len(found) > page_size else []
    rows += [tuple(turning)] if turning else []
    new = Button(words.t("New certificate"), act("cert.new"), style="primary")
    return Screen(text, (*rows, (new,), back(words, "codes")))


def certificate(words: Words, view: CertificateView) -> Screen:
    """One certificate as its owner sees it."""
    one = view.certificate
    text = words.t(
        "Certificate <code>{code}</code>\nNominal {nominal}, left <b>{left}</b>",
        code=group_number(one.code),
        nominal=words.money(one.nominal_minor),
        left=words.money(one.balance_minor),
    )
    if one.blocked:
        text = Html("\n".join((text, words.t("Blocked: it pays nothing."))))
        button = Button(words.t("Unblock"), act("cert.free", one.id))
    else:
        button = Button(words.t("Block"), act("cert.ask", one.id))
    return Screen(text, ((button,), (Button(words.t("‹ Back"), act("cert.list", 0)),)))


def ask_block(words: Words, view: CertificateView) -> Screen:
    """Are you sure?"""
    text = words.t(
        "Block the certificate? Nobody can pay with it, {left} stay on it until you unblock it.",
        left=words.money(view.certificate.balance_minor),
    )
    buttons = (
        Button(words.t("Yes, block"), act("cert.block", view.certificate.id), style="danger"),
        Button(words.t("No, keep"), act("cert.one", view.certificate.id)),
    )
    return Screen(text, (buttons,))


def sold(words: Words, data: Mapping[str, Any]) -> Screen:
    """The notice to owners: a cashier issued a certificate."""
    text = words.t(
        "{name} issued a certificate for {amount}.",
        name=data["name"],
        amount=words.money(data["nominal_minor"]),
    )
    return Screen(text, ((Button(words.t("Look at it"), act("cert.one", data["certificate"])),),))


def moved(words: Words, data: Mapping[str, Any]) -> Screen:
    """To the holder before: whoever opens the link last has it."""
    return Screen(
        words.t(
            "Certificate {code} for {amount} is on another card now: somebody opened its link. "
            "If that was not meant, open the link again.",
            code=group_number(data["code"]),
            amount=words.money(data["balance_minor"]),
        )
    )


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {
    "certificate_sold": sold,
    "certificate_moved": moved,
}
