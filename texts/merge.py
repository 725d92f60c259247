"""Two cards of one person become one: whom with, what it means, what both are told, and how it is undone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loyalty.cards import group_number
from loyalty.member_views import FoundMember, MemberView
from loyalty.merging import UNDO_WINDOW, CardSide, MergeView
from texts.screen import Button, Screen, act, shortened
from texts.tiers import named
from texts.words import Html, Words

Data = Mapping[str, Any]
MOST_LISTED = 9


def member_buttons(words: Words, view: MemberView) -> tuple[Button, ...]:
    """On a member's card: begin, or take the last merge back."""
    begin = Button(words.t("Merge cards"), act("merge", view.member_id), style="danger")
    if not view.merge_id:
        return (begin,)
    return (begin, Button(words.t("Undo the merge"), act("merge.undo", view.merge_id), style="danger"))


def ask_other(words: Words, kept: CardSide) -> Screen:
    """Which card goes into this one?"""
    text = words.t(
        "Two cards of one person become one. This one stays: {card}.\n"
        "Which card goes into it? Type its number, the phone, or a part of the name.",
        card=_named(words, kept),
    )
    return Screen(text, (_to_member(words, kept.member_id),))


def found(words: Words, kept_id: int, people: Sequence[FoundMember]) -> Screen:
    """Several people fit: one button each."""
    text = words.t("Which card is it?")
    if len(people) > MOST_LISTED:
        text = words.t("Here are the first ones. If it is somebody else, type more of the name.")
    rows = tuple((Button(_line(words, one), act("merge.with", kept_id, one.member_id)),) for one in people)
    return Screen(text, (*rows[:MOST_LISTED], _to_member(words, kept_id)))


def ask(words: Words, view: MergeView) -> Screen:
    """What merging means, before the tap that does it."""
    both = words.points(view.kept.points + view.other.points)
    lines = [
        words.t("<b>Merge the cards?</b>"),
        words.t("Stays: {card}", card=_card(words, view, view.kept)),
        words.t("Goes into it: {card}", card=_card(words, view, view.other)),
        words.t("On the card afterwards: {points}, level {tier}.", points=both, tier=_tier(words, view)),
        words.t(
            "Points keep their dates. Purchases, stamps, rewards and the account in the messenger "
            "move along; the old number leads to the card that stays. Both are told."
        ),
    ]
    if view.stops_ads:
        lines.append(words.t("Advertising was allowed on one card only, so there will be none."))
    lines.append(_undo_days(words))
    yes = act("merge.ok", view.kept.member_id, view.other.member_id, *view.seqs)
    button = Button(words.t("Merge the cards"), yes, style="danger")
    return Screen(Html("\n".join(lines)), ((button,), _to_member(words, view.kept.member_id)))


def done(words: Words, view: MergeView) -> Screen:
    """They are one, or two again."""
    kept, other = view.kept, view.other
    if view.undone:
        text = words.t(
            "The cards are apart again: {kept} has {points}, {other} has {others}.",
            kept=_named(words, kept),
            points=words.points(kept.points),
            other=_named(words, other),
            others=words.points(other.points),
        )
        return Screen(text, (_to_member(words, kept.member_id),))
    text = words.t(
        "Done, it is one card now: {card}. There are {points} on it. Both have been told.",
        card=_named(words, kept),
        points=words.points(kept.points),
    )
    undo = Button(words.t("Undo the merge"), act("merge.undo", view.merge_id), style="danger")
    return Screen(Html(f"{text}\n{_undo_days(words)}"), ((undo,), _to_member(words, kept.member_id)))


def ask_undo(words: Words, view: MergeView) -> Screen:
    """Take them apart?"""
    text = words.t(
        "Take the cards apart again? {other} gets back the points, purchases and account it came with.",
        other=_named(words, view.other),
    )
    yes = Button(words.t("Take apart"), act("merge.undo.ok", view.merge_id), style="danger")
    return Screen(text, ((yes,), _to_member(words, view.kept.member_id)))


def merged(words: Words, data: Data) -> Screen:
    """To both accounts."""
    text = words.t(
        "Your two cards are one now: No. {number}. The points of both are on it, you have {total}. "
        "The old card still works. If that isn't right, please tell the shop.",
        number=group_number(data["number"]),
        total=words.number(data["available"]),
    )
    return Screen(text)


def unmerged(words: Words, data: Data) -> Screen:
    """To both again."""
    text = words.t(
        "The shop has taken the cards apart again. Yours is No. {number}, you have {total}.",
        number=group_number(data["number"]),
        total=words.number(data["available"]),
    )
    return Screen(text)


def _undo_days(words: Words) -> Html:
    return words.n(
        "It can be undone for {count} day, as long as nothing that came along is used.",
        "It can be undone for {count} days, as long as nothing that came along is used.",
        UNDO_WINDOW.days,
    )


def _card(words: Words, view: MergeView, side: CardSide) -> Html:
    joined = words.day(side.joined_on, view.today) if side.joined_on else ""
    return words.t(
        "{card}, {points}, in the programme since {day}",
        card=_named(words, side),
        points=words.points(side.points),
        day=joined,
    )


def _named(words: Words, side: CardSide) -> Html:
    name = side.name or str(words.t("Without a name"))
    return words.t("{name}, No. {number}", name=name, number=group_number(side.number))


def _tier(words: Words, view: MergeView) -> str:
    return named(words, view.tier_name)


def _line(words: Words, one: FoundMember) -> str:
    tail = f" …{one.number[-4:]}"
    name = one.name or str(words.t("Without a name"))
    return shortened(name) if len(name) + len(tail) > 20 else name + tail


def _to_member(words: Words, member_id: int) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("member", member_id)),)


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"merged": merged, "unmerged": unmerged}
