"""A sale on the cashier's screen: the message that shows a draft, and a purchase looked at once more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.approvals import seen_by_cashier
from actions.asking import SCREEN
from actions.price_sale import open_draft_of, quoted
from actions.rights import may
from actions.sale_view import view_of_draft, view_of_purchase
from actions.shop import Shop
from loyalty.earning import Quote
from loyalty.programme import Programme
from loyalty.redeeming import HoldState
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Draft, DraftState, decide_open, decide_undo
from loyalty.views import SaleView
from storage import holds, notices, open_drafts, sales
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
    purchase = sales.purchase(tx, purchase_id)
    if refused := may(tx, cashier_id, Right.SELL, purchase.store_id if purchase else None):
        return refused
    if purchase is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_undo(purchase, cashier_id, now)
    if refused is not None and refused.reason is not Refusal.ALREADY_UNDONE:
        return refused
    return view_of_purchase(tx, purchase_id, now)


async def show_draft(shop: Shop, cashier_id: int, draft_id: str) -> SaleView | Refused:
    """A cashier's sale as it stands now, with the end of the last question to its customer: for a screen that
    asks by itself.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_ENDED.
    """
    now = shop.now()
    return await shop.db.read(lambda tx: _show_draft(tx, cashier_id, draft_id, now))


def _show_draft(tx: Connection, cashier_id: int, draft_id: str, now: datetime) -> SaleView | Refused:
    draft = sales.draft(tx, draft_id)
    if refused := may(tx, cashier_id, Right.SELL, draft.store_id if draft else None):
        return refused
    if draft is None:
        return Refused(Refusal.NO_OPEN_SALE)
    refused = decide_open(draft, cashier_id, now)
    if refused is not None and refused.reason is not Refusal.SALE_CANCELLED:
        return refused
    return seen_by_cashier(tx, draft, view_of_draft(tx, draft, now, note=_note(tx, draft, now)), now)


def _note(tx: Connection, draft: Draft, now: datetime) -> str:
    """How the last question about this sale ended; "" when it is open, or there was none."""
    hold = holds.newest(tx, draft.id)
    if hold is None or hold.state is HoldState.COMMITTED:
        return ""
    if hold.state is HoldState.VOID:
        told = notices.newest_data(tx, draft.cashier_id, SCREEN)
        ours = told is not None and told["draft_id"] == draft.id and "hold_id" not in told
        return str(told["note"]) if told and ours else ""
    return "no_answer" if now >= hold.expires_at else ""


def prepare_screen(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The sale as it stands now, for the cashier's message that shows it; None when none does.

    hold_id in the data: only if that question ended without an answer.
    """
    draft = sales.draft(tx, data["draft_id"])
    message_id = open_drafts.screen_of(tx, data["draft_id"])
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
