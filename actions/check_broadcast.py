"""What an owner looks at before he sends: who will get it, how long it takes, what it may bring."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.edit_campaign import desk_of
from actions.join import ADVERTISING
from actions.new_member import MESSENGER
from actions.rights import may
from actions.segments import facts_of
from actions.shop import Shop
from loyalty.audience import parse
from loyalty.benefits import Effect
from loyalty.broadcast_forecast import (
    Forecast,
    Response,
    duration_seconds,
    forecast,
    gift_cost_minor,
    learnt,
    without_control,
)
from loyalty.broadcasts import own_moment
from loyalty.campaign_edits import GUESS
from loyalty.campaign_views import CampaignDesk, Check
from loyalty.campaigns import BROADCAST, Campaign
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import audiences, codes, segments
from storage.database import Connection


async def check_broadcast(shop: Shop, actor_id: int, campaign_id: int) -> Check | Refused:
    """Count whom it would reach now. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, SEGMENT_*."""
    now = shop.now()
    return await shop.db.survey(lambda tx: _check(tx, shop, actor_id, campaign_id, now))


def _check(tx: Connection, shop: Shop, actor_id: int, campaign_id: int, now: datetime) -> Check | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    desk = desk_of(tx, campaign_id, now)
    if desk is None or desk.campaign.kind != BROADCAST:
        return Refused(Refusal.CAMPAIGN_UNKNOWN)
    one = desk.campaign
    node = parse(one.segment, "en")
    if isinstance(node, Refused):
        return node
    members = segments.member_ids(tx, node, facts_of(shop, tx))
    zone = ZoneInfo(desk.programme.time_zone)

    def due_at(own: ZoneInfo) -> datetime:
        if one.send_at is None:
            return now
        return max(own_moment(one.send_at, zone, own) if one.by_own_clock else one.send_at, now)

    audience = audiences.count_audience(tx, members, MESSENGER, ADVERTISING, zone, now, due_at)
    messages = without_control(audience.sendable, one.control_bp)
    seconds = duration_seconds(messages, paid=one.paid)
    return Check(desk, audience, messages, seconds, _forecast(tx, desk, messages, now))


def _forecast(tx: Connection, desk: CampaignDesk, messages: int, now: datetime) -> Forecast | None:
    guess = int(desk.campaign.settings.get(GUESS, 0))
    response = Response(guess) if guess else learnt(audiences.past_broadcasts(tx, now))
    receipt_minor = audiences.usual_receipt_minor(tx, now)
    if response is None or not receipt_minor:
        return None
    value_minor = desk.programme.point_value_minor
    gift_minor = gift_cost_minor(
        desk.campaign.gift.points, value_minor, _effect(tx, desk.campaign), receipt_minor
    )
    return forecast(messages, response, receipt_minor, gift_minor)


def _effect(tx: Connection, one: Campaign) -> Effect:
    if one.gift.kind == "code":
        found = codes.campaign(tx, one.gift.code_campaign_id)
        return found.effect if found else Effect()
    return one.gift.effect
