"""How far a sandbox's clock was moved forward, kept with what happened under it."""

from actions.shop import Shop
from storage import shop as rows
from storage.database import Database

KEY = "clock_offset_seconds"


def kept_offset(url: str) -> int | None:
    """The offset in seconds with which this database was used last; None when none was ever kept."""
    try:
        with Database.open_read_only(url) as tx:
            kept = rows.fact(tx, KEY)
    except FileNotFoundError:
        return None
    return None if kept is None else int(kept)


async def keep_offset(shop: Shop, offset_seconds: int) -> None:
    """Remember the offset for the next start."""
    await shop.db.write(lambda tx: rows.remember(tx, KEY, str(offset_seconds)))
