"""Who is meant, as a tree: conditions about members, joined with and, or, not; and what can be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

LONGEST = 2_000
MOST_CONDITIONS = 50
DEEPEST = 10
LONGEST_WORD = 64

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYTIMES = ("morning", "afternoon", "evening", "night")
LANGUAGES = ("ru", "en")
PRICE_BANDS = ("low", "middle", "high")


class Op(StrEnum):
    """How a field is compared."""

    EQ = "="
    NE = "!="
    GE = ">="
    LE = "<="
    GT = ">"
    LT = "<"
    IN = "in"


class Kind(StrEnum):
    """What a field is compared with.

    NUMBER: a whole number. MONEY: minor units. MOMENT: an age, greater when longer ago, or a date. NAME: one
    of some words. YES_NO. WINDOW: the days from today that it falls on.
    """

    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"
    NAME = "name"
    YES_NO = "yes_no"
    WINDOW = "window"


Unit = Literal["d", "w", "m", "y"]


@dataclass(frozen=True, slots=True)
class Span:
    """So many days, weeks, months or years ago."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Window:
    """From so many days after today up to and with so many."""

    first: int
    last: int


Value = int | str | tuple[str, ...] | Span | date | Window


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing asked of a member. of: the category, weekday or time of day a field is about."""

    field: str
    op: Op
    value: Value
    of: str = ""


@dataclass(frozen=True, slots=True)
class And:
    """All of them; And(()) is everybody."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whoever this is not true of."""

    part: "Node"


Node = And | Or | Not | Condition
EVERYBODY = And(())
NOBODY = Not(EVERYBODY)


@dataclass(frozen=True, slots=True)
class Field:
    """What can be asked. names: of what a NAME is one; of: what it has to be told about, in parentheses."""

    kind: Kind
    names: str = ""
    of: str = ""


# weekday, daytime: the usual one, of at least USUAL_VISITS purchases USUAL_PERCENT were made then.
USUAL_VISITS = 5
USUAL_PERCENT = 60

FIELDS: Mapping[str, Field] = {
    "last_purchase": Field(Kind.MOMENT),
    "first_purchase": Field(Kind.MOMENT),
    "joined": Field(Kind.MOMENT),
    "purchases": Field(Kind.NUMBER),
    "average": Field(Kind.MONEY),
    "price_band": Field(Kind.NAME, "price_band"),
    "total": Field(Kind.MONEY),
    "bought": Field(Kind.NAME, "category"),
    "bought_last": Field(Kind.MOMENT, of="category"),
    "bought_times": Field(Kind.NUMBER, of="category"),
    "weekday": Field(Kind.NAME, "weekday"),
    "visits_on": Field(Kind.NUMBER, of="weekday"),
    "daytime": Field(Kind.NAME, "daytime"),
    "visits_at": Field(Kind.NUMBER, of="daytime"),
    "store": Field(Kind.NAME, "store"),
    "last_store": Field(Kind.NAME, "store"),
    "tier": Field(Kind.NAME, "tier"),
    "tier_drops": Field(Kind.WINDOW),
    "balance": Field(Kind.NUMBER),
    "burning": Field(Kind.WINDOW),
    "offer": Field(Kind.YES_NO),
    "offer_ends": Field(Kind.WINDOW),
    "birthday": Field(Kind.WINDOW),
    "city": Field(Kind.NAME, "city"),
    "tag": Field(Kind.NAME, "tag"),
    "language": Field(Kind.NAME, "language"),
    "source": Field(Kind.NAME, "source"),
    "invited": Field(Kind.YES_NO),
    "friends": Field(Kind.NUMBER),
    "reachable": Field(Kind.YES_NO),
    "consent": Field(Kind.YES_NO),
    "complaint": Field(Kind.YES_NO),
    "rating": Field(Kind.NUMBER),
}
# Words that never change; the others are the shop's own or what people typed.
FIXED: Mapping[str, tuple[str, ...]] = {
    "weekday": WEEKDAYS,
    "daytime": DAYTIMES,
    "language": LANGUAGES,
    "price_band": PRICE_BANDS,
}
OPS: Mapping[Kind, tuple[Op, ...]] = {
    Kind.NUMBER: (Op.GE, Op.LE, Op.GT, Op.LT, Op.EQ, Op.NE),
    Kind.MONEY: (Op.GE, Op.LE, Op.GT, Op.LT, Op.EQ, Op.NE),
    Kind.MOMENT: (Op.GT, Op.LT, Op.GE, Op.LE, Op.EQ, Op.NE),
    Kind.NAME: (Op.EQ, Op.NE, Op.IN),
    Kind.YES_NO: (Op.EQ,),
    Kind.WINDOW: (Op.IN,),
}
# An age is hardly ever hit to the day.
OF_AGES = (Op.GT, Op.LT, Op.GE, Op.LE)


def conditions(node: Node) -> Iterator[Condition]:
    """Every condition in the tree, from left to right."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from conditions(part)
        case Not(part):
            yield from conditions(part)
        case _:
            yield node
