"""Take deliveries to webhooks out of the queue, signed and ready, and remember what became of them."""

import json
from collections.abc import Collection
from datetime import datetime

from actions.rights import holders
from actions.shop import Shop
from loyalty.rights import Right
from loyalty.webhooks import Answer, Parcel, gives_up, next_try, signature
from storage import notices, webhooks
from storage.database import Connection
from storage.vault import SealBrokenError, Vault
from storage.webhooks import Due

# The column and the row a secret is sealed for.
SECRET = "webhooks:secret"  # noqa: S105 (a column's name)
PAUSED_NOTICE = "webhook_paused"


async def take_due(shop: Shop, count: int, under_way: Collection[int], busy: Collection[int]) -> list[Parcel]:
    """At most `count` deliveries whose time has come: none of those under way, none to a busy webhook."""
    now = shop.now()
    found = await shop.db.read(lambda tx: webhooks.due(tx, now, count, under_way, busy))
    return [parcel(shop.vault, due, now) for due in found]


async def next_due_at(shop: Shop) -> datetime | None:
    """When the next delivery that is not due yet will be."""
    now = shop.now()
    return await shop.db.read(lambda tx: webhooks.next_due_at(tx, now))


async def record(shop: Shop, sent: Parcel, answer: Answer) -> None:
    """Remember what came of a try. Who has failed for a day is paused, and the owners are told."""
    now = shop.now()
    if await shop.db.write_batched(lambda tx: _record(tx, sent, answer, now)):
        shop.wake()


def parcel(vault: Vault, due: Due, now: datetime) -> Parcel:
    """A try of a delivery: the id and the body stay the same at every try, time and signature do not."""
    told = {"type": due.kind, "timestamp": due.at.isoformat(), "data": due.data}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    seconds = int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "webhook-id": due.event,
        "webhook-timestamp": str(seconds),
    }
    try:
        secret = vault.unseal(SECRET, str(due.webhook_id), due.secret)
    except SealBrokenError:  # the receiver will refuse it: the log then says so, the others go on
        return Parcel(due.id, due.webhook_id, due.url, headers, body)
    headers["webhook-signature"] = signature(secret, due.event, seconds, body)
    return Parcel(due.id, due.webhook_id, due.url, headers, body)


def _record(tx: Connection, sent: Parcel, answer: Answer, now: datetime) -> bool:
    """Whether somebody is to be told."""
    again_at = next_try(webhooks.tries(tx, sent.delivery_id) + 1, now)
    webhooks.tried(tx, sent.delivery_id, answer, again_at, now)
    webhook = webhooks.facts(tx, sent.webhook_id)
    if webhook is None or webhook.paused_at is not None:
        return False
    if answer.taken:
        if webhook.failing_since is not None:
            webhooks.change(tx, webhook.id, failing_since=None)
        return False
    if webhook.failing_since is None:
        webhooks.change(tx, webhook.id, failing_since=now)
        return False
    if not gives_up(webhook.failing_since, now):
        return False
    webhooks.pause(tx, webhook.id, now)
    for member_id in holders(tx, Right.RUN, 0):
        notices.queue(tx, member_id, PAUSED_NOTICE, {"webhook_id": webhook.id, "host": webhook.host}, now)
    return True
