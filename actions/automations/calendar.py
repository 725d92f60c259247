"""By the calendar: holidays for everybody, and the owner's own: a day of his, or each member's own date."""

from calendar import isleap
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from actions.automations.base import (
    Automation,
    Found,
    Look,
    Values,
    birthday_again,
    birthdays,
    due_again,
    found,
)
from loyalty.automation_settings import value_of
from loyalty.automations import DATE_FIELDS, Auto, Candidate, Idle, Schedule, kept_on, on_schedule
from loyalty.campaigns import Campaign
from loyalty.expiry import day_start
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from storage import automations
from storage.database import Connection

# Nobody has been a member for longer.
MOST_YEARS = 30


def holiday_of(dates: str, day: date) -> str:
    """The holiday kept on this day as "MM-DD", "" when none of these is."""
    return kept_on(dates.split(), day.year).get(day, "")


def _everybody(tx: Connection, look: Look, days: Sequence[date]) -> Found:
    if not days:
        return Found((), look.page.after, more=False)
    members = automations.of_members(tx, look.page)
    due = [Candidate(who, day.isoformat(), day) for who in members for day in days]
    return found(look, members, due)


def _holidays(tx: Connection, look: Look) -> Found:
    return _everybody(tx, look, [day for day in look.days if holiday_of(look.text("dates"), day)])


def _which(_: Connection, look: Look, candidate: Candidate) -> Values:
    return {"holiday": holiday_of(look.text("dates"), candidate.day)}


def _no_dates(_: Programme, campaign: Campaign) -> Idle | None:
    return None if value_of(campaign, "dates") else Idle.NO_DATES


def _own(tx: Connection, look: Look) -> Found:
    schedule = look.text("schedule")
    if schedule not in DATE_FIELDS:
        settings = {key: value_of(look.campaign, key) for key in ("date", "weekday", "month_day")}
        return _everybody(tx, look, [day for day in look.days if on_schedule(schedule, day, settings)])
    offset = timedelta(days=look.number("offset"))
    if schedule == Schedule.BIRTHDAY:
        seen, born = birthdays(tx, look, -offset.days)
        return found(look, seen, [Candidate(who, day.isoformat(), day + offset) for who, day in born])
    if schedule == Schedule.JOINED:
        seen, kept = _years_since_joining(tx, look, offset)
    else:
        seen, kept = _years_since_first(tx, look, offset)
    return found(look, seen, [Candidate(who, str(day.year), day + offset) for who, day in kept])


def _own_again(tx: Connection, look: Look, member_id: int, occasion: str) -> Candidate | None:
    if look.text("schedule") != Schedule.BIRTHDAY:
        return due_again(_own)(tx, look, member_id, occasion)
    kept = date.fromisoformat(occasion)
    day = kept + timedelta(days=look.number("offset"))
    return Candidate(member_id, occasion, day) if birthday_again(tx, look, member_id, kept, day) else None


def _years_since_joining(
    tx: Connection, look: Look, offset: timedelta
) -> tuple[list[int], list[tuple[int, date]]]:
    kept = _anniversaries(look, offset)
    rows = automations.joined(tx, [_span(day, look) for day in kept], look.page)
    return [row[0] for row in rows], [(who, kept[look.local_day(at)]) for who, at in rows]


def _years_since_first(
    tx: Connection, look: Look, offset: timedelta
) -> tuple[list[int], list[tuple[int, date]]]:
    kept = _anniversaries(look, offset)
    rows = automations.first_bought(tx, [day.toordinal() for day in kept], look.page)
    return [row[0] for row in rows], [(who, kept[date.fromordinal(day)]) for who, day in rows]


def _anniversaries(look: Look, offset: timedelta) -> dict[date, date]:
    """By each earlier date: its anniversary, where a message about that is due in this look."""
    found_days = {}
    for day in (day - offset for day in look.days):
        for year in range(day.year - MOST_YEARS, day.year):
            found_days.update(dict.fromkeys(_same_days(day, year), day))
    return found_days


def _same_days(day: date, year: int) -> list[date]:
    """The days of another year whose anniversary is kept on this one; 29 February's on the 28th."""
    if (day.month, day.day) == (2, 29):
        return [date(year, 2, 29)] if isleap(year) else []
    same = [day.replace(year=year)]
    if (day.month, day.day) == (2, 28) and isleap(year) and not isleap(day.year):
        same.append(date(year, 2, 29))
    return same


def _span(day: date, look: Look) -> tuple[datetime, datetime]:
    return day_start(day, look.zone), day_start(day + timedelta(days=1), look.zone)


HOLIDAY = Automation(
    Auto.HOLIDAY,
    MessageClass.NEWS,
    _holidays,
    1,
    due_again(_holidays),
    values=_which,
    idle=_no_dates,
    ahead_days=0,
    for_all=True,
)
CUSTOM = Automation(Auto.CUSTOM, MessageClass.NEWS, _own, 2, _own_again, ahead_days=0, for_all=True)
