"""An owner puts a member's points on hold with a reason, and sets them free again; the member is told."""

from datetime import datetime

from actions.asking import OVER, free_overdue, refresh_screen
from actions.gift_points import withdraw_gifts
from actions.points import purse
from actions.price_sale import quoted
from actions.rights import may
from actions.shop import Shop
from actions.show_member import view_for_owner
from loyalty.expiry import end_after, is_over
from loyalty.freezing import Freeze, decide_freeze, decide_unfreeze
from loyalty.member_views import LONGEST_REASON, MemberView
from loyalty.names import clean_name
from loyalty.programme import Programme
from loyalty.redeeming import HoldState
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import DraftState
from loyalty.staff import Role
from storage import freezes, holds, ledger, notices, people, sales, staff
from storage import shop as shop_rows
from storage.database import Connection

QUESTION = "freeze"


async def ask_reason(shop: Shop, actor_id: int, account_id: int, member_id: int) -> MemberView | Refused:
    """The owner's next text says why the points are put on hold.

    Frozen already: the member as he is. Refuses NOT_OWNER, MEMBER_UNKNOWN, FREEZE_OWN.
    """
    now = shop.now()

    def write(tx: Connection) -> MemberView | Refused:
        view = _may_freeze(tx, actor_id, member_id, now)
        if isinstance(view, MemberView) and view.freeze is None:
            people.ask(tx, account_id, QUESTION, str(member_id), now)
        return view

    return await shop.db.write(write)


async def freeze_member(
    shop: Shop, actor_id: int, account_id: int, member_id: int, typed: str
) -> MemberView | Refused:
    """From now on nothing can be spent and nothing burns; what was set aside is free, the member is told.

    Frozen already: nothing more happens. Refuses NOT_OWNER, MEMBER_UNKNOWN, FREEZE_OWN, FREEZE_REASON.
    """
    now, reason = shop.now(), clean_name(typed, LONGEST_REASON)

    def write(tx: Connection) -> MemberView | Refused:
        view = _may_freeze(tx, actor_id, member_id, now)
        if isinstance(view, Refused):
            return view
        if view.freeze is None:
            if isinstance(reason, Refused):
                return Refused(Refusal.FREEZE_REASON, {"longest": LONGEST_REASON})
            _freeze(tx, actor_id, member_id, reason, now)
        people.stop_asking_about(tx, account_id, str(member_id))
        return view_for_owner(tx, actor_id, member_id, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def unfreeze_member(shop: Shop, actor_id: int, freeze_id: int) -> MemberView | Refused:
    """The points can be spent again; what still lived has as much time left as when they were frozen.

    This freeze is over already: nothing more happens. Refuses NOT_OWNER, MEMBER_UNKNOWN, FREEZE_OWN.
    """
    now = shop.now()

    def write(tx: Connection) -> MemberView | Refused:
        if forbidden := may(tx, actor_id, Right.RUN):
            return forbidden
        freeze = freezes.find(tx, freeze_id)
        member_id = freeze.member_id if freeze else 0
        view = view_for_owner(tx, actor_id, member_id, now)
        if isinstance(view, Refused) or freeze is None or freeze.until is not None:
            return view
        refused = decide_unfreeze(actor_id, member_id, colleagues=_has_colleague(tx, actor_id))
        if refused is not None:
            return refused
        _unfreeze(tx, actor_id, freeze, now)
        return view_for_owner(tx, actor_id, member_id, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


def _may_freeze(tx: Connection, actor_id: int, member_id: int, now: datetime) -> MemberView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    view = view_for_owner(tx, actor_id, member_id, now)
    if isinstance(view, Refused):
        return view
    return decide_freeze(actor_id, member_id) or view


def _has_colleague(tx: Connection, owner_id: int) -> bool:
    return any(one.role is Role.OWNER and one.member_id != owner_id for one in staff.colleagues(tx))


def _freeze(tx: Connection, actor_id: int, member_id: int, reason: str, now: datetime) -> None:
    freezes.begin(tx, member_id, actor_id, reason, now)
    _withdraw_question(tx, member_id, now)
    withdraw_gifts(tx, member_id, now, told=True)
    notices.queue(tx, member_id, "frozen", {"brand": shop_rows.programme(tx).brand}, now)


def _withdraw_question(tx: Connection, member_id: int, now: datetime) -> None:
    """A till that waits for his yes waits no more; what was set aside is free."""
    free_overdue(tx, member_id, now)
    hold = holds.open_sale_hold(tx, member_id)
    if hold is None:
        return
    holds.end(tx, hold, HoldState.VOID, now)
    notices.queue(tx, member_id, OVER, {"hold_id": hold.id}, now)
    draft = sales.draft(tx, hold.draft_id or "")
    if draft is not None and draft.state is DraftState.OPEN:
        refresh_screen(tx, quoted(tx, draft, now), "changed", now)


def _unfreeze(tx: Connection, actor_id: int, freeze: Freeze, now: datetime) -> None:
    programme = shop_rows.programme(tx)
    moved = _move_lots(tx, freeze, programme, now)
    if not freezes.end(tx, freeze.id, actor_id, now):
        raise RuntimeError("the freeze ended during the operation")
    left = purse(tx, freeze.member_id, programme, now).wallet.available
    notices.queue(tx, freeze.member_id, "unfrozen", {"available": left, "moved": moved}, now)


def _move_lots(tx: Connection, freeze: Freeze, programme: Programme, now: datetime) -> bool:
    """Every lot that lived ends as much later; whether anything the member has burns at all.

    Also what he has spent meanwhile: a refund may bring it back.
    """
    mine = purse(tx, freeze.member_id, programme, now)
    opened, over = (
        freezes.opened_at(tx, freeze.member_id),
        Freeze(freeze.id, freeze.member_id, freeze.since, now),
    )
    burns = False
    for lot in ledger.all_lots(tx, freeze.member_id):
        if is_over(lot, mine.holder, now):
            continue
        ends = end_after(lot, opened[lot.id], over, programme)
        freezes.move(tx, lot.id, None if ends == lot.expires_at else ends)
        burns = burns or (lot.remaining > 0 and (ends is not None or mine.holder.deadline is not None))
    return burns
