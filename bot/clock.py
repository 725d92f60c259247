"""The only reader of the machine's wall clock and of its randomness."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from threading import Lock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """The time of day, which never goes back, however the machine's own clock is corrected."""

    def __init__(self, offset_seconds: int = 0) -> None:
        """`offset_seconds` is added to the machine's time (a bot under test, the sandbox)."""
        self._lock = Lock()
        self._offset_seconds = offset_seconds
        self._ticks_ns = time.monotonic_ns()
        self._wall_ns = time.time_ns()

    @property
    def offset_seconds(self) -> int:
        """How far ahead of the machine's clock this one was set."""
        return self._offset_seconds

    def now(self) -> datetime:
        """This instant, aware, in UTC, to the microsecond; never earlier than an answer given before.

        After the machine's clock was put back it runs at half speed until that one has caught up, so that
        deadlines still pass.
        """
        with self._lock:
            ticks_ns = time.monotonic_ns()
            slowed_ns = self._wall_ns + (ticks_ns - self._ticks_ns) // 2
            self._wall_ns = max(time.time_ns(), slowed_ns)
            self._ticks_ns = ticks_ns
            return EPOCH + timedelta(seconds=self._offset_seconds, microseconds=self._wall_ns // 1000)

    def advance(self, seconds: int) -> None:
        """Move forward by whole seconds; ValueError for a move back."""
        if seconds < 0:
            raise ValueError("the clock goes forward only")
        with self._lock:
            self._offset_seconds += seconds


def new_code(alphabet: str, length: int) -> str:
    """`length` characters of `alphabet`, each equally likely, that nobody can foresee."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
