"""The cells of a file somebody sent: CSV as programmes write it, or the first sheet of an XLSX workbook."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from loyalty.importing import MOST_ROWS
from loyalty.refusals import Refusal, Refused

MOST_BYTES = 10 * 1024 * 1024
# A workbook may unpack to so many times its size, and to so much at all.
MOST_RATIO = 100
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 1_000
MOST_COLUMNS = 50
# Empty lines between the rows do no harm.
MOST_LINES = MOST_ROWS + 200
PIECE = 1024 * 1024
# A workbook has no use for these; what they can do is read other files, or grow without end.
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
DELIMITERS = ";\t,"

Table = list[list[str]]


def read_table(content: bytes) -> Table | Refused:
    """Every cell as text, rows in the file's order. It takes a while: call it off the loop.

    Refuses IMPORT_TOO_LARGE over 10 MB (packed or not), IMPORT_UNREADABLE, IMPORT_EMPTY.
    """
    if len(content) > MOST_BYTES:
        return Refused(Refusal.IMPORT_TOO_LARGE)
    if not content.strip():
        return Refused(Refusal.IMPORT_EMPTY)
    if content.startswith(b"PK"):
        return _workbook(content)
    text = _decoded(content)
    if text is None:
        return Refused(Refusal.IMPORT_UNREADABLE)
    try:
        return list(islice(_lines(text), MOST_LINES))
    except csv.Error:
        return Refused(Refusal.IMPORT_UNREADABLE)


# --- CSV ---


def _decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or the old Russian Windows encoding; None for what is no text."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _lines(text: str) -> Iterator[list[str]]:
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=first.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield row[:MOST_COLUMNS]


# --- XLSX ---


def _workbook(content: bytes) -> Table | Refused:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if refused := _suspicious(archive, len(content)):
                return refused
        return _first_sheet(content)
    except Exception:  # whatever a file that is no workbook, or half of one, makes its reader raise
        return Refused(Refusal.IMPORT_UNREADABLE)


def _suspicious(archive: zipfile.ZipFile, size: int) -> Refused | None:
    """Why a workbook is not even opened: it grows beyond measure, or brings declarations."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(MOST_UNPACKED, size * MOST_RATIO):
        return Refused(Refusal.IMPORT_TOO_LARGE)
    if any(_declares(archive, part) for part in parts):
        return Refused(Refusal.IMPORT_UNREADABLE)
    return None


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type; one in UTF-16, where that can't be seen, counts as such."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return False
    tail = b""
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            if not tail and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
                return True
            if any(word in tail + piece for word in DECLARATIONS) or b"\0" in piece:
                return True
            tail = piece[-len(max(DECLARATIONS, key=len)) :]
    return False


def _first_sheet(content: bytes) -> Table:
    from openpyxl import load_workbook  # here, for a quick start

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True)
        return [_cells(row) for row in rows]
    finally:
        book.close()


def _cells(row: Sequence[object]) -> list[str]:
    """A row up to its last cell that says something."""
    cells = [_text(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    """A cell as somebody would type it."""
    match value:
        case None | bool():
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.6f}".rstrip("0")
        case _:
            return str(value)
