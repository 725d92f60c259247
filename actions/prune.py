"""Forget what nobody needs any more: updates, notices, drafts and invitations that ended, runs of jobs."""

from datetime import timedelta

from actions.shop import Shop
from loyalty.guessing import REMEMBERED
from storage import guesses, holds, inbox, jobs, notices, sales, staff

# Telegram sends an update again for 24 hours: its id is known for twice as long.
HANDLED_KEPT = timedelta(hours=48)
PARKED_KEPT = timedelta(days=14)
NOTICES_KEPT = timedelta(days=90)
DRAFTS_KEPT = timedelta(days=90)
INVITATIONS_KEPT = timedelta(days=90)
RUNS_KEPT = timedelta(days=365)
PAY_CODES_KEPT = timedelta(days=1)


async def prune(shop: Shop) -> int:
    """How many rows went."""
    now = shop.now()
    updates = await shop.db.write(lambda tx: inbox.prune(tx, now - HANDLED_KEPT, now - PARKED_KEPT))
    ended = await shop.db.write(lambda tx: notices.prune(tx, now - NOTICES_KEPT))
    drafts = await shop.db.write(lambda tx: sales.prune_drafts(tx, now - DRAFTS_KEPT))
    offers = await shop.db.write(lambda tx: staff.prune_invitations(tx, now - INVITATIONS_KEPT))
    runs = await shop.db.write(lambda tx: jobs.prune(tx, now - RUNS_KEPT))
    wrong = await shop.db.write(lambda tx: guesses.prune(tx, now - REMEMBERED))
    codes = await shop.db.write(lambda tx: holds.prune_pay_codes(tx, now - PAY_CODES_KEPT))
    return updates + wrong + codes + ended + drafts + offers + runs
