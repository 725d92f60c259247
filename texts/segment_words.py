"""An audience in words: "Last purchase more than 60 days ago and purchases at least 3"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from babel.dates import get_day_names

from loyalty.audience import named
from loyalty.audience_tree import (
    EVERYBODY,
    FIELDS,
    NOBODY,
    WEEKDAYS,
    And,
    Condition,
    Kind,
    Node,
    Not,
    Op,
    Or,
    Span,
    Window,
)
from texts.formats import locale_of
from texts.words import Html, Words, escaped

Label = Callable[[Words], Html]
LABELS: Mapping[str, Label] = {
    "last_purchase": lambda w: w.t("last purchase"),
    "first_purchase": lambda w: w.t("first purchase"),
    "joined": lambda w: w.t("joining"),
    "purchases": lambda w: w.t("number of purchases"),
    "average": lambda w: w.t("average receipt"),
    "price_band": lambda w: w.t("price band"),
    "total": lambda w: w.t("bought for"),
    "bought": lambda w: w.t("bought goods"),
    "bought_last": lambda w: w.t("last purchase of goods"),
    "bought_times": lambda w: w.t("purchases of goods"),
    "weekday": lambda w: w.t("usual weekday"),
    "visits_on": lambda w: w.t("purchases on a weekday"),
    "daytime": lambda w: w.t("usual time of day"),
    "visits_at": lambda w: w.t("purchases at a time of day"),
    "store": lambda w: w.t("bought in store"),
    "last_store": lambda w: w.t("last store"),
    "tier": lambda w: w.t("level"),
    "tier_drops": lambda w: w.t("level drops"),
    "balance": lambda w: w.t("points on the card"),
    "burning": lambda w: w.t("points burn"),
    "offer": lambda w: w.t("has an unused offer"),
    "offer_ends": lambda w: w.t("unused offer ends"),
    "birthday": lambda w: w.t("birthday"),
    "city": lambda w: w.t("city"),
    "tag": lambda w: w.t("tag"),
    "language": lambda w: w.t("language"),
    "source": lambda w: w.t("source"),
    "invited": lambda w: w.t("came by invitation"),
    "friends": lambda w: w.t("friends brought"),
    "reachable": lambda w: w.t("can be written to"),
    "consent": lambda w: w.t("wants news"),
    "complaint": lambda w: w.t("has an open complaint"),
    "rating": lambda w: w.t("last rating in stars"),
}
UNITS: Mapping[str, Callable[[Words, int], Html]] = {
    "d": lambda w, n: w.n("{count} day", "{count} days", n),
    "w": lambda w, n: w.n("{count} week", "{count} weeks", n),
    "m": lambda w, n: w.n("{count} month", "{count} months", n),
    "y": lambda w, n: w.n("{count} year", "{count} years", n),
}
# By kind; the others are the shop's own, and weekdays are known to Babel.
NAME_WORDS: Mapping[str, Mapping[str, Label]] = {
    "daytime": {
        "morning": lambda w: w.t("in the morning"),
        "afternoon": lambda w: w.t("in the afternoon"),
        "evening": lambda w: w.t("in the evening"),
        "night": lambda w: w.t("at night"),
    },
    "language": {
        "ru": lambda w: w.t("Russian"),
        "en": lambda w: w.t("English"),
    },
    "price_band": {
        "low": lambda w: w.t("low"),
        "middle": lambda w: w.t("middle"),
        "high": lambda w: w.t("high"),
    },
}
# As it stands after a comparison.
AGO: Mapping[str, Callable[[Words, int], Html]] = {
    "d": lambda w, n: w.n("{count} day ago", "{count} days ago", n),
    "w": lambda w, n: w.n("{count} week ago", "{count} weeks ago", n),
    "m": lambda w, n: w.n("{count} month ago", "{count} months ago", n),
    "y": lambda w, n: w.n("{count} year ago", "{count} years ago", n),
}
OPPOSITES: Mapping[str, Label] = {
    "offer": lambda w: w.t("has no unused offer"),
    "invited": lambda w: w.t("came without an invitation"),
    "reachable": lambda w: w.t("can't be written to"),
    "consent": lambda w: w.t("wants no news"),
    "complaint": lambda w: w.t("has no open complaint"),
}
NEVER: Mapping[str, Callable[[Words, Html], Html]] = {
    "bought": lambda w, value: w.t("never bought goods: {value}", value=value),
    "store": lambda w, value: w.t("never bought in store: {value}", value=value),
}
FIGURES: Mapping[Op, Callable[[Words, Html, str], Html]] = {
    Op.GE: lambda w, label, value: w.t("{label} at least {value}", label=label, value=value),
    Op.LE: lambda w, label, value: w.t("{label} at most {value}", label=label, value=value),
    Op.GT: lambda w, label, value: w.t("{label} more than {value}", label=label, value=value),
    Op.LT: lambda w, label, value: w.t("{label} less than {value}", label=label, value=value),
    Op.EQ: lambda w, label, value: w.t("{label}: {value}", label=label, value=value),
    Op.NE: lambda w, label, value: w.t("{label} other than {value}", label=label, value=value),
}
AGES: Mapping[Op, Callable[[Words, Html, str], Html]] = {
    Op.GT: lambda w, label, ago: w.t("{label} more than {ago}", label=label, ago=ago),
    Op.GE: lambda w, label, ago: w.t("{label} at least {ago}", label=label, ago=ago),
    Op.LT: lambda w, label, ago: w.t("{label} less than {ago}", label=label, ago=ago),
    Op.LE: lambda w, label, ago: w.t("{label} at most {ago}", label=label, ago=ago),
}
DATES: Mapping[Op, Callable[[Words, Html, str], Html]] = {
    Op.GT: lambda w, label, day: w.t("{label} after {day}", label=label, day=day),
    Op.GE: lambda w, label, day: w.t("{label} on {day} or later", label=label, day=day),
    Op.LT: lambda w, label, day: w.t("{label} before {day}", label=label, day=day),
    Op.LE: lambda w, label, day: w.t("{label} on {day} or earlier", label=label, day=day),
    Op.EQ: lambda w, label, day: w.t("{label} on {day}", label=label, day=day),
    Op.NE: lambda w, label, day: w.t("{label} not on {day}", label=label, day=day),
}


def audience_words(words: Words, node: Node, names: Mapping[str, Mapping[str, str]] | None = None) -> Html:
    """The whole audience as a sentence without its full stop. names: of the shop's things, by key."""
    if node == EVERYBODY:
        return words.t("Everybody")
    if node == NOBODY:
        return words.t("Nobody")
    return part_words(words, node if names is None else named(node, names))


def part_words(words: Words, node: Node) -> Html:
    """One part of it, beginning with a great letter."""
    return great(_said(words, node))


def great(said: str) -> Html:
    """Words that are HTML already, beginning with a great letter."""
    return Html(said[:1].upper() + said[1:])


def _said(words: Words, node: Node) -> Html:
    match node:
        case Condition():
            return _condition(words, node)
        case Not(part):
            return words.t("except those with: {what}", what=_bracketed(words, part))
        case And(parts):
            return _joined(words, parts, words.t("and"))
        case Or(parts):
            return _joined(words, parts, words.t("or"))


def _joined(words: Words, parts: Sequence[Node], word: Html) -> Html:
    """The parts with this word between them; what comes after an exception must not seem to belong to it."""
    *others, last = parts
    said = [_bracketed(words, part, (And, Or, Not)) for part in others]
    return _with_between([*said, _bracketed(words, last)], word)


def _bracketed(words: Words, node: Node, kinds: tuple[type, ...] = (And, Or)) -> Html:
    said = _said(words, node)
    return Html(f"({said})") if isinstance(node, kinds) else said


def _with_between(said: Iterable[Html], word: Html) -> Html:
    return Html(f" {word} ".join(said))


def _condition(words: Words, one: Condition) -> Html:
    label, kind = _label(words, one), FIELDS[one.field].kind
    if kind is Kind.YES_NO:
        return label if one.value else OPPOSITES[one.field](words)
    if isinstance(one.value, Span):
        return AGES[one.op](words, label, AGO[one.value.unit](words, one.value.count))
    if isinstance(one.value, date):
        return DATES[one.op](words, label, words.day(one.value, date(1, 1, 1)))
    if isinstance(one.value, Window):
        return _window(words, label, one.value)
    if isinstance(one.value, int):
        figure = words.money(one.value) if kind is Kind.MONEY else words.number(one.value)
        return FIGURES[one.op](words, label, figure)
    said = one.value if isinstance(one.value, tuple) else (one.value,)
    names = FIELDS[one.field].names
    listed = _with_between((name_words(words, names, name) for name in said), words.t("or"))
    if one.op is Op.NE and one.field in NEVER:
        return NEVER[one.field](words, listed)
    if one.op is Op.NE:
        return words.t("{label} is not {value}", label=label, value=listed)
    return words.t("{label}: {value}", label=label, value=listed)


def _label(words: Words, one: Condition) -> Html:
    label = LABELS[one.field](words)
    if not one.of:
        return label
    return words.t("{label} ({what})", label=label, what=name_words(words, FIELDS[one.field].of, one.of))


def _window(words: Words, label: Html, window: Window) -> Html:
    if window.last == 0:
        return words.t("{label} today", label=label)
    if window.first == 0:
        return words.n("{label} within {count} day", "{label} within {count} days", window.last, label=label)
    if window.first == window.last:
        return words.n("{label} in {count} day", "{label} in {count} days", window.last, label=label)
    return words.n(
        "{label} in {first} to {count} day",
        "{label} in {first} to {count} days",
        window.last,
        label=label,
        first=words.number(window.first),
    )


def name_words(words: Words, names: str, name: str) -> Html:
    """A name as people say it: a weekday, a time of day, a language, a price band, or the shop's own."""
    if names == "weekday" and name in WEEKDAYS:
        days = get_day_names("wide", locale=locale_of(words.language))
        return escaped(str(days[WEEKDAYS.index(name)]))
    known = NAME_WORDS.get(names, {}).get(name)
    return known(words) if known else escaped(name)
