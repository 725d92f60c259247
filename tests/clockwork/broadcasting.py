"""A shop with a crowd and a broadcast, and a courier that writes down who got it and answers as told."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions.delivery import Delivery
from actions.join import ADVERTISING
from actions.outcomes import Outcome, Sent
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, Content, Gift
from loyalty.messages import MessageClass
from loyalty.staff import Role
from scheduler.delivery import Pump
from storage import campaigns, people, recipients, staff
from storage import shop as rows
from storage.database import Connection
from storage.schema import recipients as table
from tests.clockwork.stand import Stand

FIRST = 1000


@dataclass
class Post:
    """Whom the courier brought what; `answers` says what becomes of it, by kind and chat."""

    answers: Callable[[Delivery], Outcome | None] = lambda _: None
    brought: list[tuple[str, str]] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    seconds: float = 0.0
    at_once: int = 0
    most_at_once: int = 0

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.brought.append((delivery.kind, delivery.external_id))
        self.data.append(delivery.data)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        return self.answers(delivery) or Sent(str(len(self.brought)))

    def got(self, kind: str = "campaign") -> Counter[str]:
        """How often each chat got this kind of thing."""
        return Counter(chat for what, chat in self.brought if what == kind)


@asynccontextmanager
async def pumping(stand: Stand, post: Post) -> AsyncIterator[Pump]:
    pump = Pump(stand.shop, post.deliver)
    stand.bell.append(pump.wake)
    task = asyncio.create_task(pump.run())
    try:
        yield pump
    finally:
        pump.stop()
        await task
        stand.bell.remove(pump.wake)


async def crowd(stand: Stand, count: int, first: int = FIRST, *, agreed: bool = True) -> list[int]:
    """So many members who take advertising."""
    members = [await stand.member(first + n) for n in range(count)]
    if agreed:
        await stand.shop.db.write(lambda tx: agree_all(tx, members, stand.clock.now()))
    return members


def agree(tx: Connection, member_id: int, now: datetime, *, given: bool = True) -> None:
    people.add_consent(tx, member_id, ADVERTISING, given, "1", "ru", now)


def agree_all(tx: Connection, members: Sequence[int], now: datetime) -> None:
    for member_id in members:
        agree(tx, member_id, now)


async def owner(stand: Stand) -> int:
    """An owner who may run things."""
    member_id, now = await stand.member(1), stand.clock.now()

    def hire(tx: Connection) -> None:
        staff.hire(tx, member_id, Role.OWNER, rows.first_store(tx), None, now, protected=False)

    await stand.shop.db.write(hire)
    return member_id


async def broadcast(
    stand: Stand,
    members: Sequence[int] = (),
    *,
    body: str = "Ждём вас!",
    state: CampaignState = CampaignState.RUNNING,
    gift: Gift | None = None,
    author_id: int | None = None,
    message_class: MessageClass = MessageClass.NEWS,
    kind: str = BROADCAST,
    **more: Any,
) -> int:
    """A campaign in this state; these members are its recipients and wait."""
    now = stand.clock.now()

    def write(tx: Connection) -> int:
        one = Campaign(0, kind, "Май", state, 0, message_class, gift=gift or Gift(), **more)
        campaign_id = campaigns.add(tx, one, now)
        campaigns.change(
            tx, campaign_id, author_id=author_id, total=len(members), previewed=0, started_at=now
        )
        campaigns.say(tx, campaign_id, Content(0, "", body))
        recipients.add_many(tx, campaign_id, [(member, 0, now) for member in members])
        return campaign_id

    campaign_id = await stand.shop.db.write(write)
    stand.shop.wake()
    return campaign_id


async def state_of(stand: Stand, campaign_id: int) -> Campaign:
    found = await stand.shop.db.read(lambda tx: campaigns.find(tx, campaign_id))
    assert found is not None
    return found


async def states(stand: Stand) -> Counter[tuple[str, str]]:
    """How many recipients are in which state, for which reason."""
    return Counter((row.state, row.reason) for row in await stand.rows(table))


async def counts(stand: Stand, campaign_id: int) -> dict[str, int]:
    """How many came to each end, in all arms together."""
    found = await stand.shop.db.read(lambda tx: campaigns.counts(tx, campaign_id))
    whole: Counter[str] = Counter()
    for (_, what), number in found.items():
        whole[what] += number
    return dict(whole)
