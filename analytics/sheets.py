"""Tables as XLSX files, written row by row. Every cell is a number or plain text: nothing is reckoned."""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as Box
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | None

WIDTH = 18
# As much as a cell of Excel takes, and what no XML holds.
LONGEST_TEXT = 32_767
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_sheet(to: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A workbook with one table: its headings stay in sight, and what looks like a formula stays a text."""
    book = Workbook(write_only=True)
    page = book.create_sheet("1")
    page.freeze_panes = "A2"
    for index in range(1, len(columns) + 1):
        page.column_dimensions[get_column_letter(index)].width = WIDTH
    page.append([_filled(_box(page, bold=True), name) for name in columns])
    # One cell a column is written again and again: a new one for each value would take most of the time.
    boxes = [_box(page) for _ in columns]
    for row in rows:
        page.append([_filled(box, value) for box, value in zip(boxes, row, strict=True)])
    book.save(to)


def _box(page: WriteOnlyWorksheet, *, bold: bool = False) -> Box:
    box = WriteOnlyCell(page)
    box.font, box.quotePrefix = Font(bold=bold), True
    return box


def _filled(box: Box, value: Cell) -> Box | int | float | None:
    """The cell with this text; a number, or nothing, goes without one."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    box.value = _ILLEGAL.sub("", value)[:LONGEST_TEXT]
    box.data_type = "s"
    return box
