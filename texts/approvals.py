"""A sale a manager is asked about: his question, and the cashier's screen meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.views import SaleView
from loyalty.watch.views import ApprovalState, ApprovalView
from texts.alert_reasons import reason
from texts.enrolment import called
from texts.screen import Button, Screen, act
from texts.words import Html, Words

Data = Mapping[str, Any]


def manager_asked(words: Words, view: SaleView) -> Screen:
    """The cashier waits; nothing he can be blamed for is said."""
    text = words.t(
        "<b>{name}</b>, {money}\nA manager is asked to look at this sale, it takes a moment. "
        "This screen changes by itself, until {time} at the latest.",
        name=view.first_name,
        money=words.money(view.amount_minor or 0),
        time=words.clock(view.ends_at) if view.ends_at else "",
    )
    return Screen(text, ((Button(words.t("Close"), act("sale.off", view.draft_id)),),))


def approval(words: Words, view: ApprovalView) -> Screen:
    """What a manager is asked, or what was decided."""
    lines = [words.t("<b>May this sale be booked?</b>"), *_facts(words, view)]
    lines += [Html(f"• {reason(words, rule, figures)}") for rule, figures in view.reasons]
    if view.state is ApprovalState.OPEN:
        lines.append(words.t("The till waits until {time}.", time=words.clock(view.ends_at)))
        allow = Button(words.t("Allow"), act("approve", view.approval_id, 1), style="success")
        refuse = Button(words.t("Don't allow"), act("approve", view.approval_id, 0))
        return Screen(Html("\n".join(lines)), ((allow, refuse),))
    lines.append(_word(words, view))
    return Screen(Html("\n".join(lines)))


def _facts(words: Words, view: ApprovalView) -> list[Html]:
    lines = [
        words.t(
            "{customer}, {money}. At the till: {cashier}",
            customer=called(words, view.customer, erased=view.erased),
            money=words.money(view.amount_minor),
            cashier=view.cashier,
        )
    ]
    if view.store:
        lines.append(words.t("Store: {store}", store=view.store))
    if view.receipt:
        lines.append(words.t("Receipt No. {number}", number=view.receipt))
    if view.spent_points:
        lines.append(words.t("Pays with points: {points}", points=words.number(view.spent_points)))
    return lines


def _word(words: Words, view: ApprovalView) -> Html:
    match view.state:
        case ApprovalState.ALLOWED:
            return words.t("✅ Allowed by {name}.", name=view.decided_by)
        case ApprovalState.REFUSED:
            return words.t("⛔ Not allowed by {name}.", name=view.decided_by)
        case _ if view.cashier_left:
            return words.t("Nothing is booked: {name} has left the team.", name=view.cashier)
        case _:
            return words.t("The question is over: the time passed, or the sale was closed or changed.")


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "approval": lambda words, data: approval(words, data["view"]),
}
