"""The automations as their owner sees them: the list, one of them, and who would get it today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from actions.automations import AUTOMATIONS
from actions.automations.base import Look
from actions.automations.predicted import back_tested
from actions.automations.segment import Chooser, those_of
from actions.birthday_gifts import index_birthdays
from actions.rights import may
from actions.shop import Shop
from loyalty.automation_settings import settings_of, value_of
from loyalty.automation_views import (
    EXAMPLES,
    MOST_COUNTED,
    AutomationLine,
    AutomationList,
    AutomationView,
    WhoToday,
)
from loyalty.automations import Auto
from loyalty.campaigns import Campaign, CampaignState, Content, RecipientState
from loyalty.expiry import remind_days
from loyalty.programme import Expiry, Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import automation_recipients, campaigns
from storage import shop as rows
from storage.automations import Page
from storage.database import Connection

RECENTLY = timedelta(days=30)
ONE_DAY = timedelta(days=1)
# Those he deleted among them.
EVER_MADE = 500
# Read at once where people are counted only.
COUNTED_AT_ONCE = 5_000


async def list_automations(
    shop: Shop, actor_id: int, defaults: Mapping[str, Sequence[Content]]
) -> AutomationList | Refused:
    """All of them; those that were never seen are drafted with these words. Refuses as rights do."""
    now = shop.now()
    if refused := await shop.db.read(lambda tx: may(tx, actor_id, Right.RUN)):
        return refused
    known = await shop.db.read(_kinds)
    if missing := [kind for kind in AUTOMATIONS if kind != Auto.CUSTOM and kind not in known]:
        await shop.db.write(lambda tx: _draft(tx, actor_id, missing, defaults, now))
    return await shop.db.survey(lambda tx: _listed(tx, now))


async def show_automation(shop: Shop, actor_id: int, campaign_id: int) -> AutomationView | Refused:
    """One of them. Refuses AUTOMATION_GONE, and as rights do."""
    now = shop.now()
    return await shop.db.survey(lambda tx: seen(tx, actor_id, campaign_id, now))


async def who_today(shop: Shop, actor_id: int, campaign_id: int) -> WhoToday | Refused:
    """Who would get it today, and who is left out because his day is over.

    Refuses AUTOMATION_GONE, and as rights do.
    """
    now = shop.now()
    found = await shop.db.read(lambda tx: _asked(tx, actor_id, campaign_id))
    if isinstance(found, Refused):
        return found
    campaign, programme = found
    if AUTOMATIONS[campaign.kind].by_purchase:
        return WhoToday(campaign, 0, (), 0, after_purchase=True)
    await index_birthdays(shop)
    those = await those_of(shop, campaign)
    look = Look(campaign, programme, now, now.date(), now.date(), shop.vault, Page(limit=COUNTED_AT_ONCE))
    return await shop.db.survey(partial(_who, look=look, those=those))


def seen(tx: Connection, actor_id: int, campaign_id: int, now: datetime) -> AutomationView | Refused:
    """The automation as it stands. Refuses AUTOMATION_GONE, and as rights do."""
    found = _asked(tx, actor_id, campaign_id)
    if isinstance(found, Refused):
        return found
    campaign, programme = found
    contents = campaigns.contents_of(tx, campaign.id)
    return AutomationView(
        campaign,
        tuple((setting, value_of(campaign, setting.key)) for setting in settings_of(campaign)),
        automation_recipients.states_since(tx, [campaign.kind], now - RECENTLY).get(campaign.id, {}),
        tuple((one.key, one.name) for one in programme.categories),
        AUTOMATIONS[campaign.kind].idle(programme, campaign),
        back_tested(tx) if campaign.kind == Auto.NEXT else None,
        any(content.body.strip() for content in contents),
        _before_days(campaign.kind, programme),
    )


def _before_days(kind: str, programme: Programme) -> int:
    far, near = remind_days(programme.terms)
    return {Auto.BURNING: far, Auto.BURNING_2: near}.get(Auto(kind), 0)


def _asked(tx: Connection, actor_id: int, campaign_id: int) -> tuple[Campaign, Programme] | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    campaign = campaigns.find(tx, campaign_id)
    gone = campaign is None or campaign.kind not in AUTOMATIONS
    if campaign is None or gone or campaign.state is CampaignState.CANCELLED:
        return Refused(Refusal.AUTOMATION_GONE)
    return campaign, rows.programme(tx)


def _kinds(tx: Connection) -> set[str]:
    return {kind for kind in AUTOMATIONS if campaigns.of_kind(tx, kind, 1)}


def _draft(
    tx: Connection,
    actor_id: int,
    missing: Sequence[str],
    defaults: Mapping[str, Sequence[Content]],
    now: datetime,
) -> None:
    known = _kinds(tx)
    for kind in missing:
        if kind not in known:
            add_draft(tx, kind, "", actor_id, defaults[kind], now)


def add_draft(
    tx: Connection, kind: str, title: str, author_id: int, contents: Sequence[Content], now: datetime
) -> int:
    """A new automation, switched off, with these words; its id."""
    message_class = AUTOMATIONS[kind].message_class
    draft = Campaign(0, kind, title, CampaignState.DRAFT, 0, message_class, author_id=author_id)
    campaign_id = campaigns.add(tx, draft, now)
    for content in contents:
        campaigns.say(tx, campaign_id, content)
    return campaign_id


def _listed(tx: Connection, now: datetime) -> AutomationList:
    programme = rows.programme(tx)
    sent = automation_recipients.states_since(tx, list(AUTOMATIONS), now - RECENTLY)
    lines = []
    for kind, one in AUTOMATIONS.items():
        for campaign in reversed(campaigns.of_kind(tx, kind, EVER_MADE)):
            if campaign.state is not CampaignState.CANCELLED:
                number = sent.get(campaign.id, {}).get(RecipientState.SENT.value, 0)
                lines.append(AutomationLine(campaign, number, one.idle(programme, campaign)))
    return AutomationList(tuple(lines), _standing(programme), tuple(programme.terms.reminder_days))


def _standing(programme: Programme) -> Mapping[str, bool]:
    """What members are told anyway, as the programme has it."""
    return {
        "birthday": bool(programme.bonuses.birthday_points),
        "burning": programme.terms.expiry is not Expiry.NEVER,
        "active": bool(programme.terms.pending_days),
        "tier": bool(programme.tiers),
        "rate": bool(programme.bonuses.review_points),
    }


def _who(tx: Connection, look: Look, those: Chooser) -> WhoToday:
    one, today = AUTOMATIONS[look.campaign.kind], look.today
    if one.idle(look.programme, look.campaign) is not None:
        return WhoToday(look.campaign, 0, (), 0)
    due = _members(tx, replace(look, first=today, last=today), those)
    left_out = 0
    if one.past_days:
        past = replace(look, first=today - timedelta(days=one.past_days), last=today - ONE_DAY)
        left_out = len(_members(tx, past, those))
    names = tuple(automation_recipients.names(tx, sorted(due)[:EXAMPLES]))
    return WhoToday(look.campaign, len(due), names, left_out)


def _members(tx: Connection, look: Look, those: Chooser) -> set[int]:
    """Whose day is in the look, up to MOST_COUNTED."""
    found: set[int] = set()
    more = True
    while more and len(found) < MOST_COUNTED:
        page = AUTOMATIONS[look.campaign.kind].due(tx, look)
        found |= {who.member_id for who in those(tx, page.candidates)}
        look, more = replace(look, page=replace(look.page, after=page.seen)), page.more
    return set(sorted(found)[:MOST_COUNTED])
