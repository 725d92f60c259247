"""What the programme tells by itself, in its owner's words: who hears it today.

Nothing is planned for them: the programme finds whom to tell, and actions/own_words puts the words in.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from actions.automations.base import Automation, Found, Look, found
from actions.ending import idle_since
from actions.points import purse
from actions.remind_burning import is_due, occasion_of, to_tell
from actions.tier_changes import metric_value
from loyalty.automations import Auto, Candidate, Idle
from loyalty.campaigns import Campaign
from loyalty.expiry import day_start, is_last_call, remind_days
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from loyalty.tiers import Exam, examined, missing_to_keep
from storage import automation_recipients, expiry, standings
from storage.database import Connection


def _burning_soon(step: int) -> Callable[[Connection, Look], Found]:
    """Those who hear today that points burn: for the first time, or (step 1) for the last."""

    def due(tx: Connection, look: Look) -> Found:
        terms, (after, limit) = look.programme.terms, (look.page.after, look.page.limit)
        # With what is due goes what will be tomorrow.
        end = look.span(-remind_days(terms)[step])[1] + timedelta(days=1)
        seen = expiry.holders(tx, end, idle_since(terms, end), after, limit)
        return found(look, seen, [who for one in seen for who in _holder(tx, look, one, is_last=bool(step))])

    return due


def _holder(tx: Connection, look: Look, member_id: int, *, is_last: bool) -> Sequence[Candidate]:
    """Himself, if this automation speaks to him today: it will, or it has."""
    terms, mine = look.programme.terms, purse(tx, member_id, look.programme, look.now)
    days = to_tell(mine, look.programme, look.now)
    occasion = occasion_of(tx, member_id, mine, days)
    if not occasion or mine.holder.frozen_since is not None:
        return ()
    if is_last_call(date.fromisoformat(occasion), terms, look.today) is not is_last:
        return ()
    told = automation_recipients.begun_at(tx, look.campaign.id, member_id, occasion)
    if told is None:
        enough = sum(one.points for one in days) >= terms.reminder_least_points
        known = automation_recipients.known(tx, look.campaign.id, {member_id})
        hears = enough and is_due(mine, look.programme, look.now) and (member_id, occasion) not in known
    else:
        hears = look.local_day(told) == look.today
    return (Candidate(member_id, occasion, look.today),) if hears else ()


def _usable(tx: Connection, look: Look) -> Found:
    """Those whose points become usable as the day begins."""
    days = [day_start(day, look.zone) for day in look.days]
    seen = expiry.woken_at(tx, days, look.page.after, look.page.limit)
    return found(look, seen, [Candidate(who, look.today.isoformat(), look.today) for who in seen])


def _warned(tx: Connection, look: Look) -> Found:
    """Those whose tier is going to fall in a month."""
    seen = standings.warned(tx, look.today, look.page.after, look.page.limit)
    due = [Candidate(who, look.today.isoformat(), look.today) for who in seen if _would_fall(tx, look, who)]
    return found(look, seen, due)


def _would_fall(tx: Connection, look: Look, member_id: int) -> bool:
    held, today = standings.held(tx, member_id), look.today
    until = max(held.review_on or today, today)
    value = metric_value(tx, member_id, look.programme, look.now, until)
    if held.warned_on == today:
        return missing_to_keep(held, value, look.programme) > 0
    return examined(held, value, look.programme, today)[1] is Exam.WARNED


def _nobody(_: Connection, look: Look) -> Found:
    return found(look, (), ())


def _never(*_: object) -> None:
    """Whether somebody still is due, the programme itself asks as its notice goes."""


def _no_waiting(programme: Programme, _: Campaign) -> Idle | None:
    return None if programme.terms.pending_days else Idle.NO_PENDING


def _no_levels(programme: Programme, _: Campaign) -> Idle | None:
    return None if programme.tiers else Idle.NO_LEVELS


BURNINGS = tuple(
    Automation(kind, MessageClass.NEWS, _burning_soon(step), 0, _never)
    for step, kind in enumerate((Auto.BURNING, Auto.BURNING_2))
)
ACTIVE = Automation(Auto.ACTIVE, MessageClass.NEWS, _usable, 0, _never, idle=_no_waiting)
TIER_UP = Automation(Auto.TIER_UP, MessageClass.NEWS, _nobody, 0, _never, idle=_no_levels, by_purchase=True)
TIER_WARNING = Automation(Auto.TIER_WARNING, MessageClass.NEWS, _warned, 0, _never, idle=_no_levels)
