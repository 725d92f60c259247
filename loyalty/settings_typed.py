"""What an owner types or taps for a setting becomes a value, or a kind word about what is wrong with it."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from loyalty.amounts import MINOR_PER_UNIT, Amount, parse_amount, parse_rate
from loyalty.birthdays import Birthday, parse_birthday
from loyalty.characters import plain_characters
from loyalty.colours import parse_colour
from loyalty.names import clean_name
from loyalty.programme import BRAND_LONGEST, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.settings import ZONES, Kind, Setting, Value

LONGEST_TYPED = 100
NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:[ '][0-9]{3})+|[0-9]{1,12})(?: ?[^\W\d_]+\.?)?")
TIMES = re.compile(r"(?:x|х|×|на )? ?([0-9]{1,3})(?:[.,]([0-9]{1,2}))?(?: ?(?:x|х|×|раз|раза|times))?")
MINUTE = re.compile(r"([0-9]{1,2})(?:[:.\- ]([0-9]{2}))?")
LAST_MINUTES = 24 * 60
NOTHING = "-"
_UNCLEAR = {
    Kind.PERCENT: Refusal.RATE_UNCLEAR,
    Kind.MONEY: Refusal.AMOUNT_UNCLEAR,
    Kind.DAY: Refusal.DAY_UNCLEAR,
}
NUMBERS = frozenset({Kind.POINTS, Kind.DAYS, Kind.MONTHS, Kind.HOURS, Kind.COUNT})


def read_typed(one: Setting, text: str, today: date) -> Value | Refused:
    """The value a text says. today: a day without a year is the next one.

    Refuses SETTING_UNCLEAR with the kind, SETTING_RANGE with the bounds, RATE_*, AMOUNT_*, DAY_*,
    BRAND_UNCLEAR, LABEL_UNCLEAR.
    """
    if one.kind is Kind.TEXT:
        return _text(one, text)
    plain = plain_characters(text[: LONGEST_TYPED + 1]).casefold()
    if len(text) > LONGEST_TYPED:
        return _unclear(one)
    if one.kind is Kind.DAY:
        return _day(plain, today)
    if one.kind is Kind.COLOUR:
        return _colour(one, plain)
    value = _number(one, plain)
    return value if isinstance(value, Refused) else in_range(one, value)


def read_token(one: Setting, said: str, programme: Programme) -> Value | Refused:
    """The value a button says; forged ones are refused with SETTING_GONE, SETTING_RANGE."""
    if said == NOTHING:
        if one.kind is Kind.CATEGORY or one.empty:
            return ""
        return None if one.optional else Refused(Refusal.SETTING_GONE)
    if one.kind is Kind.CATEGORY:
        return said if programme.category(said) is not None else Refused(Refusal.SETTING_GONE)
    if one.kind is Kind.CHOICE and one.path == "currency" and said not in one.presets:
        return Refused(Refusal.CURRENCY_UNKNOWN)
    if one.kind in (Kind.CHOICE, Kind.COLOUR, Kind.ZONE):
        return said if said in one.presets else Refused(Refusal.SETTING_GONE)
    if not (said.isascii() and said.isdigit() and len(said) <= 12):
        return Refused(Refusal.SETTING_GONE)
    if one.kind is Kind.YES_NO:
        return said == "1"
    return in_range(one, int(said))


def token_of(value: Value) -> str:
    """What a button says for this value."""
    if value is None or value == "":
        return NOTHING
    return str(int(value)) if isinstance(value, int) else str(value)


def in_range(one: Setting, value: int) -> int | Refused:
    """The number, or SETTING_RANGE with the setting and its bounds."""
    if one.least <= value <= one.most:
        return value
    if one.path == "rate_bp":
        return Refused(Refusal.RATE_OUT_OF_RANGE, {"max_bp": one.most})
    return Refused(Refusal.SETTING_RANGE, {"setting": one.path, "least": one.least, "most": one.most})


def is_zone(name: str) -> bool:
    """Whether this is a time zone we know."""
    if name in ZONES:
        return True
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _unclear(one: Setting) -> Refused:
    return Refused(_UNCLEAR.get(one.kind, Refusal.SETTING_UNCLEAR), {"kind": one.kind.value})


def _text(one: Setting, text: str) -> str | Refused:
    if one.empty and plain_characters(text[:LONGEST_TYPED]) == NOTHING:
        return ""
    name = clean_name(text, one.most)
    if not isinstance(name, Refused):
        return name
    if one.path == "brand":
        return Refused(Refusal.BRAND_UNCLEAR, {"longest": BRAND_LONGEST})
    return Refused(Refusal.LABEL_UNCLEAR, {"longest": one.most})


def _number(one: Setting, plain: str) -> int | Refused:
    if one.kind is Kind.PERCENT:
        return parse_rate(plain)
    if one.kind is Kind.MONEY:
        return _money(plain)
    if one.kind is Kind.TIMES:
        found = TIMES.fullmatch(plain)
        return (
            _unclear(one)
            if found is None
            else int(found[1]) * 10_000 + int((found[2] or "").ljust(2, "0")) * 100
        )
    if one.kind is Kind.MINUTE:
        return _minute(one, plain)
    found = NUMBER.fullmatch(plain)
    if one.kind not in NUMBERS or found is None:
        return _unclear(one)
    number = int(re.sub("[ ']", "", found[2]))
    return -number if found[1] else number


def _money(plain: str) -> int | Refused:
    amount = parse_amount(plain, max_minor=10**12 * MINOR_PER_UNIT)
    if isinstance(amount, Amount):
        return Refused(Refusal.AMOUNT_UNCLEAR) if amount.receipt else amount.amount_minor
    if amount.reason is Refusal.AMOUNT_NEGATIVE:
        return -1
    return 0 if amount.reason is Refusal.AMOUNT_ZERO else amount


def _minute(one: Setting, plain: str) -> int | Refused:
    found = MINUTE.fullmatch(plain)
    if found is None:
        return _unclear(one)
    hours, minutes = int(found[1]), int(found[2] or 0)
    return hours * 60 + minutes if minutes < 60 and hours * 60 + minutes <= LAST_MINUTES else _unclear(one)


def _colour(one: Setting, plain: str) -> str | Refused:
    return plain if plain in one.presets else parse_colour(plain) or _unclear(one)


def _day(plain: str, today: date) -> date | Refused:
    """A day of this year or, when that is past, of the next; a year may be typed."""
    typed = parse_birthday(plain, date(today.year + 10, 12, 31))
    if not isinstance(typed, Birthday):
        impossible = typed.reason is Refusal.BIRTHDAY_IMPOSSIBLE
        return Refused(Refusal.DAY_IMPOSSIBLE if impossible else Refusal.DAY_UNCLEAR)
    if typed.year is not None and typed.year < today.year - 1:
        return Refused(Refusal.DAY_UNCLEAR)
    year = typed.year if typed.year is not None else today.year
    try:
        day = date(year, typed.month, typed.day)
        return day if day >= today or typed.year is not None else day.replace(year=year + 1)
    except ValueError:
        return Refused(Refusal.DAY_IMPOSSIBLE)
