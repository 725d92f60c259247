"""One tap of the cashier says what the whole receipt is: goods of one category."""

from dataclasses import replace

from actions.price_sale import Typed, open_draft_of, put_receipt
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.views import SaleView
from storage import shop as rows
from storage.database import Connection


async def name_goods(shop: Shop, cashier_id: int, draft_id: str, category: str) -> SaleView | Refused:
    """Count a draft's receipt as goods of this category (its key), "" or one that is no more: as the usual.

    Refuses as price_sale does, NO_OPEN_SALE before an amount was typed, and LINES_TYPED when the receipt was
    typed in lines.
    """
    now = shop.now()

    def write(tx: Connection) -> SaleView | Refused:
        draft = open_draft_of(tx, cashier_id, draft_id, now)
        if isinstance(draft, Refused):
            return draft
        if len(draft.lines) != 1:
            return Refused(Refusal.LINES_TYPED if draft.lines else Refusal.NO_OPEN_SALE)
        known = rows.programme(tx).category(category)
        line = replace(draft.lines[0], category=known.key if known else "")
        return put_receipt(tx, draft, Typed((line,), draft.receipt, draft.bought_at), now)

    view = await shop.db.write(write)
    shop.wake()
    return view
