"""The owner holds a broadcast, lets it go on, ends it, corrects or takes back what was sent."""

from collections.abc import Callable
from datetime import datetime

from actions.brake import goes_on
from actions.broadcast_view import EVERY, has_news, owned, tell_on, view_of
from actions.campaign_messages import with_corrected
from actions.shop import Shop
from loyalty.broadcasts import CORRECTED, Amending, Progress, Stop
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, Content
from loyalty.refusals import Refusal, Refused
from loyalty.templates import check_template
from storage import campaigns
from storage.database import Connection

OPEN = frozenset({CampaignState.QUEUING, CampaignState.RUNNING, CampaignState.PAUSED})
Change = Callable[[Connection, Campaign, datetime], Refused | None]


async def pause(shop: Shop, actor_id: int, campaign_id: int) -> Progress | Refused:
    """Nothing more is sent until it is resumed; one that does not run stays as it is.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN.
    """

    def change(tx: Connection, one: Campaign, _: datetime) -> None:
        if one.state is CampaignState.RUNNING:
            campaigns.change(tx, one.id, state=CampaignState.PAUSED.value, reason="")

    return await _changed(shop, actor_id, campaign_id, change)


async def resume(shop: Shop, actor_id: int, campaign_id: int) -> Progress | Refused:
    """It goes on exactly where it stopped, also an automation that stopped by itself.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN.
    """

    def change(tx: Connection, one: Campaign, now: datetime) -> None:
        if one.state is CampaignState.PAUSED:
            # One that never ran was paused while its recipients were written down: that begins anew.
            never_ran = one.kind == BROADCAST and one.started_at is None
            state = CampaignState.QUEUING if never_ran else CampaignState.RUNNING
            campaigns.change(tx, one.id, state=state.value, reason="")
            goes_on(tx, one.id, now)

    return await _changed(shop, actor_id, campaign_id, change, stopped=True)


async def cancel(shop: Shop, actor_id: int, campaign_id: int) -> Progress | Refused:
    """Whoever has not got it gets nothing. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN."""

    def change(tx: Connection, one: Campaign, now: datetime) -> None:
        if one.state in OPEN:
            campaigns.change(tx, one.id, state=CampaignState.CANCELLED.value, ended_at=now, reason="")

    return await _changed(shop, actor_id, campaign_id, change)


async def withdraw(shop: Shop, actor_id: int, campaign_id: int) -> Progress | Refused:
    """What was sent within two days is taken back, and whoever has not got it gets nothing.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN.
    """

    def change(tx: Connection, one: Campaign, now: datetime) -> None:
        if one.state is CampaignState.DRAFT:
            return
        campaigns.change(tx, one.id, amending=Amending.WITHDRAW.value, amended=0)
        if one.state in OPEN:
            campaigns.change(tx, one.id, state=CampaignState.CANCELLED.value, ended_at=now, reason="")

    return await _changed(shop, actor_id, campaign_id, change)


async def correct(shop: Shop, actor_id: int, campaign_id: int, content: Content) -> Progress | Refused:
    """It says this in the content's variant and language, also where it was sent already.

    The kind of media stays: a messenger makes no text of a photo. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN,
    CAMPAIGN_FIXED when it has no such text, CAMPAIGN_NOT_SENT for a draft, and what loyalty.templates says.
    """

    def change(tx: Connection, one: Campaign, _: datetime) -> Refused | None:
        if one.state is CampaignState.DRAFT:
            return Refused(Refusal.CAMPAIGN_NOT_SENT)
        place = (content.variant, content.language, content.media)
        known = {(old.variant, old.language, old.media) for old in campaigns.contents_of(tx, one.id)}
        if place not in known or campaigns.amending(tx, one.id) == Amending.WITHDRAW:
            return Refused(Refusal.CAMPAIGN_FIXED)
        if refused := check_template(content.body, with_media=bool(content.media)):
            return refused
        campaigns.say(tx, one.id, content)
        goes_on = campaigns.amending(tx, one.id) == Amending.CORRECT
        campaigns.keep(tx, with_corrected(one, content, goes_on=goes_on))
        campaigns.count_anew(tx, one.id, CORRECTED)
        amends = {"amending": Amending.CORRECT.value, "amended": 0}
        campaigns.change(tx, one.id, revision=one.revision + 1, **amends)
        return None

    return await _changed(shop, actor_id, campaign_id, change)


async def _changed(
    shop: Shop, actor_id: int, campaign_id: int, change: Change, *, stopped: bool = False
) -> Progress | Refused:
    """stopped: also for an automation that stopped by itself."""
    now = shop.now()

    def write(tx: Connection) -> Progress | Refused:
        found = owned(tx, actor_id, campaign_id)
        if isinstance(found, Refused):
            return found
        if found.kind != BROADCAST and not (stopped and found.reason in {*Stop}):
            return Refused(Refusal.CAMPAIGN_UNKNOWN)
        if refused := change(tx, found, now):
            return refused
        after = campaigns.find(tx, campaign_id) or found
        view = view_of(tx, after, now)
        if has_news(view):
            tell_on(tx, after, now + EVERY, now)
        return view

    view = await shop.db.write(write)
    shop.wake()
    return view
