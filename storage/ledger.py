"""The ledger's tables: heads, lots, entries. Everything is decided in loyalty.ledger; here it is kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from loyalty.ledger import Entry, Head, Lot, Posting
from loyalty.ledger import post as posted
from storage.schema import entries, heads, lots, members, purchases
from storage.values import insert_row

_HEAD = select(heads).where(heads.c.member_id == bindparam("member"))
_NEW_HEAD = insert(heads)
# The second lock on the balance: the row moves only from the very state that was read.
_MOVE_HEAD = (
    update(heads)
    .where(heads.c.member_id == bindparam("member"), heads.c.seq == bindparam("seen_seq"))
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"), available=bindparam("new_available"))
)
_NEW_LOT = insert(lots)
_MOVE_LOT = update(lots).where(lots.c.id == bindparam("lot")).values(remaining=bindparam("new_remaining"))
_NEW_ENTRY = insert(entries)
_ENTRY_COLUMNS = tuple(column.name for column in entries.c if column.name != "id")
_LOTS_OF_PURCHASE = select(lots).where(lots.c.purchase_id == bindparam("purchase"))
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
    return Head(row.member_id, row.seq, row.hash, row.available)


def new_lot(
    tx: Connection,
    member_id: int,
    purchase_id: int | None,
    amount: int,
    at: datetime,
    expires_at: datetime | None,
) -> Lot:
    """A lot that is active from `at`; it holds nothing until an entry says so."""
    lot: dict[str, Any] = {
        "member_id": member_id,
        "purchase_id": purchase_id,
        "amount": amount,
        "remaining": amount,
    }
    lot |= {"active_from": at, "expires_at": expires_at}
    return Lot(insert_row(tx, _NEW_LOT, lot), member_id, purchase_id, amount, amount, at, expires_at)


def post(
    tx: Connection, operation_id: int, postings: Sequence[Posting], actor_id: int | None, at: datetime
) -> Head:
    """Write the postings of one member as entries, move the lots and the head; the head afterwards.

    Raises RuntimeError when the head was moved by somebody else meanwhile, ValueError for an impossible
    posting; either rolls the whole operation back.
    """
    before = current = head(tx, postings[0].lot.member_id)
    for n, posting in enumerate(postings):
        current, entry, lot = posted(
            current, posting, operation_id=operation_id, n=n, actor_id=actor_id, at=at
        )
        tx.execute(_NEW_ENTRY, _row(entry))
        if lot.remaining != posting.lot.remaining:
            tx.execute(_MOVE_LOT, {"lot": lot.id, "new_remaining": lot.remaining})
    moved = tx.execute(
        _MOVE_HEAD,
        {
            "member": before.member_id,
            "seen_seq": before.seq,
            "new_seq": current.seq,
            "new_hash": current.hash,
            "new_available": current.available,
        },
    )
    if moved.rowcount != 1:
        raise RuntimeError("the member's head moved during the operation")
    return current


def lots_of_purchase(tx: Connection, purchase_id: int) -> list[Lot]:
    """The lots a purchase brought."""
    return [_lot(row) for row in tx.execute(_LOTS_OF_PURCHASE, {"purchase": purchase_id})]


def entries_of_purchase(tx: Connection, member_id: int, purchase_id: int) -> list[Entry]:
    """The entries a member's purchase brought, oldest first."""
    theirs = (entries.c.member_id == member_id, entries.c.purchase_id == purchase_id)
    rows = tx.execute(_FACTS.where(*theirs))
    return [_entry(row) for row in rows]


def history(tx: Connection, member_id: int, offset: int, limit: int) -> tuple[list[Entry], int]:
    """One page of a member's entries, newest first, and how many there are."""
    total = tx.scalar(select(func.count()).where(entries.c.member_id == member_id)) or 0
    newest_first = (
        _FACTS.where(entries.c.member_id == member_id).order_by(None).order_by(entries.c.seq.desc())
    )
    return [_entry(row) for row in tx.execute(newest_first.offset(offset).limit(limit))], total


@dataclass(frozen=True, slots=True)
class Books:
    """All of one member's books; number: of the card by which people know him.

    earned: the points of each purchase, by its id.
    """

    number: str
    head: Head
    entries: list[Entry] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    earned: dict[int, int] = field(default_factory=dict)


def books(tx: Connection, after_member: int, limit: int) -> list[Books]:
    """The books of the next members in order of id, at most `limit` of them."""
    some = (
        select(members.c.id, members.c.number, heads.c.seq, heads.c.hash, heads.c.available)
        .outerjoin(heads, members.c.id == heads.c.member_id)
        .where(members.c.id > after_member)
        .order_by(members.c.id)
        .limit(limit)
    )
    page = {}
    for row in tx.execute(some):
        # A head that was taken away counts as an empty one: entries without it are found to be wrong.
        kept = Head(row.id) if row.seq is None else Head(row.id, row.seq, row.hash, row.available)
        page[row.id] = Books(row.number, kept)
    first, last = min(page, default=0), max(page, default=0)
    for entry in tx.execute(_FACTS.where(entries.c.member_id.between(first, last))):
        page[entry.member_id].entries.append(_entry(entry))
    for lot in tx.execute(select(lots).where(lots.c.member_id.between(first, last))):
        page[lot.member_id].lots.append(_lot(lot))
    bought = select(purchases).where(purchases.c.member_id.between(first, last))
    for purchase in tx.execute(bought):
        page[purchase.member_id].earned[purchase.id] = purchase.earned_points
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


def _lot(row: Row[Any]) -> Lot:
    return Lot(
        row.id, row.member_id, row.purchase_id, row.amount, row.remaining, row.active_from, row.expires_at
    )
