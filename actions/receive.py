"""Keep what came in until it is handled: an update counts as received when it is stored."""

from collections.abc import Sequence

from actions.new_member import MESSENGER
from actions.shop import Shop
from storage import inbox, people
from storage.database import Connection
from storage.inbox import Received, Waiting

__all__ = ["Received", "Waiting", "failed", "handled", "receive", "unhandled"]

# A poisonous update is put aside after so many tries.
TRIES = 3


async def receive(shop: Shop, updates: Sequence[Received]) -> list[Waiting]:
    """Store a batch in one commit, and that its people are here; return what of it still waits, in order."""
    now = shop.now()

    def write(tx: Connection) -> list[Waiting]:
        people.seen(tx, MESSENGER, {one.person for one in updates if one.person}, now)
        return inbox.add(tx, updates, now)

    return await shop.db.write(write)


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
