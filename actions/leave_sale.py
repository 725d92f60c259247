"""The cashier called an open sale off."""

from dataclasses import replace
from datetime import datetime

from actions.asking import withdraw
from actions.rights import may
from actions.sale_view import view_of_draft
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Draft, DraftState, decide_open
from loyalty.views import SaleView
from storage import people, sales
from storage.database import Connection


async def leave_sale(shop: Shop, cashier_id: int, account_id: int, draft_id: str) -> SaleView | Refused:
    """Cancel an open draft; one booked or cancelled before is shown as it is.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_ENDED.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _leave(tx, cashier_id, account_id, draft_id, now))
    shop.wake()
    return view


def _leave(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, now: datetime
) -> SaleView | Refused:
    if refused := may(tx, cashier_id, Right.SELL):
        return refused
    draft = sales.draft(tx, draft_id)
    if draft is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_open(draft, cashier_id, now)
    if refused is not None:
        cancelled = refused.reason is Refusal.SALE_CANCELLED
        return view_of_draft(tx, draft, now) if cancelled else refused
    people.stop_asking_about(tx, account_id, draft.id)
    return leave(tx, draft, now)


def leave(tx: Connection, draft: Draft, now: datetime) -> SaleView:
    """The transaction of leave_sale for whoever may; what is not open any more is shown as it is."""
    if draft.state is DraftState.OPEN:
        withdraw(tx, draft, now)
        sales.close(tx, draft.id, DraftState.CANCELLED)
        draft = replace(draft, state=DraftState.CANCELLED)
    return view_of_draft(tx, draft, now)
