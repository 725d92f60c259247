"""Slips in a typed audience: each is told with the word it is about."""

import pytest

from loyalty.audience import parse
from loyalty.audience_reading import MOST_NAMES
from loyalty.audience_tree import Not, conditions
from loyalty.audience_words import typed_ways
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Colleague
from loyalty.staff import Role

MANY = ", ".join(f"t{number}" for number in range(MOST_NAMES + 1))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("visits_on(friday >= 3", ">="),
        ("visits_on >= 3", ">="),
        ("tier in gold", "gold"),
        ("tier in (gold", ""),
        (f"tier in ({MANY})", f"t{MOST_NAMES}"),
        ("tag = and", "and"),
        ("tag = >", ">"),
        (f'tag = "{"x" * 200}"', "x" * 200),
        ("purchases > 999999999999", "999999999999"),
        ("joined > 0001-01-01", "0001-01-01"),
        ("joined > 2026-13-45", "2026-13-45"),
        ("last_purchase > 5000y", "5000"),
        ("last_purchase > 60", "60"),
    ],
)
def test_a_slip_is_told_with_its_word(text: str, word: str) -> None:
    slip = parse(text, "en")
    assert isinstance(slip, Refused), slip
    assert slip.reason is Refusal.SEGMENT_UNCLEAR
    assert str(slip.detail["word"]).startswith(word[:20])


@pytest.mark.parametrize(
    ("text", "expected", "near"),
    [
        ("city = New York", "quotes", ""),
        ("city in (New York, Paris)", "quotes", ""),
        ("source = vk.com", "quotes", ""),
        ("tag = vip adn reachable", "quotes", "and"),
        ('city = "New" York', "joint", ""),
        ("tag = 🔥", "name", ""),
        (f"tier in ({MANY})", "fewer_names", ""),
    ],
)
def test_a_name_that_needs_quotes_is_told_so(text: str, expected: str, near: str) -> None:
    slip = parse(text, "en")
    assert isinstance(slip, Refused), slip
    assert (slip.detail["expected"], slip.detail["near"]) == (expected, near)


def test_conditions_are_found_behind_a_not() -> None:
    node = parse("not tier = gold", "en")
    assert isinstance(node, Not)
    assert [one.field for one in conditions(node)] == ["tier"]


def test_a_manager_looks_after_his_stores_and_an_owner_after_all() -> None:
    manager = Colleague(1, Role.MANAGER, protected=False, store_id=3, stores=frozenset({3, 4}))
    owner = Colleague(2, Role.OWNER, protected=False, store_id=3, stores=frozenset())
    assert manager.looks_after == {3, 4}
    assert owner.looks_after is None


def test_a_town_is_known_however_it_was_typed() -> None:
    assert {"ростов-на-дону", "Ростов-на-Дону", "РОСТОВ-НА-ДОНУ"} <= typed_ways("Ростов-На-Дону")
    for said, typed in (("Орёл", "орел"), ("орел", "Орёл"), ("ОРЕЛ", "ОРЁЛ"), ("Берёзники", "березники")):
        assert typed in typed_ways(said)
