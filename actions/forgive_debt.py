"""An owner writes off what a member owes (rules.md 46)."""

from datetime import datetime

from actions.operation import Operation, earlier, record
from actions.points import available
from actions.rights import may
from actions.shop import Shop
from loyalty.ledger import Kind, Posting
from loyalty.names import first_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.views import DebtView
from storage import ledger, notices, people
from storage import shop as shop_rows
from storage.database import Connection


async def show_debt(shop: Shop, owner_id: int, member_id: int) -> DebtView | Refused:
    """What a member owes now. Refuses NOT_OWNER, NO_DEBT."""
    return await shop.db.read(lambda tx: _show(tx, owner_id, member_id))


async def forgive_debt(shop: Shop, owner_id: int, member_id: int, seq: int) -> DebtView | Refused:
    """Write it off; seq: the end of the member's books as the owner saw it.

    Done before: the same answer again. The books moved meanwhile: the debt as it is now, nothing done.
    Refuses NOT_OWNER, NO_DEBT.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _forgive(tx, owner_id, member_id, seq, now))
    shop.wake()
    return view


def _show(tx: Connection, owner_id: int, member_id: int) -> DebtView | Refused:
    if refused := may(tx, owner_id, Right.RUN):
        return refused
    member = people.find_member(tx, "id", member_id)
    head = ledger.head(tx, member_id) if member is not None else None
    if member is None or head is None or not head.debt:
        return Refused(Refusal.NO_DEBT)
    return DebtView(member_id, first_name(member.name), head.debt, head.seq)


def _forgive(tx: Connection, owner_id: int, member_id: int, seq: int, now: datetime) -> DebtView | Refused:
    if refused := may(tx, owner_id, Right.RUN):
        return refused
    operation = Operation(f"forgive:{member_id}:{seq}", {"member": member_id, "seq": seq}, owner_id, now)
    done = earlier(tx, operation)
    if isinstance(done, Refused):
        return done
    if done is not None:
        name = first_name(people.member(tx, member_id).name)
        return DebtView(member_id, name, done["points"], seq, forgiven=True)
    view = _show(tx, owner_id, member_id)
    if isinstance(view, Refused) or view.seq != seq:
        return view
    operation_id = record(tx, operation, {"points": view.debt})
    posting = Posting(Kind.FORGIVEN, view.debt, None, reason="owner")
    ledger.post(tx, operation_id, member_id, [posting], owner_id, now)
    left = available(tx, member_id, shop_rows.programme(tx), now)
    told = {"points": view.debt, "available": left, "seq": seq + 1}
    notices.queue(tx, member_id, "debt_forgiven", told, now)
    return DebtView(member_id, view.first_name, view.debt, seq, forgiven=True)
