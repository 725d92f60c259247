"""The cases of customers who said "That wasn't me", for the owner who decides."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.cards import group_number
from loyalty.case_views import CaseLine, CaseList, CaseView, ChangeLine
from loyalty.cases import CaseState
from loyalty.ledger import Kind
from texts.admin import back
from texts.enrolment import known_as
from texts.screen import Button, Screen, act
from texts.trust import signed
from texts.words import Html, Words

BUTTONS_A_ROW = 3


def case_list(words: Words, page: CaseList) -> Screen:
    """The open ones, newest first; a number opens its case."""
    if not page.lines:
        text = words.t(
            "No open cases. When a customer presses “That wasn't me”, you will see it here and decide."
        )
        return Screen(text, (back(words),))
    blocks = [words.t("<b>Open cases</b>")]
    blocks += [Html(f"{number}. {_line(words, one)}") for number, one in enumerate(page.lines, 1)]
    if page.pages > 1:
        figures = {"page": words.number(page.page + 1), "pages": words.number(page.pages)}
        blocks.append(words.t("Page {page} of {pages}", **figures))
    return Screen(Html("\n".join(blocks)), (*_numbers(page), *_ways(words, page), back(words)))


def case(words: Words, view: CaseView) -> Screen:
    """One case with all that is known, and what can be decided."""
    lines = [_head(words, view), *(_change(words, part) for part in view.parts), *_facts(words, view)]
    if view.comments:
        lines.append(Html(""))
        lines += [words.t("“{comment}”", comment=one) for one in view.comments]
    if view.history:
        lines += [Html(""), words.t("Also with this purchase:")]
        lines += [_change(words, part) for part in view.history]
    lines += [Html(""), _outlook(words, view)]
    return Screen(Html("\n".join(lines)), _buttons(words, view))


def ask_accept(words: Words, view: CaseView) -> Screen:
    """Reversing is asked about first."""
    text = words.t(
        "Reverse it? {name}: {points}. This can't be taken back.",
        name=known_as(words, view.name, erased=view.erased),
        points=signed(words, view.undo_points),
    )
    yes = Button(words.t("Yes, reverse"), act("case.yes", view.id), style="danger")
    return Screen(text, ((yes,), (Button(words.t("‹ Back"), act("case", view.id)),)))


def _head(words: Words, view: CaseView) -> Html:
    name, moment = known_as(words, view.name, erased=view.erased), words.moment(view.opened_at)
    if view.erased:
        return words.t("<b>{name}</b>: this was not me. {moment}", name=name, moment=moment)
    return words.t(
        "<b>{name}</b>, card {number}: this was not me. {moment}",
        name=name,
        number=group_number(view.number),
        moment=moment,
    )


def _facts(words: Words, view: CaseView) -> list[Html]:
    facts = []
    if view.amount_minor is not None:
        facts.append(words.t("Purchase of {amount}", amount=words.money(view.amount_minor)))
    if view.receipt:
        facts.append(words.t("receipt No. {number}", number=view.receipt))
    if view.store:
        facts.append(words.t("store: {store}", store=view.store))
    lines = [Html(", ".join(facts))] if facts else []
    if view.actor:
        lines.append(words.t("Done by: {name}", name=view.actor))
    if view.other or view.other_erased:
        name = known_as(words, view.other, erased=view.other_erased)
        lines.append(words.t("The friend: {name}", name=name))
    confirmed = {
        "tap": words.t("The customer confirmed it with a tap in his chat."),
        "code": words.t("It was confirmed with the customer's pay code."),
    }
    if view.confirmed_by in confirmed:
        lines.append(confirmed[view.confirmed_by])
    return lines


def _outlook(words: Words, view: CaseView) -> Html:
    if view.state is CaseState.ACCEPTED:
        return words.t("✅ Decided: accepted. The customer has been told.")
    if view.erased and view.state is CaseState.LEFT:
        return words.t("It stays: the customer had everything erased.")
    if view.state is CaseState.LEFT:
        return words.t("✅ Decided: it stays. The customer has been told.")
    if view.is_gone:
        return words.t("Nothing of it stands any more: it was cancelled or burned meanwhile.")
    return words.t("If you accept: {points} on the card.", points=signed(words, view.undo_points))


def _buttons(words: Words, view: CaseView) -> tuple[tuple[Button, ...], ...]:
    to_list = (Button(words.t("‹ Back"), act("cases", 0)),)
    if view.state is not CaseState.OPEN:
        return (to_list,)
    if view.is_gone:
        return ((Button(words.t("Close the case"), act("case.yes", view.id), style="primary"),), to_list)
    accept = Button(words.t("Accept and reverse"), act("case.ask", view.id), style="danger")
    leave = Button(words.t("Leave as it is"), act("case.no", view.id))
    return ((accept,), (leave,), to_list)


def _line(words: Words, one: CaseLine) -> Html:
    name, points = known_as(words, one.name, erased=False), signed(words, one.points)
    return words.t("{name}: {points}, {moment}", name=name, points=points, moment=words.moment(one.at))


def _change(words: Words, part: ChangeLine) -> Html:
    kind = _kind(words, part.kind)
    points = signed(words, part.points)
    return words.t("{points}, {kind}, {moment}", points=points, kind=kind, moment=words.moment(part.at))


def _kind(words: Words, kind: Kind) -> Html:
    """What a change was, in a word or two inside a line."""
    back = words.t("given back")
    texts = {
        Kind.EARNED: words.t("for a purchase"),
        Kind.WELCOME: words.t("welcome gift"),
        Kind.PROFILE: words.t("for the profile"),
        Kind.BIRTHDAY: words.t("birthday gift"),
        Kind.REFERRAL: words.t("for a friend"),
        Kind.REVIEW: words.t("for a review"),
        Kind.PROMO: words.t("by code or offer"),
        Kind.TRANSFERRED_IN: words.t("gift from a friend"),
        Kind.TRANSFERRED_OUT: words.t("gift to a friend"),
        Kind.SPENT: words.t("spent"),
        Kind.EXPIRED: words.t("burned"),
        Kind.REFUNDED: back,
        Kind.SPEND_REVERSED: back,
        Kind.EARN_REVERSED: words.t("taken back"),
    }
    return texts.get(kind) or words.t("by hand")


def _numbers(page: CaseList) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(str(number), act("case", one.id)) for number, one in enumerate(page.lines, 1)]
    return tuple(tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW))


def _ways(words: Words, page: CaseList) -> tuple[tuple[Button, ...], ...]:
    newer = Button(words.t("‹ Newer"), act("cases", page.page - 1))
    older = Button(words.t("Older ›"), act("cases", page.page + 1))
    ways = (*((newer,) if page.page else ()), *((older,) if page.page + 1 < page.pages else ()))
    return (ways,) if ways else ()


def _told(words: Words, data: Mapping[str, Any]) -> Screen:
    """To every owner, when somebody opens a case."""
    name, points = known_as(words, data["name"], erased=False), signed(words, data["points"])
    look = Button(words.t("Look at it"), act("case", data["case"]), style="primary")
    return Screen(words.t("{name} says: this was not me. {points}", name=name, points=points), ((look,),))


NOTICES: Mapping[str, Callable[[Words, Mapping[str, Any]], Screen]] = {"case": _told}
