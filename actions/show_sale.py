"""A sale on the cashier's screen: the message that shows a draft, and a purchase looked at once more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.price_sale import open_draft_of, quoted
from actions.sale_view import view_of_draft, view_of_purchase
from actions.shop import Shop
from loyalty.earning import Quote
from loyalty.programme import Programme
from loyalty.redeeming import HoldState
from loyalty.refusals import Refusal, Refused
from loyalty.sale import DraftState, decide_undo
from loyalty.views import SaleView
from storage import holds, sales, staff
from storage import shop as shop_rows
from storage.database import Connection


async def remember_screen(shop: Shop, draft_id: str, message_id: str) -> None:
    """Keep the message that shows the draft now; shares a commit with other small marks."""
    await shop.db.write_batched(lambda tx: sales.on_screen(tx, draft_id, message_id))


async def show_purchase(shop: Shop, cashier_id: int, purchase_id: int) -> SaleView | Refused:
    """A cashier's own purchase that he may still undo, or has undone.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, UNDO_TOO_LATE.
    """
    now = shop.now()
    return await shop.db.read(lambda tx: _show(tx, cashier_id, purchase_id, now))


def _show(tx: Connection, cashier_id: int, purchase_id: int, now: datetime) -> SaleView | Refused:
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    purchase = sales.purchase(tx, purchase_id)
    if purchase is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_undo(purchase, cashier_id, now)
    if refused is not None and refused.reason is not Refusal.ALREADY_UNDONE:
        return refused
    return view_of_purchase(tx, purchase_id, now)


def prepare_screen(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The sale as it stands now, for the cashier's message that shows it; None when none does.

    hold_id in the data: only if that question ended without an answer.
    """
    draft = sales.draft(tx, data["draft_id"])
    message_id = sales.screen_of(tx, data["draft_id"])
    if draft is None or not message_id:
        return None
    if "hold_id" in data:
        hold = holds.hold(tx, data["hold_id"])
        if hold is None or hold.state is not HoldState.EXPIRED or draft.state is not DraftState.OPEN:
            return None
        if draft.revision == hold.revision:
            draft = quoted(tx, draft, now)
    return {"message_id": message_id, "view": view_of_draft(tx, draft, now, note=data["note"])}


async def show_quote(shop: Shop, cashier_id: int, draft_id: str) -> tuple[Quote, Programme] | Refused:
    """The calculation behind a cashier's preview and the rules it was made by.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED.
    """
    now = shop.now()

    def read(tx: Connection) -> tuple[Quote, Programme] | Refused:
        draft = open_draft_of(tx, cashier_id, draft_id, now)
        if isinstance(draft, Refused):
            return draft
        if draft.shown is None:
            return Refused(Refusal.NO_OPEN_SALE)
        rules = shop_rows.programme_version(tx, draft.shown.rule_version)
        return draft.shown, rules or shop_rows.programme(tx)

    return await shop.db.read(read)
