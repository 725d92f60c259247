"""Points on hold: the owner's questions and card, what the till says, and what the member is told."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.member_views import MemberView
from texts.screen import Button, Screen, act
from texts.words import Html, Words

Data = Mapping[str, Any]


def ask_freeze(words: Words, view: MemberView) -> Screen:
    """Shall the points be put on hold? What that means."""
    text = words.t(
        "Put the points of <b>{name}</b> on hold? Until you lift it nothing can be spent: no payments, "
        "rewards or gifts. Purchases still earn, and nothing burns meanwhile. The customer is told, "
        "the reason isn't.",
        name=_name(words, view),
    )
    yes = Button(words.t("Yes, put on hold"), act("freeze.yes", view.member_id), style="danger")
    return Screen(text, ((yes,), _to_member(words, view.member_id)))


def ask_reason(words: Words, view: MemberView) -> Screen:
    """Why?"""
    text = words.t("Why? Type it in a few words, only owners see it: {name}.", name=_name(words, view))
    return Screen(text, (_to_member(words, view.member_id),))


def member_button(words: Words, view: MemberView) -> Button | None:
    """What an owner can do about a member's points; nobody puts his own on hold."""
    if not view.runs:
        return None
    if view.freeze is not None:
        return Button(words.t("Lift the hold"), act("freeze.off", view.freeze.freeze_id))
    if view.own:
        return None
    return Button(words.t("Put points on hold"), act("freeze.ask", view.member_id), style="danger")


def member_line(words: Words, view: MemberView) -> Html:
    """Since when, by whom and why; "" for everybody else."""
    if view.freeze is None:
        return Html("")
    moment = words.moment(view.freeze.since, view.today)
    lines = [words.t("❄️ Points on hold since {moment} ({name})", moment=moment, name=view.freeze.author)]
    if view.freeze.reason:
        lines.append(words.t("Reason: {reason}", reason=view.freeze.reason))
    return Html("\n".join(lines))


def till_line(words: Words) -> Html:
    """What a cashier needs to know, and no more."""
    return words.t("Points can't be paid with now.")


def balance_line(words: Words, points: int) -> Html:
    """What the member reads beside his points."""
    return words.t(
        "Your points are on hold while the shop looks into it: {points}. They don't burn meanwhile.",
        points=words.points(points),
    )


def refusal(words: Words, detail: Mapping[str, int | str]) -> Html:
    """Why a member can't spend."""
    return words.t(
        "The shop looks into it: your points are on hold and don't burn. Ask {brand}.",
        brand=str(detail["brand"]),
    )


def _frozen(words: Words, data: Data) -> Screen:
    return Screen(
        words.t(
            "{brand} has put your points on hold to look into something. You can't pay with them for now, "
            "but they don't burn meanwhile, and purchases still earn. For questions, please ask in the shop.",
            brand=data["brand"],
        )
    )


def _unfrozen(words: Words, data: Data) -> Screen:
    total = words.points(data["available"])
    lines = [words.t("Your points can be used again ⭐ You have {total}.", total=total)]
    if data["moved"]:
        lines.append(words.t("What burns now burns later: the time on hold doesn't count. See /balance"))
    return Screen(Html("\n".join(lines)))


def _name(words: Words, view: MemberView) -> str:
    return view.name or words.t("Without a name")


def _to_member(words: Words, member_id: int) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("member", member_id)),)


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"frozen": _frozen, "unfrozen": _unfrozen}
