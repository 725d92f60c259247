"""The pump of webhooks: posts what is due, a few at a time to each address, and writes down what came of it.

Nothing is marked before it is posted: what a sudden end leaves without a mark goes again, with the same id.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

from actions.counting import count
from actions.deliver_webhooks import next_due_at, record, take_due
from actions.shop import Shop
from loyalty.webhooks import Answer, Parcel

IN_FLIGHT = 16
# A receiver that hangs takes no more places than these.
TO_EACH = 4
# Whatever is not answered by then goes again at the next start.
DRAIN_SECONDS = 3.0
# The outcome of a message rings no bell.
LONGEST_WAIT_SECONDS = 5.0
# After a try of ours that broke on our side.
PAUSE_SECONDS = 1.0

log = logging.getLogger(__name__)


class WebhookPump:
    """Works from run() to stop()."""

    def __init__(self, shop: Shop, post: Callable[[Parcel], Awaitable[Answer]]) -> None:
        self._shop = shop
        self._post = post
        self._bell = asyncio.Event()
        self._under_way: dict[int, int] = {}
        self._stopping = False

    def wake(self) -> None:
        """Something may be due."""
        self._bell.set()

    def stop(self) -> None:
        """Take nothing more; run() ends when what is under way has ended."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        """Work until stop()."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                while not self._stopping:
                    await self._turn(group)
                limit.reschedule(loop.time() + DRAIN_SECONDS)
        except TimeoutError:
            log.warning("stopped while events were being posted: the next start posts them again")

    async def _turn(self, group: asyncio.TaskGroup) -> None:
        self._bell.clear()
        try:
            if not await self._post_due(group):
                await self._rest(await self._wait_seconds())
        except Exception:
            log.exception("the queue of webhooks cannot be read")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _post_due(self, group: asyncio.TaskGroup) -> bool:
        """Start posting one round of what is due; whether there was any."""
        places = Counter(self._under_way.values())
        busy = [webhook_id for webhook_id, taken in places.items() if taken >= TO_EACH]
        room = min(IN_FLIGHT - len(self._under_way), TO_EACH)
        if room <= 0:
            return False
        parcels = await take_due(self._shop, room, self._under_way, busy)
        started = False
        for parcel in parcels:
            places[parcel.webhook_id] += 1
            if places[parcel.webhook_id] <= TO_EACH:
                self._under_way[parcel.delivery_id] = parcel.webhook_id
                group.create_task(self._see_through(parcel))
                started = True
        return started

    async def _see_through(self, parcel: Parcel) -> None:
        try:
            answer = await self._post(parcel)
            count("webhook_tries", "taken" if answer.taken else "failed")
            if not answer.taken:
                log.info("webhook %d: an event was not taken: %s", parcel.webhook_id, answer.reason)
            await record(self._shop, parcel, answer)
        except Exception:
            log.exception("webhook %d: an event could not be seen through", parcel.webhook_id)
            await asyncio.sleep(PAUSE_SECONDS)
        finally:
            del self._under_way[parcel.delivery_id]
            self._bell.set()

    async def _wait_seconds(self) -> float:
        due_at = await next_due_at(self._shop)
        if due_at is None:
            return LONGEST_WAIT_SECONDS
        return min(LONGEST_WAIT_SECONDS, max(0.0, (due_at - self._shop.now()).total_seconds()))

    async def _rest(self, seconds: float) -> None:
        # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with the bell.
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            return
