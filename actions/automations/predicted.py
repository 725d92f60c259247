"""The next purchase, foreseen from somebody's own rhythm or from the calendar, told a week or two before.

How often the rhythm would have been right over the shop's own past is known; below the floor it rests.
"""

from datetime import date, timedelta

from actions.automations.base import Automation, Found, Look, Values, due_again, found
from loyalty.automations import (
    HABIT_YEARS,
    LEAST_INTERVALS,
    LEAST_RHYTHM_DAYS,
    TOLD_FROM_DAYS,
    TOLD_UNTIL_DAYS,
    Auto,
    Candidate,
    Hits,
    habit_in,
    hits_of,
    month_bits,
    next_by_habit,
    next_by_rhythm,
    told_between,
)
from loyalty.messages import MessageClass
from storage import automations
from storage.automations import Page
from storage.database import Connection

RHYTHM, HABIT = "rhythm", "habit"
# The past of so many members is enough to tell how good the rhythm is.
PEOPLE_TRIED = 2_000


def _due(tx: Connection, look: Look) -> Found:
    """Both rules side by side: nobody is in both, so that a cycle brings one message."""
    seen, due = _by_rhythm(tx, look)
    others, habits = _by_habit(tx, look)
    if not (len(seen) >= look.page.limit or len(others) >= look.page.limit):
        return found(look, sorted((*seen, *others)), sorted((*due, *habits), key=lambda one: one.member_id))
    # One of the lists may go on: the page ends where the shorter one does.
    ends = [some[-1] for some in (seen, others) if len(some) >= look.page.limit]
    until = min(ends)
    kept = [one for one in (*due, *habits) if one.member_id <= until]
    return Found(sorted(kept, key=lambda one: one.member_id), until, more=True)


def _by_rhythm(tx: Connection, look: Look) -> tuple[list[int], list[Candidate]]:
    ahead = timedelta(days=TOLD_FROM_DAYS)
    first, last = (look.first + ahead).toordinal(), (look.last + ahead).toordinal()
    rows = automations.by_rhythm(tx, first, last, LEAST_INTERVALS, LEAST_RHYTHM_DAYS, look.page)
    due = [
        Candidate(who, f"{RHYTHM}:{last_day}", date.fromordinal(last_day + rhythm) - ahead)
        for who, last_day, rhythm in rows
    ]
    return [row[0] for row in rows], due


def _by_habit(tx: Connection, look: Look) -> tuple[list[int], list[Candidate]]:
    ahead = timedelta(days=TOLD_FROM_DAYS)
    months = sorted({(day + ahead).replace(day=1) for day in look.days})
    places = [month_bits(month.month) for month in months]
    members = automations.of_months(tx, places, HABIT_YEARS, LEAST_INTERVALS, LEAST_RHYTHM_DAYS, look.page)
    due = []
    for member_id in members:
        bought = automations.days_of(tx, member_id)
        for expected in (habit_in(bought, month) for month in months):
            # He may have been here after the message's day; and the day may be one of another look.
            day = None if expected is None else told_between(expected)[0]
            if day is not None and look.first <= day <= look.last and bought[-1] < day:
                due.append(Candidate(member_id, f"{HABIT}:{day + ahead:%Y-%m}", day))
    return members, due


def _expected(_: Connection, look: Look, candidate: Candidate) -> Values:  # noqa: ARG001 (every automation asks so)
    expected = candidate.day + timedelta(days=TOLD_FROM_DAYS)
    return {"date": expected.isoformat()}


def foretold(tx: Connection, member_id: int, asked: date) -> date | None:
    """The day a member is expected next, by either rule; None when nothing speaks for a day to come."""
    page = Page(member_id - 1, member_id, 1)
    years = asked.toordinal() + 366 * HABIT_YEARS
    rows = automations.by_rhythm(tx, asked.toordinal(), years, LEAST_INTERVALS, LEAST_RHYTHM_DAYS, page)
    for _, last_day, rhythm in rows:
        expected = next_by_rhythm(last_day, rhythm, LEAST_INTERVALS + 1)
        return None if expected is None else date.fromordinal(expected)
    return next_by_habit(automations.days_of(tx, member_id), asked)


def back_tested(tx: Connection) -> Hits:
    """How often the rhythm would have been right, over those who came last."""
    hits = tried = 0
    for days in automations.rhythmic(tx, LEAST_INTERVALS, PEOPLE_TRIED):
        one = hits_of([int(day) for day in days.split()])
        hits, tried = hits + one.hits, tried + one.tried
    return Hits(hits, tried)


def guesses_badly(look: Look, hits: Hits) -> bool:
    """Whether it is known to hit less often than the owner wants."""
    rate = hits.rate_bp
    return rate is not None and rate < look.number("floor") * 100


NEXT = Automation(
    Auto.NEXT,
    MessageClass.WIN_BACK,
    _due,
    TOLD_FROM_DAYS - TOLD_UNTIL_DAYS,
    due_again(_due),
    values=_expected,
)
