"""Price bands: two sums that ascend, drawn from thirds or typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.audience import parse
from loyalty.price_bands import LONGEST_TYPED, PriceBands, asked_bands, drawn, typed_bands
from loyalty.refusals import Refusal, Refused

KNOWN = PriceBands(320_00, 560_00)
sums = st.integers(0, 99_999_999)


@given(sums, sums)
def test_drawn_sums_ascend_from_one_minor_unit_on(one: int, other: int) -> None:
    bands = drawn(*sorted((one, other)))
    assert 1 <= bands.middle_minor < bands.high_minor


def test_drawn_sums_are_the_averages_themselves() -> None:
    assert drawn(320_00, 560_00) == KNOWN


@pytest.mark.parametrize(
    "text",
    [
        "320 560",
        "320 и 560",
        "320 and 560",
        "320 до 560",
        "320-560",
        "320 – 560 ₽",
        "320, 560",
        "320; 560",
        "320\n560",
        " 320,00   560.00 ",
    ],
)
def test_two_sums_are_read_as_people_type_them(text: str) -> None:
    assert typed_bands(text) == KNOWN


def test_thousands_need_something_between_the_sums() -> None:
    assert typed_bands("1 500,50 и 3 000") == PriceBands(1_500_50, 3_000_00)
    assert typed_bands("1 500 3 000") == Refused(Refusal.PRICE_BANDS_UNCLEAR)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320",
        "320 560 900",
        "много и мало",
        "1,999 5",
        "-5 и 10",
        "320 №7 и 560",
        "1" * (LONGEST_TYPED + 1),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert typed_bands(text) == Refused(Refusal.PRICE_BANDS_UNCLEAR)


@pytest.mark.parametrize("text", ["560 320", "320 320"])
def test_sums_have_to_ascend(text: str) -> None:
    assert typed_bands(text) == Refused(Refusal.PRICE_BANDS_ORDER)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 560", Refusal.AMOUNT_ZERO),
        ("320 99999999", Refusal.AMOUNT_TOO_LARGE),
        ("320 560,5555", Refusal.AMOUNT_TOO_FINE),
    ],
)
def test_a_sum_that_is_none_says_why(text: str, reason: Refusal) -> None:
    found = typed_bands(text)
    assert isinstance(found, Refused)
    assert found.reason is reason


@given(st.text(max_size=100))
def test_any_text_is_two_sums_or_refused(text: str) -> None:
    found = typed_bands(text)
    assert isinstance(found, Refused) or found.middle_minor < found.high_minor


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("purchases > 3", ()),
        ("price_band = high or not price_band in (low, high)", ("low", "high")),
        ("purchases > 3 and price_band != middle", ("middle",)),
    ],
)
def test_an_audience_names_the_bands_it_speaks_of(text: str, asked: tuple[str, ...]) -> None:
    node = parse(text, "en")
    assert not isinstance(node, Refused)
    assert asked_bands(node) == asked
