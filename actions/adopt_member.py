"""A person whose verified phone belongs to a member nobody is yet: he gets that member as his own.

Such members come from an import, or were made at a till. Only the messenger's own contact of the sender
proves a phone (rules.md 71); whoever calls this has seen to that.
"""

from datetime import datetime

from actions import statistics
from actions.operation import Operation, record
from actions.points import available, paying_debt, purse
from loyalty.joining import Step
from loyalty.ledger import Kind, Lot, Posting
from loyalty.wallet import spending_order
from storage import adopting, erasure, ledger, notices, people
from storage import shop as rows
from storage.database import Connection
from storage.vault import SealBrokenError, Vault

KIND = "adopted"
REASON = "adopted"
SEALED_BIRTHDAY = "members:birthday"


def is_waiting(tx: Connection, holder: people.Member) -> bool:
    """Whether this member waits for his person: nothing answered yet, no account, no role."""
    return (
        holder.step == Step.CONSENT
        and not adopting.has_account(tx, holder.id)
        and not adopting.has_worked(tx, holder.id)
    )


def adopt(tx: Connection, vault: Vault, waiting_id: int, person_id: int, now: datetime) -> int:
    """Make one of two; the member under whom the person goes on.

    Whoever is still joining goes on as the waiting member, with his points, purchases and history. Whoever
    has a card or a job already keeps it: the points come over to it, with their terms, and the waiting member
    is forgotten.
    """
    joining = people.member(tx, person_id).step != Step.JOINED
    if joining and ledger.head(tx, person_id).seq == 0 and not adopting.has_worked(tx, person_id):
        return _become(tx, waiting_id, person_id)
    _take_over(tx, vault, waiting_id, person_id, now)
    return person_id


def after_joining(tx: Connection, member_id: int, now: datetime) -> None:
    """Whoever joins and has points already is told that they waited for him."""
    programme = rows.programme(tx)
    mine = purse(tx, member_id, programme, now)
    if mine.head.points > 0:
        told = {"points": mine.head.points, "available": mine.wallet.available}
        notices.queue(tx, member_id, KIND, told, now)


def _become(tx: Connection, waiting_id: int, person_id: int) -> int:
    person = people.member(tx, person_id)
    adopting.move_person(tx, person_id, waiting_id)
    kept = people.member(tx, waiting_id)
    people.change_member(tx, waiting_id, step=person.step, name=person.name or kept.name)
    return waiting_id


def _take_over(tx: Connection, vault: Vault, waiting_id: int, person_id: int, now: datetime) -> None:
    lots = [lot for lot in spending_order(ledger.open_lots(tx, waiting_id)) if lot.free]
    points = sum(lot.free for lot in lots)
    if points:
        _move_points(tx, waiting_id, person_id, lots, now)
        programme = rows.programme(tx)
        told = {"points": points, "available": available(tx, person_id, programme, now)}
        notices.queue(tx, person_id, KIND, told, now)
    adopting.move_purchases(tx, waiting_id, person_id)
    statistics.recompute(tx, waiting_id, person_id)
    # A till that serves the waiting member now has to name the person anew.
    erasure.end_drafts(tx, waiting_id)
    _keep_birthday(tx, vault, waiting_id, person_id)
    adopting.forget(tx, waiting_id)


def _move_points(tx: Connection, waiting_id: int, person_id: int, lots: list[Lot], now: datetime) -> None:
    """Each lot to the person's card, as what it was and until when it was."""
    inputs = {"from": waiting_id, "to": person_id}
    operation_id = record(tx, Operation(f"adopt:{waiting_id}", inputs, person_id, now), inputs)
    out = [Posting(Kind.TRANSFERRED_OUT, -lot.free, lot, reason=REASON) for lot in lots]
    ledger.post(tx, operation_id, waiting_id, out, person_id, now)
    opened: list[Posting] = []
    debt = ledger.head(tx, person_id).debt
    for lot in lots:
        kind = Kind(lot.kind)
        new = ledger.new_lot(
            tx, person_id, kind, lot.free, lot.active_from, lot.own_end, waking=lot.active_from > now
        )
        opening = Posting(kind, lot.free, new, opens=True, reason=REASON)
        paying = paying_debt(debt, new)
        debt -= sum(one.points for one in paying if one.lot is None)
        opened += [opening, *paying]
    ledger.post(tx, operation_id, person_id, opened, person_id, now, len(out))


def _keep_birthday(tx: Connection, vault: Vault, waiting_id: int, person_id: int) -> None:
    """What the file knew, unless the person told it himself; sealed anew, as the seal names its member."""
    theirs, mine = people.told(tx, waiting_id), people.told(tx, person_id)
    if theirs.birthday is None or mine.birthday is not None:
        return
    try:
        text = vault.unseal(SEALED_BIRTHDAY, str(waiting_id), theirs.birthday)
    except SealBrokenError:
        return
    sealed = vault.seal(SEALED_BIRTHDAY, str(person_id), text)
    people.change_member(tx, person_id, birthday=sealed, birthday_at=theirs.birthday_at)
