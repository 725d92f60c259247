"""Look who is due for the automations that are on, and plan their messages: one for each occasion.

What is due follows from the database and the clock, never from what ran: each automation keeps the last day
(or purchase) it has looked at, days that were missed are looked at later, and an occasion exists once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from actions.automations import AUTOMATIONS, goes_at, is_too_late
from actions.automations.base import TOO_LATE, Automation, Found, Look
from actions.automations.predicted import back_tested, guesses_badly
from actions.automations.segment import Chooser, those_of
from actions.birthday_gifts import index_birthdays
from actions.shop import Shop
from loyalty.automations import Auto, Candidate
from loyalty.campaigns import CONTROL, Campaign, CampaignState, RecipientState, arm_of
from storage import automation_recipients, automations, campaigns, recipients
from storage import shop as rows
from storage.automations import Page
from storage.database import Connection

# So many messages are planned in one transaction: a till never waits for it.
PORTION = 100
ONE_DAY = timedelta(days=1)
# So many days are looked at at once; after a long silence they follow one another.
DAYS_AT_ONCE = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Due:
    """An automation that has to look, at days or at purchases. mark: how far it has looked at days then."""

    look: Look
    mark: str

    @property
    def by_purchase(self) -> bool:
        """Whether it follows purchases."""
        return AUTOMATIONS[self.look.campaign.kind].by_purchase


async def run_automations(shop: Shop) -> str:
    """Plan what is due; how many messages that were."""
    now, planned = shop.now(), 0
    while work := await shop.db.read(lambda tx: _work(tx, shop, now)):
        if not all(due.by_purchase for due in work):
            await index_birthdays(shop)
        choosers = [await those_of(shop, due.look.campaign) for due in work]
        pages = await shop.db.survey(partial(_first_pages, work=work, choosers=choosers))
        for due, those, page in zip(work, choosers, pages, strict=True):
            planned += await _run(shop, due, those, page)
        await shop.db.write(partial(_settle, work=work))
        shop.wake()
    return f"{planned} planned"


def _settle(tx: Connection, work: Sequence[Due]) -> None:
    """Each has looked at its days; what was switched off and on meanwhile begins anew."""
    for due in work:
        if not due.by_purchase and _still(tx, due) is not None:
            rows.remember(tx, mark_key(due.look.campaign.id), due.mark)


def _still(tx: Connection, due: Due) -> Campaign | None:
    """The automation, if it has been on all the time since it was looked at."""
    campaign = campaigns.find(tx, due.look.campaign.id)
    if campaign is None or campaign.state is not CampaignState.RUNNING:
        return None
    return campaign if campaign.forward_from == due.look.campaign.forward_from else None


def _work(tx: Connection, shop: Shop, now: datetime) -> list[Due]:
    """What has to look now; a few short questions as long as nothing has."""
    programme, newest = rows.programme(tx), automations.newest_purchase(tx)
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    found = []
    for campaign_id, kind, mark in automations.running(tx, mark_key("")):
        one = AUTOMATIONS.get(kind)
        if one is None:
            continue
        looked = newest <= int(mark) if one.by_purchase else date.fromisoformat(mark) >= _last(one, today)
        campaign = None if looked else campaigns.find(tx, campaign_id)
        if campaign is not None:
            look = Look(campaign, programme, now, today, today, shop.vault, Page(limit=PORTION))
            found.append(_due(look, mark))
    return found


def _last(one: Automation, today: date) -> date:
    return today + timedelta(days=one.ahead_days)


def _due(look: Look, mark: str) -> Due:
    """The days, or the purchases, that it has not looked at yet."""
    one, today = AUTOMATIONS[look.campaign.kind], look.today
    if one.by_purchase:
        return Due(replace(look, page=Page(int(mark), limit=PORTION)), mark)
    looked = date.fromisoformat(mark)
    first = looked + ONE_DAY
    if not one.for_all:
        # What changes somebody's day (a purchase taken back) may bring it here again.
        first = min(first, today - timedelta(days=one.late_days))
    first = max(first, forward_day(look.campaign, look.programme.time_zone))
    last = min(_last(one, today), max(first, looked) + DAYS_AT_ONCE)
    return Due(replace(look, first=first, last=last), last.isoformat())


def mark_key(campaign_id: int | str) -> str:
    """The fact that says how far an automation has looked; of "": what all of them begin with."""
    return f"automation:{campaign_id}"


def forward_day(campaign: Campaign, time_zone: str) -> date:
    """The first day it writes about. Raises ValueError for one that was never switched on."""
    if campaign.forward_from is None:
        raise ValueError("an automation that runs was switched on")
    return campaign.forward_from.astimezone(ZoneInfo(time_zone)).date()


def _first_pages(tx: Connection, work: Sequence[Due], choosers: Sequence[Chooser]) -> list[Found | None]:
    """Who comes first of each; None for one that has nothing to say as things are."""
    return [
        None if _is_idle(tx, due.look) else _page(tx, due.look, those)
        for due, those in zip(work, choosers, strict=True)
    ]


def _is_idle(tx: Connection, look: Look) -> bool:
    if AUTOMATIONS[look.campaign.kind].idle(look.programme, look.campaign) is not None:
        return True
    return look.campaign.kind == Auto.NEXT and guesses_badly(look, back_tested(tx))


async def _run(shop: Shop, due: Due, those: Chooser, first: Found | None) -> int:
    look, page, planned = due.look, first, 0
    if page is None:
        if due.by_purchase:
            await shop.db.write(lambda tx: _seen(tx, look.campaign.id, automations.newest_purchase(tx)))
        return 0
    while True:
        if page.candidates or due.by_purchase:
            added = await shop.db.write(partial(_plan, due=due, page=page))
            if added is None:
                return planned
            planned += added
        if not page.more:
            return planned
        look = replace(look, page=replace(look.page, after=page.seen))
        page = await shop.db.survey(partial(_page, look=look, those=those))


def _page(tx: Connection, look: Look, those: Chooser) -> Found:
    """The next who are due, are meant, and were not there before."""
    page = AUTOMATIONS[look.campaign.kind].due(tx, look)
    members = {who.member_id for who in page.candidates}
    there = automation_recipients.known(tx, look.campaign.id, members) if members else set()
    fresh = [who for who in page.candidates if (who.member_id, who.occasion) not in there]
    return replace(page, candidates=those(tx, fresh))


def _plan(tx: Connection, due: Due, page: Found) -> int | None:
    """Plan a page of messages; None when it was switched off meanwhile."""
    campaign = _still(tx, due)
    if campaign is None:
        return None
    variants = len({content.variant for content in campaigns.contents_of(tx, campaign.id)})
    zones = automation_recipients.zones(tx, [who.member_id for who in page.candidates])
    added = sum(_add(tx, due.look, who, zones.get(who.member_id, ""), variants) for who in page.candidates)
    if due.by_purchase:
        _seen(tx, campaign.id, page.seen)
    return added


def _add(tx: Connection, look: Look, who: Candidate, zone: str, variants: int) -> bool:
    campaign, at = look.campaign, goes_at(look, who, zone)
    arm = arm_of(campaign.id, who.member_id, campaign.control_bp, variants)
    if not recipients.add(tx, campaign.id, who.member_id, who.occasion, arm, at):
        return False
    if arm != CONTROL and is_too_late(look, who, zone):
        found = automation_recipients.recipient_of(tx, campaign.id, who.member_id, who.occasion)
        late = recipients.find(tx, found)
        if late is not None:
            recipients.end(tx, late, RecipientState.SKIPPED, look.now, TOO_LATE)
    return True


def _seen(tx: Connection, campaign_id: int, purchase_id: int) -> None:
    rows.remember(tx, mark_key(campaign_id), str(purchase_id))
