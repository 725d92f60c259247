"""Guessing codes: who types too many wrong ones is paused, and so is everybody when many people do."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WRONG_AT_MOST = 5
WINDOW = timedelta(minutes=10)
PAUSE = timedelta(minutes=15)
# The limit behind it: one person with many accounts, or many persons with one list.
EVERYBODYS_AT_MOST = 200
EVERYBODYS_WINDOW = timedelta(hours=1)
EVERYBODYS_PAUSE = timedelta(minutes=5)
# Older wrong codes change nothing any more.
REMEMBERED = max(WINDOW + PAUSE, EVERYBODYS_WINDOW)


def paused_until(mine: Sequence[datetime], everybodys_count: int, now: datetime) -> datetime | None:
    """Until when this person may not try a code; None: he may.

    mine: instants of his wrong codes, in any order, at least those of the last 25 minutes. everybodys_count:
    wrong codes of all people in the last hour.
    """
    ends = [_own_pause(sorted(mine))]
    if everybodys_count >= EVERYBODYS_AT_MOST:
        ends.append(now + EVERYBODYS_PAUSE)
    later = [end for end in ends if end is not None and end > now]
    return max(later) if later else None


def _own_pause(mine: Sequence[datetime]) -> datetime | None:
    """When the newest pause he earned ends: from the last of five wrong codes within ten minutes."""
    runs = zip(mine, mine[WRONG_AT_MOST - 1 :], strict=False)
    return max((last + PAUSE for first, last in runs if last - first <= WINDOW), default=None)
