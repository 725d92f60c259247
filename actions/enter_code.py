"""The cashier types a customer's promo code or a gift certificate into an open sale."""

from dataclasses import replace
from datetime import datetime

from actions.asking import withdraw
from actions.held_benefits import apply_code
from actions.open_sale import NO_CHAT
from actions.open_sale import QUESTION as AMOUNT
from actions.price_sale import open_draft_of, quoted
from actions.sale_view import view_of_draft
from actions.shop import Shop
from loyalty.refusals import Refused
from loyalty.sale import Draft
from loyalty.views import SaleView
from storage import people, sales
from storage import shop as shop_rows
from storage.database import Connection

QUESTION = "code"


async def enter_code(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, text: str
) -> SaleView | Refused:
    """Put the code on the sale, in place of a former one; the preview shows what it does.

    Refuses as ask_code, and as apply_code for a code that can't be used.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _enter(tx, cashier_id, account_id, draft_id, text, now))
    shop.wake()
    return view


def _enter(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, text: str, now: datetime
) -> SaleView | Refused:
    draft = open_draft_of(tx, cashier_id, draft_id, now)
    if isinstance(draft, Refused):
        return draft
    view = enter(tx, draft, text, now)
    if isinstance(view, SaleView) and account_id != NO_CHAT:
        people.ask(tx, account_id, AMOUNT, draft.id, now)
    return view


def enter(tx: Connection, draft: Draft, text: str, now: datetime) -> SaleView | Refused:
    """The transaction of enter_code for whoever may work on the draft."""
    applied = apply_code(tx, draft, text, draft.cashier_id, shop_rows.programme(tx), now)
    if isinstance(applied, Refused):
        return applied
    withdraw(tx, draft, now)
    with_code = replace(
        draft,
        promo_code_id=applied.promo_code_id or draft.promo_code_id,
        certificate_id=applied.certificate_id or draft.certificate_id,
    )
    if not with_code.lines:
        sales.show(tx, with_code)
        return view_of_draft(tx, with_code, now)
    return view_of_draft(tx, quoted(tx, with_code, now), now)
