"""Whoever was enrolled by phone at a till and never joined is forgotten; the books stay without a name."""

from datetime import datetime

from actions.enrol_customer import SOURCE
from actions.operation import Operation, record
from actions.shop import Shop
from loyalty.identifying import WAITS_FOR
from loyalty.privacy import erasing
from storage import adopting, ledger
from storage.database import Connection

AT_ONCE = 20


async def forget_waiting(shop: Shop) -> int:
    """How many were forgotten. Nobody is told: nobody can be reached."""
    now, forgotten = shop.now(), 0
    while found := await shop.db.write(lambda tx: _some(tx, now)):
        forgotten += found
    if forgotten:
        shop.db.empty_log()
    return forgotten


def _some(tx: Connection, now: datetime) -> int:
    members = adopting.never_joined(tx, SOURCE, now - WAITS_FOR, AT_ONCE)
    for member_id in members:
        operation = Operation(f"never-joined:{member_id}", {"member": member_id}, None, now)
        head, lots = ledger.head(tx, member_id), ledger.open_lots(tx, member_id)
        operation_id = record(tx, operation, {"points": head.points})
        if postings := erasing(lots, head.debt):
            ledger.post(tx, operation_id, member_id, postings, None, now)
        adopting.forget(tx, member_id)
    return len(members)
