"""Tables as files: opened again they say what was put in, and nothing in them is reckoned."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from analytics.sheets import LONGEST_TEXT, Cell, write_sheet


def opened(columns: list[str], rows: Sequence[Sequence[Cell]]) -> Worksheet:
    content = BytesIO()
    write_sheet(content, columns, rows)
    page = load_workbook(content).active
    assert isinstance(page, Worksheet)
    return page


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7",
        "-2",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "#N/A",
        "2026-01-01",
        "007",
        "  пробелы  ",
        "две\nстроки",
        "<b>&amp;\"'",
        "🔥👨‍👩‍👧",
    ],
)
def test_a_text_stays_a_text(text: str) -> None:
    heading, cell = (row[0] for row in opened([text], [[text]]).iter_rows())
    assert (heading.value, cell.value, cell.data_type, cell.quotePrefix) == (text, text, "s", True)


def test_numbers_are_numbers_and_nothing_is_empty() -> None:
    cells = next(opened(["а", "б", "в", "г"], [[10**12, -200.5, None, ""]]).iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [10**12, -200.5, None, None]


def test_what_no_file_holds_is_left_out_and_the_longest_text_is_cut() -> None:
    page = opened(["а"], [["\x07бип\ud800\ufffe"], ["я" * 40_000]])
    assert [row[0].value for row in page.iter_rows(min_row=2)] == ["бип", "я" * LONGEST_TEXT]


def test_headings_stay_in_sight_and_a_table_may_have_no_rows() -> None:
    page = opened(["Имя", "Карта"], [])
    assert (page.max_row, page.freeze_panes, page["B1"].value, page["A1"].font.b) == (1, "A2", "Карта", True)


CELLS = some.text() | some.integers(-(10**12), 10**12)


@given(some.lists(some.tuples(some.integers(1, 9), CELLS, CELLS)))
def test_any_table_can_be_opened(rows: list[tuple[Cell, ...]]) -> None:
    page = opened(["а", "б", "в"], rows)
    assert page.max_row == len(rows) + 1
    read = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_col=3)]
    numbers = [[cell for cell in row if isinstance(cell, int)] for row in rows]
    assert [[cell for cell in row if isinstance(cell, int)] for row in read] == numbers
