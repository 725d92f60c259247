"""Alerts for owners and managers: one after another, what came of them, and what is looked for."""

from collections.abc import Callable, Mapping
from typing import Any

from loyalty.cards import group_number
from loyalty.watch.views import AlertPage, AlertState, AlertView
from texts.alert_reasons import reason, title
from texts.enrolment import called
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words, escaped

Data = Mapping[str, Any]


def told(words: Words, data: Data) -> Screen:
    """The message: the only alert in full, of several how many."""
    count = data["count"]
    if count == 1:
        return alert(words, data["view"], runs=data["runs"])
    text = words.n(
        "⚠️ {count} alert at the tills to look at.", "⚠️ {count} alerts at the tills to look at.", count
    )
    first = f"{title(words, data['view'].rule)}: {_what(words, data['view'])}"
    return Screen(Html(f"{text}\n{first}"), ((Button(words.t("Look"), act("alerts", 0), style="primary"),),))


def alert(words: Words, view: AlertView, *, runs: bool) -> Screen:
    """One alert with links to what it is about, and what can be said. runs: the reader owns the shop."""
    lines = [Html(f"⚠️ <b>{title(words, view.rule)}</b>"), _what(words, view), *_about(words, view)]
    if view.figures.get("stopped"):
        lines.append(words.t("The sale was held back."))
    entries = []
    if view.purchase_id:
        entries.append(Button(words.t("Purchase"), act("refund.pick", view.purchase_id)))
    if view.member_id and not view.erased:
        entries.append(Button(words.t("Member"), act("member", view.member_id)))
    rows = [tuple(entries)] if entries else []
    if view.state is AlertState.OPEN:
        rows.append(
            (
                Button(words.t("Looked into"), act("alert.done", view.alert_id), style="success"),
                Button(words.t("False alarm"), act("alert.false", view.alert_id)),
            )
        )
    else:
        lines.append(_end(words, view))
    if view.left:
        rows.append((Button(words.t("Next alert"), act("alerts", view.alert_id)),))
    return Screen(Html("\n".join(lines)), (*rows, _ways(words, runs)))


def none_open(words: Words, *, runs: bool) -> Screen:
    """Nothing to look at."""
    return Screen(words.t("Nothing looks odd at the tills: no open alerts."), (_ways(words, runs),))


def history(words: Words, page: AlertPage) -> Screen:
    """What came to an end, newest first."""
    back = (Button(words.t("‹ Back"), act("alerts", 0)),)
    if not page.alerts:
        return Screen(words.t("No alert was looked at yet."), (back,))
    lines = [
        words.t("<b>Alerts that were looked at</b>"),
        *(
            Html(
                f"{words.moment(one.at)} · {title(words, one.rule)} · {_who(words, one)} · {_end(words, one)}"
            )
            for one in page.alerts
        ),
    ]
    picks = tuple(
        (Button(shortened(title(words, one.rule)), act("alert", one.alert_id)),) for one in page.alerts
    )
    newer = Button(words.t("‹ Newer"), act("alerts.old", max(0, page.page - 1)))
    older = Button(words.t("Older ›"), act("alerts.old", page.page + 1))
    turns = (*([newer] if page.page else []), *([older] if page.more else []))
    return Screen(Html("\n".join(lines)), (*picks, *([turns] if turns else []), back))


def _who(words: Words, view: AlertView) -> Html:
    if view.cashier is not None:
        return escaped(_colleague(words, view.cashier))
    return escaped(_customer(words, view)) if view.member_id else _till(words, view)


def _colleague(words: Words, name: str) -> str:
    """Who left the team may have had himself erased since."""
    return name or words.t("Former colleague")


def _customer(words: Words, view: AlertView) -> str:
    return called(words, view.customer, erased=view.erased)


def _till(words: Words, view: AlertView) -> Html:
    if view.till:
        return words.t("Till of a program: {name}", name=view.till)
    return words.t("Till of a program")


def _what(words: Words, view: AlertView) -> Html:
    return reason(words, view.rule, view.figures, view.other_store)


def _about(words: Words, view: AlertView) -> list[Html]:
    lines = [Html(words.moment(view.at))]
    if view.store:
        lines.append(words.t("Store: {store}", store=view.store))
    if view.cashier is not None:
        lines.append(words.t("Colleague: {name}", name=_colleague(words, view.cashier)))
    else:
        lines.append(_till(words, view))
    if view.erased:
        lines.append(words.t("Customer: {name}", name=_customer(words, view)))
    elif view.member_id:
        name, number = _customer(words, view), group_number(view.card)
        lines.append(words.t("Customer: {name}, card {number}", name=name, number=number))
    if view.purchase_id:
        amount = words.money(view.amount_minor)
        lines.append(
            words.t("Receipt: {amount}, No. {number}", amount=amount, number=view.receipt)
            if view.receipt
            else words.t("Receipt: {amount}", amount=amount)
        )
    return lines


def _end(words: Words, view: AlertView) -> Html:
    name = _colleague(words, view.reviewed_by)
    match view.state:
        case AlertState.REVIEWED:
            return words.t("looked into by {name}", name=name)
        case AlertState.FALSE_ALARM:
            return words.t("false alarm, says {name}", name=name)
        case AlertState.ALLOWED:
            return words.t("allowed by {name}", name=name)
        case AlertState.REFUSED:
            return words.t("not allowed by {name}", name=name)
        case _:
            return words.t("a manager was asked")


def _ways(words: Words, runs: bool) -> tuple[Button, ...]:
    past = Button(words.t("Looked at before"), act("alerts.old", 0))
    return (past, Button(words.t("What to look for"), act("watch", 0))) if runs else (past,)


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"alerts": told}
