"""Reminders before points burn: two of them, one message a member, with the figures of when it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from actions import campaign_gifts
from actions.ending import holders_of_ending
from actions.points import Purse, purse
from actions.shop import Shop
from loyalty.automations import Auto
from loyalty.expiry import Burning, burning, civil_time, reminder_due, told_at
from loyalty.ledger import Kind
from loyalty.programme import Expiry, Programme
from loyalty.wallet import REMINDED_BEFORE
from storage import expiry, ledger, notices
from storage import shop as rows
from storage.database import Connection
from storage.preferences import as_lived

KIND = "burning"
# The automations that put a gift into it.
REMINDERS = (Auto.BURNING, Auto.BURNING_2)


async def remind_burning(shop: Shop) -> int:
    """Queue a message to everybody who has to be told today; how many. Twice a day tells nobody twice."""
    now = shop.now()
    programme = await shop.db.read(rows.programme)
    queued = 0
    async for members in holders_of_ending(shop, now + _ahead(programme)):
        queued += await shop.db.write(partial(_remind, members=members, now=now))
        shop.wake()
    return queued


def burning_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a reminder says if it is sent now; None when there is nothing to tell any more.

    Less than the programme's least is not worth a message and counts as told.
    """
    programme = rows.programme(tx)
    mine = purse(tx, data["member"], programme, now)
    days = to_tell(mine, programme, now)
    points = sum(one.points for one in days)
    if not points or not is_due(mine, programme, now):
        return None
    told = {
        "member": data["member"],
        "occasion": occasion_of(tx, data["member"], mine, days),
        "days": [[one.day.isoformat(), one.points] for one in days],
        "lots": [lot_id for one in days for lot_id in one.lots],
        "idle": programme.terms.expiry is Expiry.INACTIVITY,
    }
    if points < programme.terms.reminder_least_points:
        told_burning(tx, told, "", now)
        return None
    return told


def told_burning(tx: Connection, data: Mapping[str, Any], _: str, now: datetime) -> None:
    """The reminder was sent, or its member can't be reached: its lots burn in their time."""
    programme = rows.programme(tx)
    holder = purse(tx, data["member"], programme, now).holder
    for lot in ledger.lots_by_id(tx, data["lots"]):
        expiry.reminded(tx, lot.id, told_at(lot, holder, programme, now))


def to_tell(mine: Purse, programme: Programme, now: datetime) -> list[Burning]:
    """All that burns within the far time, told of before or not."""
    until = (now + _ahead(programme)).astimezone(ZoneInfo(programme.time_zone)).date()
    active = (lot for lot in mine.lots if lot.active_from <= now)
    return [one for one in burning(active, mine.holder, programme, now) if one.day <= until]


def occasion_of(tx: Connection, member_id: int, mine: Purse, days: Sequence[Burning]) -> str:
    """The nearest of these days on which other points burn than what reminders brought; "" for none.

    Or the gift of one reminder would burn, and bring the next one, for ever.
    """
    gifts = any(lot.kind == Kind.GIFT for lot in mine.lots)
    brought = campaign_gifts.lots_of(tx, member_id, REMINDERS) if gifts else set()
    return next((one.day.isoformat() for one in days if not brought.issuperset(one.lots)), "")


def _remind(tx: Connection, members: Sequence[int], now: datetime) -> int:
    programme = rows.programme(tx)
    queued = 0
    for member_id in members:
        waits = expiry.is_under_way(tx, member_id, KIND)
        if not waits and is_due(purse(tx, member_id, programme, now), programme, now):
            goes = civil_time(now, as_lived(tx, member_id, programme))
            notices.queue(tx, member_id, KIND, {"member": member_id}, now, goes)
            queued += 1
    return queued


def is_due(mine: Purse, programme: Programme, now: datetime) -> bool:
    """Whether there is something of which he has to be told now."""
    return any(reminder_due(lot, mine.holder, programme.terms, now) for lot in mine.lots)


def _ahead(programme: Programme) -> timedelta:
    return max(timedelta(days=max(programme.terms.reminder_days)), REMINDED_BEFORE)
