"""Expressions about members: read in two languages, written back, and refused kindly and at once."""

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.audience import named, parse, settled, written
from loyalty.audience_tree import (
    EVERYBODY,
    FIELDS,
    FIXED,
    LONGEST,
    OF_AGES,
    OPS,
    And,
    Condition,
    Kind,
    Node,
    Not,
    Op,
    Or,
    Span,
    Window,
)
from loyalty.audience_values import LARGEST, LONGEST_WINDOW_DAYS
from loyalty.audience_words import (
    FIELD_OF,
    FIELD_WORDS,
    LITTLE_OF,
    LITTLE_WORDS,
    NAME_OF,
    NAME_WORDS,
    UNIT_OF,
    UNITS,
    spelt,
)
from loyalty.refusals import Refusal, Refused

LANGUAGES = ("ru", "en")
DOCS = Path(__file__).parents[2] / "docs"
NAMES = {
    "tier": {"t1": "Серебро", "t2": "Золото"},
    "category": {"c1": "Вино", "c2": "Чай & кофе"},
    "store": {"1": "Ленина 5"},
}
GOLD = And(
    (
        Condition("last_purchase", Op.GT, Span(60, "d")),
        Condition("purchases", Op.GE, 3),
        Condition("tier", Op.EQ, "gold"),
    )
)
REACHABLE = Condition("reachable", Op.EQ, 1)


def refused(text: str, language: str = "en") -> Refused:
    found = parse(text, language)
    assert isinstance(found, Refused), found
    return found


# --- any tree ---

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda name: "»" not in name and bool(name.strip())
)
spans = st.builds(Span, st.integers(0, 90), st.sampled_from(["d", "w", "m", "y"]))
windows = st.tuples(st.integers(0, LONGEST_WINDOW_DAYS), st.integers(0, LONGEST_WINDOW_DAYS)).map(
    lambda days: Window(min(days), max(days))
)


def name_of(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(FIXED[kind]) if kind in FIXED else names


@st.composite
def one(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(sorted(FIELDS)))
    field = FIELDS[name]
    op = draw(st.sampled_from(OPS[field.kind]))
    of = draw(name_of(field.of)) if field.of else ""
    if field.kind is Kind.MOMENT:
        days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
        return Condition(name, op, draw(days | spans if op in OF_AGES else days), of)
    values: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.NUMBER: st.integers(-LARGEST, LARGEST),
        Kind.MONEY: st.integers(0, 10**12),
        Kind.YES_NO: st.integers(0, 1),
        Kind.WINDOW: windows,
        Kind.NAME: name_of(field.names),
    }
    if op is Op.IN and field.kind is Kind.NAME:
        return Condition(name, op, draw(st.lists(name_of(field.names), min_size=1, max_size=4).map(tuple)))
    return Condition(name, op, draw(values[field.kind]), of)


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return some.map(And) | some.map(Or) | parts.map(Not)


trees = st.recursive(one(), joined, max_leaves=6).filter(lambda node: len(written(node, "ru")) <= LONGEST)


@given(trees, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_as_the_same(node: Node, language: str) -> None:
    assert parse(written(node, language), language) == node


@given(trees)
def test_one_language_is_read_by_the_other(node: Node) -> None:
    assert parse(written(node, "ru"), "en") == parse(written(node, "en"), "ru") == node


def test_every_word_means_one_thing() -> None:
    for words, read in ((FIELD_WORDS, FIELD_OF), (NAME_WORDS, NAME_OF), (LITTLE_WORDS, LITTLE_OF)):
        assert len(read) == sum(len(side) for both in words.values() for side in both)
    assert len(UNIT_OF) == sum(len(side) for both in UNITS.values() for side in both)
    assert FIELD_WORDS.keys() == FIELDS.keys()


# --- what people type ---


@pytest.mark.parametrize(
    "text",
    [
        "last_purchase > 60d and purchases >= 3 and tier = gold",
        "Last purchase > 60 days AND purchases ≥ 3 and level == gold",
        "последняя покупка > 60д и покупок >= 3 и уровень = gold",
        "ПОСЛЕДНЯЯ  ПОКУПКА>60 дней и покупки => 3 и tier=“gold”",
    ],
)
def test_both_languages_are_one_tree(text: str) -> None:
    assert parse(text, "ru") == GOLD


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", EVERYBODY),
        ("средний чек > 1 500,50", Condition("average", Op.GT, 1_500_50)),
        ("average > 1500.5", Condition("average", Op.GT, 1_500_50)),
        ("выручка >= 20\N{NO-BREAK SPACE}000", Condition("total", Op.GE, 20_000_00)),
        ("joined > 3.05.2026", Condition("joined", Op.GT, date(2026, 5, 3))),
        ("вступила <= 2026-05-03", Condition("joined", Op.LE, date(2026, 5, 3))),
        ("ценовой сегмент = низкий", Condition("price_band", Op.EQ, "low")),
        ("price_band in (Middle, высокий)", Condition("price_band", Op.IN, ("middle", "high"))),
        ("birthday in 7d", Condition("birthday", Op.IN, Window(0, 7))),
        ("день рождения в 1н..30д", Condition("birthday", Op.IN, Window(7, 30))),
        ("доступен", Condition("reachable", Op.EQ, 1)),
        ("not reachable = no", Not(Condition("reachable", Op.EQ, 0))),
        ("город в (Москва, «Нижний Новгород»)", Condition("city", Op.IN, ("Москва", "Нижний Новгород"))),
        ("последний раз покупал(Вино) <= 30д", Condition("bought_last", Op.LE, Span(30, "d"), "Вино")),
        ("сколько раз покупал (Вино) > 2", Condition("bought_times", Op.GT, 2, "Вино")),
        ("покупок в день(пт) >= 3", Condition("visits_on", Op.GE, 3, "friday")),
        ("weekday = Fri", Condition("weekday", Op.EQ, "friday")),
        ("balance < -5", Condition("balance", Op.LT, -5)),
        ('tag = "a""b"', Condition("tag", Op.EQ, 'a"b')),
        ('tag = «a""b»', Condition("tag", Op.EQ, 'a""b')),
        ('tag = "in"', Condition("tag", Op.EQ, "in")),
        ("покупок >= ３", Condition("purchases", Op.GE, 3)),
        ("баланс < −5", Condition("balance", Op.LT, -5)),
        ("средний чек > 1 500 ₽ и доступен", And((Condition("average", Op.GT, 1_500_00), REACHABLE))),
        ("средний чек > 500 руб. и доступен", And((Condition("average", Op.GT, 500_00), REACHABLE))),
        ("последняя покупка > 60 дней назад", Condition("last_purchase", Op.GT, Span(60, "d"))),
        ("joined < 2 years ago", Condition("joined", Op.LT, Span(2, "y"))),
        ("joined > 03-05-2026", Condition("joined", Op.GT, date(2026, 5, 3))),
        ("joined > 2026/5/3", Condition("joined", Op.GT, date(2026, 5, 3))),
        ("reachable != no", REACHABLE),
        ("reachable != yes", Condition("reachable", Op.EQ, 0)),
        ("магазин = 2", Condition("store", Op.EQ, "2")),
        ("источник = 2gis", Condition("source", Op.EQ, "2gis")),
        ("city in ('Tver', „Omsk“, ‘New York’)", Condition("city", Op.IN, ("Tver", "Omsk", "New York"))),
        ("\u200bдоступен\ufeff", REACHABLE),
        ("привёл друзей > 0", Condition("friends", Op.GT, 0)),
    ],
)
def test_values_are_read_as_people_write_them(text: str, node: Node) -> None:
    assert parse(text, "ru") == node


def test_and_binds_closer_than_or() -> None:
    a, b, c = (Condition("purchases", Op.EQ, number) for number in (1, 2, 3))
    assert parse("purchases = 1 or purchases = 2 and purchases = 3", "en") == Or((a, And((b, c))))
    assert parse("(purchases = 1 or purchases = 2) and purchases = 3", "en") == And((Or((a, b)), c))
    assert parse("не (покупок = 1 и покупок = 2)", "ru") == Not(And((a, b)))


@pytest.mark.parametrize(
    ("text", "at", "word", "expected", "near"),
    [
        ("tire = gold", 1, "tire", "field", "tier"),
        ("purchases > 3 and tire = gold", 19, "tire", "field", "tier"),
        ("уровнь = золото", 1, "уровнь", "field", "уровень"),
        ("purchases 3", 11, "3", "op", ""),
        ("purchases > three", 13, "three", "number", ""),
        ("purchases > 3 adn tier = gold", 15, "adn", "joint", "and"),
        ("purchases > 1,5", 13, "1,5", "number", ""),
        ("average > 1,500", 11, "1,500", "money", ""),
        ("last_purchase > 60", 17, "60", "span", ""),
        ("last_purchase = 60d", 19, "d", "date", ""),
        ("joined > 30.02.2026", 10, "30.02.2026", "real_date", ""),
        ("birthday = 7d", 10, "=", "window_op", ""),
        ("birthday in 7m", 13, "7", "window", ""),
        ("birthday in 9d..7d", 13, "9", "window", ""),
        ("reachable = maybe", 13, "maybe", "yes_no", ""),
        ("weekday = fridey", 11, "fridey", "weekday", "friday"),
        ("price_band = hihg", 14, "hihg", "price_band", "high"),
        ("bought_times > 3", 14, ">", "about_category", ""),
        ("tier in gold", 9, "gold", "opening", ""),
        ("(purchases > 3", 15, "", "closing", ""),
        ("tier = and", 8, "and", "name", ""),
        ("purchases > 3 and", 18, "", "field", ""),
        ("💥 = 3", 1, "💥", "field", ""),
    ],
)
def test_a_slip_is_shown_where_it_is(text: str, at: int, word: str, expected: str, near: str) -> None:
    assert refused(text) == Refused(
        Refusal.SEGMENT_UNCLEAR, {"at": at, "word": word, "expected": expected, "near": near}
    )


@pytest.mark.parametrize(
    "nonsense",
    [
        "x" * LONGEST,
        "💥" * LONGEST,
        "(" * LONGEST,
        "not " * (LONGEST // 4),
        '"' * (LONGEST - 1),
        "purchases > 1 and " * 100,
        "1 000 " * 300,
        "\x00" * 50,
        "' OR 1=1; DROP TABLE members; --",
    ],
)
def test_nonsense_is_refused_at_once(nonsense: str) -> None:
    begun = perf_counter()
    assert refused(nonsense).reason is Refusal.SEGMENT_UNCLEAR
    assert perf_counter() - begun < 1


@given(st.text(max_size=200))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    parse(text, "ru")


def test_too_much_is_refused() -> None:
    assert refused("я" * 10_000).reason is Refusal.SEGMENT_TOO_LONG
    assert refused("purchases > 1 and " * 60 + "purchases > 1").detail["expected"] == "fewer"
    assert refused("(" * 12 + "purchases > 1" + ")" * 12).detail["expected"] == "shallower"
    assert not isinstance(parse("(" * 10 + "purchases > 1" + ")" * 10, "en"), Refused)


@pytest.mark.parametrize(("guide", "language"), [("guide-owner.md", "en"), ("guide-owner.ru.md", "ru")])
def test_what_the_owners_guide_types_is_read(guide: str, language: str) -> None:
    first = spelt(FIELD_WORDS, "last_purchase", language)
    blocks = (DOCS / guide).read_text("utf-8").split("```\n")
    [lines] = [block.splitlines() for block in blocks if block.startswith(first)]
    assert len(lines) == 3
    for line in lines:
        assert not isinstance(parse(line, language), Refused), line


# --- the shop's own names ---


def test_names_become_keys_and_come_back() -> None:
    typed = parse('уровень = золото и покупал в ("чай & кофе", c1) и сколько раз покупал(ВИНО) > 1', "ru")
    assert not isinstance(typed, Refused)
    kept = settled(typed, NAMES)
    assert not isinstance(kept, Refused)
    assert written(kept, "en") == "tier = t2 and bought in (c2, c1) and bought_times(c1) > 1"
    shown = written(named(kept, NAMES), "ru")
    assert shown == 'уровень = Золото и покупал в ("Чай & кофе", Вино) и сколько раз покупал(Вино) > 1'
    assert settled(typed, {}) == typed


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    typed = parse("not (tier = золотро or city = Тверь)", "ru")
    assert not isinstance(typed, Refused)
    told = {"what": "tier", "word": "золотро", "near": "Золото"}
    assert settled(typed, NAMES) == Refused(Refusal.SEGMENT_NO_SUCH, told)


def test_the_first_level_has_its_name_in_both_languages() -> None:
    for name in ("базовый", "Basic"):
        typed = parse(f"tier = {name}", "en")
        assert not isinstance(typed, Refused)
        assert settled(typed, NAMES) == Condition("tier", Op.EQ, "plain")
