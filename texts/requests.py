"""Complaints, questions and wishes of customers, and what they say in figures, for owners and managers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loyalty.cards import group_number
from loyalty.feedback import (
    FEWEST_SCORES,
    LONGEST_WORDS,
    FeedbackView,
    Reasons,
    RequestKind,
    RequestLine,
    RequestList,
    RequestView,
)
from loyalty.templates import utf16_length
from texts.admin import back
from texts.formats import locale_of
from texts.screen import Button, Screen, act
from texts.words import Html, Words

BUTTONS_A_ROW = 3
MOST_REASONS = 6
MOST_SAID = 20


def feedback(words: Words, view: FeedbackView) -> Screen:
    """The figures, and the way to what is open."""
    parts = [
        words.t("<b>What customers say</b>"),
        _score(words, view),
        _stars(words, view),
        _reasons(words, view),
    ]
    label = words.t("Requests: {number}", number=words.number(view.open_requests))
    buttons = ((Button(str(label), act("requests", 0), style="primary"),),) if view.open_requests else ()
    return Screen(Html("\n\n".join(part for part in parts if part)), (*buttons, back(words)))


def request_list(words: Words, page: RequestList) -> Screen:
    """The open ones, newest first; a number opens its request."""
    if not page.lines:
        text = words.t(
            "Nothing is open. When a customer writes, complains or is interested, you will see it here."
        )
        return Screen(text, (back(words),))
    blocks = [words.t("<b>Open requests</b>")]
    blocks += [Html(f"{number}. {_line(words, one)}") for number, one in enumerate(page.lines, 1)]
    buttons = [Button(str(number), act("request", one.id)) for number, one in enumerate(page.lines, 1)]
    rows = [tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW)]
    return Screen(Html("\n".join(blocks)), (*rows, *_ways(words, page), back(words)))


def request(words: Words, view: RequestView) -> Screen:
    """One request with its newest words."""
    lines = [
        words.t(
            "<b>{what}</b> · {name}, card {number}, {moment}",
            what=_kind(words, view.kind),
            name=view.name or words.t("Without a name"),
            number=group_number(view.number),
            moment=words.moment(view.at),
        ),
        *_newest(words, view.said),
    ]
    if not view.is_open:
        lines.append(words.t("✅ Seen to."))
    elif view.kind is not RequestKind.INTEREST:
        lines.append(words.t("Until it is closed the customer gets no news."))
    write = Button(words.t("Write to customer"), act("request.write", view.id), style="primary")
    done = Button(words.t("Seen to, close"), act("request.done", view.id))
    opened = ((write,), (done,)) if view.is_open else ((write,),)
    return Screen(Html("\n\n".join(lines)), (*opened, (Button(words.t("‹ Back"), act("requests", 0)),)))


def ask_answer(words: Words, view: RequestView) -> Screen:
    """What shall I tell him?"""
    text = words.t("What shall I tell {name}? Just write.", name=view.name or words.t("the customer"))
    return Screen(text, ((Button(words.t("‹ Back"), act("request", view.id)),),))


def answer_sent(words: Words, view: RequestView) -> Screen:
    """It is on its way."""
    close = Button(words.t("Seen to, close"), act("request.done", view.id), style="primary")
    to_list = Button(words.t("‹ Back"), act("requests", 0))
    return Screen(words.t("Sent."), ((close,), (to_list,)) if view.is_open else ((to_list,),))


def _score(words: Words, view: FeedbackView) -> Html:
    score = view.score
    if not view.asked and not score.answers:
        return words.t(
            "Recommendation (NPS): nobody was asked in {days} days. "
            "The question is switched on in /campaigns.",
            days=view.score_days,
        )
    if score.value is None or score.margin is None:
        return words.t(
            "Recommendation (NPS): in {days} days {answers} answers, {asked} were asked. {fewest} are the "
            "least to tell anything.",
            answers=words.number(score.answers),
            asked=words.number(view.asked),
            fewest=FEWEST_SCORES,
            days=view.score_days,
        )
    sign = "+" if score.value > 0 else ""
    return words.t(
        "Recommendation (NPS): <b>{value}</b> ± {margin}. "
        "In {days} days {asked} were asked, {answers} answered.",
        value=f"{sign}{words.number(score.value)}",
        margin=words.number(score.margin),
        asked=words.number(view.asked),
        answers=words.number(score.answers),
        days=view.score_days,
    )


def _stars(words: Words, view: FeedbackView) -> Html:
    if view.stars_hundredths is None:
        return words.t("Ratings after a purchase: none in {days} days.", days=view.star_days)
    whole, rest = divmod(view.stars_hundredths, 100)
    point = "," if words.language == "ru" else "."
    return words.t(
        "Ratings after a purchase: <b>{stars}</b> of 5, {ratings} in {days} days.",
        stars=f"{whole}{point}{rest:02}",
        ratings=words.number(view.ratings),
        days=view.star_days,
    )


def _reasons(words: Words, view: FeedbackView) -> Html | str:
    if not view.reasons:
        return ""
    return Html("\n".join([words.t("Why they stay away:"), *(_month(words, one) for one in view.reasons)]))


def _month(words: Words, one: Reasons) -> Html:
    name = str(locale_of(words.language).months["stand-alone"]["wide"][one.month.month]).capitalize()
    some = list(one.answers.items())[:MOST_REASONS]
    said = [words.t("{answer} {number}", answer=answer, number=words.number(many)) for answer, many in some]
    return words.t("{month}: {answers}", month=name, answers=Html(", ".join(said)))


def _newest(words: Words, said: Sequence[str]) -> Sequence[Html]:
    """As much of what was said last as one message holds."""
    shown: list[Html] = []
    room = LONGEST_WORDS
    for one in reversed(said[-MOST_SAID:]):
        room -= utf16_length(one)
        if shown and room < 0:
            break
        shown.insert(0, words.t("“{comment}”", comment=one))
    return shown if len(shown) == len(said) else [Html("…"), *shown]


def _kind(words: Words, kind: RequestKind) -> Html:
    match kind:
        case RequestKind.COMPLAINT:
            return words.t("Complaint")
        case RequestKind.QUESTION:
            return words.t("Question")
        case RequestKind.INTEREST:
            return words.t("Is interested")


def _line(words: Words, one: RequestLine) -> Html:
    name = one.name or words.t("Without a name")
    return words.t(
        "{what}: {name}, {moment}", what=_kind(words, one.kind), name=name, moment=words.moment(one.at)
    )


def _ways(words: Words, page: RequestList) -> tuple[tuple[Button, ...], ...]:
    newer = Button(words.t("‹ Newer"), act("requests", page.page - 1))
    older = Button(words.t("Older ›"), act("requests", page.page + 1))
    ways = (*((newer,) if page.page else ()), *((older,) if page.page + 1 < page.pages else ()))
    return (ways,) if ways else ()


def _told(words: Words, data: Mapping[str, Any]) -> Screen:
    """To owners and managers, at once."""
    name = data["name"] or words.t("Without a name")
    if data["what"] == RequestKind.INTEREST:
        text = words.t("{name} is interested in what you wrote about.", name=name)
    elif data["more"]:
        text = words.t("{name} writes more.", name=name)
    elif data["what"] == RequestKind.QUESTION:
        text = words.t("{name} writes to you.", name=name)
    else:
        text = words.t("❗ {name} has a complaint.", name=name)
    return Screen(text, ((Button(words.t("Look at it"), act("request", data["request"]), style="primary"),),))


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {"request": _told}
