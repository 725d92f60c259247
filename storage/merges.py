"""Cards that became one: the log of what changed hands, and the moving of rows from one card to another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, or_, select, update

from loyalty.ledger import Lot
from loyalty.sale import DraftState
from storage.ledger import on_the_shelf
from storage.schema import (
    accounts,
    alerts,
    cases,
    certificates,
    claims,
    entries,
    family,
    freezes,
    gifts,
    grants,
    holds,
    lots,
    members,
    merges,
    notices,
    occasions,
    offers,
    purchases,
    receipt_claims,
    referrals,
    remarks,
    reviews,
    sale_drafts,
    shelved,
    stamps,
    tags,
    uses,
)
from storage.values import insert_row, packed, unpacked

# What a person has beside his points, by a name for the log: the row's key, and the column of whose it is.
_THINGS: Mapping[str, tuple[Column[Any], Column[Any]]] = {
    "accounts": (accounts.c.id, accounts.c.member_id),
    "alerts": (alerts.c.id, alerts.c.member_id),
    "certificates": (certificates.c.id, certificates.c.holder_id),
    "claims": (claims.c.id, claims.c.member_id),
    "drafts": (sale_drafts.c.id, sale_drafts.c.member_id),
    "gifts_given": (gifts.c.id, gifts.c.sender_id),
    "gifts_taken": (gifts.c.id, gifts.c.recipient_id),
    "grants": (grants.c.id, grants.c.member_id),
    "guests": (members.c.id, members.c.invited_by),
    "friends": (referrals.c.id, referrals.c.inviter_id),
    "occasions": (occasions.c.occasion, occasions.c.member_id),
    "offers": (offers.c.id, offers.c.member_id),
    "purchases": (purchases.c.id, purchases.c.member_id),
    "family": (family.c.staff_id, family.c.member_id),
    "receipts": (receipt_claims.c.id, receipt_claims.c.member_id),
    "remarks": (remarks.c.id, remarks.c.member_id),
    # What is left of the cases: those about an entry moved with it.
    "requests": (cases.c.id, cases.c.member_id),
    "reviews": (reviews.c.purchase_id, reviews.c.member_id),
    "stamps": (stamps.c.id, stamps.c.member_id),
    "tags": (tags.c.tag, tags.c.member_id),
    "uses": (uses.c.id, uses.c.member_id),
}
# Where the owner is a part of the key: what the kept card has already stays where it is.
_ONCE_EACH = frozenset({"occasions", "family", "tags"})
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge. moved: what changed hands and what stood there before."""

    id: int
    kept_id: int
    other_id: int
    operation_id: int
    moved: Mapping[str, Any]
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the other card told of its person, sealed for that card."""

    phone: bytes | None
    phone_index: bytes | None
    birthday: bytes | None
    birthday_index: bytes | None
    birthday_at: datetime | None


def add(tx: Connection, kept_id: int, other_id: int, operation_id: int, by_id: int, at: datetime) -> int:
    """A merge begins; what it moves is kept with `keep_moved`. The database allows a card one at a time."""
    row = {"kept_id": kept_id, "other_id": other_id, "operation_id": operation_id, "by_id": by_id, "at": at}
    return insert_row(tx, insert(merges), {**row, "moved": "{}"})


def standing(tx: Connection, kept_id: int, other_id: int) -> Merge | None:
    """The merge of these two that stands."""
    these = (merges.c.kept_id == kept_id, merges.c.other_id == other_id, merges.c.undone_at.is_(None))
    return _merge(tx.execute(select(merges).where(*these)).one_or_none())


def count(tx: Connection, other_id: int) -> int:
    """How often this card went into another one."""
    return int(tx.scalar(select(func.count()).where(merges.c.other_id == other_id)) or 0)


def keep_moved(tx: Connection, merge_id: int, moved: Mapping[str, Any]) -> None:
    """What the merge moved, for undoing it."""
    tx.execute(update(merges).where(merges.c.id == merge_id).values(moved=packed(moved)))


def find(tx: Connection, merge_id: int) -> Merge | None:
    """The merge with this id."""
    return _merge(tx.execute(select(merges).where(merges.c.id == merge_id)).one_or_none())


def newest_into(tx: Connection, kept_id: int) -> Merge | None:
    """The newest merge that stands of those that brought another card to this one."""
    mine = (merges.c.kept_id == kept_id, merges.c.undone_at.is_(None))
    return _merge(tx.execute(select(merges).where(*mine).order_by(merges.c.id.desc()).limit(1)).one_or_none())


def sealed(tx: Connection, merge_id: int) -> Sealed:
    """What the other card had told when it was merged."""
    return Sealed(*tx.execute(select(*_told(merges)).where(merges.c.id == merge_id)).one())


def sealed_of(tx: Connection, member_id: int) -> Sealed:
    """What a card has told."""
    return Sealed(*tx.execute(select(*_told(members)).where(members.c.id == member_id)).one())


def keep_sealed(tx: Connection, merge_id: int, told: Sealed) -> None:
    """Keep what the other card told for undoing the merge."""
    tx.execute(update(merges).where(merges.c.id == merge_id).values(**asdict(told)))


def put_back_sealed(tx: Connection, member_id: int, told: Sealed) -> None:
    """The card has this again."""
    tx.execute(update(members).where(members.c.id == member_id).values(**asdict(told)))


def _told(table: Table) -> list[Column[Any]]:
    return [table.c[one.name] for one in fields(Sealed)]


def undo(tx: Connection, merge_id: int, by_id: int, at: datetime) -> None:
    """The merge does not stand any more. RuntimeError when somebody undid it meanwhile."""
    mine = update(merges).where(merges.c.id == merge_id, merges.c.undone_at.is_(None))
    gone = dict.fromkeys(one.name for one in fields(Sealed))
    if tx.execute(mine.values(undone_at=at, undone_by=by_id, **gone)).rowcount != 1:
        raise RuntimeError("the merge was undone already")


def forget_told(tx: Connection, before: datetime) -> int:
    """What was kept for undoing alone goes with the right to undo: merges before this instant; how many."""
    told = or_(merges.c.phone.is_not(None), merges.c.birthday.is_not(None))
    gone = update(merges).where(merges.c.at < before, told)
    return tx.execute(gone.values(dict.fromkeys((one.name for one in fields(Sealed)), None))).rowcount


def at_till(tx: Connection, member_id: int, now: datetime) -> bool:
    """Whether a sale with this card is open, or points are set aside for one."""
    drafted = select(sale_drafts.c.id).where(
        sale_drafts.c.member_id == member_id,
        sale_drafts.c.state == DraftState.OPEN.value,
        sale_drafts.c.expires_at > now,
    )
    held = select(holds.c.id).where(
        holds.c.member_id == member_id, holds.c.state == "open", holds.c.purpose == "sale"
    )
    return any(tx.execute(query.limit(1)).first() is not None for query in (drafted, held))


# --- things that change hands ---


def hand_over(tx: Connection, from_id: int, to_id: int) -> dict[str, list[Any]]:
    """Everything this card has beside points belongs to the other one; the keys of what moved, by name."""
    moved = {}
    for name, (key, whose) in _THINGS.items():
        wanted = select(key).where(whose == from_id)
        if name in _ONCE_EACH:
            wanted = wanted.where(key.not_in(select(key).where(whose == to_id)))
        moved[name] = list(tx.scalars(wanted))
        _hand(tx, name, moved[name], from_id, to_id)
    return moved


def hand_back(tx: Connection, moved: Mapping[str, Sequence[Any]], from_id: int, to_id: int) -> None:
    """These go back, as far as they are still there. Merges of an older version did not know every kind."""
    for name in _THINGS:
        _hand(tx, name, moved.get(name, ()), from_id, to_id)


def _hand(tx: Connection, name: str, keys: Sequence[Any], from_id: int, to_id: int) -> None:
    key, whose = _THINGS[name]
    table: Table = whose.table
    for first in range(0, len(keys), _AT_ONCE):
        some = key.in_(keys[first : first + _AT_ONCE])
        tx.execute(update(table).where(some, whose == from_id).values({whose.name: to_id}))


def stamps_used(tx: Connection, stamp_ids: Collection[int]) -> list[int]:
    """Which of these stamps have been used for a gift."""
    used = select(stamps.c.id).where(stamps.c.id.in_(list(stamp_ids)), stamps.c.claim_id.is_not(None))
    return sorted(tx.scalars(used))


def copy_freezes(tx: Connection, from_id: int, to_id: int) -> None:
    """The other card shows when this one's points were on hold: lots that waited then say so."""
    for row in tx.execute(select(freezes).where(freezes.c.member_id == from_id)).mappings().all():
        tx.execute(insert(freezes).values({**row, "id": None, "member_id": to_id}))


def stamps_unused(tx: Connection, stamp_ids: Collection[int]) -> list[int]:
    """Which of these stamps brought nothing yet."""
    return sorted(set(stamp_ids) - set(stamps_used(tx, stamp_ids)))


def contested(tx: Connection, member_id: int) -> list[tuple[int, int]]:
    """(case, entry) of everything a member contested."""
    query = select(cases.c.id, cases.c.seq).where(cases.c.member_id == member_id, cases.c.seq.is_not(None))
    return [(row.id, row.seq) for row in tx.execute(query.order_by(cases.c.id))]


def move_case(tx: Connection, case_id: int, member_id: int, seq: int) -> None:
    """The case is about this entry of that member."""
    tx.execute(update(cases).where(cases.c.id == case_id).values(member_id=member_id, seq=seq))


def move_notices(
    tx: Connection,
    from_id: int,
    to_id: int,
    account_id: int | None,
    seqs: Mapping[int, int],
    lots: Mapping[int, int],
) -> None:
    """What waits to be sent goes to the same account as before; seqs, lots: the numbers its entries and lots
    have now."""
    waiting = (notices.c.member_id == from_id, notices.c.state == "queued")
    for notice_id, text in tx.execute(select(notices.c.id, notices.c.data).where(*waiting)).all():
        data = unpacked(text)
        if data.get("seq") in seqs:
            data["seq"] = seqs[data["seq"]]
        if data.get("member") == from_id:
            data["member"] = to_id
            data |= {"lots": [lots.get(one, one) for one in data["lots"]]} if "lots" in data else {}
        values = {"member_id": to_id, "account_id": account_id, "data": packed(data)}
        tx.execute(update(notices).where(notices.c.id == notice_id).values(**values))


def swap_friends(tx: Connection, one_id: int, other_id: int) -> None:
    """How each of the two came to the shop is how the other one came."""
    theirs = select(referrals).where(referrals.c.friend_id.in_((one_id, other_id)))
    rows = tx.execute(theirs).mappings().all()
    tx.execute(delete(referrals).where(referrals.c.id.in_([row["id"] for row in rows])))
    for row in rows:
        tx.execute(insert(referrals).values({**row, "friend_id": one_id + other_id - row["friend_id"]}))


# --- books ---


def shelve(tx: Connection, member_id: int, first_seq: int, last_seq: int, merge_id: int) -> None:
    """These entries count no more; nothing happens when there are none."""
    if first_seq <= last_seq:
        row = {"member_id": member_id, "first_seq": first_seq, "last_seq": last_seq, "merge_id": merge_id}
        tx.execute(insert(shelved).values(**row))


def unshelve(tx: Connection, merge_id: int) -> None:
    """What a merge took off the shelf's other side counts again."""
    tx.execute(delete(shelved).where(shelved.c.merge_id == merge_id))


def shelf(tx: Connection, member_id: int) -> list[tuple[int, int]]:
    """First and last of the stretches of a member's entries that don't count."""
    query = select(shelved.c.first_seq, shelved.c.last_seq).where(shelved.c.member_id == member_id)
    return [(row.first_seq, row.last_seq) for row in tx.execute(query)]


def next_n(tx: Connection, operation_id: int) -> int:
    """The number of the next entry of an operation."""
    last = select(func.max(entries.c.n)).where(entries.c.operation_id == operation_id)
    return int(tx.scalar(last) if tx.scalar(last) is not None else -1) + 1


def waking(tx: Connection, member_id: int) -> set[int]:
    """Lots whose holder will be told when they can be used."""
    return set(tx.scalars(select(lots.c.id).where(lots.c.member_id == member_id, ~lots.c.told_active)))


def mark(tx: Connection, lot_id: int, like: Lot) -> None:
    """A copied lot is under review, put off and told of as the first one."""
    marks = {"blocked": like.blocked, "moved_to": like.moved_to, "reminded_at": like.reminded_at}
    tx.execute(update(lots).where(lots.c.id == lot_id).values(**marks))


def tell_waking(tx: Connection, lot_ids: Collection[int], *, waking: bool) -> None:
    """Whether the holder of these lots is told when they can be used."""
    tx.execute(update(lots).where(lots.c.id.in_(list(lot_ids))).values(told_active=not waking))


def open_holds(tx: Connection, member_id: int) -> dict[int, dict[int, int]]:
    """What a member's open holds have set aside: points by lot, by the hold."""
    query = select(holds.c.id, holds.c.allocation).where(
        holds.c.member_id == member_id, holds.c.state == "open"
    )
    return {
        hold_id: {int(lot_id): points for lot_id, points in unpacked(allocation).items()}
        for hold_id, allocation in tx.execute(query)
    }


def move_hold(tx: Connection, hold_id: int, member_id: int, allocation: Mapping[int, int]) -> None:
    """The hold keeps these points of that member; setting them aside is the ledger's."""
    kept = packed({str(lot_id): points for lot_id, points in allocation.items()})
    tx.execute(update(holds).where(holds.c.id == hold_id).values(member_id=member_id, allocation=kept))


def was_followed(tx: Connection, member_id: int, after_seq: int, purchase_ids: Iterable[int]) -> bool:
    """Whether an entry after this one, that counts, is about one of these purchases."""
    later = (entries.c.member_id == member_id, entries.c.seq > after_seq, ~on_the_shelf)
    named = select(entries.c.purchase_id).where(*later, entries.c.purchase_id.is_not(None))
    return not set(purchase_ids).isdisjoint(tx.scalars(named))


def _merge(row: Any) -> Merge | None:
    if row is None:
        return None
    figures = (row.id, row.kept_id, row.other_id, row.operation_id, unpacked(row.moved))
    return Merge(*figures, row.at, row.undone_at)
