"""Points by hand, from the question how many to the message about them."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.member_views import LIFETIMES_DAYS, GrantState, GrantView
from texts.screen import Button, Screen, act
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]


def ask_points(words: Words, member_id: int) -> Screen:
    """How many points?"""
    return Screen(words.t("How many points shall I give? Type a number."), (_to_member(words, member_id),))


def ask_reason(words: Words, view: GrantView) -> Screen:
    """What for?"""
    text = words.t(
        "{points} for {name}. What for? The customer does not see the reason.",
        points=words.points(view.points),
        name=_name(words, view),
    )
    return Screen(text, (_to_member(words, view.member_id),))


def grant(words: Words, view: GrantView) -> Screen:
    """The grant as it stands, with what can be done about it."""
    match view.state:
        case GrantState.DRAFT:
            return _draft(words, view)
        case GrantState.WAITING:
            return _waiting(words, view) if view.own else _asked(words, view)
        case GrantState.GIVEN:
            text = words.t(
                "Done: {points} for {name}, {total} on the card now.",
                points=words.points(view.points),
                name=_name(words, view),
                total=words.points(view.available),
            )
        case GrantState.DECLINED:
            text = words.t("Declined: {points} for {name}.", **_figures(words, view))
        case GrantState.DROPPED:
            text = words.t("All right, {name} gets nothing.", name=_name(words, view))
    return Screen(text, (_to_member(words, view.member_id),))


def _draft(words: Words, view: GrantView) -> Screen:
    terms = tuple(
        Button(_term(words, days, chosen=days == view.lifetime_days), act("grant.term", view.grant_id, days))
        for days in LIFETIMES_DAYS
    )
    told = words.t("Tell: no") if view.silent else words.t("Tell: yes")
    give = words.n("Give {count} point", "Give {count} points", view.points)
    rows = (
        terms[:2],
        terms[2:],
        (Button(told, act("grant.tell", view.grant_id, 0 if view.silent else 1)),),
        (Button(give, act("grant.ok", view.grant_id), style="success"),),
        (Button(words.t("Don't give"), act("grant.drop", view.grant_id)),),
    )
    return Screen(_described(words, view), rows)


def _waiting(words: Words, view: GrantView) -> Screen:
    if view.colleagues:
        text = words.t("That is a large gift: an owner has been asked to approve it.")
        give: tuple[tuple[Button, ...], ...] = ()
    else:
        text = words.t(
            "That is a large gift. Please look at it once more in ten minutes: I will remind you here."
        )
        give = ((Button(words.t("Give now"), act("grant.ok", view.grant_id), style="success"),),)
    drop = (Button(words.t("Don't give"), act("grant.drop", view.grant_id)),)
    return Screen(Html(f"{_described(words, view)}\n\n{text}"), (*give, drop))


def _asked(words: Words, view: GrantView) -> Screen:
    text = words.t("A colleague wants to give these points and asks you to approve.")
    yes = Button(words.t("Approve"), act("grant.ok", view.grant_id), style="success")
    no = Button(words.t("Decline"), act("grant.no", view.grant_id))
    return Screen(Html(f"{_described(words, view)}\n\n{text}"), ((yes,), (no,)))


def _described(words: Words, view: GrantView) -> Html:
    if view.lifetime_days:
        term = words.n("They burn in {count} day.", "They burn in {count} days.", view.lifetime_days)
    else:
        term = words.t("They live as long as the programme says.")
    head = words.t("<b>{points} for {name}</b>", **_figures(words, view))
    return Html("\n".join([head, words.t("Reason: {reason}", reason=view.reason), term]))


def _term(words: Words, days: int, *, chosen: bool) -> str:
    text = words.n("{count} day", "{count} days", days) if days else words.t("As usual")
    return f"✓ {text}" if chosen else text


def granted(words: Words, data: Data) -> Screen:
    """To the member."""
    text = words.n(
        "The shop has given you {count} point ⭐ You have {total} now.",
        "The shop has given you {count} points ⭐ You have {total} now.",
        data["points"],
        total=words.number(data["available"]),
    )
    return Screen(text, ((not_me(words, data["seq"]),),))


def grant_asked(words: Words, data: Data) -> Screen:
    """To another owner: more than the limit takes two."""
    text = words.t(
        "A colleague wants to give {name} {points}. A gift that large needs your word.",
        name=data["name"],
        points=words.points(data["points"]),
    )
    look = Button(words.t("Look at it"), act("grant", data["grant"]), style="primary")
    return Screen(text, ((look,),))


def grant_due(words: Words, data: Data) -> Screen:
    """To the only owner, ten minutes later."""
    text = words.t(
        "Ten minutes ago you wanted to give {name} {points}. Shall I?",
        name=data["name"],
        points=words.points(data["points"]),
    )
    give = Button(words.t("Give now"), act("grant.ok", data["grant"]), style="success")
    drop = Button(words.t("Don't give"), act("grant.drop", data["grant"]))
    return Screen(text, ((give,), (drop,)))


def grant_answered(words: Words, data: Data) -> Screen:
    """To the author: what the other owner said."""
    figures = {"name": data["name"], "points": words.points(data["points"])}
    if data["approved"]:
        return Screen(words.t("Approved: {name} has got {points}.", **figures))
    return Screen(words.t("Not approved: {name} does not get {points}.", **figures))


def _figures(words: Words, view: GrantView) -> dict[str, str]:
    return {"points": words.points(view.points), "name": _name(words, view)}


def _name(words: Words, view: GrantView) -> str:
    return view.name or words.t("Without a name")


def _to_member(words: Words, member_id: int) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("member", member_id)),)


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "granted": granted,
    "grant_asked": grant_asked,
    "grant_due": grant_due,
    "grant_answered": grant_answered,
}
