"""Keep what came in until it is handled: an update counts as received when it is stored."""

from collections.abc import Sequence

from actions.shop import Shop
from storage import inbox
from storage.inbox import Received, Waiting

__all__ = ["Received", "Waiting", "failed", "handled", "receive", "unhandled"]

# A poisonous update is put aside after so many tries.
TRIES = 3


async def receive(shop: Shop, updates: Sequence[Received]) -> list[Waiting]:
    """Store a batch in one commit; return those of it that still wait to be handled, in the order stored."""
    now = shop.now()
    return await shop.db.write(lambda tx: inbox.add(tx, updates, now))


async def unhandled(shop: Shop, after_id: int, count: int) -> list[Waiting]:
    """The next `count` stored updates that wait, after the row `after_id`, in order."""
    return await shop.db.read(lambda tx: inbox.waiting(tx, after_id, count))


async def handled(shop: Shop, row_id: int) -> None:
    """The update is done with and its content forgotten."""
    await shop.db.write_batched(lambda tx: inbox.done(tx, row_id))


async def failed(shop: Shop, update: Waiting, tries: int) -> bool:
    """Count the failed try number `tries` of an update; whether it is parked now."""
    park = tries >= TRIES
    await shop.db.write_batched(lambda tx: inbox.tried(tx, update.id, park=park))
    return park
