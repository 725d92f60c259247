"""What a contested change was, and what it would take to reverse it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.points import purse
from loyalty.cases import Books, Reversal, reversal
from loyalty.ledger import Entry, Kind
from loyalty.programme import DebtPolicy, Programme
from loyalty.refunds import grace_until
from storage import cases, ledger
from storage.cases import Case
from storage.database import Connection

_TRANSFERS = frozenset({Kind.TRANSFERRED_IN, Kind.TRANSFERRED_OUT})


@dataclass(frozen=True, slots=True)
class Side:
    """What a reversal means for one member."""

    member_id: int
    reversal: Reversal


def entries_with(tx: Connection, member_id: int, seq: int) -> list[Entry]:
    """What the operation of this entry wrote about its member, in order; nothing for an unknown entry."""
    entry = ledger.entry(tx, member_id, seq)
    return [] if entry is None else ledger.entries_of_operation(tx, entry.operation_id, member_id)


def plan(tx: Connection, case: Case, programme: Programme, now: datetime) -> list[Side]:
    """What accepting the case does: to its member first, and for points that were given, to the other one.

    The other side of a gift gives up what is left of it and owes nothing; its sender gets what was taken.
    """
    entries = entries_with(tx, case.member_id, case.seq)
    own = reversal(_books(tx, case.member_id, entries, programme, programme.debt_policy, now))
    sides = [Side(case.member_id, own)]
    if not any(entry.kind in _TRANSFERS for entry in entries):
        return sides
    operation_id = entries[0].operation_id
    for other_id in cases.others_in(tx, operation_id, case.member_id):
        written = ledger.entries_of_operation(tx, operation_id, other_id)
        books = _books(tx, other_id, written, programme, DebtPolicy.ONLY_PENDING, now)
        sides.append(Side(other_id, reversal(books, most=max(0, -own.points))))
    return sides


def _books(
    tx: Connection,
    member_id: int,
    entries: Sequence[Entry],
    programme: Programme,
    policy: DebtPolicy,
    now: datetime,
) -> Books:
    owned = purse(tx, member_id, programme, now)
    named = {entry.lot_id for entry in entries if entry.lot_id is not None}
    missing = named - {lot.id for lot in owned.lots}
    return Books(
        entries=tuple(entries),
        undone=cases.undone(tx, member_id, [entry.seq for entry in entries]),
        burnt=cases.burnt(tx, member_id, named),
        lots=(*owned.lots, *ledger.lots_by_id(tx, missing)),
        holder=owned.holder,
        policy=policy,
        now=now,
        grace_until=grace_until(now, programme),
    )
