"""Birthdays: a day and a month, the year if the person wants to tell it, in any usual way of writing."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from loyalty.characters import plain_characters
from loyalty.refusals import Refusal, Refused

OLDEST_YEARS = 120
LONGEST_TEXT = 60
FEBRUARY = 2
LEAP_YEAR = 2000

# Russian, English, Ukrainian, Kazakh. An abbreviation is the beginning of a form, three letters at least.
MONTH_FORMS = (
    "январь января january січень січня қаңтар",
    "февраль февраля february лютий лютого ақпан",
    "март марта march березень березня наурыз",
    "апрель апреля april квітень квітня сәуір",
    "май мая may травень травня мамыр",
    "июнь июня june червень червня маусым",
    "июль июля july липень липня шілде",
    "август августа august серпень серпня тамыз",
    "сентябрь сентября september вересень вересня қыркүйек",
    "октябрь октября october жовтень жовтня қазан",
    "ноябрь ноября november листопад листопада қараша",
    "декабрь декабря december грудень грудня желтоқсан",
)
SHORTEST_MONTH = 3
MONTHS = {
    form[:length]: month
    for month, forms in enumerate(MONTH_FORMS, start=1)
    for form in forms.split()
    for length in range(SHORTEST_MONTH, len(form) + 1)
}
FILLERS = frozenset(
    [
        "the",
        "of",
        "st",
        "nd",
        "rd",
        "th",
        "го",
        "е",
        "ое",
        "г",
        "р",
        "год",
        "года",
        "рік",
        "року",
        "жыл",
        "жылғы",
    ]
)
TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[^ .,/'’-]")
WRITTEN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day that exists in some year (29 February does); `year` is None when the person did not tell it."""

    day: int
    month: int
    year: int | None = None


def parse_birthday(text: str, today: date) -> Birthday | Refused:
    """ "15.05", "15 мая", "15/05/1990", "May 15, 1990": the day comes first unless that date cannot exist.

    Refuses with BIRTHDAY_UNCLEAR, _IMPOSSIBLE (30 February), _IN_FUTURE (after `today`) or _TOO_OLD (over
    120 years). A year of two digits is the latest one that has begun.
    """
    if len(text) > LONGEST_TEXT:
        return Refused(Refusal.BIRTHDAY_UNCLEAR)
    tokens = [token for token in TOKEN.findall(plain_characters(text).casefold()) if token not in FILLERS]
    numbers = [token for token in tokens if token.isdecimal()]
    names = [token for token in tokens if not token.isdecimal()]
    if len(names) > 1 or any(name not in MONTHS for name in names):
        return Refused(Refusal.BIRTHDAY_UNCLEAR)
    readings = _named(numbers, MONTHS[names[0]]) if names else _numeric(numbers)
    judged = [_judge(*reading, today) for reading in readings]
    match judged:
        case [Refused(reason=Refusal.BIRTHDAY_IMPOSSIBLE), Birthday() as month_first]:
            return month_first
        case [day_first, *_]:
            return day_first
        case _:
            return Refused(Refusal.BIRTHDAY_UNCLEAR)


def celebrated_on(birthday: Birthday, year: int) -> date:
    """The date in `year` on which the birthday is kept: 29 February falls on the 28th in common years."""
    if (birthday.month, birthday.day) == (FEBRUARY, 29) and not calendar.isleap(year):
        return date(year, FEBRUARY, 28)
    return date(year, birthday.month, birthday.day)


def days_in_month(month: int) -> int:
    """How many days `month` (1 to 12) can have: 29 for February."""
    return calendar.monthrange(LEAP_YEAR, month)[1]


def _named(numbers: list[str], month: int) -> list[tuple[str, str, str]]:
    """Readings as (day, month, year) of the numbers around a month's name."""
    match numbers:
        case [day]:
            return [(day, str(month), "")]
        case [year, day] if len(year) == len("1990"):
            return [(day, str(month), year)]
        case [day, year]:
            return [(day, str(month), year)]
        case _:
            return []


def _numeric(numbers: list[str]) -> list[tuple[str, str, str]]:
    """Readings as (day, month, year) of numbers alone, the usual one first."""
    match numbers:
        case [together] if parts := WRITTEN_TOGETHER.fullmatch(together):
            return [(parts[1], parts[2], parts[3])]
        case [first, second]:
            return [(first, second, ""), (second, first, "")]
        case [year, month, day] if len(year) == len("1990"):
            return [(day, month, year)]
        case [first, second, year]:
            return [(first, second, year), (second, first, year)]
        case _:
            return []


def _judge(day_text: str, month_text: str, year_text: str, today: date) -> Birthday | Refused:
    if len(day_text) > 2 or len(month_text) > 2 or len(year_text) not in {0, 2, 4}:
        return Refused(Refusal.BIRTHDAY_UNCLEAR)
    day, month, year = int(day_text), int(month_text), _year(year_text, today)
    if not 1 <= month <= 12 or not 1 <= day <= days_in_month(month):
        return Refused(Refusal.BIRTHDAY_IMPOSSIBLE)
    if year is None:
        return Birthday(day, month)
    if (month, day) == (FEBRUARY, 29) and not calendar.isleap(year):
        return Refused(Refusal.BIRTHDAY_IMPOSSIBLE)
    if (year, month, day) > (today.year, today.month, today.day):
        return Refused(Refusal.BIRTHDAY_IN_FUTURE)
    if (year, month, day) < (today.year - OLDEST_YEARS, today.month, today.day):
        return Refused(Refusal.BIRTHDAY_TOO_OLD, {"years": OLDEST_YEARS})
    return Birthday(day, month, year)


def _year(text: str, today: date) -> int | None:
    if len(text) != 2:
        return int(text) if text else None
    century = today.year // 100 * 100
    year = century + int(text)
    return year if year <= today.year else year - 100
