"""What members are told unasked: by the kind of a notice and the figures that came with it."""

from collections.abc import Callable, Mapping
from typing import Any

from texts import sale, staff
from texts.screen import Screen
from texts.words import Words

Data = Mapping[str, Any]


def render(words: Words, kind: str, data: Data) -> Screen:
    """The message of a notice. KeyError for a kind that has none."""
    return _SCREENS[kind](words, data)


def _earned(words: Words, data: Data) -> Screen:
    figures = _figures(words, data)
    if not data["points"]:
        return Screen(
            words.t(
                "Thank you for the purchase of {amount}. No points this time, you have {total}.", **figures
            )
        )
    return Screen(words.t("{points} ⭐ You have {total} now.\nPurchase of {amount}", **figures))


def _undone(words: Words, data: Data) -> Screen:
    figures = _figures(words, data)
    if not data["points"]:
        return Screen(
            words.t("The shop cancelled the purchase of {amount}. You have {total}, as before.", **figures)
        )
    return Screen(
        words.n(
            "The shop cancelled the purchase of {amount} and took back {count} point. You have {total} now.",
            "The shop cancelled the purchase of {amount} and took back {count} points. You have {total} now.",
            data["points"],
            **figures,
        )
    )


def _figures(words: Words, data: Data) -> dict[str, str | int]:
    points = data["points"]
    return {
        "amount": words.money(data["amount_minor"]),
        "points": words.n("+{count} point", "+{count} points", points),
        "total": words.number(data["available"]),
    }


_SCREENS: Mapping[str, Callable[[Words, Data], Screen]] = {
    "earned": _earned,
    "undone": _undone,
    "candidate": lambda words, data: staff.candidate(
        words, data["invitation"], data["name"], data["photo_id"]
    ),
    "picked": lambda words, _: staff.picked(words),
    "hired": lambda words, data: staff.hired(words, data["role"], has_card=data["has_card"]),
    "dismissed": lambda words, data: staff.dismissed(words, has_card=data["has_card"]),
    "edit.sale_ended": lambda words, _: sale.ended(words),
}
