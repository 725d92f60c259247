"""What came of a campaign: the difference to its control group, what is attributed to it, who got it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from actions.rights import may
from actions.shop import Shop
from analytics.effect import Arm, EffectView, best_variant, effect_of
from loyalty.campaign_links import links_of
from loyalty.campaigns import BROADCAST, CONTROL, Campaign, CampaignState, RecipientLine, RecipientList
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import campaigns, effects
from storage import shop as rows
from storage.database import Connection

# Purchases count so many days after the message, and so many of each person are attributed to it.
DAYS = 30
ORDERS = 3
# A longer list is no list any more, and the messenger takes no larger file.
MOST_LINES = 100_000
CLICKED_LINK = "clicked:link"
LINES_AT_ONCE = 500
UNSENT = (CampaignState.DRAFT, CampaignState.QUEUING)


async def show_effect(shop: Shop, actor_id: int, campaign_id: int) -> EffectView | Refused:
    """What came of it so far. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, CAMPAIGN_NOT_SENT."""
    now, has_door = shop.now(), bool(shop.settings.public_url)
    return await shop.db.survey(lambda tx: _view(tx, actor_id, campaign_id, now, has_door=has_door))


async def list_recipients(shop: Shop, actor_id: int, campaign_id: int) -> RecipientList | Refused:
    """What the list of its people will be. Refuses as show_effect."""

    def read(tx: Connection) -> RecipientList | Refused:
        found = _sent(tx, actor_id, campaign_id)
        if isinstance(found, Refused):
            return found
        total = effects.number_of_lines(tx, campaign_id)
        return RecipientList(found.title, DAYS, total, min(total, MOST_LINES))

    return await shop.db.survey(read)


async def next_lines(
    shop: Shop, actor_id: int, campaign_id: int, after: RecipientLine | None
) -> Sequence[RecipientLine] | Refused:
    """The lines of that list that come next, LINES_AT_ONCE at most. Refuses as show_effect."""

    def read(tx: Connection) -> Sequence[RecipientLine] | Refused:
        found = _sent(tx, actor_id, campaign_id)
        if isinstance(found, Refused):
            return found
        return effects.lines(tx, campaign_id, DAYS, after, LINES_AT_ONCE)

    return await shop.db.survey(read)


def _view(
    tx: Connection, actor_id: int, campaign_id: int, now: datetime, *, has_door: bool
) -> EffectView | Refused:
    found = _sent(tx, actor_id, campaign_id)
    if isinstance(found, Refused):
        return found
    at_once = found.kind == BROADCAST
    by_arm = dict(effects.arms(tx, campaign_id, DAYS, alongside=not at_once))
    control = by_arm.pop(CONTROL, Arm(0))
    treated = sum(by_arm.values(), Arm(0))
    bought = effects.attributed(tx, campaign_id, DAYS, ORDERS)
    points = effects.points_given(tx, campaign_id)
    did = _did(campaigns.counts(tx, campaign_id))
    # A link was counted: then there was a door, whatever is set now.
    counts_links = has_door or CLICKED_LINK in did
    return EffectView(
        campaign_id,
        found.title,
        "" if at_once else found.kind,
        DAYS,
        is_early=_is_early(found, effects.last_begin(tx, campaign_id), now),
        treated=treated,
        control=control,
        effect=effect_of(treated, control, found.control_bp, drawn_at_once=at_once),
        arms=by_arm,
        best=best_variant(by_arm),
        ends=_ends(effects.ends(tx, campaign_id)),
        did=did,
        attributed_people=bought.people,
        attributed_orders=bought.orders,
        attributed_minor=bought.revenue_minor,
        attributed_first_minor=bought.first_minor,
        points=points,
        points_cost_minor=points * rows.programme(tx).point_value_minor,
        clicks_known=counts_links or not any(map(links_of, campaigns.contents_of(tx, campaign_id))),
    )


def _sent(tx: Connection, actor_id: int, campaign_id: int) -> Campaign | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    found = campaigns.find(tx, campaign_id)
    if found is None:
        return Refused(Refusal.CAMPAIGN_UNKNOWN)
    return Refused(Refusal.CAMPAIGN_NOT_SENT) if found.state in UNSENT else found


def _is_early(campaign: Campaign, last_begin: datetime | None, now: datetime) -> bool:
    """Whether messages still go, or the days of the last one are not over."""
    goes_on = (
        (CampaignState.RUNNING, CampaignState.PAUSED)
        if campaign.kind == BROADCAST
        else (CampaignState.RUNNING,)
    )
    return campaign.state in goes_on or (last_begin is not None and now < last_begin + timedelta(days=DAYS))


def _ends(found: Mapping[tuple[int, str, str], int]) -> Mapping[str, int]:
    ends: dict[str, int] = {}
    for (_, state, reason), number in found.items():
        keys = {state, f"{state}:{reason}"} if reason else {state}
        for key in keys:
            ends[key] = ends.get(key, 0) + number
    return ends


def _did(found: Mapping[tuple[int, str], int]) -> Mapping[str, int]:
    did: dict[str, int] = {}
    for (_, what), number in found.items():
        did[what] = did.get(what, 0) + number
    return did
