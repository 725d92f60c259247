"""The sweep: points whose time is over leave the books, and their holder is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from actions.ending import holders_of_ending
from actions.operation import Operation, record
from actions.points import available, purse, take
from actions.shop import Shop
from loyalty.expiry import civil_time, is_over
from loyalty.ledger import Kind
from loyalty.programme import Programme
from storage import notices
from storage import shop as rows
from storage.database import Connection
from storage.preferences import as_lived

KIND = "expired"


async def expire_points(shop: Shop) -> int:
    """Write off what has ended; how many points. What open holds have set aside waits for a later run.

    Every member is swept as a whole or not at all, so a run that was cut is simply run again; points that
    ended while nobody was there are found by their dates.
    """
    now = shop.now()
    swept = 0
    async for members in holders_of_ending(shop, now):
        swept += await shop.db.write(partial(_sweep, members=members, now=now))
        shop.wake()
    return swept


def expired_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The notice with the balance of the moment it is sent."""
    return {**data, "available": available(tx, data["member"], rows.programme(tx), now)}


def _sweep(tx: Connection, members: Sequence[int], now: datetime) -> int:
    programme = rows.programme(tx)
    return sum(_sweep_member(tx, member_id, programme, now) for member_id in members)


def _sweep_member(tx: Connection, member_id: int, programme: Programme, now: datetime) -> int:
    mine = purse(tx, member_id, programme, now)
    over = [lot for lot in mine.lots if lot.free and is_over(lot, mine.holder, now)]
    points = sum(lot.free for lot in over)
    if not points:
        return 0
    seq = mine.head.seq + 1
    operation = Operation(f"expire:{member_id}:{seq}", {"lots": [lot.id for lot in over]}, None, now)
    operation_id = record(tx, operation, {"points": points})
    take(tx, operation_id, member_id, Kind.EXPIRED, points, over, now)
    told = {"member": member_id, "points": -points, "seq": seq}
    notices.queue(tx, member_id, KIND, told, now, civil_time(now, as_lived(tx, member_id, programme)))
    return points
