"""An audience is put together: a condition more or less, turned round, joined the other way."""

from loyalty.audience import parse, written
from loyalty.audience_tree import FIELDS, OPS, And, Condition, Kind, Node, Not, Op, Or
from loyalty.audience_words import FIELD_WORDS, quoted, spelt
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused

CANON = "en"


def parts_of(node: Node) -> tuple[Node, ...]:
    """What stands side by side in it; nothing for everybody."""
    return node.parts if isinstance(node, And | Or) else (node,)


def with_part(node: Node, part: Node) -> Node:
    """One more beside the others, joined as they are."""
    return _joined_as(node, (*parts_of(node), part))


def without_part(node: Node, place: int) -> Node:
    """It without that part; nothing happens where there is none."""
    return _joined_as(node, tuple(part for n, part in enumerate(parts_of(node)) if n != place))


def with_turned(node: Node, place: int) -> Node:
    """That part the other way round: not, and not any more."""
    return _joined_as(
        node, tuple(_turned(part) if n == place else part for n, part in enumerate(parts_of(node)))
    )


def joined_otherwise(node: Node) -> Node:
    """All of them instead of one of them, and back."""
    match node:
        case And(parts) if len(parts) > 1:
            return Or(parts)
        case Or(parts):
            return And(parts)
    return node


def checked(node: Node) -> Node | Refused:
    """The tree, if it can be written and read again: names may be longer so. Else as parse() refuses."""
    for language in ("ru", CANON):
        read = parse(written(node, language), language)
        if isinstance(read, Refused):
            return read
    return node


def condition_of(field: str, op: str, of: str, said: str, language: str) -> Condition | Refused:
    """The condition buttons and a typed value say. Refuses SEGMENT_UNCLEAR; forged buttons SEGMENT_MOVED."""
    known = FIELDS.get(field)
    if known is None or op not in OPS[known.kind] or bool(known.of) != bool(of):
        return Refused(Refusal.SEGMENT_MOVED)
    value: str | Refused = said.strip()
    if known.kind is Kind.NAME and op != Op.IN:
        value = clean_name(said.strip(" \"'«»„“”‘’"))
    if isinstance(value, Refused):
        return value
    if known.kind is Kind.NAME and op != Op.IN:
        value = quoted(value)
    about = f"({quoted(of)})" if known.of else ""
    head = f"{spelt(FIELD_WORDS, field, CANON)}{about} {op} "
    read = parse(head + value, language)
    if isinstance(read, Refused) and read.reason is Refusal.SEGMENT_UNCLEAR:
        return Refused(read.reason, {**read.detail, "at": max(1, int(read.detail["at"]) - len(head))})
    if isinstance(read, Refused):
        return read
    return read if isinstance(read, Condition) else Refused(Refusal.SEGMENT_MOVED)


def _turned(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


def _joined_as(node: Node, parts: tuple[Node, ...]) -> Node:
    if len(parts) == 1:
        return parts[0]
    return Or(parts) if isinstance(node, Or) and parts else And(parts)
