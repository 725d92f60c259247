"""Numbers, sums, ages, dates and windows of days as they are typed in an expression."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from loyalty.amounts import CURRENCY
from loyalty.audience_tree import Kind, Span, Unit, Value, Window
from loyalty.audience_words import AGO, LONGEST_SHOWN, UNIT_OF, Token, tokens
from loyalty.refusals import Refusal, Refused

LARGEST = 10**9
LONGEST_DIGITS = 12
LONGEST_SPAN_DAYS = 36_500
LONGEST_WINDOW_DAYS = 366
DAYS_OF: dict[Unit, int] = {"d": 1, "w": 7, "m": 31, "y": 366}
MINOR_PER_UNIT = 100
YEARS = range(1900, 2200)
_CURRENCY = re.compile(CURRENCY, re.IGNORECASE)


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


class Cursor:
    """Where in the text reading has come."""

    def __init__(self, text: str) -> None:
        self.tokens = list(tokens(text))
        self.place = 0

    @property
    def here(self) -> Token:
        """What comes next."""
        return self.tokens[self.place]

    def taken(self) -> Token:
        """What comes next, and on to what follows it."""
        token = self.here
        self.place += token.kind != "end"
        return token

    def takes(self, kind: str, text: str) -> bool:
        """Step over exactly this if it comes next."""
        found = (self.here.kind, self.here.text) == (kind, text)
        self.place += found
        return found


def _digits(token: Token) -> str:
    """A number without the spaces between its thousands."""
    return re.sub(r"[ \u00a0\u202f]", "", token.text).replace("\N{MINUS SIGN}", "-")


def _whole(token: Token, expected: str) -> int:
    digits = _digits(token)
    if token.kind != "number" or not re.fullmatch(r"-?\d+", digits) or len(digits) > LONGEST_DIGITS:
        raise UnclearError(token, expected)
    return int(digits)


def _number(cursor: Cursor) -> Value:
    token = cursor.taken()
    number = _whole(token, "number")
    if abs(number) > LARGEST:
        raise UnclearError(token, "number")
    return number


def _money(cursor: Cursor) -> Value:
    token = cursor.taken()
    digits = _digits(token).replace(",", ".")
    whole, _point, decimals = digits.partition(".")
    if token.kind != "number" or digits.startswith("-") or len(whole) > LONGEST_DIGITS or len(decimals) > 2:
        raise UnclearError(token, "money")
    if _CURRENCY.fullmatch(cursor.here.text):
        cursor.taken()
        cursor.takes("odd", ".")
    return int(whole) * MINOR_PER_UNIT + int(decimals.ljust(2, "0"))


def _moment(cursor: Cursor) -> Value:
    token = cursor.here
    if token.kind != "date":
        span = _span(cursor, "span")
        if cursor.here.word in AGO:
            cursor.taken()
        return span
    cursor.taken()
    parts = [int(part) for part in re.split(r"[./-]", token.text)]
    try:
        day = date(*(parts if parts[0] >= YEARS.start else reversed(parts)))
    except ValueError:
        raise UnclearError(token, "real_date") from None
    if day.year not in YEARS:
        raise UnclearError(token, "real_date")
    return day


def _span(cursor: Cursor, expected: str) -> Span:
    token = cursor.taken()
    count, unit = _whole(token, expected), UNIT_OF.get(cursor.here.word)
    if unit is None:
        raise UnclearError(token, expected)
    cursor.taken()
    if not 0 <= count * DAYS_OF[unit] <= LONGEST_SPAN_DAYS:
        raise UnclearError(token, expected)
    return Span(count, unit)


def _window(cursor: Cursor) -> Value:
    start = cursor.here
    last = first = _days(cursor)
    if cursor.here.kind == "dots":
        cursor.taken()
        last = _days(cursor)
    else:
        first = 0
    if not first <= last <= LONGEST_WINDOW_DAYS:
        raise UnclearError(start, "window")
    return Window(first, last)


def _days(cursor: Cursor) -> int:
    token = cursor.here
    span = _span(cursor, "window")
    if span.unit not in ("d", "w"):
        raise UnclearError(token, "window")
    return span.count * DAYS_OF[span.unit]


READ: Mapping[Kind, Callable[[Cursor], Value]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.MOMENT: _moment,
    Kind.WINDOW: _window,
}
