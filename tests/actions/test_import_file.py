"""Files as people and programmes save them, and as somebody with bad intentions makes them (security.md)."""

import io
import zipfile
from datetime import date, datetime

import pytest

from actions.import_file import MOST_BYTES, read_table
from loyalty.refusals import Refusal, Refused
from tests.actions.importing import workbook

# Sheets know no zones.
AT = datetime(2026, 5, 3, 10)  # noqa: DTZ001 - as a workbook has it
ROWS = [["Телефон", "Имя"], ["+79001234567", "Анна"]]
# Doesn't pack well, and is longer than a piece that is looked at.
PADDING = "".join(map(str, range(200_000))).encode()
TEXT = "Телефон;Имя\r\n+79001234567;Анна\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1251"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", ",").encode(),
        'Телефон;Имя\n"+79001234567";"Анна"'.encode(),
        workbook(("Телефон", "Имя"), ("+79001234567", "Анна")),
    ],
)
def test_rule_80_a_table_is_read_however_it_was_saved(content: bytes) -> None:
    assert read_table(content) == ROWS


def test_cells_of_a_workbook_come_as_somebody_would_type_them() -> None:
    row = (79001234567, 12.5, 100.0, AT, date(1990, 5, 15), None, True, "🎂")
    assert read_table(workbook(row)) == [
        ["79001234567", "12.5", "100", "2026-05-03", "1990-05-15", "", "", "🎂"]
    ]


def test_a_formula_is_never_worked_out() -> None:
    # What a spreadsheet had not worked out itself is no figure; a text that looks like one stays a text.
    assert read_table(workbook(("=1+1",))) == [[]]
    assert read_table(b"name\n=1+1") == [["name"], ["=1+1"]]


def reason(content: bytes) -> Refusal:
    refused = read_table(content)
    assert isinstance(refused, Refused)
    return refused.reason


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Refusal.IMPORT_EMPTY),
        (b" \r\n", Refusal.IMPORT_EMPTY),
        (b"a" * (MOST_BYTES + 1), Refusal.IMPORT_TOO_LARGE),
        (b"\x00\x01\x02\x98", Refusal.IMPORT_UNREADABLE),
        (b"%PDF-1.7\x00", Refusal.IMPORT_UNREADABLE),
        (b"\xff\xfea", Refusal.IMPORT_UNREADABLE),
        (b"PK\x03\x04 and nothing more", Refusal.IMPORT_UNREADABLE),
        (b'phone\n"' + b"x" * 200_000, Refusal.IMPORT_UNREADABLE),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, expected: Refusal) -> None:
    assert reason(content) is expected


def repacked(change: dict[str, bytes]) -> bytes:
    """A sound workbook with some parts put in the place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("phone",)))) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | change).items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = repacked({"xl/worksheets/sheet1.xml": b"<x>" + b"A" * 80_000_000})
    assert len(bomb) < 200_000
    assert reason(bomb) is Refusal.IMPORT_TOO_LARGE
    assert reason(repacked({f"part{n}": b"" for n in range(1_001)})) is Refusal.IMPORT_TOO_LARGE


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
        b"<x>" + PADDING[: 1_048_576 - 6] + b'<!ENTITY y "z">',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
        "<!DOCTYPE x><x/>".encode("utf-16-le"),
        b"<worksheet><sheetData><row>",
    ],
)
def test_a_workbook_that_declares_entities_or_is_broken_is_refused(part: bytes) -> None:
    assert reason(repacked({"xl/worksheets/sheet1.xml": part})) is Refusal.IMPORT_UNREADABLE


def test_a_sheet_that_says_it_is_endless_is_read_to_a_limit() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>phone</t></is></c></row>'
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    table = read_table(repacked({"xl/worksheets/sheet1.xml": sheet}))
    assert isinstance(table, list)
    assert len(table) < 25_000
    assert table[0][0] == "phone"
