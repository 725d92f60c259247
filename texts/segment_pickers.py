"""A condition is put together with buttons: what to look at, which goods or day, how, and how much."""

from collections.abc import Mapping, Sequence

from loyalty.audience_tree import FIELDS, FIXED, Kind, Op
from loyalty.audience_views import AudienceDesk
from loyalty.audience_words import FIELD_WORDS
from loyalty.price_bands import FIELD
from texts.admin import back
from texts.screen import LONGEST_BUTTON, Button, Screen, act, shortened
from texts.segment_words import LABELS, UNITS, Label, great, name_words
from texts.words import Html, Words

MOST_BUTTONS = 12
A_ROW = 3
GROUPS: Sequence[tuple[Label, tuple[str, ...]]] = (
    (
        lambda w: w.t("Purchases"),
        ("last_purchase", "first_purchase", "purchases", "average", "price_band", "total", "rating"),
    ),
    (
        lambda w: w.t("Goods and hours"),
        ("bought", "bought_last", "bought_times", "weekday", "visits_on", "daytime", "visits_at"),
    ),
    (
        lambda w: w.t("Card and points"),
        ("tier", "tier_drops", "balance", "burning", "offer", "offer_ends", "friends"),
    ),
    (
        lambda w: w.t("Person"),
        ("joined", "birthday", "city", "tag", "source", "invited", "store", "last_store"),
    ),
    (lambda w: w.t("Contact"), ("reachable", "consent", "language", "complaint")),
)
_LIMITS: Mapping[Op, Label] = {
    Op.GE: lambda w: w.t("At least"),
    Op.LE: lambda w: w.t("At most"),
}
SIGNS: Mapping[Kind, Mapping[Op, Label]] = {
    Kind.NUMBER: {**_LIMITS, Op.EQ: lambda w: w.t("Exactly")},
    Kind.MONEY: _LIMITS,
    Kind.MOMENT: {
        Op.GT: lambda w: w.t("Longer ago than"),
        Op.LE: lambda w: w.t("Within the last"),
    },
}
# As they are typed.
USUAL: Mapping[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("1", "2", "3", "5", "10", "20"),
    Kind.MONEY: ("300", "500", "1000", "3000", "10000"),
    Kind.MOMENT: ("7d", "14d", "30d", "60d", "90d", "180d", "1y"),
    Kind.WINDOW: ("0d..0d", "0d..7d", "0d..14d", "0d..30d"),
    Kind.YES_NO: ("yes", "no"),
}
USUAL_OF: Mapping[str, tuple[str, ...]] = {
    "balance": ("1", "100", "500", "1000", "3000"),
    "rating": ("1", "2", "3", "4", "5"),
}


def groups(words: Words) -> Screen:
    """What shall be looked at?"""
    rows = tuple((Button(name(words), act("seg.group", place)),) for place, (name, _) in enumerate(GROUPS))
    return Screen(words.t("What shall I look at?"), (*rows, back(words, "seg.desk")))


def fields(words: Words, group: int) -> Screen:
    """What of this group?"""
    name, members = GROUPS[group]
    rows = tuple((Button(_short_title(words, field), _door(field)),) for field in members)
    return Screen(
        words.t("<b>{group}</b>\nWhat exactly?", group=name(words)),
        (*rows, (Button(words.t("‹ Back"), act("seg.add")),)),
    )


def about(words: Words, view: AudienceDesk, field: str) -> Screen:
    """Which goods, which weekday, which time of day?"""
    kind = FIELDS[field].of
    buttons = [
        Button(shortened(great(name)), act("seg.of", field, key)) for key, name in _choice(words, view, kind)
    ]
    if not buttons:
        return _no_choice(words, kind)
    return Screen(
        words.t("<b>{what}</b>\nWhich?", what=_title(words, field)), (*_rows(buttons), _again(words))
    )


def signs(words: Words, field: str, of: str) -> Screen:
    """At least, at most, exactly; longer ago, not longer ago."""
    signs = SIGNS[FIELDS[field].kind].items()
    rows = tuple((Button(said(words), act("seg.op", field, op.value, of)),) for op, said in signs)
    return Screen(words.t("<b>{what}</b>\nHow?", what=_title(words, field)), (*rows, _again(words)))


def values(words: Words, view: AudienceDesk, field: str, op: Op, of: str, used: Sequence[str] = ()) -> Screen:
    """How much, how long, which one? used: what most members have."""
    known = FIELDS[field]
    buttons: list[Button] = []
    if known.kind is Kind.NAME:
        choice = _choice(words, view, known.names) or [(one, one) for one in used]
        for key, name in choice[:MOST_BUTTONS]:
            buttons += _tappable(shortened(great(name)), "seg.val", field, op.value, of, key)
        if not buttons and known.names in ("category", "store", "tier"):
            return _no_choice(words, known.names)
    for said in USUAL_OF.get(field, USUAL.get(known.kind, ())):
        buttons += _tappable(_value(words, known.kind, said), "seg.val", field, op.value, of, said)
    rows = _rows(buttons)
    if known.names not in FIXED and known.kind is not Kind.YES_NO:
        rows.append((Button(words.t("Type another"), act("seg.ask", field, op.value, of)),))
    text = words.t("<b>{what}</b>", what=_title(words, field))
    if sign := SIGNS.get(known.kind, {}).get(op):
        text = Html(f"{text}\n{sign(words)}")
    return Screen(text, (*rows, _again(words)))


def ask_value(words: Words, field: str) -> Screen:
    """The value is typed."""
    said: Mapping[Kind, Html] = {
        Kind.NUMBER: words.t("Type a whole number."),
        Kind.MONEY: words.t("Type a sum, for example: 1 500,50"),
        Kind.MOMENT: words.t("Type how long ago or a date, for example: 45d, 3m, 2026-05-03"),
        Kind.WINDOW: words.t("Type the days from today, for example: 10d or 3d..20d"),
        Kind.NAME: words.t("Type the name."),
        Kind.YES_NO: words.t("Type yes or no."),
    }
    text = words.t("<b>{what}</b>\n{hint}", what=_title(words, field), hint=said[FIELDS[field].kind])
    return Screen(text, (_again(words),))


def _choice(words: Words, view: AudienceDesk, names: str) -> list[tuple[str, str]]:
    if names in FIXED:
        return [(key, name_words(words, names, key)) for key in FIXED[names]]
    return list(view.names.get(names, {}).items())


def _no_choice(words: Words, names: str) -> Screen:
    text = words.t("There are no kinds of goods in your programme yet. Name some in the rules: /program")
    if names != "category":
        text = words.t("There is nothing to choose from yet.")
    return Screen(text, (_again(words),))


def _value(words: Words, kind: Kind, said: str) -> str:
    if kind is Kind.YES_NO:
        return words.t("Yes") if said == "yes" else words.t("No")
    if kind is Kind.MONEY:
        return words.money(int(said) * 100)
    if kind is Kind.NUMBER:
        return words.number(int(said))
    if kind is Kind.MOMENT:
        return UNITS[said[-1]](words, int(said[:-1]))
    last = int(said.removeprefix("0d..").removesuffix("d"))
    return words.n("{count} day", "{count} days", last) if last else words.t("Today")


def _tappable(text: str, name: str, *args: str) -> list[Button]:
    """The button, unless its data holds what buttons can't."""
    try:
        return [Button(text, act(name, *args))]
    except ValueError:
        return []


def _door(field: str) -> str:
    """Where a field leads: price bands are shown with their sums."""
    return act("seg.bands") if field == FIELD else act("seg.field", field)


def _title(words: Words, field: str) -> Html:
    return great(LABELS[field](words))


def _short_title(words: Words, field: str) -> str:
    """As it is called, or as it is typed where that is too long for a button."""
    typed = FIELD_WORDS[field][0 if words.language == "ru" else 1]
    titles = (_title(words, field), *(great(one.replace("_", " ")) for one in typed))
    return next((one for one in titles if len(one) <= LONGEST_BUTTON), shortened(titles[0]))


def _again(words: Words) -> tuple[Button, ...]:
    return (Button(words.t("‹ Back"), act("seg.add")),)


def _rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW)]
