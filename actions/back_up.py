"""A copy of the database in a folder of the owner's, proven by opening it and walking its books."""

import asyncio
from pathlib import Path
from threading import Event

from actions.shop import Shop
from actions.verify import verify_books
from storage.backup import BackupError, backup
from storage.database import Connection


async def back_up(shop: Shop, folder: Path, keep: int) -> Path:
    """Make a backup while the bot works and keep the newest ones; the new file. BackupError says why not."""
    now, stop = shop.now(), Event()
    try:
        return await asyncio.to_thread(backup, shop.db.path, folder, now, _prove, stop.is_set, keep)
    finally:
        stop.set()  # the thread does not notice by itself that nobody waits any more


def _prove(copy: Connection) -> None:
    found = verify_books(copy)
    if found.fault_count:
        raise BackupError(f"the books in the copy do not hold: {found.faults[0]}")
