"""Shifts of colleagues: a manager sees the open ones of his stores, an owner all, and closes them."""

from actions.answer_candidate import person_name
from actions.rights import may
from actions.shifts import called, end_shift, of_colleagues
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.shifts import OpenShift, Shift
from storage import shifts
from storage import shop as rows
from storage.database import Connection


async def list_shifts(shop: Shop, actor_id: int) -> tuple[OpenShift, ...] | Refused:
    """Open shifts of colleagues where he answers for them, oldest first. Refuses NOT_STAFF, NOT_ALLOWED."""

    def read(tx: Connection) -> tuple[OpenShift, ...] | Refused:
        refused = may(tx, actor_id, Right.CLOSE_SHIFTS)
        return refused or tuple(_view(tx, one) for one in of_colleagues(tx, actor_id))

    return await shop.db.read(read)


async def show_open_shift(shop: Shop, actor_id: int, shift_id: int) -> OpenShift | Refused:
    """One of them, for the question. Refuses NOT_STAFF, NOT_ALLOWED, NOT_YOUR_STORE, SHIFT_OVER."""

    def read(tx: Connection) -> OpenShift | Refused:
        shift = _closable(tx, actor_id, shift_id)
        return shift if isinstance(shift, Refused) else _view(tx, shift)

    return await shop.db.read(read)


async def close_for_colleague(shop: Shop, actor_id: int, shift_id: int) -> OpenShift | Refused:
    """Close it with its totals, of which the colleague is told. Refuses as show_open_shift."""
    now = shop.now()

    def write(tx: Connection) -> OpenShift | Refused:
        shift = _closable(tx, actor_id, shift_id)
        if isinstance(shift, Refused):
            return shift
        view = _view(tx, shift)
        end_shift(tx, shift, actor_id, now, tell=True)
        return view

    view = await shop.db.write(write)
    shop.wake()
    return view


def _closable(tx: Connection, actor_id: int, shift_id: int) -> Shift | Refused:
    shift = shifts.find(tx, shift_id)
    if refused := may(tx, actor_id, Right.CLOSE_SHIFTS, shift.store_id if shift else None):
        return refused
    if shift is None or shift.closed_at is not None:
        return Refused(Refusal.SHIFT_OVER)
    return shift


def _view(tx: Connection, shift: Shift) -> OpenShift:
    return OpenShift(
        shift_id=shift.id,
        name=person_name(tx, shift.cashier_id),
        store=called(tx, shift.store_id),
        time_zone=rows.store_time_zone(tx, shift.store_id),
        opened_at=shift.opened_at,
        totals=shifts.totals_of(tx, shift),
    )
