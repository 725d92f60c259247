"""Sales that nobody finished end after five minutes, also on the cashier's screen; questions too."""

from datetime import datetime

from actions.shop import Shop
from loyalty.redeeming import HoldState
from storage import holds, notices, open_drafts, people
from storage.database import Connection

AT_ONCE = 200


async def end_drafts(shop: Shop) -> int:
    """End every overdue draft, in small transactions; how many there were."""
    now, ended = shop.now(), 0
    while True:
        some = await shop.db.write(lambda tx: _end(tx, now))
        ended += some
        if some:
            shop.wake()
        if some < AT_ONCE:
            return ended


def _end(tx: Connection, now: datetime) -> int:
    for hold in holds.overdue(tx, now, AT_ONCE):
        holds.end(tx, hold, HoldState.EXPIRED, now)
    drafts = open_drafts.end_overdue(tx, now, AT_ONCE)
    for draft in drafts:
        cashier = people.speaker_of(tx, draft.cashier_id)
        if cashier is not None:
            people.stop_asking_about(tx, cashier.account_id, draft.id)
        if draft.message_id:
            notices.queue(tx, draft.cashier_id, "edit.sale_ended", {"message_id": draft.message_id}, now)
    return len(drafts)
