"""How often a till may ask: a bucket of tokens that fills at a steady pace."""

from dataclasses import dataclass, field
from math import ceil
from time import monotonic


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests a second for long, and so many at once."""

    a_second: float = 10.0
    at_once: int = 20


@dataclass(slots=True)
class Buckets:
    """One bucket a till."""

    pace: Pace
    _left: dict[int, tuple[float, float]] = field(default_factory=dict)

    def wait_seconds(self, till_id: int) -> int:
        """Take a token: 0, or in how many seconds there will be one."""
        now = monotonic()
        tokens, at = self._left.get(till_id, (float(self.pace.at_once), now))
        tokens = min(float(self.pace.at_once), tokens + (now - at) * self.pace.a_second)
        if tokens < 1:
            self._left[till_id] = (tokens, now)
            return max(1, ceil((1 - tokens) / self.pace.a_second))
        self._left[till_id] = (tokens - 1, now)
        return 0
