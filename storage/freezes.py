"""Members whose points are on hold: from when until when, by whom and why, and how their lots moved on."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from loyalty.freezing import Freeze
from storage.schema import entries, freezes, lots, remarks
from storage.values import insert_row

ABOUT = "freeze"
_FREEZE = select(freezes.c.id, freezes.c.member_id, freezes.c.at, freezes.c.ended_at)
_OF_MEMBER = _FREEZE.where(freezes.c.member_id == bindparam("member")).order_by(freezes.c.id)


def of_member(tx: Connection, member_id: int) -> tuple[Freeze, ...]:
    """All freezes of a member, oldest first."""
    return tuple(Freeze(*row) for row in tx.execute(_OF_MEMBER, {"member": member_id}))


def of_members(tx: Connection, first: int, last: int) -> list[Freeze]:
    """All freezes of the members with these ids."""
    some = _FREEZE.where(freezes.c.member_id.between(first, last)).order_by(freezes.c.id)
    return [Freeze(*row) for row in tx.execute(some)]


def find(tx: Connection, freeze_id: int) -> Freeze | None:
    """The freeze with this id."""
    row = tx.execute(_FREEZE.where(freezes.c.id == freeze_id)).one_or_none()
    return None if row is None else Freeze(*row)


def begin(tx: Connection, member_id: int, author_id: int, reason: str, at: datetime) -> int:
    """Freeze a member, for this reason; the database allows one freeze at a time."""
    freeze_id = insert_row(tx, insert(freezes), {"member_id": member_id, "author_id": author_id, "at": at})
    why = {"about": ABOUT, "about_id": freeze_id, "member_id": member_id, "text": reason, "at": at}
    tx.execute(insert(remarks).values(**why))
    return freeze_id


def end(tx: Connection, freeze_id: int, by: int, at: datetime) -> bool:
    """End a freeze; False when it has ended before."""
    lasting = update(freezes).where(freezes.c.id == freeze_id, freezes.c.ended_at.is_(None))
    return tx.execute(lasting.values(ended_at=at, ended_by=by)).rowcount == 1


def why(tx: Connection, freeze_id: int) -> tuple[int, str]:
    """Who froze, and for what reason ("" when it was erased)."""
    author_id = tx.scalar(select(freezes.c.author_id).where(freezes.c.id == freeze_id))
    reason = select(remarks.c.text).where(remarks.c.about == ABOUT, remarks.c.about_id == freeze_id)
    return int(author_id or 0), str(tx.scalar(reason) or "")


def opened_at(tx: Connection, member_id: int) -> dict[int, datetime]:
    """When each lot of a member was opened, by its id."""
    first = func.min(entries.c.at).label("at")
    query = select(entries.c.lot_id, first).where(
        entries.c.member_id == member_id, entries.c.lot_id.is_not(None)
    )
    return {row.lot_id: row.at for row in tx.execute(query.group_by(entries.c.lot_id))}


def move(tx: Connection, lot_id: int, to: datetime | None) -> None:
    """The lot's clock stood still: it ends at this instant, and its holder has to be told of it anew."""
    tx.execute(update(lots).where(lots.c.id == lot_id).values(moved_to=to, reminded_at=None))
