"""The card and the balance: the picture's face and what stands below it, enough at the till without it."""

from typing import cast, get_args

from loyalty.cards import group_number
from loyalty.names import first_name
from loyalty.programme import Programme
from loyalty.views import CardView
from texts.pictures import CardFace, Tier, card_picture
from texts.screen import Keyboard, Screen
from texts.words import Html, Words


def card(words: Words, view: CardView, keyboard: Keyboard, lead: Html | None = None) -> Screen:
    """The card with its picture; `lead` is a sentence before the caption."""
    return Screen(caption(words, view, lead), keyboard=keyboard, picture=card_picture(card_face(words, view)))


def caption(words: Words, view: CardView, lead: Html | None = None) -> Html:
    """Number, balance and rate, a line each."""
    lines = [
        Html(f"<code>{group_number(view.number)}</code>"),
        Html(f"<b>{balance_text(words, view.available, view.programme)}</b>"),
        words.t("{rate} of every purchase comes back.", rate=words.rate(view.programme.rate_bp)),
    ]
    return Html("\n".join(lines if lead is None else [lead, "", *lines]))


def balance(words: Words, view: CardView, keyboard: Keyboard) -> Screen:
    """The balance in a sentence."""
    if view.available:
        text = words.t(
            "You have <b>{balance}</b>.", balance=balance_text(words, view.available, view.programme)
        )
    else:
        text = words.t(
            "No points yet. Show your card when you pay, and {rate} of the purchase will come back.",
            rate=words.rate(view.programme.rate_bp),
        )
    return Screen(text, keyboard=keyboard)


def balance_text(words: Words, available: int, programme: Programme) -> Html:
    """ "120 points (120 ₽)"."""
    if not available:
        return words.points(0)
    value = words.money(available * programme.point_value_minor)
    return words.t("{points} ({money})", points=words.points(available), money=value)


def card_face(words: Words, view: CardView) -> CardFace:
    """Everything that is seen on the picture; it stays the same while the balance changes."""
    tier = cast(Tier, view.tier) if view.tier in get_args(Tier) else "plain"
    return CardFace(
        brand=view.programme.brand,
        name=first_name(view.name),
        number=view.number,
        tier=tier,
        tier_name=tier_name(words, tier),
        rate_text=words.t("{rate} back", rate=words.rate(view.programme.rate_bp)),
        link=view.link,
    )


def tier_name(words: Words, tier: str) -> Html:
    """How a tier is called."""
    names = {"silver": words.t("Silver"), "gold": words.t("Gold"), "dark": words.t("Platinum")}
    return names.get(tier) or words.t("Basic")
