"""Those who have stayed away: two steps to bring them back, then one question why."""

from datetime import date

from actions.automations.base import Automation, Found, Look, Values, due_again, found
from loyalty.automations import Auto, Candidate, comeback_days
from loyalty.messages import MessageClass
from storage import automations
from storage.database import Connection


def _missed(tx: Connection, look: Look) -> Found:
    fixed, tenths, least = (look.number(key) for key in ("days", "tenths", "least_days"))
    rule = {"fixed_days": fixed, "times_tenths": tenths, "least_days": least}
    first, last = look.first.toordinal(), look.last.toordinal()
    rows = automations.missed(tx, first, last, {**rule, "orders": look.number("purchases")}, look.page)
    due = [
        Candidate(who, str(last_day), date.fromordinal(last_day + comeback_days(rhythm, **rule)))
        for who, last_day, rhythm in rows
    ]
    return found(look, [row[0] for row in rows], due)


def _days_away(_: Connection, look: Look, candidate: Candidate) -> Values:
    return {"days": look.today.toordinal() - int(candidate.occasion)}


COMEBACKS = tuple(
    Automation(
        kind, MessageClass.WIN_BACK, _missed, 14, due_again(_missed), values=_days_away, past_days=36_500
    )
    for kind in (Auto.COMEBACK, Auto.COMEBACK_2, Auto.WHY)
)
