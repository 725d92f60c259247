"""Taking a whole import back, as long as nothing it brought was used."""

from datetime import datetime

from actions import statistics
from actions.import_view import PROGRESS, owned, view_of
from actions.operation import Operation, record
from actions.shop import Shop
from loyalty.importing import ImportState, ImportView
from loyalty.ledger import Kind, Posting
from loyalty.refusals import Refusal, Refused
from storage import adopting, imports, ledger, notices, sales
from storage.database import Connection
from storage.imports import Import, RowDone

# So many rows a transaction, about twenty milliseconds; the message changes every so many transactions.
AT_ONCE = 5
TOLD_EVERY = 80
REASON = "import_undone"


async def undo_import(shop: Shop, actor_id: int, import_id: int, message_id: str) -> ImportView | Refused:
    """From now on its rows are taken back one by one; members it made are forgotten.

    Refuses NOT_OWNER, IMPORT_OVER, IMPORT_BUSY, IMPORT_USED (count) once points were used or a purchase
    returned.
    """

    def write(tx: Connection) -> ImportView | Refused:
        found = owned(tx, actor_id, import_id)
        if isinstance(found, Refused):
            return found
        if found.state in (ImportState.UNDOING, ImportState.UNDONE):
            return view_of(found)
        if found.state not in (ImportState.DONE, ImportState.STOPPED):
            return Refused(Refusal.IMPORT_OVER)
        if imports.at_work(tx):
            return Refused(Refusal.IMPORT_BUSY)
        if used := imports.used(tx, import_id):
            return Refused(Refusal.IMPORT_USED, {"count": used})
        begun = {"state": ImportState.UNDOING.value, "done": 0, "content": None, "message_id": message_id}
        imports.change(tx, import_id, found.state, **begun)
        again = owned(tx, actor_id, import_id)
        return again if isinstance(again, Refused) else view_of(again)

    return await shop.db.write(write)


def undo_some(tx: Connection, import_id: int, now: datetime) -> int:
    """Take the next rows back; how many. The job's count is the number of the last row in the file."""
    job = imports.find(tx, import_id)
    if job is None or job.state is not ImportState.UNDOING:
        return 0
    part = imports.rows(tx, import_id, job.done, AT_ONCE)
    figures = dict(job.figures)
    for row in part:
        name = "undone" if _undo(tx, job, row, now) else "kept"
        figures[name] = figures.get(name, 0) + 1
    finished = len(part) < AT_ONCE
    done = part[-1].number if part else job.done
    ended = {"state": ImportState.UNDONE.value, "ended_at": now} if finished else {}
    imports.change(tx, import_id, ImportState.UNDOING, done=done, figures=figures, **ended)
    turns = (figures.get("undone", 0) + figures.get("kept", 0)) // AT_ONCE
    if finished or turns % TOLD_EVERY == 0:
        told = {"import": import_id, "message_id": job.message_id}
        notices.queue(tx, job.author_id, PROGRESS, told, now)
    return len(part)


def _undo(tx: Connection, job: Import, row: RowDone, now: datetime) -> bool:
    """Reverse what a row did; False when that was used since the undoing began, or its member was erased."""
    if imports.stays(tx, job.id, row.number):
        return False
    if row.operation_id is not None:
        _reverse(tx, job, row, row.operation_id, now)
    if row.purchase_id is not None:
        sales.undone(tx, row.purchase_id, now)
        statistics.after_undone(tx, row.purchase_id)
    if row.created and not adopting.has_more(tx, row.member_id, job.at):
        adopting.forget(tx, row.member_id)
    return True


def _reverse(tx: Connection, job: Import, row: RowDone, operation_id: int, now: datetime) -> None:
    """Every entry by its opposite, the newest first."""
    entries = ledger.entries_of_operation(tx, operation_id, row.member_id)
    lots = {
        lot.id: lot
        for lot in ledger.lots_by_id(tx, {one.lot_id for one in entries if one.lot_id is not None})
    }
    postings = [
        Posting(
            Kind(entry.kind),
            -entry.points,
            lots[entry.lot_id] if entry.lot_id is not None else None,
            reverses_seq=entry.seq,
            reason=REASON,
        )
        for entry in reversed(entries)
    ]
    inputs = {"reverses": operation_id}
    operation = Operation(f"import-undo:{job.id}:{row.number}", inputs, job.author_id, now)
    undoing = record(tx, operation, inputs)
    ledger.post(tx, undoing, row.member_id, postings, job.author_id, now)
