"""The notice pump: takes due notices out of the queue and hands them to the courier at a bearable pace."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from actions.deliver import claim, next_due_at, record_all, recover
from actions.delivery import Delivery
from actions.outcomes import Outcome, Pause, Retry, TokenRefusedError, Unauthorized
from actions.shop import Shop
from loyalty.broadcasts import BULK_PER_SECOND, PAID_PER_SECOND

# Telegram takes about thirty a second from a bot; the rest is room for replies.
PER_SECOND = float(BULK_PER_SECOND)
# So many may go at once after a quiet moment; with PER_SECOND never more than thirty in any second.
BURST = 3
IN_FLIGHT = 8
# A campaign that pays goes so many at a time, half of them in one turn: a thousand a second while each call
# takes a tenth of one, and no more left in doubt by a crash.
PAID_IN_FLIGHT = 100
PAID_BURST = 64
# After a refused connection everybody's way is closed: no storm of tries.
CLOSED_WAY_SECONDS = 1.0
DRAIN_SECONDS = 10.0
# The queue is looked at this often even if nobody rings.
LONGEST_WAIT_SECONDS = 30.0

log = logging.getLogger(__name__)


class Pace:
    """How many may be sent now: a bucket of `burst`, filled `per_second` times a second, shut in a pause."""

    def __init__(self, now: Callable[[], float], per_second: float = PER_SECOND, burst: int = BURST) -> None:
        self.per_second = per_second
        self._burst = burst
        self._now = now
        self._spent_until = 0.0
        self._shut_until = 0.0

    def room(self) -> int:
        """How many may be sent at this moment."""
        now = self._now()
        if now < self._shut_until:
            return 0
        return int(self._burst - max(0.0, self._spent_until - now) * self.per_second + 1e-6)

    def wait_seconds(self, count: int = 1) -> float:
        """How long until there is room for so many."""
        now = self._now()
        full = self._spent_until - (self._burst - count) / self.per_second
        return max(0.0, self._shut_until - now, full - now)

    def spend(self, count: int) -> None:
        """So many are being sent."""
        self._spent_until = max(self._spent_until, self._now()) + count / self.per_second

    def shut(self, seconds: float) -> None:
        """Nothing is sent for so long; a longer pause before stays."""
        self._shut_until = max(self._shut_until, self._now() + seconds)

    def shut_seconds(self) -> float:
        """How long nothing is sent from now on."""
        return max(0.0, self._shut_until - self._now())


class Lane:
    """Messages that go at one pace, `most` of them at once, taken `at_once` together when it is busy."""

    def __init__(self, pace: Pace, most: int, at_once: int) -> None:
        self.pace = pace
        self.most = most
        self.at_once = at_once
        self.in_flight = 0
        self.more = False

    def room(self) -> int:
        """How many may be taken now."""
        room = max(0, min(self.pace.room(), self.most - self.in_flight))
        return room if room >= self.at_once or not self.more else 0

    def begin(self) -> None:
        """One is being sent."""
        self.pace.spend(1)
        self.in_flight += 1

    def wait_seconds(self) -> float | None:
        """How long until more of it may be taken; None: not before something ends or is queued."""
        if not self.more or self.most - self.in_flight < self.at_once:
            return None
        return self.pace.wait_seconds(self.at_once)


# Notices and campaigns, and beside them campaigns that pay.
Lanes = tuple[Lane, Lane]


class Pump:
    """Sends what is queued, about eight at once, one member's notices in order, until it is stopped.

    Campaigns that pay for their speed go beside it in a lane of their own. on_queuing is called while a
    broadcast waits for its recipients to be written down.
    """

    def __init__(
        self,
        shop: Shop,
        deliver: Callable[[Delivery], Awaitable[Outcome]],
        on_queuing: Callable[[], None] = lambda: None,
    ) -> None:
        self._shop = shop
        self._deliver = deliver
        self._on_queuing = on_queuing
        self._bell = asyncio.Event()
        self._stopping = False
        self._refused = ""
        self._ended: list[tuple[Delivery, Outcome, asyncio.Future[None]]] = []
        self._noting = False

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
        now = asyncio.get_running_loop().time
        free = Lane(Pace(now), IN_FLIGHT, 1)
        paid = Lane(Pace(now, PAID_PER_SECOND, PAID_BURST), PAID_IN_FLIGHT, PAID_BURST // 2)
        try:
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:
                while not self._stopping:
                    await self._turn((free, paid), group)
                limit.reschedule(asyncio.get_running_loop().time() + DRAIN_SECONDS)
        except TimeoutError:
            log.warning("stopped while notices were being sent: the next start will see to them")
        if self._refused:
            raise TokenRefusedError(f"the messenger refuses the bot's token: {self._refused}")

    async def _turn(self, lanes: Lanes, group: asyncio.TaskGroup) -> None:
        self._bell.clear()
        try:
            await self._send_due(lanes, group)
            await self._wait(lanes)
        except Exception:
            log.exception("the queue of notices cannot be read")
            for lane in lanes:
                lane.pace.shut(CLOSED_WAY_SECONDS)

    async def _send_due(self, lanes: Lanes, group: asyncio.TaskGroup) -> None:
        """Start sending what is due and there is room for."""
        free, paid = lanes
        room, paid_room = free.room(), paid.room()
        if not room:
            free.more = True  # who knows
            if not paid.more or not paid_room:
                return
        claimed = await claim(self._shop, room, paid_room)
        free.more = claimed.more or not room
        if paid_room:
            paid.more = claimed.more_paid
        if claimed.paid_per_second:
            paid.pace.per_second = claimed.paid_per_second
        if claimed.queuing:
            self._on_queuing()
        for delivery in claimed.deliveries:
            lane = paid if delivery.paid else free
            lane.begin()
            group.create_task(self._send(delivery, lane, lanes))

    async def _send(self, delivery: Delivery, lane: Lane, lanes: Lanes) -> None:
        try:
            # It was taken before the messenger asked for a pause, and has not left yet.
            shut_seconds = lane.pace.shut_seconds()
            outcome = Pause(shut_seconds) if shut_seconds else await self._deliver(delivery)
            match outcome:
                case Pause(seconds) if not shut_seconds:
                    log.warning("the messenger asks for a pause of %.0f s", seconds)
                    self._shut(lanes, seconds)
                case Retry():
                    self._shut(lanes, CLOSED_WAY_SECONDS)
                case Unauthorized(reason):
                    self._refused = reason
                    self._stopping = True
            await self._note(delivery, outcome)
        except Exception:
            # It stays marked as being sent: the next start sees to it. The others go on.
            log.exception("notice %d (%s) could not be seen through", delivery.notice_id, delivery.kind)
        finally:
            lane.in_flight -= 1
            self._bell.set()

    async def _note(self, delivery: Delivery, outcome: Outcome) -> None:
        """Remember the end of it, together with those that end while others are being noted."""
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended.append((delivery, outcome, noted))
        if not self._noting:
            self._noting = True
            while self._ended:
                some, self._ended = self._ended, []
                await self._note_all(some)
            self._noting = False
        await noted

    async def _note_all(self, some: list[tuple[Delivery, Outcome, asyncio.Future[None]]]) -> None:
        try:
            await record_all(self._shop, [(delivery, outcome) for delivery, outcome, _ in some])
        except Exception as error:
            if len(some) > 1:  # one of them is to blame
                for one in some:
                    await self._note_all([one])
            else:
                some[0][2].set_exception(error)
        else:
            for _, _, noted in some:
                noted.set_result(None)

    def _shut(self, lanes: Lanes, seconds: float) -> None:
        for lane in lanes:
            lane.pace.shut(seconds)

    async def _wait(self, lanes: Lanes) -> None:
        """Until there is something to do: room for what is due, the next due time, or the bell."""
        waits = [seconds for lane in lanes if (seconds := lane.wait_seconds()) is not None]
        if waits:
            await self._sleep(min(waits))
        elif any(lane.more for lane in lanes):
            await self._bell.wait()
        else:
            await self._until_due()

    async def _until_due(self) -> None:
        due_at = await next_due_at(self._shop)
        wait = LONGEST_WAIT_SECONDS
        if due_at is not None:
            wait = min(wait, max(0.0, (due_at - self._shop.now()).total_seconds()))
        # Not wait_for: in Python 3.11 it forgets a cancellation that comes together with the bell.
        try:
            async with asyncio.timeout(wait):
                await self._bell.wait()
        except TimeoutError:
            return

    async def _sleep(self, seconds: float) -> None:
        """A pause that only the stop can shorten."""
        end = asyncio.get_running_loop().time() + seconds
        while not self._stopping and (left := end - asyncio.get_running_loop().time()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._bell.wait()
                self._bell.clear()
            except TimeoutError:
                return
