"""Colours of tiers: read as people type them, and always with an ink that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.colours import (
    BLACK,
    WHITE,
    contrast_hundredths,
    ink_on,
    mixed,
    parse_colour,
)

# 4.5 : 1, enough for text of any size.
READABLE_HUNDREDTHS = 450

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#1b7f5e", "#1B7F5E"),
        (" 1B7F5E ", "#1B7F5E"),
        ("1b7f5", None),
        ("зелёный", None),
        ("#1b7f5eff", None),
    ],
)
def test_a_colour_is_six_hexadecimal_digits(text: str, colour: str | None) -> None:
    assert parse_colour(text) == colour


@pytest.mark.parametrize(
    ("one", "other", "hundredths"),
    [(BLACK, WHITE, 2_100), (WHITE, WHITE, 100), ("#767676", WHITE, 454), ("#777777", WHITE, 447)],
)
def test_contrast_is_what_the_standard_says(one: str, other: str, hundredths: int) -> None:
    assert contrast_hundredths(one, other) == hundredths == contrast_hundredths(other, one)


@given(colours)
def test_every_colour_has_an_ink_that_can_be_read(colour: str) -> None:
    assert contrast_hundredths(ink_on(colour), colour) >= READABLE_HUNDREDTHS


@given(colours)
def test_a_ground_that_runs_away_from_its_ink_reads_better(colour: str) -> None:
    ink = ink_on(colour)
    far = mixed(colour, BLACK if ink == WHITE else WHITE, 35)
    assert contrast_hundredths(ink, far) >= contrast_hundredths(ink, colour)
