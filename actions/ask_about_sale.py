"""The cashier's next text answers a question about an open sale: how many points, which code."""

from actions.price_sale import open_draft_of
from actions.sale_view import view_of_draft
from actions.shop import Shop
from loyalty.refusals import Refused
from loyalty.views import SaleView
from storage import people
from storage.database import Connection


async def ask_about_sale(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, question: str
) -> SaleView | Refused:
    """Ask this question about the draft.

    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED.
    """
    now = shop.now()

    def write(tx: Connection) -> SaleView | Refused:
        draft = open_draft_of(tx, cashier_id, draft_id, now)
        if isinstance(draft, Refused):
            return draft
        people.ask(tx, account_id, question, draft.id, now)
        return view_of_draft(tx, draft, now)

    return await shop.db.write(write)
