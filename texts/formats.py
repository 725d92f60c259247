"""Numbers, money and dates in local form, by the CLDR data that Babel carries."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import NumberPattern, format_decimal, format_percent, get_currency_precision, parse_pattern

MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NARROW_NO_BREAK_SPACE = "\N{NARROW NO-BREAK SPACE}"

# CLDR gives most currencies a sign only at home ("KZT" in Russian, "RUB" in English). A shop has one currency
# and writes it with its sign; a currency without a sign of its own keeps its ISO code.
CURRENCY_SIGNS = {
    "AMD": "֏",
    "AZN": "₼",
    "BYN": "Br",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "GEL": "₾",
    "ILS": "₪",
    "KZT": "₸",
    "PLN": "zł",
    "RUB": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
}


def local_number(number: int, language: str) -> str:
    """1234 as "1 234"; a negative number has a true minus sign."""
    return _tidied(format_decimal(number, locale=locale_of(language)))


def local_rate(rate_bp: int, language: str) -> str:
    """Basis points as a percentage: 750 as "7,5 %"."""
    share = Decimal(rate_bp).scaleb(-4)
    return _tidied(format_percent(share, locale=locale_of(language), decimal_quantization=False))


def local_money(amount_minor: int, currency: str, language: str) -> str:
    """124050 kopecks as "1 240,50 ₽"; the kopecks are left out when there are none."""
    decimals = get_currency_precision(currency)
    amount = Decimal(amount_minor).scaleb(-decimals)
    whole = amount == amount.to_integral_value()
    pattern = _money_pattern(currency, language, 0 if whole else decimals)
    return _tidied(pattern.apply(amount, locale_of(language)))


def local_day(day: date, language: str, today: date | None = None) -> str:
    """ "3 мая"; with the year when today is given and in another one."""
    locale = locale_of(language)
    if today is None or day.year == today.year:
        return _tidied(format_date(day, locale.datetime_skeletons["MMMMd"].pattern, locale))
    # Babel's long form closes with an abbreviated "year" (г., р.) that nobody says.
    with_year = re.sub(r"\s*'\w+'\.?$", "", locale.date_formats["long"].pattern)
    return _tidied(format_date(day, with_year, locale))


def local_time(at: datetime, language: str) -> str:
    """The time of day of a datetime as it stands: "14:05"."""
    return _tidied(format_time(at.timetz(), "short", locale=locale_of(language)))


@lru_cache(maxsize=8)
def locale_of(language: str) -> Locale:
    """Babel's locale of a language."""
    return Locale.parse(language)


@lru_cache(maxsize=32)
def _money_pattern(currency: str, language: str, decimals: int) -> NumberPattern:
    pattern = locale_of(language).currency_formats["standard"].pattern
    sign = CURRENCY_SIGNS.get(currency, currency)
    if pattern.startswith("¤") and sign[-1].isalpha():
        sign += NO_BREAK_SPACE
    pattern = pattern.replace("¤", sign)
    return parse_pattern(re.sub(r"0\.0+", "0." + "0" * decimals if decimals else "0", pattern))


def _tidied(text: str) -> str:
    return text.replace("-", MINUS).replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE)
