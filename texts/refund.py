"""Refunds in words: for whoever stands at the till, and for the customer, without blame."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from loyalty.views import DebtView, RefundFigures, RefundLine, RefundList, RefundState, RefundView
from texts.enrolment import called, customer
from texts.screen import Button, Screen, act, shortened
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]


def purchases(words: Words, found: RefundList) -> Screen:
    """What to choose from, or how to look for it."""
    if found.lines:
        lead = words.t(
            "What is coming back? Choose the purchase, or type the receipt's number or the card number."
        )
    elif found.searched:
        lead = words.t(
            "By this number I see nothing that could be taken back. "
            "Type the receipt's number or the card number."
        )
    else:
        lead = words.t(
            "No purchases of yours that could be taken back. Type the receipt's number or the card number."
        )
    blocks = [lead, *(_line(words, line, place) for place, line in enumerate(found.lines, 1))]
    rows = [
        (Button(shortened(f"{place}. {customer(words, line)}"), act("refund.pick", line.purchase_id)),)
        for place, line in enumerate(found.lines, 1)
    ]
    if found.debtor is not None:
        blocks.append(_owes(words, found.debtor))
        rows.append((_forgive(words, found.debtor.member_id),))
    rows.append((Button(words.t("Close"), act("refund.close")),))
    return Screen(Html("\n\n".join(blocks)), tuple(rows))


def closed(words: Words) -> Screen:
    """The next card number is a sale again."""
    return Screen(words.t("All right, nothing is taken back."))


def refund(words: Words, view: RefundView) -> Screen:
    """A refund as it stands."""
    match view.state:
        case RefundState.CHOSEN:
            return _chosen(words, view)
        case RefundState.PREVIEW:
            return _preview(words, view)
        case RefundState.DONE:
            return _done(words, view)
        case _:
            assert_never(view.state)


def amount_in_digits(words: Words) -> Screen:
    """A picture, a voice or the like came where the amount of the goods was asked for."""
    return Screen(words.t("I am waiting for the amount of the goods. Type it in digits, for example 450."))


def number_in_digits(words: Words) -> Screen:
    """A picture, a voice or the like came where a number was asked for."""
    return Screen(words.t("Type the receipt's number or the card number, or choose a purchase: /refund"))


def instead_of_undo(words: Words, purchase_id: int) -> Button:
    """What stands under a sale that is too old to be undone."""
    return Button(words.t("Refund"), act("refund.pick", purchase_id))


def debt(words: Words, view: DebtView) -> Screen:
    """Writing a debt off is asked about first; and what came of it."""
    if view.forgiven:
        return Screen(
            words.n(
                "✅ {name}: {count} point written off, nothing is owed.",
                "✅ {name}: {count} points written off, nothing is owed.",
                view.debt,
                name=called(words, view.first_name),
            )
        )
    question = words.t("Write it off? The customer is told.")
    text = Html(f"{_owes(words, view)}\n{question}")
    yes = Button(words.t("Yes, write off"), act("debt.off", view.member_id, view.seq), style="primary")
    return Screen(text, ((yes,), (Button(words.t("‹ Back"), act("refund.list")),)))


def _line(words: Words, line: RefundLine, place: int) -> Html:
    parts = [words.t("<b>{name}</b>", name=customer(words, line)), words.moment(line.at)]
    parts.append(_receipt(words, line.amount_minor, line.receipt))
    if line.rest_minor != line.amount_minor:
        parts.append(words.t("{amount} left", amount=words.money(line.rest_minor)))
    return Html(f"{place}. {' · '.join(parts)}")


def _chosen(words: Words, view: RefundView) -> Screen:
    lines = [_head(words, view)]
    if view.rest_minor != view.amount_minor:
        lines.append(words.t("{amount} left", amount=words.money(view.rest_minor)))
    lines.append(
        words.t("The price of the goods that came back? As on the receipt, before discounts and points.")
    )
    everything = (
        words.t("Everything") if view.rest_minor == view.amount_minor else words.t("All that is left")
    )
    whole = Button(everything, act("refund.whole", view.purchase_id))
    return Screen(Html("\n".join(lines)), ((whole,), _back(words)))


def _preview(words: Words, view: RefundView) -> Screen:
    figures = figures_of(view)
    lines = [
        _head(words, view),
        words.t("Goods for {amount} come back", amount=words.money(figures.goods_minor)),
        words.t("Money to hand back: <b>{amount}</b>", amount=words.money(figures.money_minor)),
    ]
    if figures.certificate_minor:
        lines.append(words.t("To the certificate: {amount}", amount=words.money(figures.certificate_minor)))
    if figures.returned_points:
        lines.append(
            words.n(
                "{count} point back on the card", "{count} points back on the card", figures.returned_points
            )
        )
    if figures.taken_points:
        lines.append(
            words.n(
                "{count} point of the purchase goes",
                "{count} points of the purchase go",
                figures.taken_points,
            )
        )
    lines.append(_total(words, figures))
    if view.changed:
        lines.insert(0, words.t("Something has just changed, here are the new figures."))
    ok = Button(words.t("Take it back"), act("refund.ok", view.purchase_id, view.code), style="primary")
    another = Button(words.t("Another amount"), act("refund.pick", view.purchase_id))
    swap = Button(words.t("Exchange"), act("refund.swap", view.purchase_id, view.code))
    first = (ok,) if view.erased else (ok, swap)
    return Screen(Html("\n".join(lines)), (first, (another,), _back(words)))


def _done(words: Words, view: RefundView) -> Screen:
    figures = figures_of(view)
    lines = [
        words.t(
            "✅ Refunded: {name}, {amount}. Hand back {money}.",
            name=customer(words, view),
            amount=words.money(figures.goods_minor),
            money=words.money(figures.money_minor),
        ),
        _total(words, figures),
    ]
    rows = ((_forgive(words, view.member_id),),) if view.member_id and figures.debt else ()
    return Screen(Html("\n".join(lines)), rows)


def figures_of(view: RefundView) -> RefundFigures:
    """What a refund moves; ValueError when its goods are not named yet."""
    if view.figures is None:
        raise ValueError("a refund without figures has no preview")
    return view.figures


def _total(words: Words, figures: RefundFigures) -> Html:
    if figures.debt:
        return words.n(
            "The customer will owe {count} point: the next ones cover it.",
            "The customer will owe {count} points: the next ones cover it.",
            figures.debt,
        )
    return words.t("On the card afterwards: {total}", total=words.number(figures.available))


def _head(words: Words, view: RefundView) -> Html:
    receipt = _receipt(words, view.amount_minor, view.receipt)
    moment = words.moment(view.at)
    return words.t(
        "<b>{name}</b>, purchase of {receipt}, {moment}",
        name=customer(words, view),
        receipt=Html(receipt),
        moment=moment,
    )


def _receipt(words: Words, amount_minor: int, receipt: str) -> str:
    amount = words.money(amount_minor)
    return words.t("{amount}, receipt No. {number}", amount=amount, number=receipt) if receipt else amount


def _owes(words: Words, view: DebtView) -> Html:
    return words.n(
        "{name} owes {count} point.",
        "{name} owes {count} points.",
        view.debt,
        name=called(words, view.first_name),
    )


def _forgive(words: Words, member_id: int) -> Button:
    return Button(words.t("Write off the debt"), act("debt.ask", member_id))


def _back(words: Words) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("refund.list")),)


def _told_refunded(words: Words, data: Data) -> Screen:
    """What the customer hears after a refund."""
    amount = words.money(data["amount_minor"])
    handed = words.money(data["money_minor"])
    lines = [
        words.t("The shop took back goods for {amount}. Money back: {money}.", amount=amount, money=handed)
    ]
    if data["certificate_minor"]:
        part = words.money(data["certificate_minor"])
        lines.append(words.t("{amount} are on the certificate again.", amount=part))
    return _told(words, data, lines)


def _told_undone(words: Words, data: Data) -> Screen:
    """What the customer hears when a sale was undone."""
    amount, total = words.money(data["amount_minor"]), words.number(data["available"])
    if data["returned"] or data["debt"]:
        return _told(words, data, [words.t("The shop cancelled the purchase of {amount}.", amount=amount)])
    if not data["taken"]:
        text = words.t(
            "The shop cancelled the purchase of {amount}. You have {total}, as before.",
            amount=amount,
            total=total,
        )
    else:
        text = words.n(
            "The shop cancelled the purchase of {amount} and took back {count} point. You have {total} now.",
            "The shop cancelled the purchase of {amount} and took back {count} points. You have {total} now.",
            data["taken"],
            amount=amount,
            total=total,
        )
    return _trusted(words, data, text)


def points_back(words: Words, data: Data) -> list[Html]:
    """What a refund put on the card again."""
    lines = []
    if data["returned"]:
        lines.append(
            words.n(
                "{count} point you paid with is back.",
                "{count} points you paid with are back.",
                data["returned"],
            )
        )
    if data["grace_days"]:
        lines.append(
            words.n(
                "Those that had ended are good for {count} more day.",
                "Those that had ended are good for {count} more days.",
                data["grace_days"],
            )
        )
    return lines


def _told(words: Words, data: Data, lines: list[Html]) -> Screen:
    lines += points_back(words, data)
    if data["taken"]:
        lines.append(
            words.n(
                "{count} point of this purchase is gone.",
                "{count} points of this purchase are gone.",
                data["taken"],
            )
        )
    if data["debt"]:
        lines.append(
            words.n(
                "{count} point was spent already: the next ones cover it.",
                "{count} points were spent already: the next ones cover them.",
                data["debt"],
            )
        )
    else:
        lines.append(words.t("You have {total} now.", total=words.number(data["available"])))
    return _trusted(words, data, Html("\n".join(lines)))


def _told_forgiven(words: Words, data: Data) -> Screen:
    """What the customer hears when his debt was written off."""
    text = words.n(
        "The shop wrote off the {count} point you owed. You have {total} now.",
        "The shop wrote off the {count} points you owed. You have {total} now.",
        data["points"],
        total=words.number(data["available"]),
    )
    return _trusted(words, data, text)


def _trusted(words: Words, data: Data, text: Html) -> Screen:
    return Screen(text, ((not_me(words, data["seq"]),),) if data["seq"] else ())


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "refunded": _told_refunded,
    "undone": _told_undone,
    "debt_forgiven": _told_forgiven,
}
