"""The owner's webhooks: where events go, which, what became of them, and once more."""

from dataclasses import dataclass
from datetime import datetime

from actions.deliver_webhooks import SECRET
from actions.rights import may
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.webhooks import (
    CHOICE,
    MOST_WEBHOOKS,
    SECRET_ALPHABET,
    SECRET_LENGTH,
    SECRET_PREFIX,
    DeliveryLine,
    Event,
    Webhook,
    check_url,
)
from storage import people, webhooks
from storage.database import Connection
from storage.types import to_microseconds
from storage.vault import Vault

QUESTION = "webhook"
LOG_SIZE = 10


@dataclass(frozen=True, slots=True)
class Added:
    """A new webhook, and its secret: shown this once."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class LogView:
    """The newest deliveries of a webhook."""

    webhook: Webhook
    lines: list[DeliveryLine]


async def list_webhooks(shop: Shop, actor_id: int) -> list[Webhook] | Refused:
    """All of them. Refuses NOT_OWNER."""

    def read(tx: Connection) -> list[Webhook] | Refused:
        return may(tx, actor_id, Right.RUN) or webhooks.living(tx)

    return await shop.db.read(read)


async def begin_webhook(shop: Shop, actor_id: int, account_id: int) -> Refused | None:
    """The next text is the address of a new one. Refuses NOT_OWNER, LIST_FULL."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        refused = _may_add(tx, actor_id)
        if refused is None:
            people.ask(tx, account_id, QUESTION, "", now)
        return refused

    return await shop.db.write(write)


async def add_webhook(shop: Shop, actor_id: int, account_id: int, text: str) -> Added | Refused:
    """A new address that is told of every event. The question stays open while the address can't be used.

    Refuses NOT_OWNER, LIST_FULL, WEBHOOK_UNCLEAR, WEBHOOK_PRIVATE.
    """
    now, secret = shop.now(), SECRET_PREFIX + shop.new_code(SECRET_ALPHABET, SECRET_LENGTH)
    url = check_url(text, local=shop.settings.local_webhooks)

    def write(tx: Connection) -> Added | Refused:
        if refused := _may_add(tx, actor_id):
            return refused
        if isinstance(url, Refused):
            return url
        people.stop_asking_for(tx, account_id, QUESTION)
        return Added(_add(tx, shop.vault, url, secret, actor_id, now), secret)

    return await shop.db.write(write)


async def show_webhook(shop: Shop, actor_id: int, webhook_id: int) -> Webhook | Refused:
    """One of them. Refuses NOT_OWNER, WEBHOOK_GONE."""
    return await shop.db.read(lambda tx: _webhook(tx, actor_id, webhook_id))


async def choose_event(shop: Shop, actor_id: int, webhook_id: int, place: int) -> Webhook | Refused:
    """Tell it of the event at this place of CHOICE, or no more. Refuses NOT_OWNER, WEBHOOK_GONE."""

    def write(tx: Connection) -> Webhook | Refused:
        found = _webhook(tx, actor_id, webhook_id)
        if isinstance(found, Refused) or place >= len(CHOICE):
            return found
        event = CHOICE[place]
        kept = [one for one in CHOICE if (one in found.events) != (one is event)]
        webhooks.change(tx, webhook_id, kinds=" ".join(kept))
        return _webhook(tx, actor_id, webhook_id)

    return await shop.db.write(write)


async def send_test(shop: Shop, actor_id: int, webhook_id: int) -> LogView | Refused:
    """An event that says nothing happened. Refuses NOT_OWNER, WEBHOOK_GONE."""
    now = shop.now()

    def write(tx: Connection) -> LogView | Refused:
        found = _webhook(tx, actor_id, webhook_id)
        if isinstance(found, Refused):
            return found
        webhooks.queue(tx, found, f"test-{to_microseconds(now)}", Event.TEST, {"test": True}, now)
        return _log(tx, actor_id, webhook_id)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def show_log(shop: Shop, actor_id: int, webhook_id: int) -> LogView | Refused:
    """The newest deliveries. Refuses NOT_OWNER, WEBHOOK_GONE."""
    return await shop.db.read(lambda tx: _log(tx, actor_id, webhook_id))


async def redeliver(shop: Shop, actor_id: int, delivery_id: int) -> LogView | Refused:
    """This event once more, under the same id. Refuses NOT_OWNER, WEBHOOK_GONE."""
    now = shop.now()

    def write(tx: Connection) -> LogView | Refused:
        known = webhooks.delivery(tx, delivery_id)
        webhook_id = 0 if known is None else known[0]
        found = _webhook(tx, actor_id, webhook_id)
        if isinstance(found, Refused):
            return found
        if found.paused_at is None:
            webhooks.redeliver(tx, webhook_id, now, delivery_id)
        return _log(tx, actor_id, webhook_id)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def redeliver_failed(shop: Shop, actor_id: int, webhook_id: int) -> LogView | Refused:
    """Everything that failed once more. Refuses NOT_OWNER, WEBHOOK_GONE."""
    now = shop.now()

    def write(tx: Connection) -> LogView | Refused:
        found = _webhook(tx, actor_id, webhook_id)
        if isinstance(found, Refused):
            return found
        if found.paused_at is None:
            webhooks.redeliver(tx, webhook_id, now)
        return _log(tx, actor_id, webhook_id)

    view = await shop.db.write(write)
    shop.wake()
    return view


async def pause_webhook(shop: Shop, actor_id: int, webhook_id: int) -> Webhook | Refused:
    """Nothing goes there from now on; what happens is noted. Refuses NOT_OWNER, WEBHOOK_GONE."""
    now = shop.now()

    def write(tx: Connection) -> Webhook | Refused:
        found = _webhook(tx, actor_id, webhook_id)
        if isinstance(found, Refused):
            return found
        if found.paused_at is None:
            webhooks.pause(tx, webhook_id, now)
        return _webhook(tx, actor_id, webhook_id)

    return await shop.db.write(write)


async def resume_webhook(shop: Shop, actor_id: int, webhook_id: int) -> Webhook | Refused:
    """New events go there again; those noted meanwhile when redelivered. Refuses NOT_OWNER, WEBHOOK_GONE."""

    def write(tx: Connection) -> Webhook | Refused:
        found = _webhook(tx, actor_id, webhook_id)
        if isinstance(found, Refused):
            return found
        webhooks.change(tx, webhook_id, paused_at=None, failing_since=None)
        return _webhook(tx, actor_id, webhook_id)

    return await shop.db.write(write)


async def remove_webhook(shop: Shop, actor_id: int, webhook_id: int) -> list[Webhook] | Refused:
    """Nothing goes there any more, ever; those that are left. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> list[Webhook] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        webhooks.remove(tx, webhook_id, now)
        return webhooks.living(tx)

    return await shop.db.write(write)


def _may_add(tx: Connection, actor_id: int) -> Refused | None:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    if len(webhooks.living(tx)) >= MOST_WEBHOOKS:
        return Refused(Refusal.LIST_FULL, {"most": MOST_WEBHOOKS})
    return None


def _add(tx: Connection, vault: Vault, url: str, secret: str, actor_id: int, now: datetime) -> Webhook:
    webhook_id = webhooks.add(tx, url, CHOICE, actor_id, now)
    webhooks.change(tx, webhook_id, secret=vault.seal(SECRET, str(webhook_id), secret))
    return Webhook(webhook_id, url, CHOICE, None)


def _webhook(tx: Connection, actor_id: int, webhook_id: int) -> Webhook | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    return webhooks.webhook(tx, webhook_id) or Refused(Refusal.WEBHOOK_GONE)


def _log(tx: Connection, actor_id: int, webhook_id: int) -> LogView | Refused:
    found = _webhook(tx, actor_id, webhook_id)
    if isinstance(found, Refused):
        return found
    return LogView(found, webhooks.log(tx, webhook_id, LOG_SIZE))
