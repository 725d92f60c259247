"""The customer pays with points: the pay code, the question that names amount and store, and its ends."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from texts.pictures import PayFace, pay_picture
from texts.preview import minus_points
from texts.screen import Button, Screen, act
from texts.words import Words

Data = Mapping[str, Any]


def pay_code(words: Words, brand: str, digits: str, link: str, ends_at: datetime, available: int) -> Screen:
    """Six digits and their picture, with the time they end."""
    until = words.t("until {time}", time=words.clock(ends_at))
    text = words.t(
        "<code>{digits}</code>, {until}\nShow it at the till: it pays once, {points} at most.",
        digits=f"{digits[:3]} {digits[3:]}",
        until=until,
        points=words.points(available),
    )
    face = PayFace(brand, words.t("Pay with points"), digits, until, link)
    return Screen(text, ((Button(words.t("New code"), act("pay.new")),),), picture=pay_picture(face))


def question(words: Words, data: Data) -> Screen:
    """ "Pay 300 points at Store X?" names the points, the store and the receipt."""
    ends_at = datetime.fromtimestamp(data["ends_at"], UTC)
    text = words.t(
        "<b>Pay {points} at {store}?</b>\nThe receipt is {amount}. I wait for your answer until {time}.",
        points=words.points(data["spend"]),
        store=data["store"],
        amount=words.money(data["amount_minor"]),
        time=words.clock(ends_at),
    )
    number = words.number(data["spend"])
    yes = Button(
        words.t("Confirm −{points}", points=number), act("spend.yes", data["hold_id"]), style="success"
    )
    return Screen(text, ((yes,), (Button(words.t("No"), act("spend.no", data["hold_id"])),)))


def paid(words: Words, points: int) -> Screen:
    """He said yes."""
    return Screen(words.t("Confirmed: {points}. Thank you!", points=minus_points(words, points)))


def declined(words: Words, points: int) -> Screen:
    """He said no, to whatever he was asked."""
    return Screen(words.t("Nothing was taken: {points} stay on your card.", points=words.points(points)))


def changed(words: Words, points: int) -> Screen:
    """He said yes, but the receipt or the rules were not the same any more."""
    return Screen(
        words.t(
            "The receipt changed meanwhile, so nothing was taken: {points} stay on your card.",
            points=words.points(points),
        )
    )


def over(words: Words, data: Data) -> Screen:
    """Nobody answered in time, or the till took the question back."""
    return Screen(
        words.t(
            "The question about {points} is over. Nothing was taken.", points=words.points(data["points"])
        )
    )
