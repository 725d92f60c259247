"""The owner sets an automation up, switches it on and off, and makes his own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from actions.automations import AUTOMATIONS
from actions.brake import goes_on
from actions.list_automations import EVER_MADE, add_draft, seen
from actions.rights import may
from actions.run_automations import mark_key
from actions.shop import Shop
from loyalty.automation_settings import Setting, Unit, chosen, typed, value_of
from loyalty.automation_views import AutomationView
from loyalty.automations import STANDING, Auto, Schedule
from loyalty.campaigns import Campaign, CampaignState
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import automation_recipients, automations, campaigns, people, recipients
from storage import shop as rows
from storage.database import Connection

VALUE_QUESTION = "automation_value"
TITLE_QUESTION = "automation_title"
LONGEST_TITLE = 40
MOST_CUSTOM = 50
CANCELLED = "cancelled"
# So many of those who wait are let go in one transaction.
AT_ONCE = 500
ONE_DAY = timedelta(days=1)


async def switch_on(shop: Shop, actor_id: int, campaign_id: int) -> AutomationView | Refused:
    """From now on it writes to those who become due; not about what was before today.

    Refuses AUTOMATION_GONE, AUTOMATION_IDLE with "why", AUTOMATION_UNREADY with "what", and as rights do.
    """
    now = shop.now()

    def change(tx: Connection, view: AutomationView) -> Campaign | Refused:
        one = view.campaign
        if one.state is CampaignState.RUNNING:
            return one
        if view.idle is not None:
            return Refused(Refusal.AUTOMATION_IDLE, {"why": view.idle.value})
        if what := _missing(view):
            return Refused(Refusal.AUTOMATION_UNREADY, {"what": what})
        on = replace(one, state=CampaignState.RUNNING, reason="", forward_from=now)
        _begin(tx, on, now)
        goes_on(tx, one.id, now)
        return replace(on, started_at=one.started_at or now)

    done = await _change(shop, actor_id, campaign_id, change, now)
    shop.wake()
    return done


async def switch_off(shop: Shop, actor_id: int, campaign_id: int) -> AutomationView | Refused:
    """Nobody is written to until it is switched on again. Refuses AUTOMATION_GONE, and as rights do."""

    def change(_: Connection, view: AutomationView) -> Campaign | Refused:
        running = view.campaign.state is CampaignState.RUNNING
        return replace(view.campaign, state=CampaignState.PAUSED) if running else view.campaign

    return await _change(shop, actor_id, campaign_id, change, shop.now())


async def set_value(
    shop: Shop, actor_id: int, campaign_id: int, key: str, said: str
) -> AutomationView | Refused:
    """A setting as a button says. Refuses AUTOMATION_GONE, AUTOMATION_VALUE, and as rights do."""
    now = shop.now()

    def change(tx: Connection, view: AutomationView) -> Campaign | Refused:
        setting = _setting(view, key)
        if isinstance(setting, Refused):
            return setting
        value = chosen(setting, said, tuple(name for name, _ in view.categories))
        return value if isinstance(value, Refused) else _with(tx, view.campaign, setting, value, now)

    return await _change(shop, actor_id, campaign_id, change, now)


async def ask_value(
    shop: Shop, actor_id: int, account_id: int, campaign_id: int, key: str
) -> tuple[AutomationView, Setting] | Refused:
    """Ask for the value of a setting. Refuses AUTOMATION_GONE, and as rights do."""
    now = shop.now()

    def write(tx: Connection) -> tuple[AutomationView, Setting] | Refused:
        view = seen(tx, actor_id, campaign_id, now)
        if isinstance(view, Refused):
            return view
        setting = _setting(view, key)
        if isinstance(setting, Refused):
            return setting
        people.ask(tx, account_id, VALUE_QUESTION, f"{campaign_id} {key}", now)
        return view, setting

    return await shop.db.write(write)


async def answer_value(
    shop: Shop, actor_id: int, account_id: int, campaign_id: int, key: str, text: str
) -> AutomationView | Refused:
    """The value that was typed; the question stays after a slip.

    Refuses AUTOMATION_GONE, AUTOMATION_VALUE, AUTOMATION_DATE, AUTOMATION_DATES, AMOUNT_..., as rights do.
    """
    now = shop.now()

    def change(tx: Connection, view: AutomationView) -> Campaign | Refused:
        setting = _setting(view, key)
        if isinstance(setting, Refused):
            return setting
        today = now.astimezone(ZoneInfo(rows.programme(tx).time_zone)).date()
        value = typed(setting, text, today)
        if isinstance(value, Refused):
            return value
        people.stop_asking(tx, account_id)
        return _with(tx, view.campaign, setting, value, now)

    return await _change(shop, actor_id, campaign_id, change, now)


async def ask_title(shop: Shop, actor_id: int, account_id: int) -> Refused | None:
    """Ask what the owner's own automation is called. Refuses AUTOMATIONS_FULL, and as rights do."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        refused = _room(tx, actor_id)
        if refused is None:
            people.ask(tx, account_id, TITLE_QUESTION, "", now)
        return refused

    return await shop.db.write(write)


async def add_automation(shop: Shop, actor_id: int, account_id: int, title: str) -> AutomationView | Refused:
    """His own automation under this name, switched off.

    Refuses NAME_EMPTY, NAME_TOO_LONG, AUTOMATIONS_FULL, and as rights do.
    """
    now = shop.now()

    def write(tx: Connection) -> AutomationView | Refused:
        if refused := _room(tx, actor_id):
            return refused
        name = clean_name(title, LONGEST_TITLE)
        if isinstance(name, Refused):
            return name
        people.stop_asking(tx, account_id)
        campaign_id = add_draft(tx, Auto.CUSTOM, name, actor_id, (), now)
        return seen(tx, actor_id, campaign_id, now)

    return await shop.db.write(write)


async def delete_automation(shop: Shop, actor_id: int, campaign_id: int) -> Refused | None:
    """His own automation is no more; what waits is not sent. Refuses AUTOMATION_GONE, and as rights do."""
    now, some_wait = shop.now(), True

    def write(tx: Connection) -> Refused | None:
        view = seen(tx, actor_id, campaign_id, now)
        if isinstance(view, Refused):
            return view
        if view.campaign.kind != Auto.CUSTOM:
            return Refused(Refusal.AUTOMATION_GONE)
        campaigns.change(tx, campaign_id, state=CampaignState.CANCELLED.value, ended_at=now)
        return None

    refused = await shop.db.write(write)
    while refused is None and some_wait:
        skip = partial(
            recipients.skip_some, campaign_id=campaign_id, limit=AT_ONCE, now=now, reason=CANCELLED
        )
        some_wait = bool(await shop.db.write(skip))
    return refused


async def _change(
    shop: Shop,
    actor_id: int,
    campaign_id: int,
    change: Callable[[Connection, AutomationView], Campaign | Refused],
    now: datetime,
) -> AutomationView | Refused:
    def write(tx: Connection) -> AutomationView | Refused:
        view = seen(tx, actor_id, campaign_id, now)
        if isinstance(view, Refused):
            return view
        after = change(tx, view)
        if isinstance(after, Refused):
            return after
        if after != view.campaign:
            campaigns.keep(tx, replace(after, revision=view.campaign.revision + 1))
        return seen(tx, actor_id, campaign_id, now)

    return await shop.db.write(write)


def _setting(view: AutomationView, key: str) -> Setting | Refused:
    found = (setting for setting, _ in view.settings if setting.key == key)
    return next(found, None) or Refused(Refusal.AUTOMATION_GONE)


def _with(
    tx: Connection, campaign: Campaign, setting: Setting, value: int | str, now: datetime
) -> Campaign | Refused:
    """With another value; one that is on begins anew, so that it writes about nothing older."""
    after = replace(campaign, settings={**campaign.settings, setting.key: value})
    at_once = setting.unit is Unit.HOUR or campaign.kind in STANDING
    if campaign.state is not CampaignState.RUNNING or at_once:
        return after
    if what := _unset(after):
        return Refused(Refusal.AUTOMATION_UNREADY, {"what": what})
    after = replace(after, forward_from=now)
    _begin(tx, after, now)
    one = AUTOMATIONS[campaign.kind]
    if not (one.by_purchase or one.for_all):
        # They are found anew by the new value; who waits for a better time has had his day.
        automation_recipients.forget_planned(tx, campaign.id, now)
    return after


def _begin(tx: Connection, campaign: Campaign, now: datetime) -> None:
    """It looks at today first, or at the next purchase; the programme looks for what it tells by itself."""
    if campaign.kind in STANDING:
        return
    if AUTOMATIONS[campaign.kind].by_purchase:
        mark = str(automations.newest_purchase(tx))
    else:
        zone = ZoneInfo(rows.programme(tx).time_zone)
        mark = (now.astimezone(zone).date() - ONE_DAY).isoformat()
    rows.remember(tx, mark_key(campaign.id), mark)


def _missing(view: AutomationView) -> str:
    """What has to be said before it can be switched on; "" when nothing."""
    return "" if view.says_something and not _unset(view.campaign) else _unset(view.campaign) or "text"


def _unset(campaign: Campaign) -> str:
    if campaign.kind != Auto.CUSTOM:
        return ""
    schedule = str(value_of(campaign, "schedule"))
    if not schedule:
        return "schedule"
    dated = schedule in (Schedule.ONCE, Schedule.YEARLY)
    return "date" if dated and not value_of(campaign, "date") else ""


def _room(tx: Connection, actor_id: int) -> Refused | None:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    own = campaigns.of_kind(tx, Auto.CUSTOM, EVER_MADE)
    if sum(one.state is not CampaignState.CANCELLED for one in own) >= MOST_CUSTOM:
        return Refused(Refusal.AUTOMATIONS_FULL, {"most": MOST_CUSTOM})
    return None
