"""What every condition of an audience is made with: who asks, what is compared, days and names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select

from loyalty.audience_tree import Condition, Op, Span, Window
from loyalty.audience_words import typed_ways
from loyalty.expiry import day_start, months_later
from loyalty.price_bands import PriceBands
from loyalty.programme import Programme
from storage.schema import members

Clause = ColumnElement[bool]
COMPARE: Mapping[Op, Callable[[Any, Any], Any]] = {
    Op.EQ: eq,
    Op.NE: ne,
    Op.GE: ge,
    Op.LE: le,
    Op.GT: gt,
    Op.LT: lt,
}
# An age is greater when the day is earlier.
TURNED = {Op.GT: Op.LT, Op.GE: Op.LE, Op.LT: Op.GT, Op.LE: Op.GE}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an expression is counted by: the shop's day, rules, price bands; how birthdays are looked up."""

    today: date
    now: datetime
    zone: ZoneInfo
    birthday_index: Callable[[str], bytes]
    programme: Programme
    bands: PriceBands | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Turns conditions into SQL. member_id: of the only one who is asked about, None: everybody."""

    facts: Facts
    member_id: int | None = None

    def among(self, column: ColumnElement[Any], *where: Any) -> Clause:
        """Whether the member is one of those this column of another table names there."""
        return members.c.id.in_(self.rows(column, *where))

    def counted(
        self, one: Condition, rows: Callable[[Any], Select[Any]], number: ColumnElement[Any]
    ) -> Clause:
        """A figure that is 0 for those who are not in the other table at all."""
        holds = COMPARE[one.op](number, one.value)
        if COMPARE[one.op](0, one.value):
            return members.c.id.not_in(rows(~holds))
        return members.c.id.in_(rows(holds))

    def rows(self, column: ColumnElement[Any], *where: Any) -> Select[Any]:
        """This column of another table, of the one member alone where one is asked about."""
        only = () if self.member_id is None else (column == self.member_id,)
        return select(column).where(*only, *where)

    def start(self, days: int) -> datetime:
        """When the day begins that is so many days after today."""
        return day_start(self.facts.today + timedelta(days=days), self.facts.zone)


Clauses = Mapping[str, Callable[[Asker, Condition], Clause]]
"""By field: what is true or false of each row of members, never null."""


def day_of(one: Condition, facts: Facts) -> tuple[Op, date]:
    """A moment as a comparison of days."""
    if not isinstance(one.value, Span):
        assert isinstance(one.value, date)  # noqa: S101 (a MOMENT is one of the two)
        return one.op, one.value
    count, today = one.value.count, facts.today
    match one.value.unit:
        case "d":
            cut = today - timedelta(days=count)
        case "w":
            cut = today - timedelta(weeks=count)
        case "m":
            cut = months_later(today, -count)
        case _:
            cut = months_later(today, -12 * count)
    return TURNED[one.op], cut


def names_of(one: Condition) -> list[str]:
    """Every name a condition compares with."""
    return list(one.value) if isinstance(one.value, tuple) else [str(one.value)]


def turned(one: Condition, clause: Clause) -> Clause:
    """The other way round for "!="."""
    return ~clause if one.op is Op.NE else clause


def spellings(one: Condition) -> list[str]:
    """What people typed themselves, as they may have typed it: SQLite knows small letters of English only."""
    return sorted({way for name in names_of(one) for way in typed_ways(name)})


def window_of(one: Condition) -> Window:
    """The window a condition says."""
    assert isinstance(one.value, Window)  # noqa: S101 (a WINDOW has no other value)
    return one.value


def within(asker: Asker, one: Condition, column: ColumnElement[Any]) -> tuple[Clause, ...]:
    """Whether a date lies in the window a condition says."""
    window, today = window_of(one), asker.facts.today
    first, last = (today + timedelta(days=days) for days in (window.first, window.last))
    return column.is_not(None), column >= first, column <= last
