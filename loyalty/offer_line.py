"""An offer in one typed line: "20 % on two bottles of white wine until Friday"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loyalty.amounts import Amount, parse_amount, parse_rate
from loyalty.characters import plain_characters
from loyalty.coming_days import coming_day
from loyalty.programme import Category
from loyalty.refusals import Refusal, Refused

LONGEST_LINE = 200
MOST_PIECES = 100
MOST_POINTS = 100_000
FORMS_OF_COUNTS = (
    "один одна одно одну одного one",
    "два две двух two",
    "три трёх трех three",
    "четыре четырёх четырех four",
    "пять пяти five",
    "шесть шести six",
    "семь семи seven",
    "восемь восьми eight",
    "девять девяти nine",
    "десять десяти ten",
)
COUNTS = {form: count for count, forms in enumerate(FORMS_OF_COUNTS, 1) for form in forms.split()}
EVERYTHING = frozenset({"все", "всё", "everything"})
FILLERS = frozenset({"of", "the", "any", "любые", "любых", "pcs", "шт", "от", "from", "x", "х", "×"})
UNITS = (
    *("бутылка", "бутылки", "бутылок", "штука", "штуки", "штук", "пачка", "пачки", "пачек", "упаковки"),
    *("порция", "порции", "порций", "чашка", "чашки", "чашек", "бокал", "бокала", "бокалов"),
    *("bottle", "bottles", "piece", "pieces", "pack", "packs", "cup", "cups", "glass", "glasses"),
)
LINE = re.compile(
    r"(?:скидка |discount )?(?P<number>[0-9][0-9 .,]*?) ?(?P<unit>%|[^\W\d_]+\.?|[^\w\s])(?: off| скидки)?"
    r"(?: (?:на|за|on|for) (?P<goods>.+?))?(?: (?:до|по|until|till|by) (?P<until>.+))?"
)
PERCENT = re.compile(r"%|процент.*|percent.*")
POINTS = re.compile(r"балл.*|points?")
MONEY = re.compile(r"₽|р\.?|руб.*|rub.*|€|\$|eur|usd|₸|₴")
SHORT_WORD = 4


class Unit(StrEnum):
    """What the number of the line counts."""

    PERCENT = "percent"
    MONEY = "money"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What a line says. value: basis points, minor units or points. category "": everything.

    last_day None: the line does not say.
    """

    unit: Unit
    value: int
    category: str = ""
    pieces: int = 1
    last_day: date | None = None


def parse_offer(text: str, categories: Sequence[Category], today: date) -> OfferLine | Refused:
    """The offer the owner typed.

    Refuses OFFER_UNCLEAR, with the goods as "word" when no category is called so and the first category as
    "example"; DAY_UNCLEAR; RATE_* and AMOUNT_* for the number.
    """
    plain = plain_characters(text).casefold() if len(text) <= LONGEST_LINE else ""
    line = LINE.fullmatch(plain)
    gain = None if line is None else _gain(line["number"].strip(), line["unit"])
    if line is None or gain is None:
        return _unclear(categories)
    if isinstance(gain, Refused):
        return gain
    goods = _goods(line["goods"] or "", categories)
    if isinstance(goods, Refused):
        return goods
    last_day = coming_day(line["until"], today) if line["until"] else None
    if isinstance(last_day, Refused):
        return last_day
    return OfferLine(*gain, *goods, last_day)


def _unclear(categories: Sequence[Category], word: str = "") -> Refused:
    example = categories[0].name if categories else ""
    return Refused(Refusal.OFFER_UNCLEAR, {"word": word, "example": example})


def _gain(number: str, unit: str) -> tuple[Unit, int] | Refused | None:
    if PERCENT.fullmatch(unit):
        rate_bp = parse_rate(number)
        if rate_bp == 0:
            return Refused(Refusal.VALUE_ZERO)
        return rate_bp if isinstance(rate_bp, Refused) else (Unit.PERCENT, rate_bp)
    if MONEY.fullmatch(unit):
        amount = parse_amount(number)
        return (Unit.MONEY, amount.amount_minor) if isinstance(amount, Amount) else amount
    digits = number.replace(" ", "")
    if POINTS.fullmatch(unit) and digits.isdigit() and 0 < int(digits) <= MOST_POINTS:
        return Unit.POINTS, int(digits)
    return None


def _goods(text: str, categories: Sequence[Category]) -> tuple[str, int] | Refused:
    """(category, pieces) of "two bottles of white wine"; an unknown unit before known goods is let pass."""
    words = [word for word in re.findall(r"[0-9]+|[^\W\d_]+", text) if word not in FILLERS]
    pieces = 1
    if words and (words[0].isdigit() or words[0] in COUNTS):
        pieces = COUNTS.get(words[0]) or int(words[0][:4])
        words = words[1:]
    if not 1 <= pieces <= MOST_PIECES:
        return _unclear(categories)
    named = words[1:] if words and words[0] in UNITS else words
    if not named or (len(named) == 1 and named[0] in EVERYTHING):
        return "", pieces
    key = _category(named, categories)
    if key is None:
        return _unclear(categories, " ".join(named)[:30])
    return key, pieces


def _category(words: Sequence[str], categories: Sequence[Category]) -> str | None:
    """The one category called so: its whole name first, then its beginning, then any part of it."""
    names = {one.key: re.findall(r"\w+", one.name.casefold()) for one in categories}
    whole = [key for key, name in names.items() if len(name) == len(words) and _begins(name, words)]
    begun = [key for key, name in names.items() if _begins(name, words)]
    within = [key for key, name in names.items() if any(_begins(name[at:], words) for at in range(len(name)))]
    found = next((keys for keys in (whole, begun, within) if keys), [])
    return found[0] if len(found) == 1 else None


def _begins(name: Sequence[str], words: Sequence[str]) -> bool:
    return len(words) <= len(name) and all(map(_is_alike, name, words))


def _is_alike(known: str, typed: str) -> bool:
    """Whether a word is another one with another ending, or its beginning: "wine", "wines"."""
    common = next((at for at, pair in enumerate(zip(known, typed, strict=False)) if pair[0] != pair[1]), None)
    shorter = min(len(known), len(typed))
    if common is None:
        return typed == known or shorter > 1
    return common >= 2 and common >= shorter - (1 if shorter <= SHORT_WORD else 2)
