"""Names as people write them, and what may hide in them."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.names import clean_name, first_name
from loyalty.refusals import Refusal, Refused


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Анна", "Анна"),
        ("  Анна \t\n Мария  ", "Анна Мария"),
        ("Анна\u00a0Мария", "Анна Мария"),
        ("Анна-Мария О'Нил", "Анна-Мария О'Нил"),
        ("Сергеи\u0306", "Сергей"),
        ("e\u200d\u0301", "é"),
        ("محمد", "محمد"),
        ("李小龍", "李小龍"),
        ("दीपक", "दीपक"),
        ("Оля 🌸", "Оля 🌸"),
        ("🌸", "🌸"),
        (".", "."),
        ("<b>Аня</b>", "<b>Аня</b>"),
        ("Ан\u200bна\u202egro\ufeff", "Аннаgro"),
        ("Ан\x00на\x1b", "Анна"),
        ("Ан\ud800на\ue000", "Анна"),
        ("Ли\u3164Ни", "Ли Ни"),
        ("Я" * 64, "Я" * 64),
    ],
)
def test_a_name_is_kept_as_it_is_seen(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "  \n", "\u200b\u200d", "\u202e", "\u3164\u2800", "\ufe0f", "\u0301 \u0301", "\x00"]
)
def test_a_name_nobody_can_see_is_empty(typed: str) -> None:
    assert clean_name(typed) == Refused(Refusal.NAME_EMPTY)


def test_a_long_name_is_refused_with_the_limit() -> None:
    assert clean_name("Я" * 65) == Refused(Refusal.NAME_TOO_LONG, {"longest": 64})
    assert clean_name("Яна", longest=2) == Refused(Refusal.NAME_TOO_LONG, {"longest": 2})


@pytest.mark.parametrize("text", ["Я" * 10_000, "\u0301" * 10_000, " " * 10_000, "\u200b" * 10_000])
def test_ten_thousand_characters_are_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    assert clean_name(text) == Refused(Refusal.NAME_TOO_LONG, {"longest": 64})
    assert time.perf_counter() - started < 0.5


@given(st.text(alphabet=st.characters()))
def test_a_clean_name_is_visible_short_and_stays_as_it_is(text: str) -> None:
    match clean_name(text):
        case Refused(reason):
            assert reason in {Refusal.NAME_EMPTY, Refusal.NAME_TOO_LONG}
        case name:
            assert 0 < len(name) <= 64
            assert clean_name(name) == name
            assert unicodedata.is_normalized("NFC", name)
            assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs", "Co"}
            assert 0 < len(first_name(name)) <= 20
            name.encode()


@pytest.mark.parametrize(
    ("full_name", "shown"),
    [
        ("Анна", "Анна"),
        ("Анна Каренина", "Анна"),
        ("Анна-Мария Ремарк", "Анна-Мария"),
        ("Я" * 20, "Я" * 20),
        ("Я" * 21, "Я" * 19 + "…"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_cashier_sees_the_first_word_of_a_name(full_name: str, shown: str) -> None:
    assert first_name(full_name) == shown
