"""A table from another programme, read: members with balances, or past purchases (rules.md 80)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from loyalty.characters import plain_characters
from loyalty.import_columns import Column, columns_of
from loyalty.import_rows import BadRow, Fault, ImportRow, Reading, member_row, purchase_row
from loyalty.refusals import Refusal, Refused

MOST_ROWS = 20_000
LONGEST_CELL = 500
SHOWN_BAD = 10
LONGEST_HEADING = 40


class What(StrEnum):
    """What the rows of a file are."""

    MEMBERS = "members"
    PURCHASES = "purchases"


class Mode(StrEnum):
    """What becomes of a balance there is already: the file's points on top, or in its place."""

    ADD = "add"
    SET = "set"


class ImportState(StrEnum):
    """A draft is looked at; a running one is worked off row by row, and so is its undoing."""

    DRAFT = "draft"
    DROPPED = "dropped"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file, read. columns: (what, heading) in the file's order; ignored: headings nobody knows.

    floored: how many balances had a fraction, which is left out.
    """

    what: What
    columns: tuple[tuple[Column, str], ...]
    ignored: tuple[str, ...]
    rows: tuple[ImportRow, ...]
    bad: tuple[BadRow, ...]
    floored: int = 0


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as its owner sees it. columns and ignored: headings; bad: what is left out, in order.

    total: good rows, done: of them worked off; fresh and known: members the rows would make or find.
    points: all the file brings; floored: balances that lost a fraction. mode "": not chosen yet.
    made, changed: members made, balances changed; moved: the points by which; left: rows that could not be
    done. kept: rows of an undone import that had been used meanwhile and stay.
    """

    import_id: int
    name: str
    what: What
    state: ImportState
    mode: str
    at: datetime
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    bad: tuple[BadRow, ...]
    total: int
    done: int
    fresh: int
    known: int
    points: int
    floored: int
    figures: Mapping[str, int] = field(default_factory=dict)


def read_sheet(table: Iterable[Sequence[str]], today: date) -> Sheet | Refused:
    """The table with its headings in the first row that has any, each later row good or bad by itself.

    Refuses IMPORT_HEADER without a column for phone or card, IMPORT_EMPTY without rows, IMPORT_TOO_LONG.
    """
    lines = [(number, row) for number, row in enumerate(table, 1) if any(cell.strip() for cell in row)]
    if not lines:
        return Refused(Refusal.IMPORT_EMPTY)
    headings = [plain_characters(cell[:LONGEST_CELL]) for cell in lines[0][1]]
    found = columns_of(headings)
    if not {Column.PHONE, Column.CARD} & set(found.values()):
        return Refused(Refusal.IMPORT_HEADER)
    if len(lines) == 1:
        return Refused(Refusal.IMPORT_EMPTY)
    if len(lines) - 1 > MOST_ROWS:
        return Refused(Refusal.IMPORT_TOO_LONG, {"most": MOST_ROWS})
    what = _what(set(found.values()))
    sheet = Sheet(
        what,
        tuple((column, headings[place]) for place, column in found.items()),
        tuple(text[:LONGEST_HEADING] for place, text in enumerate(headings) if text and place not in found),
        (),
        (),
    )
    return _with_rows(sheet, lines[1:], found, today)


def _what(columns: set[Column]) -> What:
    """A sum with its date is a purchase, unless the rows bring balances."""
    purchases = {Column.AMOUNT, Column.DATE} <= columns and Column.POINTS not in columns
    return What.PURCHASES if purchases else What.MEMBERS


def _with_rows(
    sheet: Sheet, lines: Sequence[tuple[int, Sequence[str]]], found: Mapping[int, Column], today: date
) -> Sheet:
    read = member_row if sheet.what is What.MEMBERS else purchase_row
    rows: list[ImportRow] = []
    bad: list[BadRow] = []
    seen: set[tuple[str, ...]] = set()
    floored = 0
    for number, line in lines:
        cells = {
            column: plain_characters(line[place][: LONGEST_CELL + 1])
            for place, column in found.items()
            if place < len(line)
        }
        reading = Reading(cells, today)
        row = replace(read(reading), number=number)
        fault = reading.fault or (Fault.DOUBLE if seen & _keys(row, sheet.what) else None)
        if fault is not None:
            bad.append(BadRow(number, fault))
            continue
        seen |= _keys(row, sheet.what)
        floored += reading.floored
        rows.append(row)
    return replace(sheet, rows=tuple(rows), bad=tuple(bad), floored=floored)


def _keys(row: ImportRow, what: What) -> set[tuple[str, ...]]:
    """What may stand in a file once: a member's phone and card; a purchase's receipt on its day."""
    if what is What.PURCHASES:
        return {("receipt", row.receipt, str(row.day))} if row.receipt else set()
    return {key for key in (("phone", row.phone), ("card", row.card)) if key[1]}
