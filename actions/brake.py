"""A campaign that goes wrong stops by itself, and its owner is told why; he can let it go on."""

from datetime import datetime

from actions.rights import holders, may
from loyalty.broadcasts import (
    BLOCKED,
    BLOCKED_WITHIN,
    Figures,
    Stop,
    canary_room,
    figures_of,
    must_stop,
)
from loyalty.campaigns import Campaign, CampaignState
from loyalty.rights import Right
from storage import campaigns, notices, recipients, shop
from storage.database import Connection

PAUSED = "campaign_paused"


def check(tx: Connection, campaign_id: int, now: datetime) -> None:
    """Something went wrong with one of its messages: stop it when that is no accident."""
    campaign = campaigns.find(tx, campaign_id)
    if campaign is None or campaign.state is not CampaignState.RUNNING:
        return
    reason = must_stop(_since_begun(tx, campaign_id))
    if reason is not None:
        stop(tx, campaign, reason, now)


def room_to_try(tx: Connection, campaign_id: int) -> int | None:
    """How many of its messages may go while the first ones try it out; None: as many as there is room for."""
    return canary_room(_since_begun(tx, campaign_id), recipients.handed(tx, campaign_id))


def stop(tx: Connection, campaign: Campaign, reason: Stop, now: datetime) -> None:
    """Pause it and tell its author; all owners, when he runs nothing any more."""
    campaigns.change(tx, campaign.id, state=CampaignState.PAUSED.value, reason=reason.value)
    author = [] if campaign.author_id is None else [campaign.author_id]
    told = [one for one in author if may(tx, one, Right.RUN) is None]
    for member_id in told or holders(tx, Right.RUN, shop.first_store(tx)):
        data = {
            "campaign": campaign.id,
            "kind": campaign.kind,
            "title": campaign.title,
            "why": reason.value,
        }
        notices.queue(tx, member_id, PAUSED, data, now)


def blocked_by(tx: Connection, member_id: int, now: datetime) -> None:
    """A member has blocked the bot: perhaps for the message he got last."""
    last = recipients.newest_sent(tx, member_id, now - BLOCKED_WITHIN)
    if last is not None and last.reason != BLOCKED:  # the same person once
        recipients.note(tx, last.id, BLOCKED)
        campaigns.count(tx, last.campaign_id, last.arm, BLOCKED)
        check(tx, last.campaign_id, now)


def goes_on(tx: Connection, campaign_id: int, now: datetime) -> None:
    """It begins, or goes on: what went wrong before is forgiven."""
    figures: Figures = figures_of(campaigns.counts(tx, campaign_id))
    campaigns.keep_resumed(tx, campaign_id, campaigns.Resumed(now, figures))


def _since_begun(tx: Connection, campaign_id: int) -> Figures:
    begun = campaigns.resumed(tx, campaign_id)
    return figures_of(campaigns.counts(tx, campaign_id)).since(begun.figures)
