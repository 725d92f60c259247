"""How texts are spoken: gettext with {name} placeholders, everything a person typed made harmless first."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from loyalty.names import BLANKS, INVISIBLE_CATEGORIES
from texts.catalogue import translations
from texts.formats import local_day, local_money, local_number, local_rate, local_time

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")

_LINE_BREAKS = re.compile(r"[ \t]*[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


class Html(str):
    """Text that is already escaped: t() and n() put it in as it stands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A person's language, time zone (IANA name) and currency (ISO code), and everything said in them."""

    language: str
    zone: str
    currency: str

    def t(self, msgid: str, /, **values: str | int) -> Html:
        """The text in this language, its {placeholders} filled in.

        A str value is stripped of unseen characters and escaped, an Html value is not.
        Raises KeyError when a value is missing.
        """
        return _filled(translations(self.language).gettext(msgid), values)

    def n(self, singular: str, plural: str, count: int, /, **values: str | int) -> Html:
        """The form of a text that goes with `count`; {count} is given, in local form."""
        text = translations(self.language).ngettext(singular, plural, abs(count))
        return _filled(text, {"count": self.number(count), **values})

    def points(self, count: int) -> Html:
        """ "5 баллов"."""
        return self.n("{count} point", "{count} points", count)

    def number(self, number: int) -> str:
        """ "1 234"."""
        return local_number(number, self.language)

    def money(self, amount_minor: int) -> str:
        """ "1 240,50 ₽", without kopecks when there are none."""
        return local_money(amount_minor, self.currency, self.language)

    def rate(self, rate_bp: int) -> str:
        """Basis points as "7,5 %"."""
        return local_rate(rate_bp, self.language)

    def day(self, day: date, today: date | None = None) -> str:
        """ "3 мая"; with the year when today is given and in another one."""
        return local_day(day, self.language, today)

    def moment(self, instant: datetime, today: date | None = None) -> str:
        """An aware instant as "3 мая, 14:05" in this zone; the year as in day()."""
        local = instant.astimezone(ZoneInfo(self.zone))
        return f"{self.day(local.date(), today)}, {local_time(local, self.language)}"

    def clock(self, instant: datetime) -> str:
        """An aware instant as "14:05:30" in this zone."""
        return f"{instant.astimezone(ZoneInfo(self.zone)):%H:%M:%S}"


@lru_cache(maxsize=256)
def words_for(language: str, zone: str, currency: str) -> Words:
    """The Words of a person; the same object for the same three."""
    return Words(language, zone, currency)


def one_line(text: str) -> str:
    """Text as a person may have typed it, in one line and without characters that are not seen."""
    text = _LINE_BREAKS.sub(" ", text)
    if text.isprintable() and BLANKS.isdisjoint(text):
        return text
    return "".join(char for char in text if not _is_unseen(char))


def escaped(text: str) -> Html:
    """Foreign text made ready to stand in a message."""
    return Html(escape(one_line(text)))


def _is_unseen(char: str) -> bool:
    return char in BLANKS or unicodedata.category(char) in INVISIBLE_CATEGORIES


def _filled(text: str, values: Mapping[str, str | int]) -> Html:
    def value_of(match: re.Match[str]) -> str:
        value = values[match[1]]
        return value if isinstance(value, Html) else escaped(str(value))

    return Html(PLACEHOLDER.sub(value_of, text))
