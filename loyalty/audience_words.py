"""The words of a typed expression, Russian and English, and how its text is cut into them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from loyalty.audience_tree import FIXED, Unit
from loyalty.programme import BASIC

# By field: Russian spellings and English ones, the usual one first.
FIELD_WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "last_purchase": (("последняя покупка", "последний визит"), ("last_purchase", "last_visit")),
    "first_purchase": (("первая покупка",), ("first_purchase",)),
    "joined": (("вступил", "вступила", "вступление"), ("joined",)),
    "purchases": (("покупок", "покупки"), ("purchases", "orders")),
    "average": (("средний чек",), ("average", "average_receipt")),
    "price_band": (("ценовой сегмент",), ("price_band",)),
    "total": (("сумма покупок", "выручка"), ("total", "revenue")),
    "bought": (("покупал", "покупала", "купил"), ("bought",)),
    "bought_last": (("последний раз покупал", "последний раз"), ("bought_last",)),
    "bought_times": (("сколько раз покупал", "раз"), ("bought_times",)),
    "weekday": (("обычный день", "день недели"), ("weekday", "usual_weekday")),
    "visits_on": (("покупок в день",), ("visits_on",)),
    "daytime": (("обычное время", "время дня"), ("daytime", "usual_time")),
    "visits_at": (("покупок во время",), ("visits_at",)),
    "store": (("магазин", "точка"), ("store",)),
    "last_store": (("последний магазин", "последняя точка"), ("last_store",)),
    "tier": (("уровень",), ("tier", "level")),
    "tier_drops": (("уровень снизится",), ("tier_drops",)),
    "balance": (("баланс", "баллов", "баллы"), ("balance", "points")),
    "burning": (("баллы сгорят", "сгорит"), ("burning",)),
    "offer": (("предложение", "есть предложение"), ("offer",)),
    "offer_ends": (("предложение кончится",), ("offer_ends",)),
    "birthday": (("день рождения", "др"), ("birthday",)),
    "city": (("город",), ("city",)),
    "tag": (("метка", "тег"), ("tag",)),
    "language": (("язык",), ("language",)),
    "source": (("источник", "откуда"), ("source",)),
    "invited": (("по приглашению", "приглашён"), ("invited",)),
    "friends": (("друзей", "привёл друзей"), ("friends",)),
    "reachable": (("доступен", "можно написать"), ("reachable",)),
    "consent": (("согласие", "согласие на новости"), ("consent",)),
    "complaint": (("жалоба", "открытая жалоба"), ("complaint",)),
    "rating": (("оценка",), ("rating", "stars")),
}
# By word that never changes, as FIELD_WORDS.
NAME_WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "monday": (("понедельник", "пн"), ("monday", "mon")),
    "tuesday": (("вторник", "вт"), ("tuesday", "tue")),
    "wednesday": (("среда", "ср"), ("wednesday", "wed")),
    "thursday": (("четверг", "чт"), ("thursday", "thu")),
    "friday": (("пятница", "пт"), ("friday", "fri")),
    "saturday": (("суббота", "сб"), ("saturday", "sat")),
    "sunday": (("воскресенье", "вс"), ("sunday", "sun")),
    "morning": (("утро",), ("morning",)),
    "afternoon": (("день",), ("afternoon",)),
    "evening": (("вечер",), ("evening",)),
    "night": (("ночь",), ("night",)),
    "ru": (("русский",), ("ru", "russian")),
    "en": (("английский",), ("en", "english")),
    "low": (("низкий",), ("low",)),
    "middle": (("средний",), ("middle",)),
    "high": (("высокий",), ("high",)),
}
# The tier everybody begins with has no name of its own.
BASIC_TIER: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {BASIC: (("базовый",), ("basic",))}
AND, OR, NOT, IN, YES, NO = "and", "or", "not", "in", "yes", "no"
LITTLE_WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    AND: (("и",), ("and",)),
    OR: (("или",), ("or",)),
    NOT: (("не",), ("not",)),
    IN: (("в", "из"), ("in",)),
    YES: (("да",), ("yes",)),
    NO: (("нет",), ("no",)),
}
UNITS: Mapping[Unit, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "d": (("д", "дн", "день", "дня", "дней"), ("d", "day", "days")),
    "w": (("н", "нед", "неделя", "недели", "недель", "неделю"), ("w", "week", "weeks")),
    "m": (("м", "мес", "месяц", "месяца", "месяцев"), ("m", "month", "months")),
    "y": (("г", "год", "года", "лет"), ("y", "year", "years")),
}
# Spellings that come from keyboards and from habit.
SIGNS: Mapping[str, str] = {"==": "=", "<>": "!=", "≠": "!=", "≥": ">=", "≤": "<=", "=>": ">=", "=<": "<="}
# May follow an age, and says nothing more than its comparison does.
AGO = frozenset(("назад", "ago"))
LONGEST_PHRASE = 3
LONGEST_SHOWN = 30

_TOKEN = re.compile(
    r"""(?P<date>\d{4}(?P<big>[./-])\d{1,2}(?P=big)\d{1,2}(?!\d)
        |\d{1,2}(?P<little>[./-])\d{1,2}(?P=little)\d{4}(?!\d))
    |(?P<number>[-−]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?)
    |(?P<quoted>"(?:[^"]|"")*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]|‘[^’]*’|'[^']*')
    |(?P<sign>>=|<=|!=|<>|==|=>|=<|[=<>≠≥≤])
    |(?P<dots>\.\.|…)
    |(?P<mark>[(),])
    |(?P<word>[^\W\d](?:[\w&'’+-]*\w)?)
    |(?P<odd>[^\s\u200b-\u200f\u2060\ufeff])""",
    re.VERBOSE,
)
_BARE = re.compile(r"[^\W\d](?:[\w&'’+-]*\w)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text. kind: "date", "number", "quoted", "sign", "dots", "mark", "word", "odd", "end".

    at: where it begins, from 1. text: as typed; a quoted one is without its quotes.
    """

    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """As it is compared: small letters, an underscore for a space, no ё."""
        return folded(self.text) if self.kind == "word" else ""


def folded(text: str) -> str:
    """A word as it is compared with another."""
    return text.casefold().replace("_", " ").replace("ё", "е")


def tokens(text: str) -> Iterator[Token]:
    """The pieces of the text, the last of which is its end."""
    for found in _TOKEN.finditer(text):
        kind, piece = str(found.lastgroup), found[0]
        if kind == "quoted":
            piece = piece[1:-1].replace('""', '"') if piece[0] == '"' else piece[1:-1]
        elif kind == "sign":
            piece = SIGNS.get(piece, piece)
        yield Token(kind, piece, found.start() + 1)
    yield Token("end", "", len(text) + 1)


def quoted(name: str) -> str:
    """A name as it stands in an expression: bare when nothing else can be meant."""
    if _BARE.fullmatch(name) and folded(name) not in _TAKEN:
        return name
    return '"' + name.replace('"', '""') + '"'


def spelt(words: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]], key: str, language: str) -> str:
    """The usual word for it in this language."""
    return words[key][0 if language == "ru" else 1][0]


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that looks most like it, "" when none does."""
    by_look = {folded(one): one for one in known}
    alike = get_close_matches(folded(word[:LONGEST_SHOWN]), by_look, 1)
    return by_look[alike[0]] if alike else ""


def _read(words: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> dict[str, str]:
    return {folded(one): key for key, both in words.items() for spellings in both for one in spellings}


FIELD_OF, NAME_OF, LITTLE_OF = _read(FIELD_WORDS), _read(NAME_WORDS), _read(LITTLE_WORDS)
BASIC_OF = _read(BASIC_TIER)
UNIT_OF: Mapping[str, Unit] = {
    one: unit for unit, both in UNITS.items() for spellings in both for one in spellings
}
_TAKEN = frozenset(LITTLE_OF)


def field_words(language: str) -> list[str]:
    """Every field, as it is called in this language and then in the other one."""
    ours, theirs = (0, 1) if language == "ru" else (1, 0)
    return [word for side in (ours, theirs) for both in FIELD_WORDS.values() for word in both[side]]


def fixed_words(names: str, language: str) -> list[str]:
    """The words of something that never change, as they are said in this language."""
    return [spelt(NAME_WORDS, key, language) for key in FIXED.get(names, ())]


def typed_ways(name: str) -> set[str]:
    """How people may have typed this name of a place: small and great letters, and е for ё."""
    cases = {name, name.lower(), name.upper(), name.capitalize(), _titled(name)}
    return {way for typed in cases for way in _with_yo(typed)}


def _titled(name: str) -> str:
    """Great letters where names of places have them: "Нижний Новгород", "Ростов-на-Дону"."""
    return re.sub(r"(?<=[ -])\w{1,3}(?=[ -])", lambda found: found[0].lower(), name.title())


def _with_yo(name: str) -> Iterator[str]:
    """With е for every ё, and with ё for one е, as hardly a name has two."""
    plain = name.replace("ё", "е").replace("Ё", "Е")
    yield name
    yield plain
    for found in re.finditer("[еЕ]", plain):
        at = found.start()
        yield plain[:at] + ("ё" if found[0] == "е" else "Ё") + plain[at + 1 :]
