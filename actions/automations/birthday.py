"""Birthdays: on the day, or some days before it; once a calendar year."""

from datetime import date, timedelta

from actions.automations.base import Automation, Found, Look, Values, birthday_again, birthdays, found
from loyalty.automations import Auto, Candidate, Idle
from loyalty.campaigns import Campaign
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from storage.database import Connection


def _due(tx: Connection, look: Look) -> Found:
    before = _days_before(look)
    seen, born = birthdays(tx, look, before.days)
    return found(look, seen, [Candidate(who, kept.isoformat(), kept - before) for who, kept in born])


def _again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
    kept = date.fromisoformat(occasion)
    day = kept - _days_before(look)
    return Candidate(member_id, occasion, day) if birthday_again(tx, look, member_id, kept, day) else None


def _days_before(look: Look) -> timedelta:
    return timedelta(days=0 if look.campaign.kind == Auto.BIRTHDAY else look.number("days"))


def _values(_: Connection, look: Look, candidate: Candidate) -> Values:
    return {"days": _days_before(look).days, "date": candidate.occasion}


def _told_already(programme: Programme, _: Campaign) -> Idle | None:
    """The programme's own gift comes with a congratulation: one message a day, not two."""
    return Idle.SAID_ALREADY if programme.bonuses.birthday_points else None


BIRTHDAY = Automation(
    Auto.BIRTHDAY, MessageClass.WIN_BACK, _due, 3, _again, values=_values, idle=_told_already
)
BIRTHDAY_BEFORE = Automation(Auto.BIRTHDAY_BEFORE, MessageClass.WIN_BACK, _due, 3, _again, values=_values)
