""" "That wasn't me": a member contests a change of his balance, and an owner has to look at it."""

from datetime import datetime

from actions.contest_books import entries_with
from actions.operation import Operation, record
from actions.rights import holders, may
from actions.shop import Shop
from loyalty.case_views import ContestView
from loyalty.cases import CaseState, decide_contest, opened_lots
from loyalty.ledger import Entry, Kind, Lot
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.staff import Role
from storage import cases, ledger, notices, people, sales, staff
from storage.database import Connection

QUESTION = "contest"
LONGEST_COMMENT = 500


async def ask_contest(shop: Shop, member_id: int, seq: int) -> ContestView | Refused:
    """The change as the question shows it; one contested already is shown with its open case.

    Refuses CONTEST_UNKNOWN, CONTESTED_ALREADY, CONTEST_DECIDED, CONTEST_BY_ITSELF, CONTEST_TOO_LATE,
    TOO_MANY_CASES.
    """
    now = shop.now()
    return await shop.db.read(lambda tx: _looked(tx, member_id, seq, now))


async def contest(shop: Shop, member_id: int, account_id: int, seq: int) -> ContestView | Refused:
    """Open the case: what the change brought is set aside, owners are told; a comment may be typed next.

    Done before: the same case again. Refuses as `ask_contest`.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _contest(tx, member_id, account_id, seq, now))
    shop.wake()
    return view


async def comment_case(
    shop: Shop, member_id: int, account_id: int, case_id: int, text: str
) -> Refused | None:
    """Keep the member's words for the owner, shortened if they are very long. Refuses CASE_CLOSED."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        people.stop_asking_about(tx, account_id, str(case_id))
        case = cases.find(tx, case_id)
        if case is None or case.member_id != member_id or case.state is not CaseState.OPEN:
            return Refused(Refusal.CASE_CLOSED)
        cases.comment(tx, case, text[:LONGEST_COMMENT], now)
        return None

    return await shop.db.write(write)


def _looked(tx: Connection, member_id: int, seq: int, now: datetime) -> ContestView | Refused:
    entries = entries_with(tx, member_id, seq)
    first = entries[0].seq if entries else 0
    known = cases.of_entry(tx, member_id, first)
    if known is not None and known.state is CaseState.OPEN:
        return _view(tx, entries, known.id)
    refused = decide_contest(
        entries, now, contested=known is not None, open_cases=cases.count_open(tx, member_id)
    )
    return refused or _view(tx, entries, 0)


def _contest(
    tx: Connection, member_id: int, account_id: int, seq: int, now: datetime
) -> ContestView | Refused:
    seen = _looked(tx, member_id, seq, now)
    if isinstance(seen, Refused) or seen.case_id:
        return seen
    entries = entries_with(tx, member_id, seq)
    case_id = cases.add(tx, member_id, seen.seq, now)
    operation = Operation(f"contest:{member_id}:{seen.seq}", {"seq": seen.seq}, member_id, now)
    record(tx, operation, {"case": case_id})
    for lot in opened_lots(entries, _lots(tx, entries)):
        ledger.block(tx, lot.id, blocked=True)
    people.ask(tx, account_id, QUESTION, str(case_id), now)
    told = {"case": case_id, "person": member_id, "points": seen.points}
    for leader_id in _whom_to_ask(tx, entries):
        notices.queue(tx, leader_id, "case", told, now)
    return _view(tx, entries, case_id)


def _whom_to_ask(tx: Connection, entries: list[Entry]) -> list[int]:
    """The owners; of a purchase also the managers of its store, save the one who sold."""
    purchase_id = next((one.purchase_id for one in entries if one.purchase_id is not None), 0)
    bought = sales.purchase(tx, purchase_id)
    if bought is None:
        return [one.member_id for one in staff.colleagues(tx) if one.role is Role.OWNER]
    involved = {bought.member_id, *(one.actor_id for one in entries)}
    leaders = holders(tx, Right.DECIDE_CASES, bought.store_id)
    return [one for one in leaders if one not in involved or may(tx, one, Right.RUN) is None]


def _view(tx: Connection, entries: list[Entry], case_id: int) -> ContestView:
    points = sum(entry.points for entry in entries if entry.kind != Kind.DEBT_PAID)
    aside = any(lot.remaining for lot in opened_lots(entries, _lots(tx, entries)))
    return ContestView(entries[0].seq, points, entries[0].at, aside, case_id)


def _lots(tx: Connection, entries: list[Entry]) -> list[Lot]:
    return ledger.lots_by_id(tx, {entry.lot_id for entry in entries if entry.lot_id is not None})
