"""Digits, spaces and dashes of every keyboard."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.characters import plain_characters


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("450", "450"),
        ("４５０", "450"),
        ("٤٥٠", "450"),
        ("𝟒𝟓𝟎", "450"),
        ("１，５％", "1,5%"),
        (" 1\u00a0200\u202f300\t", "1 200 300"),
        ("1\n\n2", "1 2"),
        ("−5 – 6 — 7", "-5 - 6 - 7"),
        ("4\u200b5\u202e0\ufeff", "450"),
        ("45²", "45²"),
        ("и\u0306", "й"),
        ("", ""),
    ],
)
def test_every_keyboard_types_the_same_characters(typed: str, plain: str) -> None:
    assert plain_characters(typed) == plain


@given(st.text(alphabet=st.characters()))
def test_plain_text_has_no_foreign_digits_double_spaces_or_hidden_signs(text: str) -> None:
    plain = plain_characters(text)
    assert not any(character.isdecimal() and not character.isascii() for character in plain)
    assert not any(unicodedata.category(character) == "Cf" for character in plain)
    assert plain == " ".join(plain.split())
