"""A backup that is put in the place of the database does not know what was sent since: campaigns wait."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from actions.brake import stop
from actions.campaign_messages import KIND
from actions.shop import Shop
from loyalty.broadcasts import Stop
from loyalty.campaigns import Campaign, CampaignState, RecipientState
from storage import campaigns, notices, recipients
from storage import shop as rows
from storage.backup import COPIED_AT
from storage.database import Connection

REASON = "restored"
AT_ONCE = 500

log = logging.getLogger(__name__)


async def settle_restored(shop: Shop) -> int:
    """At start, in a copy: every campaign that was under way is paused, and its owner told.

    What it was sending, and whatever came due since, may have arrived: it is never sent again (security.md
    D3). How many campaigns that were; 0 in a database that is no copy.
    """
    now = shop.now()
    if await shop.db.read(lambda tx: rows.fact(tx, COPIED_AT)) is None:
        return 0
    found = (CampaignState.QUEUING, CampaignState.RUNNING)
    under_way = await shop.db.read(lambda tx: campaigns.of_states(tx, *found))
    for one in under_way:
        if one.state is CampaignState.RUNNING:
            work = partial(recipients.doubt_some, campaign_id=one.id, limit=AT_ONCE, now=now, reason=REASON)
            while await shop.db.write(work):
                pass
    await shop.db.write(partial(_settle, under_way=under_way, now=now))
    if under_way:
        log.warning("this is a backup put back: %d campaigns under way are stopped", len(under_way))
    return len(under_way)


def _settle(tx: Connection, under_way: Sequence[Campaign], now: datetime) -> None:
    for notice_id in notices.open_of_kind(tx, KIND):
        recipient = recipients.of_notice(tx, notice_id)
        notices.end(tx, notice_id, "unknown", now, REASON)
        if recipient is not None and recipient.state is RecipientState.HANDED:
            recipients.end(tx, recipient, RecipientState.UNKNOWN, now, REASON)
    for one in under_way:
        stop(tx, one, Stop.RESTORED, now)
        if one.state is CampaignState.QUEUING:  # by now everybody may have got it
            campaigns.change(tx, one.id, state=CampaignState.CANCELLED.value, ended_at=now)
    rows.forget(tx, COPIED_AT)
