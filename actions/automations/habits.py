"""What somebody does usually: his weekday, and the goods he buys without ever trying others."""

from datetime import date, timedelta

from actions.automations.base import Automation, Found, Look, Values, due_again, found
from loyalty.automation_settings import value_of
from loyalty.automations import WEEKDAY_ORDERS, Auto, Candidate, Idle, usual_weekday
from loyalty.campaigns import Campaign
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from storage import automation_recipients, automations
from storage.automations import Page
from storage.database import Connection


def _on_weekday(tx: Connection, look: Look) -> Found:
    """On the morning of his day, unless he was written to lately or has been here that day."""
    days = {day.weekday(): day for day in look.days}
    category = look.text("category")
    rows = automations.by_weekday(tx, list(days), WEEKDAY_ORDERS, category, look.page)
    due = []
    for who, last_day, on in rows:
        day = days.get(_weekday(on))
        if day is not None and last_day < day.toordinal() and _rested(tx, look, who, day):
            due.append(Candidate(who, day.isoformat(), day))
    return found(look, [row[0] for row in rows], due)


def _weekday(on: tuple[int, ...]) -> int:
    usual = usual_weekday(on)
    return -1 if usual is None else usual


def _rested(tx: Connection, look: Look, member_id: int, day: date) -> bool:
    last = automation_recipients.last_occasion(
        tx, look.campaign.id, member_id, day.isoformat(), skipped=False
    )
    return last is None or date.fromisoformat(last) + timedelta(days=look.number("rest_days")) <= day


def _goods(_: Connection, look: Look, candidate: Candidate) -> Values:  # noqa: ARG001 (every automation asks so)
    """The goods that are meant; else it speaks of those he buys most, as every message does."""
    category = look.programme.category(look.text("category"))
    return {"last_item": category.name} if category else {}


def _one_not_the_other(tx: Connection, look: Look) -> Found:
    """Some days after he bought of the one, and never of the other; once for each pair."""
    bought, never, days = look.text("bought"), look.text("never"), look.number("days")
    first, last = look.first.toordinal() - days, look.last.toordinal() - days
    rows = automations.bought_never(tx, first, last, bought, never, look.number("purchases"), look.page)
    due = [Candidate(who, _pair(look), date.fromordinal(day + days)) for who, day in rows]
    return found(look, [row[0] for row in rows], due)


def _one_not_the_other_again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
    """Whether he has still not tried the other; he may have bought more of the one."""
    bought, never = look.text("bought"), look.text("never")
    page, ever = Page(member_id - 1, member_id, 1), date.max.toordinal()
    rows = automations.bought_never(tx, 0, ever, bought, never, look.number("purchases"), page)
    same = occasion == _pair(look) and rows
    return Candidate(member_id, occasion, look.today) if same else None


def _pair(look: Look) -> str:
    return f"{look.text('bought')}>{look.text('never')}"


def _other(_: Connection, look: Look, candidate: Candidate) -> Values:  # noqa: ARG001 (every automation asks so)
    category = look.programme.category(look.text("never"))
    return {"last_item": category.name} if category else {}


def _no_pair(programme: Programme, campaign: Campaign) -> Idle | None:
    keys = str(value_of(campaign, "bought")), str(value_of(campaign, "never"))
    known = all(programme.category(key) for key in keys) and keys[0] != keys[1]
    return None if known else Idle.NO_CATEGORIES


WEEKDAY = Automation(
    Auto.WEEKDAY, MessageClass.NEWS, _on_weekday, 0, due_again(_on_weekday), values=_goods, ahead_days=0
)
PAIR = Automation(
    Auto.PAIR,
    MessageClass.NEWS,
    _one_not_the_other,
    7,
    _one_not_the_other_again,
    values=_other,
    idle=_no_pair,
    past_days=36_500,
)
