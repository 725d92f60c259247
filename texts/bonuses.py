"""What members are told about points that came without a purchase, and about rewards for friends."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from loyalty.bonuses import BIRTHDAY_FIELD, PHONE, WELCOME
from loyalty.names import first_name
from texts.screen import Screen
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]


def bonus(words: Words, data: Data) -> Screen:
    """Points for joining, for what was told, for a review: one line each, then what there is now."""
    lines = [_part(words, occasion, points) for occasion, points in data["parts"]]
    return _told(words, data, Html("\n".join(lines)))


def birthday(words: Words, data: Data) -> Screen:
    """The birthday gift, on the day or a little late."""
    day = words.day(date.fromisoformat(data["last_day"]))
    figures = {"points": words.points(data["points"]), "day": day}
    if data["late"]:
        text = words.t(
            "Belated birthday wishes 🎁 {points} for you. Spend them by {day}, that day included.", **figures
        )
    else:
        text = words.t(
            "Happy birthday 🎁 {points} for you. Spend them by {day}, that day included.", **figures
        )
    return _told(words, data, text)


def friend_paid(words: Words, data: Data) -> Screen:
    """The inviter's reward."""
    figures = {"points": words.points(data["points"]), "name": _name(words, data)}
    return _told(words, data, words.t("+{points} ⭐ Thank you for bringing {name}.", **figures))


def friend_gift(words: Words, data: Data) -> Screen:
    """The friend's own reward."""
    figures = {"points": words.points(data["points"]), "name": _name(words, data)}
    return _told(words, data, words.t("+{points} ⭐ For coming by the invitation of {name}.", **figures))


def friend_taken(words: Words, data: Data) -> Screen:
    """A reward went back with the friend's purchase."""
    text = words.t(
        "The purchase that brought you the points for a friend was returned, so {points} went back.",
        points=words.points(-data["points"]),
    )
    return _told(words, data, text)


def _part(words: Words, occasion: str, points: int) -> Html:
    figures = {"points": words.points(points)}
    match occasion:
        case str() if occasion == WELCOME:
            return words.t("+{points} ⭐ Welcome!", **figures)
        case str() if occasion == PHONE:
            return words.t("+{points} for your phone number", **figures)
        case str() if occasion == BIRTHDAY_FIELD:
            return words.t("+{points} for your birthday", **figures)
        case _:
            return words.t("+{points} ⭐ Thank you for your opinion.", **figures)


def _told(words: Words, data: Data, text: Html) -> Screen:
    """The news, the balance after it, and the button for whoever knows nothing about it."""
    if data.get("locked"):
        after = words.t("They can be spent after your first purchase.")
    else:
        after = words.t("You have {total} now.", total=words.number(data["available"]))
    return Screen(Html(f"{text}\n{after}"), ((not_me(words, data["seq"]),),))


def _name(words: Words, data: Data) -> Html | str:
    return first_name(data["name"]) or words.t("A friend")


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "birthday": birthday,
    "bonus": bonus,
    "friend_gift": friend_gift,
    "friend_paid": friend_paid,
    "friend_taken": friend_taken,
}
