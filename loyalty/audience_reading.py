"""A typed expression becomes a tree, or a word about the place where it could not be read."""

import re
from collections.abc import Callable
from datetime import date

from loyalty.audience_tree import (
    DEEPEST,
    FIELDS,
    FIXED,
    LONGEST_WORD,
    MOST_CONDITIONS,
    OF_AGES,
    OPS,
    And,
    Condition,
    Field,
    Kind,
    Node,
    Not,
    Op,
    Or,
    Span,
    Unit,
    Value,
    Window,
)
from loyalty.audience_words import (
    AND,
    FIELD_OF,
    IN,
    LITTLE_OF,
    LONGEST_PHRASE,
    LONGEST_SHOWN,
    NAME_OF,
    NO,
    NOT,
    OR,
    UNIT_OF,
    YES,
    Token,
    field_words,
    fixed_words,
    nearest,
    tokens,
)
from loyalty.refusals import Refusal, Refused

LARGEST = 10**9
LONGEST_DIGITS = 12
LONGEST_SPAN_DAYS = 36_500
LONGEST_WINDOW_DAYS = 366
DAYS_OF: dict[Unit, int] = {"d": 1, "w": 7, "m": 31, "y": 366}
MINOR_PER_UNIT = 100
YEARS = range(1900, 2200)
MOST_NAMES = 20


class UnclearError(Exception):
    """The expression can't be read at this place."""

    def __init__(self, token: Token, expected: str, near: str = "") -> None:
        super().__init__(expected)
        self.token, self.expected, self.near = token, expected, near

    def refused(self) -> Refused:
        """As a value."""
        word = self.token.text[:LONGEST_SHOWN]
        return Refused(
            Refusal.SEGMENT_UNCLEAR,
            {"at": self.token.at, "word": word, "expected": self.expected, "near": self.near},
        )


class Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str, language: str) -> None:
        self.tokens = list(tokens(text))
        self.place = 0
        self.language = language
        self.conditions = 0

    @property
    def here(self) -> Token:
        """What comes next."""
        return self.tokens[self.place]

    def taken(self) -> Token:
        """What comes next, and on to what follows it."""
        token = self.here
        self.place += token.kind != "end"
        return token

    def is_little(self, word: str) -> bool:
        """Whether a word of the grammar comes next."""
        return LITTLE_OF.get(self.here.word) == word

    def takes(self, mark: str) -> bool:
        """Step over this mark if it comes next."""
        if self.here.kind == "mark" and self.here.text == mark:
            self.place += 1
            return True
        return False

    def expression(self) -> Node:
        """All of it, up to the end."""
        node = self.joined_by(OR, Or, lambda depth: self.joined_by(AND, And, self.negated, depth), 0)
        if self.here.kind != "end":
            raise UnclearError(self.here, "joint", self._like(AND, OR))
        return node

    def joined_by(
        self, word: str, joint: type[And] | type[Or], part: Callable[[int], Node], depth: int
    ) -> Node:
        """Parts with this word between them; one alone stands for itself."""
        parts = [part(depth)]
        while self.is_little(word):
            self.taken()
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else joint(tuple(parts))

    def negated(self, depth: int) -> Node:
        """ "not" something, something in parentheses, or a condition."""
        if depth > DEEPEST:
            raise UnclearError(self.here, "shallower")
        if self.is_little(NOT):
            self.taken()
            return Not(self.negated(depth + 1))
        if not self.takes("("):
            return self.condition()
        node = self.joined_by(OR, Or, lambda deep: self.joined_by(AND, And, self.negated, deep), depth + 1)
        if not self.takes(")"):
            raise UnclearError(self.here, "closing")
        return node

    def condition(self) -> Condition:
        """A field, what it is about, how it is compared and with what."""
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            raise UnclearError(self.here, "fewer")
        name = self.field()
        field = FIELDS[name]
        about = self.about(field)
        if field.kind is Kind.YES_NO and self.here.kind != "sign":
            return Condition(name, Op.EQ, 1)
        op = self.op(field)
        if op is Op.IN and field.kind is Kind.NAME:
            return Condition(name, op, self.names(field), about)
        value = READ[field.kind](self, field)
        if isinstance(value, Span) and op not in OF_AGES:
            raise UnclearError(self.tokens[self.place - 1], "date")
        return Condition(name, op, value, about)

    def field(self) -> str:
        """The longest known name that comes next."""
        words = [token.word for token in self.tokens[self.place : self.place + LONGEST_PHRASE]]
        for length in range(LONGEST_PHRASE, 0, -1):
            name = FIELD_OF.get(" ".join(words[:length]))
            if name is not None and all(words[:length]):
                self.place += length
                return name
        raise UnclearError(self.here, "field", nearest(self.here.text, field_words(self.language)))

    def about(self, field: Field) -> str:
        """What stands in parentheses after the field, where it has to be told about something."""
        if not field.of:
            return ""
        if not self.takes("("):
            raise UnclearError(self.here, f"about_{field.of}")
        about = self.name(field.of)
        if not self.takes(")"):
            raise UnclearError(self.here, "closing")
        return about

    def op(self, field: Field) -> Op:
        """One of the signs that go with the field."""
        token, ops = self.taken(), OPS[field.kind]
        op = Op.IN if LITTLE_OF.get(token.word) == IN else None
        if token.kind == "sign":
            op = Op(token.text)
        if op not in ops or op is None:
            raise UnclearError(token, "window_op" if Op.IN in ops and len(ops) == 1 else "op")
        return op

    def names(self, field: Field) -> tuple[str, ...]:
        """ "(a, b)"."""
        if not self.takes("("):
            raise UnclearError(self.here, "opening")
        names = [self.name(field.names)]
        while self.takes(","):
            names.append(self.name(field.names))
        if not self.takes(")"):
            raise UnclearError(self.here, "closing")
        if len(names) > MOST_NAMES:
            raise UnclearError(self.here, "fewer")
        return tuple(names)

    def name(self, names: str) -> str:
        """A word or several in quotes; of those that never change, the word of the tree."""
        token = self.taken()
        if token.kind not in ("word", "quoted", "number") or not token.text.strip():
            raise UnclearError(token, "name")
        if len(token.text) > LONGEST_WORD:
            raise UnclearError(token, "shorter_name")
        if names not in FIXED:
            if token.word in LITTLE_OF:
                raise UnclearError(token, "name")
            return token.text
        key = NAME_OF.get(token.word or token.text.casefold())
        if key not in FIXED[names] or key is None:
            raise UnclearError(token, names, nearest(token.text, fixed_words(names, self.language)))
        return key

    def _like(self, *little: str) -> str:
        """A word of the grammar that what comes next may have been meant for."""
        spellings = [word for word, key in LITTLE_OF.items() if key in little]
        return nearest(self.here.text, spellings) if self.here.kind == "word" else ""


def _whole(token: Token, expected: str) -> int:
    digits = re.sub(r"[ \u00a0\u202f]", "", token.text)
    if token.kind != "number" or not re.fullmatch(r"-?[0-9]+", digits) or len(digits) > LONGEST_DIGITS:
        raise UnclearError(token, expected)
    return int(digits)


def _number(reader: Reader, _: Field) -> Value:
    token = reader.taken()
    number = _whole(token, "number")
    if abs(number) > LARGEST:
        raise UnclearError(token, "number")
    return number


def _money(reader: Reader, _: Field) -> Value:
    token = reader.taken()
    digits = re.sub(r"[ \u00a0\u202f]", "", token.text).replace(",", ".")
    whole, _point, decimals = digits.partition(".")
    if token.kind != "number" or digits.startswith("-") or len(whole) > LONGEST_DIGITS or len(decimals) > 2:
        raise UnclearError(token, "money")
    return int(whole) * MINOR_PER_UNIT + int(decimals.ljust(2, "0"))


def _moment(reader: Reader, _: Field) -> Value:
    token = reader.here
    if token.kind != "date":
        return _span(reader, "span")
    reader.taken()
    parts = [int(part) for part in re.split(r"[-.]", token.text)]
    try:
        day = date(*parts) if "-" in token.text else date(*reversed(parts))
    except ValueError:
        raise UnclearError(token, "real_date") from None
    if day.year not in YEARS:
        raise UnclearError(token, "real_date")
    return day


def _span(reader: Reader, expected: str) -> Span:
    token = reader.taken()
    count, unit = _whole(token, expected), UNIT_OF.get(reader.here.word)
    if unit is None:
        raise UnclearError(token, expected)
    reader.taken()
    if not 0 <= count * DAYS_OF[unit] <= LONGEST_SPAN_DAYS:
        raise UnclearError(token, expected)
    return Span(count, unit)


def _window(reader: Reader, _: Field) -> Value:
    start = reader.here
    last = first = _days(reader)
    if reader.here.kind == "dots":
        reader.taken()
        last = _days(reader)
    else:
        first = 0
    if not first <= last <= LONGEST_WINDOW_DAYS:
        raise UnclearError(start, "window")
    return Window(first, last)


def _days(reader: Reader) -> int:
    token = reader.here
    span = _span(reader, "window")
    if span.unit not in ("d", "w"):
        raise UnclearError(token, "window")
    return span.count * DAYS_OF[span.unit]


def _yes_no(reader: Reader, _: Field) -> Value:
    token = reader.taken()
    said = LITTLE_OF.get(token.word)
    if said not in (YES, NO):
        raise UnclearError(token, "yes_no")
    return int(said == YES)


def _named(reader: Reader, field: Field) -> Value:
    return reader.name(field.names)


READ: dict[Kind, Callable[[Reader, Field], Value]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.MOMENT: _moment,
    Kind.NAME: _named,
    Kind.YES_NO: _yes_no,
    Kind.WINDOW: _window,
}
