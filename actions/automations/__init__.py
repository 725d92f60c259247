"""Every automation, and what is asked about one of its messages at the moment it would go."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.automations import (
    birthday,
    buying,
    calendar,
    coming_back,
    habits,
    joining,
    offers,
    predicted,
    standing,
)
from actions.automations.base import TOO_LATE, Automation, Look, Values
from loyalty.automation_settings import value_of
from loyalty.automations import Auto, Candidate
from loyalty.expiry import day_start
from loyalty.messages import is_muted
from storage import campaigns, preferences
from storage import shop as rows
from storage.database import Connection
from storage.recipients import Recipient

NOT_WANTED = "not wanted any more"
# What a message to try out speaks of.
SAMPLE_AHEAD, SAMPLE_MINOR = timedelta(days=7), 300_00
MUTED = "muted"

# In the order owners see them.
AUTOMATIONS: Mapping[str, Automation] = {
    one.kind: one
    for one in (
        *joining.WELCOMES,
        joining.NEWCOMER,
        buying.THANKS,
        buying.NPS,
        birthday.BIRTHDAY_BEFORE,
        birthday.BIRTHDAY,
        *coming_back.COMEBACKS,
        predicted.NEXT,
        habits.WEEKDAY,
        habits.PAIR,
        *standing.BURNINGS,
        standing.ACTIVE,
        buying.TIER_NEAR,
        standing.TIER_UP,
        standing.TIER_WARNING,
        buying.FRIENDS,
        offers.UNUSED,
        calendar.HOLIDAY,
        calendar.CUSTOM,
    )
}


def goes_at(look: Look, candidate: Candidate, zone: str) -> datetime:
    """When the message goes to a member with this zone ("": the programme's)."""
    return candidate.at or look.at_hour(candidate.day, zone)


def is_too_late(look: Look, candidate: Candidate, zone: str) -> bool:
    """Whether its time is over: so many days after its own, by his clock."""
    late_days = AUTOMATIONS[look.campaign.kind].late_days
    if candidate.at is not None:
        return look.now >= candidate.at + timedelta(days=late_days)
    over = candidate.day + timedelta(days=late_days + 1)
    return look.now >= day_start(over, ZoneInfo(zone) if zone else look.zone)


def _again(tx: Connection, recipient: Recipient, now: datetime) -> tuple[Look, Candidate | None] | None:
    """What is looked at, and the candidate if he still is one; None when the automation is no more."""
    campaign = campaigns.find(tx, recipient.campaign_id)
    if campaign is None:
        return None
    programme = rows.programme(tx)
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    one = AUTOMATIONS[campaign.kind]
    first, last = today - timedelta(days=one.late_days + 1), today + timedelta(days=1)
    look = Look(campaign, programme, now, first, last)
    return look, one.again(tx, look, recipient.member_id, recipient.occasion)


def _wanted(tx: Connection, recipient: Recipient, now: datetime) -> str:
    """ "" when the message is still wanted, else why it is not."""
    asked = _again(tx, recipient, now)
    if asked is None:
        return NOT_WANTED
    look, candidate = asked
    one = AUTOMATIONS[look.campaign.kind]
    if one.idle(look.programme, look.campaign) is not None:
        return NOT_WANTED
    chosen = preferences.of(tx, recipient.member_id)
    if is_muted(look.campaign.kind, chosen):
        return MUTED
    if candidate is not None:
        return TOO_LATE if is_too_late(look, candidate, chosen.time_zone) else ""
    return TOO_LATE if now >= recipient.due_at + timedelta(days=one.late_days + 1) else NOT_WANTED


def _values(tx: Connection, recipient: Recipient, now: datetime) -> Values:
    """Its own fields; none when there is nothing to say about this occasion any more.

    Of a message to try out, whose recipient is nobody (id 0), something like them.
    """
    if not recipient.id:
        return _sample(tx, recipient, now)
    look, candidate = _again(tx, recipient, now) or (None, None)
    if look is None or candidate is None:
        return {}
    return AUTOMATIONS[look.campaign.kind].values(tx, look, candidate)


def _sample(tx: Connection, recipient: Recipient, now: datetime) -> Values:
    campaign, programme = campaigns.find(tx, recipient.campaign_id), rows.programme(tx)
    if campaign is None:
        return {}
    soon = (now + SAMPLE_AHEAD).astimezone(ZoneInfo(programme.time_zone)).date().isoformat()
    match campaign.kind:
        case Auto.TIER_NEAR:
            tiers = {"next_tier": programme.tiers[0].name} if programme.tiers else {}
            return {"missing": SAMPLE_MINOR, **tiers}
        case Auto.UNUSED:
            return {"gift": programme.brand, "gift_until": soon}
        case Auto.TIER_UP | Auto.TIER_WARNING:
            return {"tier": programme.tiers[-1].name} if programme.tiers else {}
        case Auto.HOLIDAY:
            return {"holiday": str(value_of(campaign, "dates"))[: len("01-01")]}
        case _:
            goods = {"last_item": programme.categories[0].name} if programme.categories else {}
            return {"days": SAMPLE_AHEAD.days, "date": soon, **goods}


WANTED: Mapping[str, Callable[[Connection, Recipient, datetime], str]]
[str, Callable[[Connection, Recipient, datetime], str]]
WANTED = dict.fromkeys(AUTOMATIONS, _wanted)
VALUES: Mapping[str, Callable[[Connection, Recipient, datetime], Values]]
VALUES = dict.fromkeys(AUTOMATIONS, _values)
