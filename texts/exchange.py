"""Goods for goods in words: the cashier goes on to the new sale, the customer reads one message for both."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.views import RefundView, SaleView
from texts import sale as sales
from texts.enrolment import customer
from texts.purchase_notice import NOTHING_MORE, besides, moved
from texts.refund import figures_of, points_back
from texts.review import rate_button
from texts.screen import Screen
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]


def goods_back(words: Words, view: RefundView, sale: SaleView) -> Screen:
    """What came back, and the new sale as it stands: first of all, its amount is asked for."""
    figures = figures_of(view)
    lead = words.t(
        "✅ Goods for {amount} are back: {name}. Hand back {money}, or count it towards the new purchase.",
        name=customer(words, view),
        amount=words.money(figures.goods_minor),
        money=words.money(figures.money_minor),
    )
    screen = sales.sale(words, sale)
    return Screen(Html(f"{lead}\n\n{screen.text}"), screen.buttons)


def _told_exchanged(words: Words, data: Data) -> Screen:
    """What the customer hears of an exchange: what went back, what he bought, what there is now."""
    data = {**NOTHING_MORE, **data}
    back: Data = data["back"]
    lines = [
        words.t(
            "Exchange: goods for {amount} came back, the new purchase is {bought}.",
            amount=words.money(back["amount_minor"]),
            bought=words.money(data["amount_minor"]),
        ),
        words.t("Money for what came back: {money}.", money=words.money(back["money_minor"])),
    ]
    if back["certificate_minor"]:
        part = words.money(back["certificate_minor"])
        lines.append(words.t("{amount} are on the certificate again.", amount=part))
    lines += points_back(words, back)
    if back["taken"]:
        lines.append(
            words.n(
                "{count} point of what came back is gone.",
                "{count} points of what came back are gone.",
                back["taken"],
            )
        )
    if points := moved(words, data):
        lines.append(words.t("For the new purchase: {points}.", points=points))
    lines += [*besides(words, data), words.t("You have {total} now.", total=words.number(data["available"]))]
    buttons = [rate_button(words, data["purchase_id"])] if data["rate"] else []
    if data["seq"]:
        buttons.append(not_me(words, data["seq"]))
    return Screen(Html("\n".join(lines)), (tuple(buttons),) if buttons else ())


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"exchanged": _told_exchanged}
