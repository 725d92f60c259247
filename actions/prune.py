"""Forget what nobody needs any more: updates, notices, drafts and invitations that ended, runs of jobs."""

from datetime import timedelta
from functools import partial

from actions.shop import Shop
from loyalty.guessing import REMEMBERED
from loyalty.merging import UNDO_WINDOW
from storage import (
    alerts,
    guesses,
    holds,
    imports,
    inbox,
    jobs,
    merges,
    notices,
    open_drafts,
    page_sessions,
    pruning,
    staff,
    tills,
    webhooks,
)
from storage.pruning import Stale

# Telegram sends an update again for 24 hours: its id is known for twice as long.
HANDLED_KEPT = timedelta(hours=48)
PARKED_KEPT = timedelta(days=14)
NOTICES_KEPT = timedelta(days=90)
DRAFTS_KEPT = timedelta(days=90)
# Each is younger than the sale it was about, and goes first.
APPROVALS_KEPT = timedelta(days=89)
INVITATIONS_KEPT = timedelta(days=90)
RUNS_KEPT = timedelta(days=365)
PAY_CODES_KEPT = timedelta(days=1)
WEBHOOK_LOG_KEPT = timedelta(days=30)
IMPORT_DRAFTS_KEPT = timedelta(days=1)
# A till may be offline over a long weekend and ask again what it asked before.
TILL_ANSWERS_KEPT = timedelta(days=14)


# So many rows go in one transaction: nobody at the till waits for the broom.
AT_ONCE = 250


async def prune(shop: Shop) -> int:
    """How many rows went."""
    now = shop.now()
    stale = (
        inbox.stale(now - HANDLED_KEPT, now - PARKED_KEPT),
        notices.stale(now - NOTICES_KEPT),
        alerts.stale_approvals(now - APPROVALS_KEPT),
        open_drafts.stale_drafts(now - DRAFTS_KEPT),
        staff.stale_invitations(now - INVITATIONS_KEPT),
        jobs.stale(now - RUNS_KEPT),
        guesses.stale(now - REMEMBERED),
        holds.stale_pay_codes(now - PAY_CODES_KEPT),
        tills.stale_requests(now - TILL_ANSWERS_KEPT),
        webhooks.stale(now - WEBHOOK_LOG_KEPT),
        page_sessions.stale(now),
    )
    left = await shop.db.write(lambda tx: imports.drop_old(tx, now - IMPORT_DRAFTS_KEPT))
    left += await shop.db.write(lambda tx: merges.forget_told(tx, now - UNDO_WINDOW))
    left += sum([await _forget(shop, rows) for rows in stale])
    shop.db.empty_log()  # what is gone from the tables must not stay in there
    return left


async def _forget(shop: Shop, stale: Stale) -> int:
    count = 0
    while keys := await shop.db.survey(lambda tx: pruning.find(tx, stale, AT_ONCE)):
        await shop.db.write(partial(pruning.forget, stale=stale, keys=keys))
        count += len(keys)
    return count
