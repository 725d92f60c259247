"""Shares of a sum to the last kopeck, and what a cashier types with goods in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme import Category
from loyalty.receipts import Line, spread, total_of
from loyalty.refusals import Refusal, Refused
from loyalty.typed_receipt import Receipt, parse_receipt

CATEGORIES = (
    Category("w", "Вино"),
    Category("v", "Вода"),
    Category("c", "Кофе"),
    Category("e", "Вино игристое"),
)


def test_rule_3_the_largest_remainder_gets_the_kopeck() -> None:
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(10, [0, 3, 7]) == [0, 3, 7]
    assert spread(0, [1, 2]) == [0, 0]
    assert spread(5, [0, 0]) == [0, 0]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.data())
def test_rule_3_parts_add_up_exactly_and_never_exceed_their_weight(
    weights: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    parts = spread(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def test_the_sum_of_a_receipt_is_the_sum_of_its_lines() -> None:
    assert total_of([Line(1), Line(2, "w", 5)]) == 3


@pytest.mark.parametrize(
    ("text", "lines", "number"),
    [
        ("450", [Line(450_00)], ""),
        ("450,50 №17", [Line(450_50)], "17"),
        ("450 вино", [Line(450_00, "w")], ""),
        ("450 ВИНО №17", [Line(450_00, "w")], "17"),
        ("450₽ кофе", [Line(450_00, "c")], ""),
        ("450 руб. кофе", [Line(450_00, "c")], ""),
        ("2x1200 вино + 300", [Line(2_400_00, "w", 2), Line(300_00)], ""),
        ("3 х 100 ко", [Line(300_00, "c", 3)], ""),
        ("100 вино и", [Line(100_00, "e")], ""),
        ("2x150", [Line(300_00, "", 2)], ""),
        ("1 200,50 вода + 99,50 кофе", [Line(1_200_50, "v"), Line(99_50, "c")], ""),
    ],
)
def test_goods_are_named_by_the_beginning_of_their_category(
    text: str, lines: list[Line], number: str
) -> None:
    assert parse_receipt(text, CATEGORIES) == Receipt(tuple(lines), number)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Refusal.AMOUNT_UNCLEAR),
        ("вино", Refusal.AMOUNT_UNCLEAR),
        ("450 пиво", Refusal.LINES_UNCLEAR),
        ("450 в", Refusal.LINES_UNCLEAR),
        ("450 + ", Refusal.AMOUNT_UNCLEAR),
        ("0 вино", Refusal.AMOUNT_ZERO),
        ("-5 вино", Refusal.AMOUNT_NEGATIVE),
        ("450 вино №" + "7" * 40, Refusal.RECEIPT_UNCLEAR),
        ("99x999999 вино", Refusal.AMOUNT_TOO_LARGE),
        ("4" * 10_000, Refusal.AMOUNT_UNCLEAR),
        ("😀" * 50, Refusal.AMOUNT_UNCLEAR),
        ("-450", Refusal.AMOUNT_NEGATIVE),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, reason: Refusal) -> None:
    refused = parse_receipt(text, CATEGORIES)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_without_categories_goods_are_no_amount() -> None:
    refused = parse_receipt("450 вино")
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.AMOUNT_UNCLEAR


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(parse_receipt(text, CATEGORIES), Receipt | Refused)
