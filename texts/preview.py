"""The preview of a sale, the wait for the customer's yes, and what was booked."""

from typing import assert_never

from loyalty.earning import Quote
from loyalty.hints import Hint, HintKind
from loyalty.views import SaleView
from texts.enrolment import waiting_line
from texts.freezing import till_line
from texts.rewards import hand_out_button, stamp_line
from texts.screen import Button, Screen, act, shortened
from texts.tiers import button_name
from texts.words import Html, Words

CLAIMS_SHOWN = 4
CATEGORIES_SHOWN = 6


def preview(words: Words, view: SaleView) -> Screen:
    """What the receipt earns, how many points could pay for it, and what that would change."""
    head = words.t("<b>{name}</b>, {receipt}", name=view.first_name, receipt=receipt_of(words, view))
    lines = [*_notes(words, view), head, *_discounts(words, view.quote), _earned(words, view)]
    if view.paying is not None:
        lines.append(_if_paying(words, view, view.paying))
    lines += [*stamp_lines(words, view), *good_to_know(words, view)]
    return Screen(Html("\n".join(lines)), (*claim_rows(words, view), *_preview_buttons(words, view)))


def waiting(words: Words, view: SaleView) -> Screen:
    """The customer is asked; his pay code answers as well."""
    lines = [
        words.t("<b>{name}</b>, {receipt}", name=view.first_name, receipt=receipt_of(words, view)),
        words.t(
            "Waiting for the customer's yes to {points}, until {time}.",
            points=words.points(view.offered_points),
            time=words.clock(view.ends_at) if view.ends_at else "",
        ),
        words.t("Or type the six digits of the pay code here."),
    ]
    without = Button(words.t("Without points"), act("sale.without", view.draft_id))
    return Screen(Html("\n".join(lines)), ((without,), (leave_button(words, view),)))


def booked(words: Words, view: SaleView) -> Screen:
    """The purchase as it was booked."""
    figures: dict[str, str | int] = {
        "name": view.first_name,
        "points": _moved(words, view),
        "total": words.number(view.available),
        "receipt": own_line(words, view),
    }
    if view.repeated:
        return Screen(
            words.t("This receipt is booked already. {name}: {points}, now {total}.\n{receipt}", **figures)
        )
    if view.points or view.spent_points:
        text = words.t("✅ {name}: {points}, now {total}.\n{receipt}", **figures)
    else:
        text = words.t("✅ {name}: recorded without points, {total} on the card.\n{receipt}", **figures)
    lines = [text]
    if view.pending_points:
        lines.append(words.t("The points become usable later."))
    if view.frozen:
        lines.append(till_line(words))
    if view.waits:
        lines.append(waiting_line(words))
    if view.quote is not None and view.quote.gifts:
        lines.append(_gifts(words, view.quote))
    undo = Button(words.t("Undo the sale"), act("sale.undo", view.purchase_id or 0))
    return Screen(Html("\n".join(lines)), ((undo,),))


def leave_button(words: Words, view: SaleView) -> Button:
    """Closes an open sale."""
    return Button(words.t("Close"), act("sale.off", view.draft_id))


def receipt_of(words: Words, view: SaleView) -> str:
    """ "450 ₽, receipt No. 17"."""
    amount = words.money(view.amount_minor or 0)
    if not view.receipt:
        return amount
    return words.t("{amount}, receipt No. {number}", amount=amount, number=view.receipt)


def own_line(words: Words, view: SaleView) -> Html:
    """ "Receipt: 450 ₽, No. 17", and how it was paid when not with money alone."""
    amount = words.money(view.amount_minor or 0)
    text = (
        words.t("Receipt: {amount}, No. {number}", amount=amount, number=view.receipt)
        if view.receipt
        else words.t("Receipt: {amount}", amount=amount)
    )
    quote = view.quote
    if quote is None or quote.money_minor - quote.certificate_minor == quote.amount_minor:
        return text
    if quote.certificate_minor:
        paid = words.t("by certificate: {money}", money=words.money(quote.certificate_minor))
        text = Html(f"{text}, {paid}")
    left = words.t("to pay in money: {money}", money=words.money(quote.money_minor - quote.certificate_minor))
    return Html(f"{text}, {left}")


def plus_points(words: Words, points: int) -> Html:
    """ "+22 points"."""
    return words.n("+{count} point", "+{count} points", points)


def minus_points(words: Words, points: int) -> Html:
    """ "−135 points"."""
    return words.n("−{count} point", "−{count} points", points)


def _notes(words: Words, view: SaleView) -> list[Html]:
    notes = {
        "declined": words.t("The customer said no, nothing was taken."),
        "no_answer": words.t("No answer in 90 seconds, nothing was taken."),
        "changed": words.t("The figures have changed meanwhile, here are the new ones."),
        "manager_yes": words.t("The manager said yes: it can be booked ✓"),
        "manager_no": words.t(
            "The manager asks not to book this as it is. Type another amount, or close the sale."
        ),
        "manager_silent": words.t("No answer from a manager yet. Ask once more, or close the sale."),
    }
    found = [notes[view.note]] if view.note in notes else []
    if view.changed:
        found.append(words.t("The figures have just changed, here are the new ones."))
    if view.frozen:
        found.append(till_line(words))
    elif view.approved:
        found.append(words.t("The pay code is right ✓"))
    return found


def customer_lines(words: Words, view: SaleView) -> list[Html]:
    """What is particular about this customer, before an amount is typed."""
    return [*([till_line(words)] if view.frozen else []), *good_to_know(words, view)]


def good_to_know(words: Words, view: SaleView) -> list[Html]:
    """That points wait, what is near, and what the points are enough for."""
    lines = [waiting_line(words)] if view.waits else []
    if view.hint is not None:
        lines.append(_hint(words, view.hint))
    if view.rewards:
        names = ", ".join(f"{one.name} ({words.number(one.price_points)})" for one in view.rewards)
        lines.append(words.t("Enough points for: {rewards}", rewards=names))
    return lines


def _hint(words: Words, hint: Hint) -> Html:
    missing = words.money(hint.missing_minor)
    match hint.kind:
        case HintKind.STAMP:
            return words.t("💡 {money} to the stamp “{name}”", money=missing, name=hint.name)
        case HintKind.TIER:
            return words.t("💡 {money} to {tier}", money=missing, tier=button_name(words, hint.name))
        case HintKind.TIER_REACHED:
            return words.t("💡 This receipt brings the tier {tier}", tier=button_name(words, hint.name))
        case _:
            assert_never(hint.kind)


def _earned(words: Words, view: SaleView) -> Html:
    if not view.points:
        return words.t("Too little for points, but the purchase will be recorded.")
    if view.frozen:
        return Html(f"<b>{plus_points(words, view.points)}</b>")
    return words.t(
        "<b>{points}</b>, {total} in all.",
        points=plus_points(words, view.points),
        total=words.number(view.total),
    )


def _if_paying(words: Words, view: SaleView, paying: Quote) -> Html:
    text = words.t(
        "With <b>{points}</b>: {money} to pay",
        points=minus_points(words, view.offered_points),
        money=words.money(paying.money_minor - paying.certificate_minor),
    )
    return Html(f"{text}, {plus_points(words, paying.points)}.") if paying.points else Html(f"{text}.")


def _discounts(words: Words, quote: Quote | None) -> list[Html]:
    if quote is None:
        return []
    lines = [
        words.t(
            "{title}: −{money}",
            title=one.title or words.t("Discount"),
            money=words.money(one.off_minor),
        )
        for one in quote.discounts
    ]
    if quote.certificate_minor:
        paid = words.money(quote.certificate_minor)
        lines.append(words.t("The certificate pays {money}.", money=paid))
    if lines:
        left = words.money(quote.money_minor - quote.certificate_minor)
        lines.append(words.t("To pay: <b>{money}</b>", money=left))
    return [*lines, _gifts(words, quote)] if quote.gifts else lines


def _gifts(words: Words, quote: Quote) -> Html:
    return words.t("Hand over: {gifts}", gifts=", ".join(quote.gifts))


def _moved(words: Words, view: SaleView) -> Html:
    """ "−135 points, +15 points"."""
    parts = [minus_points(words, view.spent_points)] if view.spent_points else []
    if view.points or not parts:
        parts.append(plus_points(words, view.points))
    return Html(", ".join(parts))


def _confirm_label(words: Words, view: SaleView) -> Html:
    points = words.number(view.points)
    if view.opens_shift:
        if view.points:
            return words.t("Open shift and add +{points}", points=points)
        return words.t("Open shift and record")
    return words.t("Add +{points}", points=points) if view.points else words.t("Record it")


def _preview_buttons(words: Words, view: SaleView) -> tuple[tuple[Button, ...], ...]:
    add = Button(_confirm_label(words, view), act("sale.ok", view.draft_id, view.revision), style="success")
    # What a manager has said no to is not offered again.
    book = () if view.note == "manager_no" else ((add,),)
    more = [
        Button(words.t("Enter a code"), act("sale.code", view.draft_id)),
        Button(words.t("How it was counted"), act("sale.why", view.draft_id)),
    ]
    goods = _category_rows(view)
    if not view.offered_points:
        return (*book, *goods, tuple(more), (leave_button(words, view),))
    take = Button(
        words.t("Take {points}", points=words.number(view.offered_points)),
        act("sale.take", view.draft_id, view.revision),
    )
    other = Button(words.t("Other number"), act("sale.points", view.draft_id))
    return (*book, (take, other), *goods, tuple(more), (leave_button(words, view),))


def _category_rows(view: SaleView) -> tuple[tuple[Button, ...], ...]:
    """One tap says what the whole receipt is; the one it is goes back to the usual."""
    buttons = []
    for one in view.categories[:CATEGORIES_SHOWN]:
        chosen = one.key == view.category
        label = shortened(f"✓ {one.name}" if chosen else one.name)
        buttons.append(Button(label, act("sale.goods", view.draft_id, "" if chosen else one.key)))
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


def claim_rows(words: Words, view: SaleView) -> tuple[tuple[Button, ...], ...]:
    """A button for everything that waits for this customer at the till."""
    return tuple((hand_out_button(words, claim, view.draft_id),) for claim in view.claims[:CLAIMS_SHOWN])


def stamp_lines(words: Words, view: SaleView) -> list[Html]:
    """How far the customer's stamp cards are."""
    return [stamp_line(words, progress) for progress in view.stamps if progress.have]
