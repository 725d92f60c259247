"""A file from another programme: looked at without changing anything, then begun, stopped, gone on with."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from actions.import_file import read_table
from actions.import_view import owned, view_of
from actions.rights import may
from actions.shop import Shop
from loyalty.import_rows import BadRow, Fault, ImportRow
from loyalty.importing import ImportState, ImportView, Mode, Sheet, What, read_sheet
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import imports
from storage import shop as rows
from storage.database import Connection

SEALED = "imports:content"
LONGEST_NAME = 64
BEGUN = frozenset({ImportState.RUNNING, ImportState.STOPPED, ImportState.DONE})
ROWS: TypeAdapter[tuple[ImportRow, ...]] = TypeAdapter(tuple[ImportRow, ...])


async def look_at_import(shop: Shop, actor_id: int, name: str, content: bytes) -> ImportView | Refused:
    """Read the file and find out what it would do; nothing is changed yet.

    Refuses NOT_OWNER, IMPORT_TOO_LARGE, _TOO_LONG, _UNREADABLE, _HEADER, and IMPORT_EMPTY without a good row
    or a bad one.
    """
    now = shop.now()
    if refused := await shop.db.read(lambda tx: may(tx, actor_id, Right.RUN)):
        return refused
    zone = await shop.db.read(lambda tx: rows.programme(tx).time_zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    read = await asyncio.to_thread(_read, content, today)
    if isinstance(read, Refused):
        return read
    sheet, known = await shop.db.survey(lambda tx: _matched(tx, shop, read))
    text = await asyncio.to_thread(lambda: ROWS.dump_json(sheet.rows).decode())
    file_hash, shown = hashlib.sha256(content).hexdigest(), clean_name(name[:LONGEST_NAME])

    def write(tx: Connection) -> ImportView | Refused:
        plan, total = _plan(sheet, known), len(sheet.rows)
        file_name = shown if isinstance(shown, str) else ""
        import_id = imports.add(tx, actor_id, file_name, file_hash, sheet.what.value, plan, total, now)
        imports.keep_content(tx, import_id, shop.vault.seal(SEALED, str(import_id), text))
        found = owned(tx, actor_id, import_id)
        return found if isinstance(found, Refused) else view_of(found)

    return await shop.db.write(write)


async def begin_import(
    shop: Shop, actor_id: int, import_id: int, mode: Mode, message_id: str
) -> ImportView | Refused:
    """From now on the rows are worked off. message_id: of the message that shows how far it is.

    Refuses NOT_OWNER, IMPORT_OVER, IMPORT_BUSY while another one is at work, IMPORT_SAME when this file was
    imported in this way before.
    """

    def write(tx: Connection) -> ImportView | Refused:
        found = owned(tx, actor_id, import_id)
        if isinstance(found, Refused):
            return found
        if found.state in BEGUN and found.mode == mode:
            return view_of(found)  # a second tap
        if found.state is not ImportState.DRAFT or not found.total:
            return Refused(Refusal.IMPORT_OVER)
        if imports.at_work(tx):
            return Refused(Refusal.IMPORT_BUSY)
        if earlier := imports.same(tx, found.file_hash, mode):
            return Refused(Refusal.IMPORT_SAME, {"at_seconds": int(earlier.at.timestamp())})
        begun = {"state": ImportState.RUNNING.value, "message_id": message_id, "mode": mode.value}
        imports.change(tx, import_id, ImportState.DRAFT, **begun)
        return _again(tx, import_id)

    return await shop.db.write(write)


async def drop_import(shop: Shop, actor_id: int, import_id: int) -> Refused | None:
    """Forget a draft. Refuses NOT_OWNER, IMPORT_OVER."""

    def write(tx: Connection) -> Refused | None:
        found = owned(tx, actor_id, import_id)
        if isinstance(found, Refused):
            return found
        dropped = {"state": ImportState.DROPPED.value, "content": None}
        done = imports.change(tx, import_id, ImportState.DRAFT, **dropped)
        return None if done else Refused(Refusal.IMPORT_OVER)

    return await shop.db.write(write)


async def stop_import(shop: Shop, actor_id: int, import_id: int) -> ImportView | Refused:
    """What is done stays, the rest waits. Refuses NOT_OWNER, IMPORT_OVER when there is nothing to stop."""
    return await _turn(shop, actor_id, import_id, ImportState.RUNNING, ImportState.STOPPED, "")


async def resume_import(shop: Shop, actor_id: int, import_id: int, message_id: str) -> ImportView | Refused:
    """Go on where it was stopped. Refuses NOT_OWNER, IMPORT_OVER, IMPORT_BUSY."""
    return await _turn(shop, actor_id, import_id, ImportState.STOPPED, ImportState.RUNNING, message_id)


async def _turn(
    shop: Shop, actor_id: int, import_id: int, before: ImportState, after: ImportState, message_id: str
) -> ImportView | Refused:
    def write(tx: Connection) -> ImportView | Refused:
        found = owned(tx, actor_id, import_id)
        if isinstance(found, Refused):
            return found
        if found.state is after:
            return view_of(found)
        if found.state is not before:
            return Refused(Refusal.IMPORT_OVER)
        if after is ImportState.RUNNING and imports.at_work(tx):
            return Refused(Refusal.IMPORT_BUSY)
        shown = {"message_id": message_id} if message_id else {}
        imports.change(tx, import_id, before, state=after.value, **shown)
        return _again(tx, import_id)

    return await shop.db.write(write)


def _again(tx: Connection, import_id: int) -> ImportView | Refused:
    found = imports.find(tx, import_id)
    return Refused(Refusal.IMPORT_OVER) if found is None else view_of(found)


def _read(content: bytes, today: date) -> Sheet | Refused:
    table = read_table(content)
    return table if isinstance(table, Refused) else read_sheet(table, today)


def _matched(tx: Connection, shop: Shop, sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet without rows that can't be told apart, and how many of the rest are about known members."""
    good: list[ImportRow] = []
    bad: list[BadRow] = list(sheet.bad)
    seen: set[int] = set()
    known = 0
    for row in sheet.rows:
        found = imports.whose(tx, shop.vault.index("phone", row.phone) if row.phone else None, row.card)
        if fault := _fault(found, seen, sheet.what):
            bad.append(BadRow(row.number, fault))
            continue
        seen |= found
        known += len(found)
        good.append(row)
    bad.sort(key=lambda one: one.number)
    return replace(sheet, rows=tuple(good), bad=tuple(bad)), known


def _fault(found: set[int], seen: set[int], what: What) -> Fault | None:
    if len(found) > 1:
        return Fault.TWO_MEMBERS
    if what is What.PURCHASES:
        return None if found else Fault.STRANGER
    return Fault.DOUBLE if found & seen else None


def _plan(sheet: Sheet, known: int) -> dict[str, Any]:
    """What the dry run found, in figures and headings: nothing of anybody in particular."""
    bad: Sequence[BadRow] = sheet.bad
    return {
        "columns": [[column.value, heading] for column, heading in sheet.columns],
        "ignored": list(sheet.ignored),
        "bad": [[row.number, row.fault.value] for row in bad],
        "fresh": len(sheet.rows) - known,
        "known": known,
        "points": sum(row.points or 0 for row in sheet.rows),
        "floored": sheet.floored,
    }
