"""Tables as XLSX files. Every cell is a number, a day or plain text: nothing of it is ever reckoned."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as Box
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | None
WIDTH = 18


def sheet(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook with one table: its headings stay in sight, a text that looks like a formula stays a text,
    a text that is an ISO day becomes a day."""
    book = Workbook(write_only=True)
    page = book.create_sheet(ILLEGAL_CHARACTERS_RE.sub("", title)[:31] or "1")
    page.freeze_panes = "A2"
    for index in range(1, len(columns) + 1):
        page.column_dimensions[get_column_letter(index)].width = WIDTH
    heading = [_cell(page, name) for name in columns]
    for cell in heading:
        cell.font = Font(bold=True)
    page.append(heading)
    for row in rows:
        page.append([_cell(page, value) if isinstance(value, str) else value for value in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(page: WriteOnlyWorksheet, text: str) -> Box:
    try:
        day = datetime.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        day = None
    cell = WriteOnlyCell(page, day or ILLEGAL_CHARACTERS_RE.sub("", text))
    if day is None:
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
