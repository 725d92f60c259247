"""The cases members opened, for owners and managers: the open ones, and one with all that is known."""

from datetime import datetime

from actions.answer_candidate import person_name
from actions.contest_books import entries_with, plan
from actions.rights import may, standing
from actions.shifts import called
from actions.shop import Shop
from loyalty.case_views import CaseLine, CaseList, CaseView, ChangeLine
from loyalty.ledger import Entry, Kind
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right, decide_right
from storage import cases, ledger, people, sales
from storage import shop as rows
from storage.cases import Case
from storage.database import Connection

PAGE_SIZE = 6
HISTORY_SHOWN = 8
CONFIRMED_BY = ("tap", "code")


async def list_cases(shop: Shop, owner_id: int, page: int = 0) -> CaseList | Refused:
    """A page of the open cases, the last one when there are fewer; to a manager those of sales in his stores.

    Refuses NOT_STAFF, NOT_ALLOWED.
    """
    return await shop.db.read(lambda tx: _list(tx, owner_id, max(page, 0)))


async def show_case(shop: Shop, owner_id: int, case_id: int) -> CaseView | Refused:
    """One case, open or decided. Refuses as known_case does."""
    now = shop.now()

    def read(tx: Connection) -> CaseView | Refused:
        case = known_case(tx, owner_id, case_id)
        return case if isinstance(case, Refused) else view_of(tx, case, now)

    return await shop.db.read(read)


def known_case(tx: Connection, actor_id: int, case_id: int) -> Case | Refused:
    """The case, if it is this person's: of a purchase, of whoever decides in its store, else of the owners.

    Refuses NOT_STAFF, NOT_ALLOWED, NOT_YOUR_STORE, NOT_OWNER, CASE_CLOSED when there is none.
    """
    if refused := may(tx, actor_id, Right.DECIDE_CASES):
        return refused
    case = cases.find(tx, case_id)
    if case is None:
        return Refused(Refusal.CASE_CLOSED)
    entries = entries_with(tx, case.member_id, case.seq)
    bought = sales.purchase(tx, next((one.purchase_id for one in entries if one.purchase_id), 0))
    if bought is None:
        return may(tx, actor_id, Right.RUN) or case
    return may(tx, actor_id, Right.DECIDE_CASES, bought.store_id) or case


def _list(tx: Connection, owner_id: int, page: int) -> CaseList | Refused:
    who = standing(tx, owner_id)
    if (refused := decide_right(who, Right.DECIDE_CASES)) is not None or who is None:
        return refused or Refused(Refusal.NOT_STAFF)
    stores = who.looks_after
    pages = max(1, -(-cases.count_open(tx, stores=stores) // PAGE_SIZE))
    page = min(page, pages - 1)
    found = cases.page(tx, page * PAGE_SIZE, PAGE_SIZE, stores)
    return CaseList(tuple(_line(tx, case) for case in found), page, pages)


def _line(tx: Connection, case: Case) -> CaseLine:
    points = sum(entry.points for entry in entries_with(tx, case.member_id, case.seq) if _counts(entry))
    return CaseLine(case.id, person_name(tx, case.member_id), points, case.at)


def view_of(tx: Connection, case: Case, now: datetime) -> CaseView:
    """The case as it stands in this transaction."""
    entries = entries_with(tx, case.member_id, case.seq)
    first = entries[0]
    sides = plan(tx, case, rows.programme(tx), now)
    purchase_id = next((one.purchase_id for one in entries if one.purchase_id is not None), 0)
    bought = sales.purchase(tx, purchase_id)
    acted = bought.cashier_id if bought is not None else first.actor_id
    others = [side.member_id for side in sides if side.member_id != case.member_id]
    member = people.member(tx, case.member_id)
    return CaseView(
        id=case.id,
        state=case.state,
        name=person_name(tx, case.member_id),
        number=member.number,
        parts=_changes(entries),
        at=first.at,
        opened_at=case.at,
        undo_points=sides[0].reversal.points,
        is_gone=not sides[0].reversal.postings,
        amount_minor=None if bought is None else bought.amount_minor,
        receipt="" if bought is None else bought.receipt,
        store="" if bought is None else called(tx, bought.store_id),
        actor="" if acted is None or acted in (case.member_id, *others) else person_name(tx, acted),
        other=person_name(tx, others[0]) if others else "",
        confirmed_by=next((one.reason for one in entries if one.reason in CONFIRMED_BY), ""),
        comments=tuple(cases.comments(tx, case.id)),
        history=_around(tx, case.member_id, purchase_id, first.operation_id),
        erased=member.erased,
        other_erased=bool(others) and people.member(tx, others[0]).erased,
    )


def _around(tx: Connection, member_id: int, purchase_id: int, operation_id: int) -> tuple[ChangeLine, ...]:
    """What else happened with the purchase."""
    if not purchase_id:
        return ()
    of_purchase = ledger.entries_of_purchase(tx, member_id, purchase_id)
    return _changes([one for one in of_purchase if one.operation_id != operation_id])[-HISTORY_SHOWN:]


def _changes(entries: list[Entry]) -> tuple[ChangeLine, ...]:
    """One line for each operation and kind."""
    sums: dict[tuple[int, Kind, datetime], int] = {}
    for one in entries:
        if _counts(one):
            key = (one.operation_id, Kind(one.kind), one.at)
            sums[key] = sums.get(key, 0) + one.points
    return tuple(ChangeLine(kind, points, at) for (_, kind, at), points in sums.items())


def _counts(entry: Entry) -> bool:
    return entry.kind != Kind.DEBT_PAID
