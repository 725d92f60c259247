"""After joining: welcomes, and a word to those who have not bought anything yet."""

from datetime import timedelta

from actions.automations.base import Automation, Found, Look, Values, due_again, found
from loyalty.automations import Auto, Candidate
from loyalty.messages import MessageClass
from storage import automations
from storage.database import Connection

ONCE = "joined"


def _joined(tx: Connection, look: Look, *, never_bought: bool = False) -> Found:
    days = look.number("days")
    rows = automations.joined(tx, [look.span(days)], look.page, never_bought=never_bought)
    due = [Candidate(who, ONCE, look.local_day(at) + timedelta(days=days)) for who, at in rows]
    return found(look, [row[0] for row in rows], due)


def _newcomers(tx: Connection, look: Look) -> Found:
    return _joined(tx, look, never_bought=True)


def _days(_: Connection, look: Look, candidate: Candidate) -> Values:  # noqa: ARG001 (every automation asks so)
    return {"days": look.number("days")}


WELCOMES = tuple(
    Automation(kind, MessageClass.NEWS, _joined, 3, due_again(_joined), past_days=36_500)
    for kind in (Auto.WELCOME, Auto.WELCOME_2, Auto.WELCOME_3)
)
NEWCOMER = Automation(
    Auto.NEWCOMER, MessageClass.WIN_BACK, _newcomers, 7, due_again(_newcomers), values=_days, past_days=36_500
)
