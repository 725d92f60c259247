"""The owner sends a broadcast off: once, and only what he has seen as a message himself."""

from datetime import datetime

from actions.broadcast_view import owned, view_of
from actions.shop import Shop
from loyalty import audience
from loyalty.broadcasts import Progress
from loyalty.campaigns import BROADCAST, Campaign, CampaignState
from loyalty.refusals import Refusal, Refused
from loyalty.templates import check_template
from storage import campaigns
from storage.database import Connection


async def start_broadcast(
    shop: Shop, actor_id: int, account_id: int, campaign_id: int, revision: int
) -> Progress | Refused:
    """From now on it is on its way, and whoever started it is told how it goes; one that was started before
    stays as it is.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, CAMPAIGN_MOVED when it was changed meanwhile, NOT_PREVIEWED, what
    loyalty.templates says of its texts and loyalty.audience of its segment.
    """
    now = shop.now()

    def write(tx: Connection) -> Progress | Refused:
        found = owned(tx, actor_id, campaign_id)
        if isinstance(found, Refused):
            return found
        if found.kind != BROADCAST:
            return Refused(Refusal.CAMPAIGN_UNKNOWN)
        if found.state is CampaignState.DRAFT:
            refused = _check(tx, found, revision)
            if refused is not None:
                return refused
            author = {"author_id": actor_id, "author_account_id": account_id}
            campaigns.change(tx, campaign_id, state=CampaignState.QUEUING.value, **author)
        return _view(tx, campaign_id, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


def _check(tx: Connection, found: Campaign, revision: int) -> Refused | None:
    if found.revision != revision:
        return Refused(Refusal.CAMPAIGN_MOVED)
    if found.previewed != revision:
        return Refused(Refusal.NOT_PREVIEWED)
    contents = campaigns.contents_of(tx, found.id)
    if not contents:
        return Refused(Refusal.MESSAGE_EMPTY)
    for content in contents:
        if refused := check_template(content.body, with_media=bool(content.media)):
            return refused
    parsed = audience.parse(found.segment, "en")
    return parsed if isinstance(parsed, Refused) else None


def _view(tx: Connection, campaign_id: int, now: datetime) -> Progress | Refused:
    found = campaigns.find(tx, campaign_id)
    return Refused(Refusal.CAMPAIGN_UNKNOWN) if found is None else view_of(tx, found, now)
