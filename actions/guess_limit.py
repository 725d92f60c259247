"""The brake on guessing, shared by everything that takes a typed code."""

from datetime import datetime

from loyalty.guessing import EVERYBODYS_WINDOW, PAUSE, WINDOW, paused_until
from loyalty.refusals import Refusal, Refused
from storage import guesses
from storage.database import Connection


def may_try(tx: Connection, member_id: int, now: datetime) -> Refused | None:
    """Asked before a typed code is looked up. Refuses TOO_MANY_CODES with the instant the pause ends."""
    mine = guesses.of_member(tx, member_id, now - WINDOW - PAUSE)
    until = paused_until(mine, guesses.count(tx, now - EVERYBODYS_WINDOW), now)
    return None if until is None else Refused(Refusal.TOO_MANY_CODES, {"until": int(until.timestamp())})


def wrong_code(tx: Connection, member_id: int, now: datetime) -> None:
    """Told after a typed code turned out to be none; the transaction must be committed with the refusal."""
    guesses.add(tx, member_id, now)
