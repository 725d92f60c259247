"""The notice pump: takes due notices out of the queue and hands them to the courier at a bearable pace."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from actions.deliver import Delivery, claim, next_due_at, record, recover
from actions.outcomes import Outcome, Pause, Retry, TokenRefusedError, Unauthorized
from actions.shop import Shop

# Telegram takes about thirty a second from a bot; the rest is room for replies.
PER_SECOND = 27.0
# So many may go at once after a quiet moment; with PER_SECOND never more than thirty in any second.
BURST = 3
IN_FLIGHT = 8
# After a refused connection everybody's way is closed: no storm of tries.
CLOSED_WAY_SECONDS = 1.0
DRAIN_SECONDS = 10.0
# The queue is looked at this often even if nobody rings.
LONGEST_WAIT_SECONDS = 30.0

log = logging.getLogger(__name__)


class Pace:
    """How many may be sent now: a bucket of BURST, filled PER_SECOND times a second, shut in a pause."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._spent_until = 0.0
        self._shut_until = 0.0

    def room(self) -> int:
        """How many may be sent at this moment."""
        now = self._now()
        if now < self._shut_until:
            return 0
        return int(BURST - max(0.0, self._spent_until - now) * PER_SECOND + 1e-6)

    def wait_seconds(self) -> float:
        """How long until there is room for one."""
        now = self._now()
        return max(0.0, self._shut_until - now, self._spent_until - (BURST - 1) / PER_SECOND - now)

    def spend(self, count: int) -> None:
        """So many are being sent."""
        self._spent_until = max(self._spent_until, self._now()) + count / PER_SECOND

    def shut(self, seconds: float) -> None:
        """Nothing is sent for so long; a longer pause before stays."""
        self._shut_until = max(self._shut_until, self._now() + seconds)


class Pump:
    """Sends what is queued, about eight at once, one member's notices in order, until it is stopped."""

    def __init__(self, shop: Shop, deliver: Callable[[Delivery], Awaitable[Outcome]]) -> None:
        self._shop = shop
        self._deliver = deliver
        self._bell = asyncio.Event()
        self._in_flight = 0
        self._stopping = False
        self._refused = ""

    def wake(self) -> None:
        """Something may be due: rung after the commit of a transaction that queued a notice."""
        self._bell.set()

    def stop(self) -> None:
        """Take nothing more; run() ends when what is in flight has ended."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        """Work until stop(); TokenRefusedError when the messenger does not know the bot."""
        if left := await recover(self._shop):
            log.warning("%d notices were being sent when the process ended", left)
        pace = Pace(asyncio.get_running_loop().time)
        try:
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                while not self._stopping:
                    await self._turn(pace, group)
                limit.reschedule(asyncio.get_running_loop().time() + DRAIN_SECONDS)
        except TimeoutError:
            log.warning("stopped while notices were being sent: the next start will see to them")
        if self._refused:
            raise TokenRefusedError(f"the messenger refuses the bot's token: {self._refused}")

    async def _turn(self, pace: Pace, group: asyncio.TaskGroup) -> None:
        self._bell.clear()
        try:
            await self._wait(pace, await self._send_due(pace, group))
        except Exception:
            log.exception("the queue of notices cannot be read")
            pace.shut(CLOSED_WAY_SECONDS)

    async def _send_due(self, pace: Pace, group: asyncio.TaskGroup) -> bool:
        """Start sending what is due and there is room for; whether more may be due at this moment."""
        room = min(pace.room(), IN_FLIGHT - self._in_flight)
        if room <= 0:
            return True
        claimed = await claim(self._shop, room)
        pace.spend(len(claimed.deliveries))
        self._in_flight += len(claimed.deliveries)
        for delivery in claimed.deliveries:
            group.create_task(self._send(delivery, pace))
        return claimed.more

    async def _send(self, delivery: Delivery, pace: Pace) -> None:
        try:
            outcome = await self._deliver(delivery)
            match outcome:
                case Pause(seconds):
                    log.warning("the messenger asks for a pause of %.0f s", seconds)
                    pace.shut(seconds)
                case Retry():
                    pace.shut(CLOSED_WAY_SECONDS)
                case Unauthorized(reason):
                    self._refused = reason
                    self._stopping = True
            await record(self._shop, delivery, outcome)
        except Exception:
            # It stays marked as being sent: the next start sees to it. The others go on.
            log.exception("notice %d (%s) could not be seen through", delivery.notice_id, delivery.kind)
        finally:
            self._in_flight -= 1
            self._bell.set()

    async def _wait(self, pace: Pace, more: bool) -> None:
        """Until there is something to do: room for what is due, the next due time, or the bell."""
        if more and self._in_flight < IN_FLIGHT:
            await self._sleep(pace.wait_seconds())
        elif more:
            await self._bell.wait()
        else:
            await self._until_due()

    async def _until_due(self) -> None:
        due_at = await next_due_at(self._shop)
        wait = LONGEST_WAIT_SECONDS
        if due_at is not None:
            wait = min(wait, max(0.0, (due_at - self._shop.now()).total_seconds()))
        try:
            await asyncio.wait_for(self._bell.wait(), wait)
        except TimeoutError:
            return

    async def _sleep(self, seconds: float) -> None:
        """A pause that only the stop can shorten."""
        end = asyncio.get_running_loop().time() + seconds
        while not self._stopping and (left := end - asyncio.get_running_loop().time()) > 0:
            try:
                await asyncio.wait_for(self._bell.wait(), left)
                self._bell.clear()
            except TimeoutError:
                return
