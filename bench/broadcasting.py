"""A shop with a crowd, cashiers and broadcasts, made and looked at while no bot runs in it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from actions.arrive import arrive
from actions.queue_broadcasts import queue_broadcasts
from actions.shop import Shop
from bench.crowd import crowd, quiet_shop
from bench.shop import FIRST_MEMBER, OWNER, cashiers, members
from bot.clock import Clock
from loyalty.messages import MessageClass

T = TypeVar("T")
ZONE = ZoneInfo("Europe/Moscow")
NOON = time(12)
MEGABYTE = 1024 * 1024
_ADD = (
    "INSERT INTO campaigns (kind, state, message_class, settings, paid, previewed, at)"
    " VALUES ('broadcast', ?, ?, json_object('per_second', ?), ?, 0, 0)"
)
_SAY = "INSERT INTO contents (campaign_id, variant, language, body) VALUES (?, 0, '', ?)"
_ENDS = (
    "SELECT a.external_id, r.state, count(*) FROM recipients r"
    " LEFT JOIN accounts a ON a.member_id = r.member_id WHERE r.campaign_id = ? GROUP BY r.member_id"
)


@dataclass(frozen=True, slots=True)
class Ends:
    """What the books say of a broadcast: its state, its recipients' by Telegram id, who is there twice."""

    state: str
    by_person: dict[int, str]
    twice: int
    members: int

    def number(self) -> Counter[str]:
        """How many recipients are in each state."""
        return Counter(self.by_person.values())


@dataclass(frozen=True, slots=True)
class Queued:
    """What writing down an audience took: seconds, and megabytes more than before at the most."""

    people: int
    seconds: float
    more_mb: float


def until_noon() -> int:
    """Seconds from now until it is noon in the shop: by night nobody is written to."""
    now = Clock().now().astimezone(ZONE)
    noon = datetime.combine(now.date(), NOON, ZONE)
    return int(((noon if noon > now else noon + timedelta(days=1)) - now) / timedelta(seconds=1))


def furnish(folder: Path, offset_seconds: int, people: int, till: int, customers: int) -> dict[int, str]:
    """A crowd, cashiers, and customers of theirs: card numbers by Telegram id."""

    async def made(shop: Shop) -> dict[int, str]:
        await arrive(shop, str(OWNER), "ru", "Владелец", "")
        numbers = await members(shop, customers)
        await cashiers(shop, till)
        await crowd(shop, people)
        return {FIRST_MEMBER + at: number for at, number in enumerate(numbers)}

    return _in_shop(folder, offset_seconds, made)


def add_broadcast(
    folder: Path, offset_seconds: int, body: str, paid: int, *, service: bool, state: str = "queuing"
) -> int:
    """A broadcast to everybody that the next bot here writes down and sends, or a draft its owner has seen.

    paid: its messages a second, 0: as all others. service: it needs no consent and has no budget.
    """
    its_class = MessageClass.BIRTHDAY if service else MessageClass.NEWS

    async def added(shop: Shop) -> int:
        def add(tx: Any) -> int:
            campaign_id = tx.exec_driver_sql(_ADD, (state, its_class.value, paid, paid > 0)).lastrowid
            tx.exec_driver_sql(_SAY, (campaign_id, body))
            return int(campaign_id)

        return await shop.db.write(add)

    return _in_shop(folder, offset_seconds, added)


def put(folder: Path, offset_seconds: int, campaign_id: int, state: str) -> None:
    """The broadcast is in this state now."""

    async def changed(shop: Shop) -> None:
        update = "UPDATE campaigns SET state = ? WHERE id = ?"
        await shop.db.write(lambda tx: tx.exec_driver_sql(update, (state, campaign_id)).rowcount)

    _in_shop(folder, offset_seconds, changed)


def ends(folder: Path, offset_seconds: int, campaign_id: int) -> Ends:
    """What became of a broadcast."""

    async def read(shop: Shop) -> Ends:
        def look(tx: Any) -> Ends:
            found = tx.exec_driver_sql(_ENDS, (campaign_id,)).all()
            state = tx.exec_driver_sql("SELECT state FROM campaigns WHERE id = ?", (campaign_id,)).scalar()
            living = tx.exec_driver_sql("SELECT count(*) FROM members WHERE step = 'joined'").scalar()
            by_person = {int(person): state for person, state, _ in found if person is not None}
            return Ends(str(state), by_person, sum(n > 1 for _, _, n in found), int(living))

        return await shop.db.survey(look)

    return _in_shop(folder, offset_seconds, read)


def queue_all(folder: Path, offset_seconds: int) -> Queued:
    """Write down what waits for it, with nothing else going on."""

    async def queued(shop: Shop) -> Queued:
        before = _memory_mb("VmRSS")
        began = perf_counter()
        people = await queue_broadcasts(shop)
        return Queued(people, perf_counter() - began, _memory_mb("VmHWM") - before)

    return _in_shop(folder, offset_seconds, queued)


def _memory_mb(what: str) -> float:
    """A figure of the process as the kernel tells it: VmRSS now, VmHWM at the most so far."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) * 1024 / MEGABYTE


def _in_shop(folder: Path, offset_seconds: int, work: Callable[[Shop], Awaitable[T]]) -> T:
    async def done() -> T:
        async with quiet_shop(folder, Clock(offset_seconds)) as shop:
            return await work(shop)

    return asyncio.run(done())
