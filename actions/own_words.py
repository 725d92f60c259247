"""What the programme tells by itself goes in its owner's words, with his gift, to those he wrote them for.

Such words are news: who has not agreed to them, or has a complaint open, is told as usual. So is everybody
when the words can't go: what has to be told is told in every case.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions import campaign_gifts
from actions.brake import stop
from actions.campaign_messages import as_given, said
from actions.join import ADVERTISING
from actions.segments import facts_of, kept_node
from actions.shop import Shop
from actions.tellings import TELLINGS, Telling
from loyalty.automation_settings import value_of
from loyalty.automations import Auto
from loyalty.broadcasts import Later, Stop
from loyalty.campaigns import CONTROL, Campaign, CampaignState, RecipientState, arm_of
from loyalty.expiry import civil_time
from loyalty.programme import Programme
from loyalty.templates import fields_of
from storage import automation_recipients, campaigns, notices, people, recipients, requests, segments
from storage.campaigns import best_content
from storage.database import Connection
from storage.notices import Due
from storage.preferences import as_lived
from storage.recipients import Recipient

Data = Mapping[str, Any]
# In a notice's data: the message with the words, and whose it is in the campaign.
OWN, RECIPIENT = "own", "recipient"
# Why a message that went in these words, or tried to, goes in the usual ones.
OFF, NOTHING_TO_SAY = "cancelled", "nothing to say"


def worded(
    tx: Connection, shop: Shop, due: Due, data: Data, programme: Programme, now: datetime
) -> Data | Later:
    """What a notice says, with its owner's words where there are some for its member, and maybe later."""
    telling = TELLINGS.get(due.kind)
    if telling is None:
        return data
    begun: Recipient | Later | None
    if RECIPIENT in due.data:
        begun = recipients.find(tx, int(due.data[RECIPIENT]))
    else:
        begun = _begin(tx, shop, due, data, telling, programme, now)
    if isinstance(begun, Later):
        return begun
    if begun is None or begun.state is not RecipientState.HANDED:
        return data
    what = said(tx, begun.campaign_id)
    why = OFF if what.campaign.state is not CampaignState.RUNNING else _unwanted(tx, due.member_id)
    own = None if why else as_given(tx, what, begun, now)
    if own is None:
        # It was in his words before, and may have arrived so.
        state = RecipientState.UNKNOWN if due.tries else RecipientState.SKIPPED
        recipients.end(tx, begun, state, now, why or NOTHING_TO_SAY)
        return data
    return {**data, OWN: with_figures(own, due.kind, data)}


def with_figures(own: Data, kind: str, data: Data) -> Data:
    """The message with the values of this notice, and below it what its own words leave out."""
    telling = TELLINGS[kind]
    fields, tells = {place.field for place in fields_of(own["body"])}, telling.tells(data)
    below = {} if tells and tells <= fields else {"figures": {"kind": kind, "data": data}}
    return {**own, "values": {**own["values"], **telling.values(data)}, **below}


def is_worded(data: Data) -> bool:
    """Whether it goes in its owner's words."""
    return OWN in data


def _begin(
    tx: Connection, shop: Shop, due: Due, data: Data, telling: Telling, programme: Programme, now: datetime
) -> Recipient | Later | None:
    """Its recipient, new in the campaign; None for one who is told as usual."""
    member_id, today = due.member_id, now.astimezone(ZoneInfo(programme.time_zone)).date()
    newest = campaigns.of_kind(tx, telling.automation(data, programme, today), 1)
    campaign = newest[0] if newest else None
    if campaign is None or campaign.state is not CampaignState.RUNNING:
        return None
    occasion = telling.occasion(data, today)
    if not occasion or not _is_meant(tx, shop, campaign, member_id, occasion):
        return None
    at = _goes_at(tx, campaign, due, programme, now)
    if at > now:
        return Later(at)
    contents = campaigns.contents_of(tx, campaign.id)
    arm = arm_of(campaign.id, member_id, campaign.control_bp, len({one.variant for one in contents}))
    if arm == CONTROL:
        recipients.add(tx, campaign.id, member_id, occasion, arm, now)
        return None
    if best_content(contents, arm, due.language or "") is None:
        return None
    return _hand(tx, campaign, due, arm, occasion, programme, now)


def _is_meant(tx: Connection, shop: Shop, campaign: Campaign, member_id: int, occasion: str) -> bool:
    if (member_id, occasion) in automation_recipients.known(tx, campaign.id, {member_id}):
        return False
    if _unwanted(tx, member_id):
        return False
    if not campaign.segment:
        return True
    return segments.fits(tx, kept_node(campaign.segment), facts_of(shop, tx), member_id)


def _unwanted(tx: Connection, member_id: int) -> str:
    """Why he gets no news at this moment; "" when he does."""
    if not people.consent(tx, member_id, ADVERTISING):
        return "no consent"
    return "complaint" if requests.complains(tx, member_id) else ""


def _goes_at(tx: Connection, campaign: Campaign, due: Due, programme: Programme, now: datetime) -> datetime:
    """At the hour that is set, of this day, or so many hours after it came due; but not by night."""
    lived = as_lived(tx, due.member_id, programme)
    if campaign.kind == Auto.TIER_UP:
        hours = int(value_of(campaign, "hours"))
        return civil_time(max(due.at + timedelta(hours=hours), now), lived) if hours else now
    zone = ZoneInfo(lived.time_zone)
    hour = time(int(value_of(campaign, "hour")))
    at = datetime.combine(now.astimezone(zone).date(), hour, zone).astimezone(UTC)
    return civil_time(max(at, now), lived)


def _hand(
    tx: Connection, campaign: Campaign, due: Due, arm: int, occasion: str, programme: Programme, now: datetime
) -> Recipient | None:
    """With his gift booked; None when the codes are at an end."""
    new = Recipient(0, campaign.id, due.member_id, occasion, arm, RecipientState.WAITING, now, None, "", "")
    try:
        campaign_gifts.book(tx, campaign, new, programme, now)
    except campaign_gifts.NoCodesLeftError:
        stop(tx, campaign, Stop.NO_CODES, now)
        return None
    recipients.add(tx, campaign.id, due.member_id, occasion, arm, now)
    recipient_id = automation_recipients.recipient_of(tx, campaign.id, due.member_id, occasion)
    recipients.hand(tx, {recipient_id: due.id})
    notices.say(tx, due.id, {**due.data, RECIPIENT: recipient_id})
    return recipients.find(tx, recipient_id)
