"""Send a picture once, then by the id the messenger gave it."""

from actions.shop import Shop
from storage import files


async def known_file(shop: Shop, content_key: str) -> str | None:
    """The file id of a picture this bot has sent before."""
    return await shop.db.read(lambda tx: files.file_id(tx, content_key, shop.settings.bot_id))


async def remember_file(shop: Shop, content_key: str, file_id: str) -> None:
    """Keep the id of a picture just sent."""
    await shop.db.write_batched(lambda tx: files.remember(tx, content_key, shop.settings.bot_id, file_id))


async def forget_file(shop: Shop, content_key: str) -> None:
    """The id is refused: the picture will be drawn and sent anew."""
    await shop.db.write_batched(lambda tx: files.forget(tx, content_key, shop.settings.bot_id))
