"""Today's sales: a cashier's own, a manager's stores', an owner's all."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from actions.answer_candidate import person_name
from actions.rights import may, standing
from actions.shifts import called, of_colleagues
from actions.shop import Shop
from loyalty.names import first_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import UNDO_WINDOW
from loyalty.shifts import SaleLine, TodayView
from loyalty.staff import Role
from storage import shifts
from storage import shop as rows
from storage.database import Connection

MOST_LINES = 10


async def show_today(shop: Shop, member_id: int) -> TodayView | Refused:
    """What was booked since midnight, by the clock of the store one works in. Refuses NOT_STAFF."""
    now = shop.now()
    return await shop.db.read(lambda tx: _today(tx, member_id, now))


def _today(tx: Connection, member_id: int, now: datetime) -> TodayView | Refused:
    who = standing(tx, member_id)
    if who is None:
        return Refused(Refusal.NOT_STAFF)
    leads = may(tx, member_id, Right.SEE_STORE) is None
    mine = None if leads else member_id
    stores = frozenset(who.stores) if who.role is Role.MANAGER else None
    zone = ZoneInfo(rows.store_time_zone(tx, who.store_id))
    since = datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)
    sold = shifts.sales_since(tx, since, MOST_LINES, cashier_id=mine, stores=stores)
    return TodayView(
        shifts.totals_since(tx, since, cashier_id=mine, stores=stores),
        tuple(_line(tx, one, member_id, zone, now, leads=leads) for one in sold),
        leads,
        open_shifts=len(of_colleagues(tx, member_id)),
    )


def _line(
    tx: Connection, one: shifts.Sold, member_id: int, zone: ZoneInfo, now: datetime, *, leads: bool
) -> SaleLine:
    own = one.cashier_id == member_id
    return SaleLine(
        purchase_id=one.id,
        at=one.at.astimezone(zone),
        first_name=first_name(one.name),
        erased=one.erased,
        amount_minor=one.amount_minor,
        rest_minor=one.rest_minor,
        earned_points=one.earned_points,
        spent_points=one.spent_points,
        undone=one.undone_at is not None,
        undoable=own and now <= one.at + UNDO_WINDOW,
        cashier="" if own else first_name(person_name(tx, one.cashier_id)),
        store=called(tx, one.store_id) if leads else "",
    )
