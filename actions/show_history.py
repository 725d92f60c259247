"""What happened to the balance, newest first, a page at a time."""

from actions.shop import Shop
from loyalty.ledger import Kind
from loyalty.views import HistoryLine, HistoryPage
from storage import ledger, sales
from storage.database import Connection

PAGE_SIZE = 6


async def show_history(shop: Shop, member_id: int, page: int = 0) -> HistoryPage:
    """The page asked for, or the last one when there are fewer."""
    return await shop.db.read(lambda tx: _page(tx, member_id, max(page, 0)))


def _page(tx: Connection, member_id: int, page: int) -> HistoryPage:
    found, total = ledger.history(tx, member_id, page * PAGE_SIZE, PAGE_SIZE)
    pages = max(1, -(-total // PAGE_SIZE))
    if page >= pages:
        return _page(tx, member_id, pages - 1)
    receipts = sales.purchase_lines(tx, {one.purchase_id for one in found if one.purchase_id is not None})
    lines = (
        HistoryLine(one.at, Kind(one.kind), one.points, *receipts.get(one.purchase_id or 0, (None, "")))
        for one in found
    )
    return HistoryPage(tuple(lines), page, pages)
