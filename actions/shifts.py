"""Shifts: opened by the first sale or by hand, closed by hand, by a change of store, or by the night."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.rights import may, standing
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Colleague, Right
from loyalty.sale import Draft, Way
from loyalty.shifts import Shift, ShiftView, Totals, night_after, opens_by_itself
from loyalty.stores import Store
from storage import notices, shifts, stores
from storage import shop as rows
from storage import staff as team
from storage.database import Connection
from storage.values import packed

CLOSED = "shift_closed"


# --- inside a sale ---


def needs_shift(tx: Connection, draft: Draft, now: datetime) -> bool:
    """Whether booking this draft opens a shift that does not open by itself: the button has to say so."""
    if not of_people(draft):
        return False
    shift = shifts.open_of(tx, draft.cashier_id)
    if shift is not None and _goes_on(tx, shift, draft.store_id, now):
        return False
    return not opens_by_itself(stores.tellers(tx, draft.store_id))


def of_people(draft: Draft) -> bool:
    """Whether a person stands at the till: no program, and no receipt sent in afterwards."""
    return draft.till_id is None and draft.way != Way.CLAIM


def ensure_shift(tx: Connection, cashier_id: int, store_id: int, now: datetime) -> int:
    """The cashier's open shift of today in this store; opened now when there is none.

    One elsewhere is closed, and one of an earlier day that no night has closed yet.
    """
    shift = shifts.open_of(tx, cashier_id)
    if shift is not None and _goes_on(tx, shift, store_id, now):
        return shift.id
    if shift is not None:
        end_shift(tx, shift, None if _is_over(tx, shift, now) else cashier_id, now, tell=True)
    return shifts.begin(tx, cashier_id, store_id, now)


def _goes_on(tx: Connection, shift: Shift, store_id: int, now: datetime) -> bool:
    return shift.store_id == store_id and not _is_over(tx, shift, now)


def _is_over(tx: Connection, shift: Shift, now: datetime) -> bool:
    """Whether its store has seen four in the morning since it was opened."""
    zone = ZoneInfo(rows.store_time_zone(tx, shift.store_id))
    return now >= night_after(shift.opened_at, zone)


def end_shift(
    tx: Connection, shift: Shift, closed_by: int | None, now: datetime, *, tell: bool = False
) -> Totals:
    """Close a shift with its totals as they are at this moment; tell: its cashier hears of them."""
    totals = shifts.totals_of(tx, shift)
    if shifts.end(tx, shift.id, closed_by, packed(asdict(totals)), now) and tell:
        told: dict[str, Any] = {"opened_at": int(shift.opened_at.timestamp()), **asdict(totals)}
        told |= {"store": called(tx, shift.store_id), "by_night": closed_by is None}
        told |= {"time_zone": rows.store_time_zone(tx, shift.store_id)}
        if closed_by not in (None, shift.cashier_id):
            told["person"] = closed_by
        notices.queue(tx, shift.cashier_id, CLOSED, told, now)
    return totals


def called(tx: Connection, store_id: int) -> str:
    """What people call a store where there are several, else ""."""
    return stores.called(tx, store_id, rows.programme(tx).brand)


# --- by hand ---


async def show_shift(shop: Shop, member_id: int) -> ShiftView | Refused:
    """Where he works, and his open shift with what it came to so far. Refuses NOT_STAFF."""
    return await shop.db.read(lambda tx: _seen(tx, member_id))


async def open_shift(shop: Shop, member_id: int) -> ShiftView | Refused:
    """Open a shift where he works; one that is open stays. Refuses NOT_STAFF, STORE_GONE."""
    now = shop.now()

    def write(tx: Connection) -> ShiftView | Refused:
        who = _at_work(tx, member_id)
        if isinstance(who, Refused):
            return who
        ensure_shift(tx, member_id, who.store_id, now)
        return _seen(tx, member_id)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def close_shift(shop: Shop, member_id: int, shift_id: int) -> ShiftView | Refused:
    """Close his own shift; its totals. Refuses NOT_STAFF, SHIFT_OVER (closed before, or another's)."""
    now = shop.now()

    def write(tx: Connection) -> ShiftView | Refused:
        if refused := may(tx, member_id, Right.SELL):
            return refused
        shift = shifts.open_of(tx, member_id)
        if shift is None or shift.id != shift_id:
            return Refused(Refusal.SHIFT_OVER)
        totals = end_shift(tx, shift, member_id, now)
        place = called(tx, shift.store_id), rows.store_time_zone(tx, shift.store_id)
        return ShiftView(shift.id, *place, shift.opened_at, totals, closed_at=now)

    return await shop.db.write(write)


async def work_in(shop: Shop, member_id: int, store_id: int) -> ShiftView | Refused:
    """From now on he works in this store; a shift open elsewhere is closed.

    Refuses NOT_STAFF, NOT_YOUR_STORE, STORE_GONE.
    """
    now = shop.now()

    def write(tx: Connection) -> ShiftView | Refused:
        if refused := may(tx, member_id, Right.SELL, store_id):
            return refused
        store = stores.find(tx, store_id)
        if store is None or store.closed_at is not None:
            return Refused(Refusal.STORE_GONE)
        move(tx, member_id, store_id, now)
        return _seen(tx, member_id)

    view = await shop.db.write(write)
    shop.wake()
    return view


def move(tx: Connection, member_id: int, store_id: int, now: datetime) -> None:
    """He works there from now on; a shift open elsewhere is closed and told."""
    shift = shifts.open_of(tx, member_id)
    if shift is not None and shift.store_id != store_id:
        end_shift(tx, shift, member_id, now, tell=True)
    team.move(tx, member_id, store_id)


# --- by itself ---


async def close_at_night(shop: Shop) -> int:
    """Close every shift whose store has seen four in the morning since; how many there were."""
    now = shop.now()

    def write(tx: Connection) -> int:
        late = _late(tx, now)
        for one in late:
            end_shift(tx, one, None, now, tell=True)
        return len(late)

    if not await shop.db.read(lambda tx: _late(tx, now)):
        return 0
    closed = await shop.db.write(write)
    shop.wake()
    return closed


def _late(tx: Connection, now: datetime) -> list[Shift]:
    return [one for one in shifts.all_open(tx) if _is_over(tx, one, now)]


def _at_work(tx: Connection, member_id: int) -> Colleague | Refused:
    who = standing(tx, member_id)
    if who is None:
        return Refused(Refusal.NOT_STAFF)
    store = stores.find(tx, who.store_id)
    return who if store is not None and store.closed_at is None else Refused(Refusal.STORE_GONE)


def _seen(tx: Connection, member_id: int) -> ShiftView | Refused:
    who = standing(tx, member_id)
    if who is None:
        return Refused(Refusal.NOT_STAFF)
    shift, brand = shifts.open_of(tx, member_id), rows.programme(tx).brand
    elsewhere = tuple((one.id, one.name or brand) for one in _stores_of(tx, who) if one.id != who.store_id)
    here = who.store_id if shift is None else shift.store_id
    place = called(tx, here), rows.store_time_zone(tx, here)
    if shift is None:
        view = ShiftView(0, *place, None, Totals(), elsewhere)
    else:
        view = ShiftView(shift.id, *place, shift.opened_at, shifts.totals_of(tx, shift), elsewhere)
    return replace(view, open_shifts=len(of_colleagues(tx, member_id)))


def of_colleagues(tx: Connection, actor_id: int) -> list[Shift]:
    """Open shifts he may close, save his own: that has its own button."""
    return [
        one
        for one in shifts.all_open(tx)
        if one.cashier_id != actor_id and may(tx, actor_id, Right.CLOSE_SHIFTS, one.store_id) is None
    ]


def _stores_of(tx: Connection, who: Colleague) -> list[Store]:
    """The living stores he may work in: an owner in all."""
    everywhere = may(tx, who.member_id, Right.RUN) is None
    return [one for one in stores.living(tx) if everywhere or one.id in who.stores]
