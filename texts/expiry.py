"""What members are told of the time of their points: usable now, burning soon, burned."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from texts.screen import Screen
from texts.words import Html, Words

Data = Mapping[str, Any]

# So many days are named one by one.
MOST_DAYS = 5


def burning(words: Words, data: Data) -> Screen:
    """The reminder: everything that burns soon, by its last day."""
    if len(data["days"]) == 1:
        return Screen(_of_one_day(words, *data["days"][0], idle=data["idle"]))
    lines = [
        words.t("{day}: {points}", day=words.day(date.fromisoformat(day)), points=words.points(points))
        for day, points in data["days"][:MOST_DAYS]
    ]
    later = sum(points for _, points in data["days"][MOST_DAYS:])
    if later:
        lines.append(words.t("and {points} later", points=words.points(later)))
    head = words.t("⏳ Some of your points burn soon. Last day to use them:")
    return Screen(Html("\n".join([head, *lines, "", words.t("They can pay a part of a purchase.")])))


def _of_one_day(words: Words, day: str, points: int, *, idle: bool) -> Html:
    last = words.day(date.fromisoformat(day))
    if idle:
        return words.n(
            "⏳ {count} point burns after {day}. Any purchase by then keeps it.",
            "⏳ {count} points burn after {day}. Any purchase by then keeps them.",
            points,
            day=last,
        )
    return words.n(
        "⏳ {count} point burns after {day}. Until then it can pay a part of a purchase.",
        "⏳ {count} points burn after {day}. Until then they can pay a part of a purchase.",
        points,
        day=last,
    )


def active(words: Words, data: Data) -> Screen:
    """Pending points have become usable."""
    return Screen(
        words.n(
            "⭐ {count} point can be used now. Altogether you have {total}.",
            "⭐ {count} points can be used now. Altogether you have {total}.",
            data["points"],
            total=words.number(data["available"]),
        )
    )


def expired(words: Words, data: Data) -> Screen:
    """Points have burned; they were told of before."""
    return Screen(
        words.n(
            "{count} point burned: its time was over. You have {total} now.",
            "{count} points burned: their time was over. You have {total} now.",
            -data["points"],
            total=words.number(data["available"]),
        )
    )


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "active": active,
    "burning": burning,
    "expired": expired,
}
