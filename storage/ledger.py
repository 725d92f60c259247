"""The ledger's tables: heads, lots, entries. Everything is decided in loyalty.ledger; here it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)

from loyalty.freezing import Freeze
from loyalty.ledger import Entry, Flow, Head, Kind, Lot, Posting
from loyalty.ledger import post as posted
from storage.freezes import of_members
from storage.schema import entries, heads, holds, lots, members, purchases, shelved
from storage.values import insert_row, unpacked

_HEAD = select(heads).where(heads.c.member_id == bindparam("member"))
_NEW_HEAD = insert(heads)
# The second lock on the balance: the row moves only from the very state that was read.
_MOVE_HEAD = (
    update(heads)
    .where(heads.c.member_id == bindparam("member"), heads.c.seq == bindparam("seen_seq"))
    .values(
        seq=bindparam("new_seq"),
        hash=bindparam("new_hash"),
        points=bindparam("new_points"),
        debt=bindparam("new_debt"),
    )
)
_NEW_LOT = insert(lots)
_LOT = select(
    lots.c.id,
    lots.c.member_id,
    lots.c.purchase_id,
    lots.c.amount,
    lots.c.remaining,
    lots.c.active_from,
    lots.c.expires_at,
    lots.c.kind,
    lots.c.reserved,
    lots.c.blocked,
    lots.c.reminded_at,
    lots.c.moved_to,
)
# Spelt out, not bound: SQLite takes a partial index only when it sees the index's own condition.
_SOME: ColumnElement[int] = literal_column("0")
_OPEN_LOTS = _LOT.where(lots.c.member_id == bindparam("member"), lots.c.remaining > _SOME).order_by(lots.c.id)
_LOTS_BY_ID = _LOT.where(lots.c.id.in_(bindparam("ids", expanding=True))).order_by(lots.c.id)
# The lot moves only from the state that was read: the third lock.
_MOVE_LOT = (
    update(lots)
    .where(lots.c.id == bindparam("lot"), lots.c.remaining == bindparam("seen_remaining"))
    .values(remaining=bindparam("new_remaining"))
)
_RESERVE = (
    update(lots)
    .where(lots.c.id == bindparam("lot"))
    .values(reserved=lots.c.reserved + bindparam("more", type_=BigInteger))
)
# An entry that stands in another card's books, or was taken back with a whole merge.
on_the_shelf = exists().where(
    shelved.c.member_id == entries.c.member_id,
    entries.c.seq.between(shelved.c.first_seq, shelved.c.last_seq),
)
_NEW_ENTRY = insert(entries)
_ENTRY_COLUMNS = tuple(column.name for column in entries.c if column.name != "id")
_FACTS = (
    select(entries, lots.c.amount, lots.c.active_from, lots.c.expires_at)
    .outerjoin(lots, lots.c.id == entries.c.lot_id)
    .order_by(entries.c.member_id, entries.c.seq)
)


def open_head(tx: Connection, member_id: int) -> None:
    """A new member's empty books."""
    tx.execute(_NEW_HEAD, asdict(Head(member_id)))


def head(tx: Connection, member_id: int) -> Head:
    """The end of the member's chain and the balance."""
    row = tx.execute(_HEAD, {"member": member_id}).one()
    return Head(row.member_id, row.seq, row.hash, row.points, row.debt)


def new_lot(
    tx: Connection,
    member_id: int,
    kind: Kind,
    amount: int,
    active_from: datetime,
    expires_at: datetime | None,
    purchase_id: int | None = None,
    *,
    waking: bool = False,
) -> Lot:
    """A lot of these terms; it counts once an entry opens it. waking: its holder is told when it wakes."""
    lot: dict[str, Any] = {
        "member_id": member_id,
        "purchase_id": purchase_id,
        "amount": amount,
        "remaining": amount,
        "active_from": active_from,
        "expires_at": expires_at,
        "kind": kind.value,
        "told_active": not waking,
    }
    lot_id = insert_row(tx, _NEW_LOT, lot)
    return Lot(lot_id, member_id, purchase_id, amount, amount, active_from, expires_at, kind.value)


def open_lots(tx: Connection, member_id: int) -> list[Lot]:
    """The member's lots that still hold points, oldest first."""
    return [Lot(*row) for row in tx.execute(_OPEN_LOTS, {"member": member_id})]


def all_lots(tx: Connection, member_id: int) -> list[Lot]:
    """Every lot the member ever had, oldest first."""
    return [Lot(*row) for row in tx.execute(_LOT.where(lots.c.member_id == member_id).order_by(lots.c.id))]


def lots_by_id(tx: Connection, ids: Iterable[int]) -> list[Lot]:
    """These lots as they are now, oldest first."""
    return [Lot(*row) for row in tx.execute(_LOTS_BY_ID, {"ids": list(ids)})]


def post(
    tx: Connection,
    operation_id: int,
    member_id: int,
    postings: Sequence[Posting],
    actor_id: int | None,
    at: datetime,
    n: int = 0,
) -> Head:
    """Write the postings of one member as entries, move the lots and the head; the head afterwards.

    Several postings may move one lot. n: the first entry's number when an operation writes for several
    members. Raises RuntimeError when the head or a lot was moved by somebody else meanwhile, ValueError for
    an impossible posting; either rolls the whole operation back.
    """
    before = current = head(tx, member_id)
    moved: dict[int, Lot] = {}
    seen: dict[int, int] = {}
    for number, posting in enumerate(postings, n):
        lot = posting.lot
        if lot is not None:
            seen.setdefault(lot.id, lot.remaining)
            posting = replace(posting, lot=moved.get(lot.id, lot))
        current, entry, after = posted(
            current, posting, operation_id=operation_id, n=number, actor_id=actor_id, at=at
        )
        tx.execute(_NEW_ENTRY, _row(entry))
        if after is not None:
            moved[after.id] = after
    for lot_id, after in moved.items():
        if after.remaining != seen[lot_id]:
            figures = {"lot": lot_id, "seen_remaining": seen[lot_id], "new_remaining": after.remaining}
            _moved_one(tx.execute(_MOVE_LOT, figures).rowcount)
    figures = {"member": before.member_id, "seen_seq": before.seq, "new_seq": current.seq}
    figures |= {"new_points": current.points, "new_debt": current.debt}
    _moved_one(tx.execute(_MOVE_HEAD, {**figures, "new_hash": current.hash}).rowcount)
    return current


def _moved_one(rows: int) -> None:
    if rows != 1:
        raise RuntimeError("the member's points moved during the operation")


def reserve(tx: Connection, allocation: Mapping[int, int]) -> None:
    """Set points of these lots aside; the database refuses more than a lot holds."""
    for lot_id, points in allocation.items():
        tx.execute(_RESERVE, {"lot": lot_id, "more": points})


def release(tx: Connection, allocation: Mapping[int, int]) -> None:
    """What was set aside is free again."""
    reserve(tx, {lot_id: -points for lot_id, points in allocation.items()})


def block(tx: Connection, lot_id: int, *, blocked: bool) -> None:
    """Put a lot under review, or take it out."""
    tx.execute(update(lots).where(lots.c.id == lot_id).values(blocked=blocked))


def brought(tx: Connection, member_id: int, kinds: Iterable[Kind]) -> int:
    """How many points lots of these kinds brought a member, whatever became of them."""
    theirs = (lots.c.member_id == member_id, lots.c.kind.in_([kind.value for kind in kinds]))
    return tx.scalar(select(func.coalesce(func.sum(lots.c.amount), 0)).where(*theirs)) or 0


def entry(tx: Connection, member_id: int, seq: int) -> Entry | None:
    """A member's entry by its number; none for one that counts elsewhere."""
    this = (entries.c.member_id == member_id, entries.c.seq == seq, ~on_the_shelf)
    row = tx.execute(_FACTS.where(*this)).one_or_none()
    return None if row is None else _entry(row)


def all_entries(tx: Connection, member_id: int) -> list[Entry]:
    """The member's whole chain."""
    return [_entry(row) for row in tx.execute(_FACTS.where(entries.c.member_id == member_id))]


def entries_of_purchase(tx: Connection, member_id: int, purchase_id: int) -> list[Entry]:
    """The entries a member's purchase brought, oldest first."""
    theirs = (entries.c.member_id == member_id, entries.c.purchase_id == purchase_id, ~on_the_shelf)
    return [_entry(row) for row in tx.execute(_FACTS.where(*theirs))]


def entries_of_operation(tx: Connection, operation_id: int, member_id: int) -> list[Entry]:
    """What one operation wrote about one member, in order."""
    theirs = (entries.c.operation_id == operation_id, entries.c.member_id == member_id, ~on_the_shelf)
    return [_entry(row) for row in tx.execute(_FACTS.where(*theirs))]


@dataclass(frozen=True, slots=True)
class Books:
    """All of one member's books; number: of the card by which people know him.

    flows: what each of his purchases moved by its own record. reserved: points of his open holds, by lot.
    shelved: stretches of entries that count elsewhere.
    """

    number: str
    head: Head
    entries: list[Entry] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    flows: dict[int, Flow] = field(default_factory=dict)
    reserved: dict[int, int] = field(default_factory=dict)
    shelved: list[tuple[int, int]] = field(default_factory=list)
    freezes: list[Freeze] = field(default_factory=list)


def books(tx: Connection, after_member: int, limit: int) -> list[Books]:
    """The books of the next members in order of id, at most `limit` of them."""
    some = (
        select(members.c.id, members.c.number, heads.c.seq, heads.c.hash, heads.c.points, heads.c.debt)
        .outerjoin(heads, members.c.id == heads.c.member_id)
        .where(members.c.id > after_member)
        .order_by(members.c.id)
        .limit(limit)
    )
    page = {}
    for row in tx.execute(some):
        # A head that was taken away counts as an empty one: entries without it are found to be wrong.
        kept = Head(row.id) if row.seq is None else Head(row.id, row.seq, row.hash, row.points, row.debt)
        page[row.id] = Books(row.number, kept)
    first, last = min(page, default=0), max(page, default=0)
    for entry in tx.execute(_FACTS.where(entries.c.member_id.between(first, last))):
        page[entry.member_id].entries.append(_entry(entry))
    for lot in tx.execute(_LOT.where(lots.c.member_id.between(first, last))):
        page[lot.member_id].lots.append(Lot(*lot))
    for one in tx.execute(select(purchases).where(purchases.c.member_id.between(first, last))):
        flow = Flow(one.earned_points, one.reversed_points, one.spent_points, one.returned_points)
        page[one.member_id].flows[one.id] = flow
    held = select(holds.c.member_id, holds.c.allocation).where(
        holds.c.member_id.between(first, last), holds.c.state == "open"
    )
    for member_id, allocation in tx.execute(held):
        reserved = page[member_id].reserved
        for lot_id, points in unpacked(allocation).items():
            reserved[int(lot_id)] = reserved.get(int(lot_id), 0) + points
    for freeze in of_members(tx, first, last):
        page[freeze.member_id].freezes.append(freeze)
    for row in tx.execute(select(shelved).where(shelved.c.member_id.between(first, last))):
        page[row.member_id].shelved.append((row.first_seq, row.last_seq))
    return list(page.values())


def _row(entry: Entry) -> dict[str, object]:
    return {column: getattr(entry, column) for column in _ENTRY_COLUMNS}


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        operation_id=row.operation_id,
        n=row.n,
        member_id=row.member_id,
        seq=row.seq,
        kind=row.kind,
        points=row.points,
        lot_id=row.lot_id,
        lot_amount=row.amount,
        lot_active_from=row.active_from,
        lot_expires_at=row.expires_at,
        purchase_id=row.purchase_id,
        reverses_seq=row.reverses_seq,
        reason=row.reason,
        actor_id=row.actor_id,
        at=row.at,
        hash=row.hash,
    )
