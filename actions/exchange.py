"""An exchange is a refund and a sale: the refund's message waits for the sale, and one tells both."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.points import purse
from actions.sale_view import view_of_draft
from actions.sold import Sold
from loyalty.views import SaleView
from storage import held_notices, notices, sales
from storage import shop as shop_rows
from storage.database import Connection

KIND, ALONE = "exchanged", "refunded"
# Twice the life of a draft: time to scan the card once more, and to ask the customer about his points.
SALE_WITHIN = timedelta(minutes=10)
# Of the goods that came back, what one message says; of two receipts together.
SUMMED = ("amount_minor", "money_minor", "certificate_minor", "returned", "taken")


def hold_back(tx: Connection, member_id: int, notice_id: int, now: datetime) -> None:
    """The message of a refund, and what follows from it, waits for the new sale; without one it goes then."""
    held_notices.hold(tx, member_id, notice_id, now + SALE_WITHIN, now)


def tell_both(tx: Connection, sold: Sold, told: Mapping[str, Any]) -> bool:
    """Whether this purchase is told together with the goods that came back for it: one message, at once.

    told: what is said of the purchase. Refunds of another store, or told already, stay as they are.
    """
    member_id, now = sold.purchase.member_id, sold.now
    mine = sold.purchase.store_id
    waiting = held_notices.waiting(tx, member_id, ALONE, now)
    backs = [held for held in waiting if held.data.get("exchange_store_id") == mine]
    if not backs:
        return False
    first, *others = backs
    back = {name: sum(held.data[name] for held in backs) for name in SUMMED}
    back["grace_days"] = max(held.data["grace_days"] for held in backs)
    # A purchase that moved no points can't be contested; the refund can.
    seq = told["seq"] or max(held.data["seq"] for held in backs)
    held_notices.tell_instead(tx, first.id, KIND, {**told, "seq": seq, "back": back}, now)
    for held in others:
        notices.end(tx, held.id, "dropped", now, reason=KIND)
    for held in backs:
        held_notices.release(tx, member_id, held, now)
    return True


def refunded_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """What a refund's message says when it goes: one that waited tells the balance of today."""
    if "exchange_store_id" not in data:
        return data
    purchase = sales.purchase(tx, data["purchase_id"])
    if purchase is None:
        return data
    wallet = purse(tx, purchase.member_id, shop_rows.programme(tx), now).wallet
    return {**data, "debt": wallet.debt, "available": wallet.available}


def new_sale(tx: Connection, draft_id: str, now: datetime) -> SaleView | None:
    """The sale an exchange opened, as it stands; None when it was forgotten since."""
    draft = sales.draft(tx, draft_id) if draft_id else None
    return None if draft is None else view_of_draft(tx, draft, now)
