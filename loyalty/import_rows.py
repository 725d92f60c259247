"""One row of a table from another programme: its cells read by their columns, or the fault it has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from loyalty.amounts import parse_amount
from loyalty.birthdays import Birthday, parse_birthday
from loyalty.import_columns import Column
from loyalty.names import clean_name
from loyalty.phones import typed_phone
from loyalty.refusals import Refusal, Refused

LONGEST_CARD = 64
MOST_POINTS = 99_999_999
MOST_MINOR = 10**12
OLDEST_YEAR = 1990

_DAY = re.compile(
    r"(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
    r"|(?P<day>[0-9]{1,2})[./](?P<month>[0-9]{1,2})[./](?P<year>[0-9]{4}))"
    r"(?:[ T][0-9:.Z+-]*)?"
)
_POINTS = re.compile(r"(?P<whole>[0-9]{1,3}(?:[ '][0-9]{3})+|[0-9]+)(?:[.,](?P<rest>[0-9]*))?")
_CARD = re.compile(r"[0-9A-Z\u0400-\u04FF-]+")
_RECEIPT = re.compile(r"[0-9A-Z\u0400-\u04FF/-]{1,32}")


class Fault(StrEnum):
    """Why a row is left out."""

    NOBODY = "nobody"
    PHONE = "phone"
    CARD = "card"
    NAME = "name"
    POINTS = "points"
    BIRTHDAY = "birthday"
    DATE = "date"
    OVER = "over"
    AMOUNT = "amount"
    RECEIPT = "receipt"
    DOUBLE = "double"
    TWO_MEMBERS = "two_members"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A good row; number: its line in the file, counted from 1. "" or None: the file does not say.

    amount_minor and day: a past purchase, or all of them as one on the day of the last.
    """

    number: int
    phone: str = ""
    card: str = ""
    name: str = ""
    points: int | None = None
    birthday: tuple[int, int, int | None] | None = None
    joined: date | None = None
    ends: date | None = None
    amount_minor: int = 0
    day: date | None = None
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is left out, and why."""

    number: int
    fault: Fault


@dataclass(slots=True)
class Reading:
    """One row while it is read: its cells by column, and the first fault found."""

    cells: Mapping[Column, str]
    today: date
    fault: Fault | None = None
    floored: bool = False

    def wrong(self, fault: Fault) -> None:
        """Note a fault; the first one counts."""
        self.fault = self.fault or fault


def member_row(reading: Reading) -> ImportRow:
    """A member with what the file tells of him; faults are noted in the reading."""
    row = ImportRow(0, *_whose(reading), name=_name(reading), points=_points(reading))
    total = _money(reading, Column.SPENT)
    bought = _day(reading, Column.BOUGHT)
    return replace(
        row,
        birthday=_birthday(reading),
        joined=_day(reading, Column.JOINED),
        ends=_ends(reading),
        amount_minor=total if bought else 0,
        day=bought if total else None,
    )


def purchase_row(reading: Reading) -> ImportRow:
    """A purchase of the past; faults are noted in the reading."""
    amount, day = _money(reading, Column.AMOUNT), _day(reading, Column.DATE)
    if not amount:
        reading.wrong(Fault.AMOUNT)
    if day is None:
        reading.wrong(Fault.DATE)
    receipt = reading.cells.get(Column.RECEIPT, "").upper()
    if receipt and _RECEIPT.fullmatch(receipt) is None:
        reading.wrong(Fault.RECEIPT)
    return ImportRow(0, *_whose(reading), amount_minor=amount, day=day, receipt=receipt)


def _whose(reading: Reading) -> tuple[str, str]:
    """The phone and the card the row names."""
    typed, card = reading.cells.get(Column.PHONE, ""), card_of(reading.cells.get(Column.CARD, ""))
    phone = typed_phone(typed) if typed else ""
    if not typed and not card:
        reading.wrong(Fault.NOBODY if not reading.cells.get(Column.CARD) else Fault.CARD)
    if typed and not phone:
        reading.wrong(Fault.PHONE)
    if reading.cells.get(Column.CARD) and not card:
        reading.wrong(Fault.CARD)
    return phone, card


def card_of(text: str) -> str:
    """The card's number as it is looked up: digits and letters alone; "" for what is none."""
    card = re.sub("[ №#]", "", text).upper()
    return card if len(card) <= LONGEST_CARD and _CARD.fullmatch(card) else ""


def _name(reading: Reading) -> str:
    """A name is text, whatever it begins with; an empty one is none."""
    name = clean_name(reading.cells.get(Column.NAME, ""))
    if isinstance(name, str):
        return name
    if name.reason is not Refusal.NAME_EMPTY:
        reading.wrong(Fault.NAME)
    return ""


def _points(reading: Reading) -> int | None:
    text = reading.cells.get(Column.POINTS, "")
    if not text:
        return None
    typed = _POINTS.fullmatch(text)
    whole = int(re.sub("[^0-9]", "", typed["whole"])) if typed and len(text) < len("1" * 20) else -1
    if typed is None or not 0 <= whole <= MOST_POINTS:
        reading.wrong(Fault.POINTS)
        return None
    reading.floored = bool((typed["rest"] or "").strip("0"))
    return whole


def _birthday(reading: Reading) -> tuple[int, int, int | None] | None:
    text = reading.cells.get(Column.BIRTHDAY, "")
    if not text:
        return None
    told = parse_birthday(_without_time(text), reading.today)
    if isinstance(told, Birthday):
        return told.day, told.month, told.year
    reading.wrong(Fault.BIRTHDAY)
    return None


def _without_time(text: str) -> str:
    """A date as spreadsheets write it, with the year in front turned to the end."""
    typed = _DAY.fullmatch(text)
    return f"{typed['d']}.{typed['m']}.{typed['y']}" if typed and typed["y"] else text.partition(" 00:")[0]


def _day(reading: Reading, column: Column) -> date | None:
    """A day that has been."""
    day = _any_day(reading, column)
    if day is not None and (day.year < OLDEST_YEAR or day > reading.today):
        reading.wrong(Fault.DATE)
        return None
    return day


def _ends(reading: Reading) -> date | None:
    """The last day of the points, today or later."""
    day = _any_day(reading, Column.EXPIRES)
    if day is not None and day < reading.today:
        reading.wrong(Fault.OVER)
    return day


def _any_day(reading: Reading, column: Column) -> date | None:
    text = reading.cells.get(column, "")
    if not text:
        return None
    if typed := _DAY.fullmatch(text):
        parts = (typed["y"] or typed["year"], typed["m"] or typed["month"], typed["d"] or typed["day"])
        try:
            return date(*map(int, parts))
        except ValueError:
            pass
    reading.wrong(Fault.DATE)
    return None


def _money(reading: Reading, column: Column) -> int:
    """Minor units; 0 for nothing."""
    text = reading.cells.get(column, "")
    if not text:
        return 0
    told = parse_amount(text, MOST_MINOR)
    if not isinstance(told, Refused) and not told.receipt:
        return told.amount_minor
    if not (isinstance(told, Refused) and told.reason is Refusal.AMOUNT_ZERO):
        reading.wrong(Fault.AMOUNT)
    return 0
