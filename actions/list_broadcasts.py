"""The owner's broadcasts: drafts, those under way, those that are over."""

from actions.rights import may
from actions.shop import Shop
from loyalty.campaign_views import BroadcastLine, BroadcastList
from loyalty.campaigns import BROADCAST, CONTROL, Campaign, CampaignState, RecipientState
from loyalty.refusals import Refused
from loyalty.rights import Right
from storage import campaigns
from storage.database import Connection

PAGE_SIZE = 6
ENDS = frozenset({RecipientState.SENT, RecipientState.FAILED, RecipientState.UNKNOWN, RecipientState.SKIPPED})
UNDER_WAY = frozenset({CampaignState.RUNNING, CampaignState.PAUSED})


async def list_broadcasts(shop: Shop, actor_id: int, before_id: int = 0) -> BroadcastList | Refused:
    """A page of broadcasts, the newest first; before_id: those older than this one, 0: from the newest.

    Refuses NOT_OWNER.
    """

    def read(tx: Connection) -> BroadcastList | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        found = campaigns.of_kind(tx, BROADCAST, PAGE_SIZE + 1, before_id or None)
        lines = tuple(_line(tx, one) for one in found[:PAGE_SIZE])
        return BroadcastList(lines, more=len(found) > PAGE_SIZE)

    return await shop.db.read(read)


def _line(tx: Connection, one: Campaign) -> BroadcastLine:
    if one.state not in UNDER_WAY:
        return BroadcastLine(one)
    counts = campaigns.counts(tx, one.id)
    return BroadcastLine(one, sum(n for (arm, what), n in counts.items() if arm != CONTROL and what in ENDS))
