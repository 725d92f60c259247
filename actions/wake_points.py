"""Pending points that have become usable: their holder is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from actions.points import purse
from actions.shop import Shop
from loyalty.expiry import civil_time
from storage import expiry, notices
from storage import shop as rows
from storage.database import Connection
from storage.preferences import as_lived

KIND = "active"
PAGE_SIZE = 200


async def wake_points(shop: Shop) -> int:
    """Queue a message to everybody whose points have become usable; how many."""
    now = shop.now()
    queued = 0
    while await shop.db.read(lambda tx: expiry.waking(tx, now, 1)):
        queued += await shop.db.write(lambda tx: _wake(tx, now))
        shop.wake()
    return queued


def active_now(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What is still there of the points and can be used; None: nothing."""
    mine = purse(tx, data["member"], rows.programme(tx), now)
    points = sum(lot.free for lot in mine.usable() if lot.id in data["lots"])
    return {"points": points, "available": mine.wallet.available} if points else None


def _wake(tx: Connection, now: datetime) -> int:
    programme = rows.programme(tx)
    found = expiry.waking(tx, now, PAGE_SIZE)
    for member_id, lots in found.items():
        expiry.told_active(tx, lots)
        woken = {"member": member_id, "lots": list(lots)}
        notices.queue(tx, member_id, KIND, woken, now, civil_time(now, as_lived(tx, member_id, programme)))
    return len(found)
