"""Who gets a broadcast is written down: one snapshot of the audience, in parts so small that sales pass."""

import asyncio
from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from heapq import merge
from time import perf_counter
from zoneinfo import ZoneInfo

from actions.brake import goes_on
from actions.segments import facts_of
from actions.shop import Shop
from loyalty import audience
from loyalty.broadcasts import own_moment
from loyalty.campaigns import Campaign, CampaignState, Content, arm_of
from loyalty.refusals import Refused
from storage import campaigns, preferences, recipients, segments
from storage import shop as rows
from storage.database import Connection

# A part takes about so long, and never more rows; then the way stays free as long as it took: whoever
# confirms a sale meanwhile waits no longer, and seldom twice.
PART_SECONDS = 0.003
FIRST_PART, LEAST_PART, MOST_PART = 200, 20, 2_000
# Of more people than this, each so many are written down in the order of their ids: an hour's messages next
# to one another in the index, where a random place for each would be a page of the disk for each.
BLOCK = 100_000
RUN = 4_000
CANCELLED = "cancelled"


class _Parts:
    """Writes part after part. size: how many rows the next one takes, by how long the last one took."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.size = FIRST_PART

    async def write(self, work: Callable[[Connection], int]) -> int:
        """Do this part, and rest as long as it took on the writer's thread, where others wait for it."""
        spent = 0.0

        def timed(tx: Connection) -> int:
            nonlocal spent
            began = perf_counter()
            done = work(tx)
            spent = max(perf_counter() - began, 1e-6)
            return done

        done = await self._shop.db.write(timed)
        self.size = int(min(max(self.size * min(PART_SECONDS / spent, 2), LEAST_PART), MOST_PART))
        await asyncio.sleep(spent)
        return done


async def queue_broadcasts(shop: Shop) -> int:
    """Write down the recipients of what was started, and close the rows of what was cancelled; how many."""
    done = 0
    for one in await shop.db.read(lambda tx: campaigns.of_states(tx, CampaignState.QUEUING)):
        done += await _queue(shop, one)
        shop.wake()
    for one in await shop.db.read(_cancelled):
        done += await _close(shop, one.id)
    return done


async def _queue(shop: Shop, one: Campaign) -> int:
    """The whole audience of one broadcast, anew after an interrupted try; how many."""
    parts = _Parts(shop)
    while await parts.write(lambda tx: recipients.drop_some(tx, one.id, parts.size)):
        pass
    await shop.db.write(lambda tx: campaigns.forget_counts(tx, one.id))
    now = shop.now()
    members = await shop.db.survey(partial(_audience, shop=shop, one=one))
    done = 0
    variants = sorted({content.variant for content in await shop.db.read(partial(_contents, one=one))})
    while done < len(members):
        part = members[done : done + parts.size]
        work = partial(_write_some, one=one, part=part, variants=variants, done=done, now=now)
        if await parts.write(work) < 0:
            return done  # it was cancelled meanwhile
        done += len(part)
    await shop.db.write(partial(_begin, one=one, total=len(members), shop=shop))
    return done


def _audience(tx: Connection, shop: Shop, one: Campaign) -> "array[int]":
    """Everybody who belongs to the segment at this moment, those seen last first (of many: about so)."""
    parsed = audience.parse(one.segment, "en")
    if isinstance(parsed, Refused):  # it was checked when the broadcast was started
        raise ValueError(f"the segment of campaign {one.id} can't be read: {parsed}")
    members = segments.member_ids(tx, parsed, facts_of(shop, tx))
    if len(members) > BLOCK:
        for start in range(0, len(members), BLOCK):
            members[start : start + BLOCK] = in_order(members[start : start + BLOCK])
    return members


def in_order(some: "array[int]") -> "array[int]":
    """The same, sorted in short runs that are then merged.

    One long sort keeps the interpreter to itself for a tenth of a second, and every till waits.
    """
    return array(some.typecode, merge(*(sorted(some[at : at + RUN]) for at in range(0, len(some), RUN))))


def _contents(tx: Connection, one: Campaign) -> Sequence[Content]:
    return campaigns.contents_of(tx, one.id)


def _write_some(
    tx: Connection, one: Campaign, part: Sequence[int], variants: Sequence[int], done: int, now: datetime
) -> int:
    """The next part of the audience; -1 when the broadcast is not being queued any more."""
    found = campaigns.find(tx, one.id)
    if found is None or found.state is not CampaignState.QUEUING:
        return -1
    due = _moments(tx, one, part, now)
    send_at = max(one.send_at or now, now)
    arms = (arm_of(one.id, member_id, one.control_bp, len(variants)) for member_id in part)
    added = recipients.add_many(
        tx,
        one.id,
        [
            (member_id, variants[arm] if arm >= 0 else arm, due.get(member_id, send_at))
            for member_id, arm in zip(part, arms, strict=True)
        ],
    )
    campaigns.change(tx, one.id, total=done + len(part))
    return added


def _moments(tx: Connection, one: Campaign, part: Sequence[int], now: datetime) -> Mapping[int, datetime]:
    """When those get it who live by another clock; nobody, unless it goes by everybody's own."""
    if not one.by_own_clock or one.send_at is None:
        return {}
    zone = ZoneInfo(rows.programme(tx).time_zone)
    zones = preferences.zones_of(tx, part)
    at = {name: max(own_moment(one.send_at, zone, ZoneInfo(name)), now) for name in set(zones.values())}
    return {member_id: at[name] for member_id, name in zones.items()}


def _begin(tx: Connection, one: Campaign, total: int, shop: Shop) -> None:
    """Everybody is written down: it goes."""
    now, found = shop.now(), campaigns.find(tx, one.id)
    if found is not None and found.state is CampaignState.QUEUING:
        campaigns.change(tx, one.id, state=CampaignState.RUNNING.value, total=total, started_at=now)
        goes_on(tx, one.id, now)


def _cancelled(tx: Connection) -> list[Campaign]:
    """What was cancelled while some of its recipients waited."""
    ended = campaigns.of_states(tx, CampaignState.CANCELLED)
    return [one for one in ended if recipients.first_due_at(tx, one.id) is not None]


async def _close(shop: Shop, campaign_id: int) -> int:
    """Whoever has not got a cancelled broadcast gets nothing; how many they were."""
    parts, done, now = _Parts(shop), 0, shop.now()
    while some := await parts.write(
        lambda tx: recipients.skip_some(tx, campaign_id, parts.size, now, CANCELLED)
    ):
        done += some
    return done
