"""Whose points end: the members a sweep or a reminder has to look at, page by page."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial

from actions.shop import Shop
from loyalty.programme import Expiry, Terms
from storage import shop as rows
from storage.database import Connection
from storage.expiry import holders

# So many members share a transaction: it stays short, and few of them make a long night.
PAGE_SIZE = 50
SHORTEST_MONTH = timedelta(days=28)


async def holders_of_ending(shop: Shop, until: datetime) -> AsyncIterator[list[int]]:
    """Everybody with points that may end by this instant, in order of id."""
    after_member = 0
    while members := await shop.db.survey(partial(_page, until=until, after_member=after_member)):
        yield members
        after_member = members[-1]


def idle_since(terms: Terms, until: datetime) -> datetime | None:
    """Who has bought since then has no points that burn by `until` for want of visits; None: nobody's do.

    Whether those of the others burn, their own dates say.
    """
    return until - terms.lifetime_months * SHORTEST_MONTH if terms.expiry is Expiry.INACTIVITY else None


def _page(tx: Connection, until: datetime, after_member: int) -> list[int]:
    terms = rows.programme(tx).terms
    return holders(tx, until, idle_since(terms, until), after_member, PAGE_SIZE)
