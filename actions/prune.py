"""Forget what nobody needs any more: handled updates, ended notices, old runs of jobs."""

from datetime import timedelta

from actions.shop import Shop
from storage import inbox, jobs, notices

# Telegram sends an update again for 24 hours: its id is known for twice as long.
HANDLED_KEPT = timedelta(hours=48)
PARKED_KEPT = timedelta(days=14)
NOTICES_KEPT = timedelta(days=90)
RUNS_KEPT = timedelta(days=365)


async def prune(shop: Shop) -> int:
    """How many rows went."""
    now = shop.now()
    updates = await shop.db.write(lambda tx: inbox.prune(tx, now - HANDLED_KEPT, now - PARKED_KEPT))
    ended = await shop.db.write(lambda tx: notices.prune(tx, now - NOTICES_KEPT))
    return updates + ended + await shop.db.write(lambda tx: jobs.prune(tx, now - RUNS_KEPT))
