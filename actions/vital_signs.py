"""Is the shop well? A real write, timed; how long messages, events and updates wait; what the books hold."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from actions.shop import Shop
from storage import figures
from storage.database import Connection
from storage.figures import Points as Points
from storage.figures import Queue, Queues

WRITE_TIMEOUT_SECONDS = 5.0
# Longer than any pause Telegram or a retry asks for.
LONGEST_NOTICE_LAG_SECONDS = 600
LONGEST_WEBHOOK_LAG_SECONDS = 600
LONGEST_INBOX_LAG_SECONDS = 120
NO_POINTS = Points(0, {}, {})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Vitals:
    """write_seconds: how long a small write took, None when it failed. Lags: of the first in line."""

    write_seconds: float | None
    queues: Queues
    now: datetime

    def lag_seconds(self, queue: Queue) -> float:
        """How long the first in line could have gone already."""
        return 0.0 if queue.since is None else max(0.0, (self.now - queue.since).total_seconds())

    @property
    def troubles(self) -> list[str]:
        """What is not well, in the names of the parts."""
        found = [] if self.write_seconds is not None else ["database"]
        for name, queue, longest in (
            ("notices", self.queues.notices, LONGEST_NOTICE_LAG_SECONDS),
            ("webhooks", self.queues.webhooks, LONGEST_WEBHOOK_LAG_SECONDS),
            ("inbox", self.queues.inbox, LONGEST_INBOX_LAG_SECONDS),
        ):
            if self.lag_seconds(queue) > longest:
                found.append(name)
        return found


@dataclass(frozen=True, slots=True)
class Totals:
    """What the books hold: purchases, refunds, points given and taken by kind."""

    purchases: int
    refunds: int
    points: Points


async def vital_signs(shop: Shop) -> Vitals:
    """How the shop is at this moment. A write that fails is told in the log, by its kind of error."""
    write_seconds = await _write_seconds(shop)
    queues = await shop.db.survey(figures.queues)
    return Vitals(write_seconds, queues, shop.now())


async def totals(shop: Shop, before: Points = NO_POINTS) -> Totals:
    """What the books hold. before: points counted already, so that only newer entries are read."""

    def read(tx: Connection) -> Totals:
        return Totals(figures.last_purchase(tx), figures.last_refund(tx), figures.points(tx, before))

    return await shop.db.survey(read)


async def _write_seconds(shop: Shop) -> float | None:
    loop, now = asyncio.get_running_loop(), shop.now()
    began = loop.time()
    try:
        async with asyncio.timeout(WRITE_TIMEOUT_SECONDS):
            await shop.db.write(lambda tx: figures.beat(tx, now))
    except Exception as error:
        log.error("the database can't be written to: %s", type(error).__name__)
        return None
    return loop.time() - began
