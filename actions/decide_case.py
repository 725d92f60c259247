"""An owner decides on a contested change: it is reversed, or it stays. Once, and the member is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.contest_books import Side, entries_with, plan
from actions.list_cases import known_case, view_of
from actions.operation import Operation, record
from actions.points import paying_debt, purse
from actions.rights import may
from actions.shop import Shop
from loyalty.case_views import CaseView
from loyalty.cases import CaseState, freed, opened_lots
from loyalty.ledger import Kind, Lot, Posting
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rewards import ClaimState
from loyalty.rights import Right
from loyalty.staff import Role
from storage import cases, ledger, notices, rewards, staff
from storage import shop as rows
from storage.cases import Case
from storage.database import Connection


async def decide_case(shop: Shop, owner_id: int, case_id: int, *, accept: bool) -> CaseView | Refused:
    """Accept: the change is reversed as far as it still stands. Else: what was set aside is usable again.

    Decided before, by whomever: the case as it was decided, nothing more. Nobody decides his own case while
    there is another owner. Refuses CASE_OWN, and as known_case does.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _decide(tx, owner_id, case_id, accept, now))
    shop.wake()
    return view


def _decide(tx: Connection, owner_id: int, case_id: int, accept: bool, now: datetime) -> CaseView | Refused:
    case = known_case(tx, owner_id, case_id)
    if isinstance(case, Refused):
        return case
    if case.state is not CaseState.OPEN:
        return view_of(tx, case, now)
    if _is_about(tx, case, owner_id):
        return Refused(Refusal.CASE_OWN)
    state = CaseState.ACCEPTED if accept else CaseState.LEFT
    shown = replace(view_of(tx, case, now), state=state)
    if not cases.decide(tx, case.id, state, owner_id, now):
        raise RuntimeError("the case was decided in another transaction")
    programme = rows.programme(tx)
    sides = plan(tx, case, programme, now) if accept else []
    operation = Operation(f"case:{case.id}", {"case": case.id, "accept": accept}, owner_id, now)
    operation_id = record(tx, operation, {"case": case.id, "state": state.value})
    _carry_out(tx, operation_id, case, sides, programme, operation)
    return shown


def _is_about(tx: Connection, case: Case, actor_id: int) -> bool:
    """Whether an owner who is no part of it has to decide: his own case, or for a manager his own sale."""
    if case.member_id == actor_id:
        return _has_other_owner(tx, actor_id)
    if may(tx, actor_id, Right.RUN) is None:
        return False
    entries = entries_with(tx, case.member_id, case.seq)
    return actor_id in (one.actor_id for one in entries)


def _has_other_owner(tx: Connection, owner_id: int) -> bool:
    return any(one.role is Role.OWNER and one.member_id != owner_id for one in staff.colleagues(tx))


def _carry_out(
    tx: Connection,
    operation_id: int,
    case: Case,
    sides: Sequence[Side],
    programme: Programme,
    operation: Operation,
) -> None:
    """The entries of every side, what was set aside, and a message to each."""
    before = {side.member_id: ledger.head(tx, side.member_id).seq for side in sides}
    before.setdefault(case.member_id, ledger.head(tx, case.member_id).seq)
    n = 0
    for side in sides:
        n = _post(tx, operation_id, side, operation, n)
    if sides:
        _close_claim(tx, case, operation.at)
    set_aside = _set_free(tx, operation_id, case, programme, operation, n)
    for member_id, seq in before.items():
        after = purse(tx, member_id, programme, operation.at)
        moved = next((one.reversal.points for one in sides if one.member_id == member_id), 0)
        told = {"points": moved, "available": after.wallet.available, "debt": after.wallet.debt}
        told |= {"seq": seq + 1 if after.head.seq > seq else 0}
        if member_id == case.member_id:
            kind = "case_accepted" if sides else "case_left"
            notices.queue(tx, member_id, kind, {**told, "set_aside": set_aside}, operation.at)
        elif moved:
            told |= {"person": case.member_id}
            notices.queue(tx, member_id, "gift_reversed", told, operation.at)


def _post(tx: Connection, operation_id: int, side: Side, operation: Operation, n: int) -> int:
    """Write one side's postings from number n on; the next free number."""
    what = side.reversal
    stored = {lot.id: _new_lot(tx, lot) for lot in what.opened}
    postings = [
        posting if posting.lot is None else replace(posting, lot=stored.get(posting.lot.id, posting.lot))
        for posting in what.postings
    ]
    if postings:
        ledger.post(tx, operation_id, side.member_id, postings, operation.actor_id, operation.at, n)
    if what.purchase_id is not None:
        cases.count_back(tx, what.purchase_id, what.returned_points, what.reversed_points)
    return n + len(postings)


def _new_lot(tx: Connection, lot: Lot) -> Lot:
    return ledger.new_lot(tx, lot.member_id, Kind(lot.kind), lot.amount, lot.active_from, lot.expires_at)


def _set_free(
    tx: Connection, operation_id: int, case: Case, programme: Programme, operation: Operation, n: int
) -> bool:
    """The lots of the case leave review; a debt is paid from them first. Whether there were any points."""
    entries = entries_with(tx, case.member_id, case.seq)
    named = {entry.lot_id for entry in entries if entry.lot_id is not None}
    owned = purse(tx, case.member_id, programme, operation.at)
    lots = opened_lots(entries, ledger.lots_by_id(tx, named))
    debt = owned.head.debt
    postings: list[Posting] = []
    living = freed(lots, owned.holder, operation.at)
    for lot in lots:
        ledger.block(tx, lot.id, blocked=False)
    for lot in living:
        paying = paying_debt(debt, lot)
        debt -= sum(posting.points for posting in paying if posting.lot is None)
        postings += paying
    if postings:
        ledger.post(tx, operation_id, case.member_id, postings, operation.actor_id, operation.at, n)
    return bool(living)


def _close_claim(tx: Connection, case: Case, now: datetime) -> None:
    """A reward that was paid by the reversed spending is not handed out any more."""
    entry = ledger.entry(tx, case.member_id, case.seq)
    claim_id = None if entry is None else cases.claim_of(tx, case.member_id, entry.operation_id)
    claim = None if claim_id is None else rewards.claim(tx, claim_id)
    if claim is None:
        return
    waited = rewards.end_claim(tx, claim.id, ClaimState.WAITING, ClaimState.RETURNED, ended_at=now)
    if waited and claim.reward_id is not None:
        rewards.put_piece_back(tx, claim.reward_id)
