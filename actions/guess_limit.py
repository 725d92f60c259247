"""The brake on guessing, shared by everything that takes a typed code, and by customers named at the till."""

from datetime import datetime

from loyalty.guessing import AT_MOST, EVERYBODYS_WINDOW, PAUSE, WINDOW, Guess, paused_until
from loyalty.refusals import Refusal, Refused
from storage import guesses
from storage.database import Connection

_PAUSED = {Guess.CODE: Refusal.TOO_MANY_CODES, Guess.CUSTOMER: Refusal.TOO_MANY_UNKNOWN}


def may_try(
    tx: Connection, member_id: int, now: datetime, what: Guess = Guess.CODE, till_id: int | None = None
) -> Refused | None:
    """Asked before it is looked up. till_id: the program of this till types it, and its pause is its own.

    Refuses TOO_MANY_CODES, TOO_MANY_UNKNOWN with the end of the pause.
    """
    mine = guesses.of_member(tx, member_id, now - WINDOW - PAUSE, what, till_id)
    everybodys = guesses.count(tx, now - EVERYBODYS_WINDOW, what)
    until = paused_until(mine, everybodys, now, AT_MOST[what])
    return None if until is None else Refused(_PAUSED[what], {"until": int(until.timestamp())})


def wrong_code(
    tx: Connection, member_id: int, now: datetime, what: Guess = Guess.CODE, till_id: int | None = None
) -> None:
    """Told after what was typed turned out to be none; the transaction must be committed with the refusal."""
    guesses.add(tx, member_id, now, what, till_id)
