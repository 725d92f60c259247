"""Guessing codes: who types too many wrong ones is paused, and so is everybody when many people do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

WRONG_AT_MOST = 5
# Of customers a cashier names by number or phone: he slips more often than he guesses.
UNKNOWN_AT_MOST = 10
WINDOW = timedelta(minutes=10)
PAUSE = timedelta(minutes=15)
# The limit behind it: one person with many accounts, or many persons with one list.
EVERYBODYS_AT_MOST = 200
EVERYBODYS_WINDOW = timedelta(hours=1)
EVERYBODYS_PAUSE = timedelta(minutes=5)
# Older wrong codes change nothing any more.
REMEMBERED = max(WINDOW + PAUSE, EVERYBODYS_WINDOW)


class Guess(StrEnum):
    """What was typed that is none: a code, or a customer's number or phone."""

    CODE = "code"
    CUSTOMER = "customer"


AT_MOST = {Guess.CODE: WRONG_AT_MOST, Guess.CUSTOMER: UNKNOWN_AT_MOST}


def paused_until(
    mine: Sequence[datetime], everybodys_count: int, now: datetime, at_most: int = WRONG_AT_MOST
) -> datetime | None:
    """Until when this person may not try a code; None: he may.

    mine: instants of his wrong codes, in any order, at least those of the last 25 minutes; at_most: so many
    within ten minutes pause him. everybodys_count: wrong codes of all people in the last hour.
    """
    ends = [_own_pause(sorted(mine), at_most)]
    if everybodys_count >= EVERYBODYS_AT_MOST:
        ends.append(now + EVERYBODYS_PAUSE)
    later = [end for end in ends if end is not None and end > now]
    return max(later) if later else None


def _own_pause(mine: Sequence[datetime], at_most: int) -> datetime | None:
    """When the newest pause he earned ends: from the last of so many wrong codes within ten minutes."""
    runs = zip(mine, mine[at_most - 1 :], strict=False)
    return max((last + PAUSE for first, last in runs if last - first <= WINDOW), default=None)
