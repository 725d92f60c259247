"""Trust: the button under every change of a balance, what follows a tap on it, and how it ends."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.case_views import ContestView
from texts.screen import Button, Screen, act
from texts.words import Html, Words

Data = Mapping[str, Any]


def not_me(words: Words, seq: int) -> Button:
    """ "That wasn't me": seq is the number of the member's own entry."""
    return Button(words.t("That wasn't me"), act("notme", seq))


def ask(words: Words, view: ContestView) -> Screen:
    """Was it really somebody else?"""
    change = words.t("{points}, {moment}.", points=signed(words, view.points), moment=words.moment(view.at))
    if view.sets_aside:
        question = words.t("Not you? I'll set these points aside until the owner has looked.")
    else:
        question = words.t("Not you? I'll ask the owner to look; until then the balance stays as it is.")
    yes = Button(words.t("Yes, look into it"), act("notme.yes", view.seq), style="primary")
    no = Button(words.t("No, it is right"), act("notme.no"))
    return Screen(Html(f"{change}\n{question}"), ((yes,), (no,)))


def contested(words: Words, view: ContestView) -> Screen:
    """The owner knows; a word may follow."""
    lines = [words.t("I've told the owner, the answer will come here.")]
    if view.sets_aside:
        lines.append(words.t("These points wait until then."))
    lines.append(words.t("If you like, write here what happened."))
    return Screen(Html("\n".join(lines)))


def never_mind(words: Words) -> Screen:
    """It was the member after all."""
    return Screen(words.t("All right, everything stays as it was."))


def comment_kept(words: Words) -> Screen:
    """After the member's words."""
    return Screen(words.t("Thank you, I've passed it on to the owner."))


def words_please(words: Words) -> Screen:
    """A picture or a voice in place of words."""
    return Screen(words.t("Please write it in words: what happened?"))


def signed(words: Words, points: int) -> Html:
    """ "+22 points", "−300 points", "0 points"."""
    text = words.points(points)
    return Html(f"+{text}") if points > 0 else text


def _case_accepted(words: Words, data: Data) -> Screen:
    points, total = data["points"], words.number(data["available"])
    if not points:
        return Screen(words.t("We have looked: that was cancelled meanwhile. You have {total}.", total=total))
    if points > 0:
        return Screen(
            words.n(
                "We have looked, you were right. {count} point is back ⭐ You have {total} now.",
                "We have looked, you were right. {count} points are back ⭐ You have {total} now.",
                points,
                total=total,
            )
        )
    text = words.n(
        "We have looked, you were right. {count} point was taken off the card, you have {total} now.",
        "We have looked, you were right. {count} points were taken off the card, you have {total} now.",
        -points,
        total=total,
    )
    return Screen(Html("\n".join([text, *_debt(words, data)])))


def _case_left(words: Words, data: Data) -> Screen:
    lines = [words.t("We have looked: all of it is right and stays so.")]
    if data["set_aside"]:
        lines.append(words.t("The points that waited are yours again."))
    lines.append(words.t("You have {total} now.", total=words.number(data["available"])))
    lines.append(words.t("If anything is unclear, please ask in the shop."))
    return Screen(Html("\n".join(lines)))


def _gift_reversed(words: Words, data: Data) -> Screen:
    text = words.t(
        "The shop has cancelled a gift of points ({name}): {points}. You have {total} now.",
        name=data["name"],
        points=signed(words, data["points"]),
        total=words.number(data["available"]),
    )
    return Screen(Html("\n".join([text, *_debt(words, data)])))


def _debt(words: Words, data: Data) -> list[Html]:
    if not data["debt"]:
        return []
    return [
        words.n(
            "{count} point was spent already: the next ones cover it.",
            "{count} points were spent already: the next ones cover them.",
            data["debt"],
        )
    ]


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "case_accepted": _case_accepted,
    "case_left": _case_left,
    "gift_reversed": _gift_reversed,
}
