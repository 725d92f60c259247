"""What is looked for at the tills of a store, and the cards of the staff's families."""

from collections.abc import Callable, Mapping

from loyalty.cards import group_number
from loyalty.watch.base import Mode, Rule
from loyalty.watch.settings import SCALES, Unit
from loyalty.watch.views import FamilyView, WatchView
from texts.alert_reasons import title
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words


def settings(words: Words, view: WatchView) -> Screen:
    """Every rule with what it does in a store."""
    head = words.t("<b>What is looked for at the tills</b>")
    lines = [head, words.t("Store: {store}", store=view.store)] if view.store else [head]
    lines.append(words.t("One's own card and cards of the family are always stopped."))
    lines += [Html(f"• {title(words, rule)}: {_mode(words, view.watch.mode(rule))}") for rule in SCALES]
    buttons = [
        Button(shortened(title(words, rule)), act("watch.rule", view.store_id, rule)) for rule in SCALES
    ]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    rows += [
        (Button(shortened(name), act("watch", store_id)),)
        for store_id, name in view.stores
        if store_id != view.store_id
    ]
    return Screen(Html("\n".join(lines)), (*rows, (Button(words.t("‹ Back"), act("alerts", 0)),)))


def rule_settings(words: Words, view: WatchView, rule: Rule) -> Screen:
    """One rule: what it does, and from which number on."""
    scale, setting = SCALES[rule], view.watch.of(rule)
    lines = [Html(f"<b>{title(words, rule)}</b>"), _EXPLAINED[rule](words, setting.limit)]
    modes = [mode for mode in Mode if scale.at_sale or mode in (Mode.OFF, Mode.REPORT)]
    choices = [
        Button(
            Html(f"✓ {_mode(words, mode)}") if mode is setting.mode else _mode(words, mode),
            act("watch.mode", view.store_id, rule, mode),
        )
        for mode in modes
    ]
    rows = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    number = _UNITS[scale.unit](words, setting.limit)
    rows.append((Button(shortened(number), act("watch.limit", view.store_id, rule)),))
    if rule is Rule.HOURS:
        needed = view.watch.needs_number
        label = words.t("✓ Number needed") if needed else words.t("Number not needed")
        rows.append((Button(label, act("watch.number", view.store_id, 0 if needed else 1)),))
        lines.append(words.t("A sale without a receipt number can count as well."))
    if rule is Rule.LARGE:
        largest = view.watch.largest_minor
        lines.append(
            words.t("Receipts above {money} need a manager.", money=words.money(largest))
            if largest
            else words.t("No receipt is too large to book without a manager.")
        )
        rows.append((Button(words.t("Largest receipt"), act("watch.limit", view.store_id, "largest")),))
    return Screen(Html("\n".join(lines)), (*rows, (Button(words.t("‹ Back"), act("watch", view.store_id)),)))


def ask_limit(words: Words, store_id: int, rule: Rule | None) -> Screen:
    """The number to be typed; no rule: the largest receipt."""
    back = ((Button(words.t("‹ Back"), act("watch.rule", store_id, rule or Rule.LARGE)),),)
    if rule is None:
        text = words.t("Above which amount does a receipt need a manager? Type it, or 0 if none does.")
        return Screen(text, back)
    scale = SCALES[rule]
    text = words.t(
        "Type the number, from {least} to {most}. Usual: {usual}.",
        least=words.number(scale.least),
        most=words.number(scale.most),
        usual=_UNITS[scale.unit](words, scale.usual),
    )
    return Screen(Html(f"<b>{title(words, rule)}</b>\n{text}"), back)


def family(words: Words, view: FamilyView) -> Screen:
    """Cards of a colleague's family."""
    lines = [words.t("<b>Family of {name}</b>", name=view.name)]
    if view.added:
        lines.append(words.t("Added: {name} ✓", name=view.added))
    lines.append(words.t("Sales of this colleague to these cards are stopped; others can book them."))
    rows: list[tuple[Button, ...]] = []
    for member_id, name, number in view.cards:
        lines.append(words.t("• {name}, card {number}", name=name, number=group_number(number)))
        label = shortened(words.t("Remove {name}", name=name))
        rows.append((Button(label, act("family.off", view.staff_id, member_id)),))
    rows.append((Button(words.t("Add a card"), act("family.add", view.staff_id), style="primary"),))
    return Screen(
        Html("\n".join(lines)), (*rows, (Button(words.t("‹ Back"), act("staff.one", view.staff_id)),))
    )


def ask_family(words: Words, view: FamilyView) -> Screen:
    """The number of a card, typed."""
    text = words.t("Type the card number of a relative of {name}.", name=view.name)
    return Screen(text, ((Button(words.t("‹ Back"), act("family", view.staff_id)),),))


def _mode(words: Words, mode: Mode) -> Html:
    return {
        Mode.OFF: words.t("Off"),
        Mode.REPORT: words.t("Report"),
        Mode.ASK: words.t("Ask a manager"),
        Mode.STOP: words.t("Stop"),
    }[mode]


_UNITS: Mapping[Unit, Callable[[Words, int], Html]] = {
    Unit.TIMES: lambda w, c: w.n("{count} time", "{count} times", c),
    Unit.PERCENT: lambda w, c: w.t("{count} %", count=w.number(c)),
    Unit.MINUTES: lambda w, c: w.t("{count} min.", count=w.number(c)),
    Unit.HOURS: lambda w, c: w.t("{count} h.", count=w.number(c)),
    Unit.DAYS: lambda w, c: w.n("{count} day", "{count} days", c),
    Unit.MEDIANS: lambda w, c: w.n("{count} usual receipt", "{count} usual receipts", c),
    Unit.PEOPLE: lambda w, c: w.n("{count} person", "{count} persons", c),
    Unit.SPEED: lambda w, c: w.t("{count} km/h", count=w.number(c)),
    Unit.SIGMAS: lambda w, c: w.t("threshold {count}", count=w.number(c)),
}
_EXPLAINED: Mapping[Rule, Callable[[Words, int], Html]] = {
    Rule.FREQUENT: lambda w, n: w.n(
        "One card more than {count} time in 24 hours.", "One card more than {count} times in 24 hours.", n
    ),
    Rule.CLOSE: lambda w, n: w.t(
        "One cashier has more than {count} % of a customer's purchases (five and more in four weeks), and "
        "the hours they keep don't explain it.",
        count=n,
    ),
    Rule.HOURS: lambda w, n: w.t("A sale more than {count} min. before opening or after closing.", count=n),
    Rule.REFUND: lambda w, n: w.t(
        "Goods come back within {count} h. and points were used meanwhile; or a till's goods come back far "
        "oftener than the others'.",
        count=n,
    ),
    Rule.SPLIT: lambda w, n: w.t("Several purchases with one card at one till within {count} min.", count=n),
    Rule.ROUND: lambda w, n: w.t(
        "More than {count} % of a till's sums in a week are round, far more than with colleagues.", count=n
    ),
    Rule.LARGE: lambda w, n: w.n(
        "A receipt of more than {count} usual one, and the largest of some 200.",
        "A receipt of more than {count} usual ones, and the largest of some 200.",
        n,
    ),
    Rule.NEWCOMER: lambda w, n: w.n(
        "A card pays with points on its first day; or an hour brings {count} new card that never returns.",
        "A card pays with points on its first day; or an hour brings {count} new cards that never return.",
        n,
    ),
    Rule.TRANSFER: lambda w, n: w.t(
        "Points are earned in one store and pay in another within {count} min.", count=n
    ),
    Rule.TRAVEL: lambda w, n: w.t(
        "One card in two stores, faster than {count} km/h would bring it there.", count=n
    ),
    Rule.MANUAL: lambda w, n: w.t(
        "Points given by hand pay within a day; or somebody gives them far oftener than others (threshold "
        "{count}: the higher, the fewer alerts).",
        count=n,
    ),
    Rule.DORMANT: lambda w, n: w.n(
        "A card not used for {count} day pays with nearly all its points.",
        "A card not used for {count} days pays with nearly all its points.",
        n,
    ),
    Rule.RING: lambda w, n: w.n(
        "{count} friend of one member buys just enough for the reward at one till.",
        "{count} friends of one member buy just enough for the reward at one till.",
        n,
    ),
    Rule.TYPED: lambda w, n: w.t(
        "More than {count} % of a till's cards in a week are typed, far more than with colleagues.", count=n
    ),
}
