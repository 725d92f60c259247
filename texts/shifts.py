"""A shift and a day at the till: open or closed, what it came to, and the newest sales."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from loyalty.sale import Way
from loyalty.shifts import OpenShift, SaleLine, ShiftView, TodayView, Totals
from texts.enrolment import customer
from texts.screen import Button, Screen, act, shortened
from texts.staff import name_of
from texts.words import Html, Words, escaped, words_for

Data = Mapping[str, Any]
SALES_A_ROW = 2
LONGEST_LIST = 20

_WAYS: Mapping[str, Callable[[Words], Html]] = {
    Way.LINK: lambda words: words.t("by camera"),
    Way.PHOTO: lambda words: words.t("by photo"),
    Way.TYPED: lambda words: words.t("by card number"),
    Way.PHONE: lambda words: words.t("by phone"),
    Way.PAGE: lambda words: words.t("by scanner"),
    Way.CODE: lambda words: words.t("by pay code"),
    Way.API: lambda words: words.t("by the till program"),
    Way.CLAIM: lambda words: words.t("by a receipt sent in"),
}


def shift(words: Words, view: ShiftView) -> Screen:
    """The shift as it stands."""
    if view.closed_at is not None:
        lines = [
            words.t("<b>The shift is closed.</b>"),
            *_of_shift(words, view),
            *figures(words, view.totals),
        ]
        return Screen(Html("\n".join(lines)), ((Button(words.t("Open a new shift"), act("shift.open")),),))
    elsewhere = tuple(
        (Button(shortened(words.t("Work at {store}", store=name)), act("shift.at", store_id)),)
        for store_id, name in view.stores
    )
    besides = (*elsewhere, *_to_colleagues(words, view.open_shifts))
    if view.opened_at is None:
        lines = [words.t("<b>No shift is open.</b>")]
        if view.store:
            lines.append(words.t("You work here: {store}", store=view.store))
        opens = Button(words.t("Open the shift"), act("shift.open"), style="success")
        return Screen(Html("\n".join(lines)), ((opens,), *besides))
    lines = [words.t("<b>The shift is open.</b>"), *_of_shift(words, view), *figures(words, view.totals)]
    closes = Button(words.t("Close the shift"), act("shift.close", view.shift_id), style="primary")
    return Screen(Html("\n".join(lines)), ((closes,), *besides))


# --- of colleagues ---


def colleagues(words: Words, found: Sequence[OpenShift]) -> Screen:
    """Who is at a till now, each with the way to close his shift."""
    if not found:
        return Screen(words.t("No colleague's shift is open."))
    shown = found[:LONGEST_LIST]
    blocks = [
        words.t("<b>Open shifts</b>"),
        *(Html("\n".join([_whose(words, one), _since(words, one)])) for one in shown),
    ]
    rows = tuple(
        (
            Button(
                shortened(words.t("Close the shift: {name}", name=name_of(words, one.name))),
                act("shifts.ask", one.shift_id),
            ),
        )
        for one in shown
    )
    return Screen(Html("\n\n".join(blocks)), rows)


def ask_close(words: Words, one: OpenShift) -> Screen:
    """Closing somebody's shift is asked about first."""
    lines = [_whose(words, one), _since(words, one), *figures(words, one.totals)]
    lines.append(words.t("Close this shift? The colleague gets its totals."))
    yes = Button(words.t("Close the shift"), act("shifts.close", one.shift_id), style="primary")
    return Screen(Html("\n".join(lines)), ((yes,), _back(words)))


def closed_for(words: Words, one: OpenShift) -> Screen:
    """It is closed, the colleague is told."""
    head = words.t("<b>The shift is closed: {name}.</b>", name=name_of(words, one.name))
    return Screen(Html("\n".join([head, _since(words, one), *figures(words, one.totals)])), (_back(words),))


def _to_colleagues(words: Words, count: int) -> tuple[tuple[Button, ...], ...]:
    label = words.t("Others' shifts: {count}", count=words.number(count))
    return ((Button(label, act("shifts")),),) if count else ()


def _back(words: Words) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("shifts")),)


def _whose(words: Words, one: OpenShift) -> Html:
    name = words.t("<b>{name}</b>", name=name_of(words, one.name))
    return Html(f"{name}, {escaped(one.store)}") if one.store else name


def _since(words: Words, one: OpenShift) -> Html:
    there = words_for(words.language, one.time_zone, words.currency)
    return words.t("Since {moment}", moment=there.moment(one.opened_at))


def closed(words: Words, data: Data) -> Screen:
    """To a cashier whose shift was closed without him: by the night, a colleague, or a change of stores."""
    totals = Totals(**{name: data[name] for name in Totals.__slots__})
    opened_at = datetime.fromtimestamp(data["opened_at"], UTC)
    view = ShiftView(0, data["store"], data["time_zone"], opened_at, totals)
    if data["by_night"]:
        head = words.t("<b>The night has closed your shift.</b>")
    elif data.get("name"):
        head = words.t("<b>{name} has closed your shift.</b>", name=data["name"])
    else:
        head = words.t("<b>Your shift there is closed.</b>")
    return Screen(Html("\n".join([head, *_of_shift(words, view), *figures(words, totals)])))


def today(words: Words, view: TodayView) -> Screen:
    """Today's figures and the newest sales, each with the way to undo it or take it back."""
    head = words.t("<b>Today in the shop</b>") if view.leads else words.t("<b>Your sales today</b>")
    lines = [head, *figures(words, view.totals)]
    if view.lines:
        lines += [Html(""), *(_sale(words, one) for one in view.lines)]
    buttons = [_way_back(words, one) for one in view.lines if not one.undone and one.rest_minor]
    rows = [tuple(buttons[n : n + SALES_A_ROW]) for n in range(0, len(buttons), SALES_A_ROW)]
    if rows:
        lines += [Html(""), words.t("Press a sale to undo it or to take goods back.")]
    return Screen(Html("\n".join(lines)), (*rows, *_to_colleagues(words, view.open_shifts)))


def figures(words: Words, totals: Totals) -> list[Html]:
    """What was done, a line each; what did not happen is left out."""
    if not totals.sales and not totals.refunds and not totals.issued:
        return [words.t("No sales yet.")]
    lines = [
        words.n(
            "{count} sale of {amount}",
            "{count} sales of {amount}",
            totals.sales,
            amount=words.money(totals.sum_minor),
        ),
        words.t("Points given: {count}", count=words.number(totals.given_points)),
    ]
    if totals.taken_points:
        lines.append(words.t("Points taken: {count}", count=words.number(totals.taken_points)))
    if totals.certificates_minor:
        lines.append(words.t("Paid by certificates: {money}", money=words.money(totals.certificates_minor)))
    if totals.refunds:
        lines.append(
            words.n(
                "{count} refund, {money} handed back",
                "{count} refunds, {money} handed back",
                totals.refunds,
                money=words.money(totals.refunded_minor),
            )
        )
    if totals.issued:
        lines.append(
            words.n(
                "{count} certificate sold for {money}",
                "{count} certificates sold for {money}",
                totals.issued,
                money=words.money(totals.issued_minor),
            )
        )
    ways = _ways(words, totals)
    return [*lines, words.t("Customers named: {ways}", ways=ways)] if ways else lines


def _ways(words: Words, totals: Totals) -> str:
    named = [(_WAYS[way](words), count) for way, count in sorted(totals.ways.items()) if way in _WAYS]
    return ", ".join(f"{way} {words.number(count)}" for way, count in named)


def _of_shift(words: Words, view: ShiftView) -> list[Html]:
    """Since when and where, by the store's clock."""
    if view.opened_at is None:
        return []
    there = words_for(words.language, view.time_zone, words.currency)
    since = words.t("Since {moment}", moment=there.moment(view.opened_at))
    return [Html(f"{since}, {escaped(view.store)}") if view.store else since]


def _sale(words: Words, one: SaleLine) -> Html:
    moved = [f"−{words.number(one.spent_points)}"] if one.spent_points else []
    if one.earned_points or not moved:
        moved.append(f"+{words.number(one.earned_points)}")
    text = words.t(
        "{time} {name}, {amount}: {points}",
        time=f"{one.at:%H:%M}",
        name=customer(words, one),
        amount=words.money(one.amount_minor),
        points=", ".join(moved),
    )
    ended = words.t("undone") if one.undone else words.t("goods came back")
    if one.undone or not one.rest_minor:
        text = Html(f"{text}, {ended}")
    where = ", ".join(part for part in (one.cashier, one.store) if part)
    return Html(f"{text} ({escaped(where)})") if where else text


def _way_back(words: Words, one: SaleLine) -> Button:
    """Undo while there is time, a refund afterwards."""
    label = shortened(f"{one.at:%H:%M} {words.money(one.amount_minor)}")
    return Button(label, act("sale.undo" if one.undoable else "refund.pick", one.purchase_id))


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"shift_closed": closed}
