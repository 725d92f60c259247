"""A merge is undone, as long as nothing that came along was used (rules.md 76)."""

from datetime import datetime

from actions import merge_books, merge_people, statistics
from actions.merge_members import done_view, side_of
from actions.operation import Operation, record
from actions.points import available
from actions.rights import may
from actions.shop import Shop
from loyalty.merging import MergeView, decide_undo
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import erasure, ledger, merges, notices, people
from storage import shop as shop_rows
from storage.database import Connection
from storage.merges import Merge
from storage.vault import Vault


async def show_undo(shop: Shop, owner_id: int, merge_id: int) -> MergeView | Refused:
    """Both cards, for the question. Refuses NOT_OWNER, MERGE_OVER, MERGE_ERASED, UNMERGE_TOO_LATE,
    MERGE_AT_TILL, UNMERGE_SPENT."""
    now = shop.now()

    def read(tx: Connection) -> MergeView | Refused:
        merge = _may_undo(tx, owner_id, merge_id, now)
        return merge if isinstance(merge, Refused) else done_view(tx, merge, now)

    return await shop.db.read(read)


async def undo_merge(shop: Shop, owner_id: int, merge_id: int) -> MergeView | Refused:
    """Two cards again, each with what was its own. Done before: the same answer. Refuses as show_undo."""
    now = shop.now()
    view = await shop.db.write(lambda tx: _undo(tx, owner_id, merge_id, shop.vault, now))
    shop.wake()
    return view


def _undo(tx: Connection, owner_id: int, merge_id: int, vault: Vault, now: datetime) -> MergeView | Refused:
    merge = _may_undo(tx, owner_id, merge_id, now)
    if isinstance(merge, Refused) or merge.undone_at is not None:
        return merge if isinstance(merge, Refused) else done_view(tx, merge, now)
    operation = Operation(f"merge-undo:{merge_id}", {"merge": merge_id}, owner_id, now)
    operation_id = record(tx, operation, {"merge": merge_id})
    merge_books.take_out(tx, merge, operation_id, owner_id, now)
    merge_people.part_people(tx, merge, vault, now)
    merges.undo(tx, merge_id, owner_id, now)
    statistics.recompute(tx, merge.kept_id, merge.other_id)
    programme = shop_rows.programme(tx)
    for member_id in (merge.kept_id, merge.other_id):
        left = available(tx, member_id, programme, now)
        told = {"number": people.member(tx, member_id).number, "available": left}
        notices.queue(tx, member_id, "unmerged", told, now)
    done = merges.find(tx, merge_id)
    return Refused(Refusal.MERGE_OVER) if done is None else done_view(tx, done, now)


def _may_undo(tx: Connection, owner_id: int, merge_id: int, now: datetime) -> Merge | Refused:
    if refused := may(tx, owner_id, Right.RUN):
        return refused
    merge = merges.find(tx, merge_id)
    if merge is None:
        return Refused(Refusal.MERGE_OVER)
    if merge.undone_at is not None:
        return merge
    kept, moved = side_of(tx, merge.kept_id, now), merge.moved
    if any(erasure.is_erased(tx, one) for one in (merge.kept_id, merge.other_id)):
        return Refused(Refusal.MERGE_ERASED)
    # A card that went on into a third one is taken out of that one first.
    if kept.joined_at is None or not moved:
        return Refused(Refusal.MERGE_OVER)
    first, count = moved["copied"]
    touched = merges.was_followed(tx, merge.kept_id, first + count - 1, moved["things"]["purchases"])
    paid = ledger.head(tx, merge.kept_id).debt - moved["debt_then"] if moved["debt"] else 0
    refused = decide_undo(
        merge.at,
        now,
        merge_books.moved_lots(moved),
        merge_books.lots_now(tx, merge.kept_id, moved),
        paid,
        touched=touched or bool(merges.stamps_used(tx, moved["stamps"])),
        at_till=kept.at_till,
    )
    return refused or merge
