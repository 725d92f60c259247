"""Who is meant, typed in Russian or English words and read back: `last_purchase > 60d and tier = gold`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from loyalty.audience_reading import Reader
from loyalty.audience_tree import (
    EVERYBODY,
    FIELDS,
    FIXED,
    LONGEST,
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
from loyalty.audience_values import UnclearError
from loyalty.audience_words import (
    AND,
    BASIC_OF,
    FIELD_WORDS,
    IN,
    LITTLE_WORDS,
    NAME_WORDS,
    NO,
    NOT,
    OR,
    UNITS,
    YES,
    folded,
    nearest,
    quoted,
    spelt,
)
from loyalty.refusals import Refusal, Refused

# Names of the shop's own things: "tier", "category", "store"; each thing's key, and what people call it.
Names = Mapping[str, Mapping[str, str]]


def parse(text: str, language: str) -> Node | Refused:
    """The tree an expression says; nothing at all is everybody. Words of both languages are understood.

    language: of the words that are suggested. Refuses SEGMENT_TOO_LONG, and SEGMENT_UNCLEAR with the position
    (from 1), the word there, what was expected and the known word that looks like it.
    """
    if len(text) > LONGEST:
        return Refused(Refusal.SEGMENT_TOO_LONG, {"longest": LONGEST})
    if not text.strip():
        return EVERYBODY
    try:
        return Reader(text, language).expression()
    except UnclearError as unclear:
        return unclear.refused()


def written(node: Node, language: str) -> str:
    """The expression of a tree in this language's words; parse() makes the same tree of it."""
    match node:
        case Condition():
            return _condition(node, language)
        case Not(part):
            inner = written(part, language)
            little = spelt(LITTLE_WORDS, NOT, language)
            return f"{little} ({inner})" if isinstance(part, And | Or) else f"{little} {inner}"
        case And(parts):
            return _joined(parts, AND, (And, Or), language)
    return _joined(node.parts, OR, (Or,), language)


def settled(node: Node, names: Names) -> Node | Refused:
    """The tree with the keys of the shop's things in place of what people call them.

    Refuses SEGMENT_NO_SUCH with the name, and the known one that looks like it.
    """
    missing: list[tuple[str, str]] = []

    def key_of(kind: str, said: str) -> str:
        known = names.get(kind)
        if known is None or said in known:
            return said
        by_name = dict(BASIC_OF) if kind == "tier" else {}
        by_name |= {folded(known[key]): key for key in reversed(list(known))}
        if folded(said) not in by_name:
            missing.append((kind, said))
        return by_name.get(folded(said), said)

    tree = _renamed(node, key_of)
    if not missing:
        return tree
    kind, said = missing[0]
    near = nearest(said, list(names[kind].values()))
    return Refused(Refusal.SEGMENT_NO_SUCH, {"what": kind, "word": said, "near": near})


def named(node: Node, names: Names) -> Node:
    """The tree with the names of the shop's things in place of their keys, to be shown; see settled()."""
    return _renamed(node, lambda kind, key: names.get(kind, {}).get(key, key))


def _renamed(node: Node, rename: Callable[[str, str], str]) -> Node:
    match node:
        case And(parts):
            return And(tuple(_renamed(part, rename) for part in parts))
        case Or(parts):
            return Or(tuple(_renamed(part, rename) for part in parts))
        case Not(part):
            return Not(_renamed(part, rename))
    field = FIELDS[node.field]
    if field.of and field.of not in FIXED:
        node = replace(node, of=rename(field.of, node.of))
    if field.kind is not Kind.NAME or field.names in FIXED:
        return node
    if isinstance(node.value, tuple):
        return replace(node, value=tuple(rename(field.names, one) for one in node.value))
    return replace(node, value=rename(field.names, str(node.value)))


def _joined(parts: tuple[Node, ...], word: str, wrapped: tuple[type, ...], language: str) -> str:
    between = f" {spelt(LITTLE_WORDS, word, language)} "
    return between.join(
        f"({written(part, language)})" if isinstance(part, wrapped) else written(part, language)
        for part in parts
    )


def _condition(one: Condition, language: str) -> str:
    field = FIELDS[one.field]
    about = f"({_name(one.of, field.of, language)})" if field.of else ""
    op = spelt(LITTLE_WORDS, IN, language) if one.op is Op.IN else one.op.value
    return f"{spelt(FIELD_WORDS, one.field, language)}{about} {op} {value_text(one, language)}"


def value_text(one: Condition, language: str) -> str:
    """What a condition compares with, as it is typed."""
    field = FIELDS[one.field]
    if isinstance(one.value, tuple):
        return "(" + ", ".join(_name(name, field.names, language) for name in one.value) + ")"
    if isinstance(one.value, str):
        return _name(one.value, field.names, language)
    return _plain(one.value, field.kind, language)


def _plain(value: Span | Window | date | int, kind: Kind, language: str) -> str:
    match value:
        case Span(count, unit):
            return f"{count}{UNITS[unit][0 if language == 'ru' else 1][0]}"
        case Window(first, last):
            day = UNITS["d"][0 if language == "ru" else 1][0]
            return f"{first}{day}..{last}{day}"
        case date():
            return value.isoformat() if language != "ru" else f"{value:%d.%m.}{value.year:04}"
        case int() if kind is Kind.YES_NO:
            return spelt(LITTLE_WORDS, YES if value else NO, language)
        case int() if kind is Kind.MONEY and value % 100:
            return f"{value // 100}{',' if language == 'ru' else '.'}{value % 100:02}"
    return str(value // 100 if kind is Kind.MONEY else value)


def _name(name: str, names: str, language: str) -> str:
    return spelt(NAME_WORDS, name, language) if names in FIXED else quoted(name)
