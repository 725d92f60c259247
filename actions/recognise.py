"""Who speaks: looked up once for every update, so that a role ends the moment it is taken."""

from actions.shop import Shop
from loyalty.programme import Programme
from storage.people import Speaker, speaker
from storage.shop import programme

__all__ = ["Speaker", "programme_of", "recognise"]


async def recognise(shop: Shop, messenger: str, external_id: str) -> tuple[Speaker | None, Programme]:
    """The speaker behind an account (None: never seen) and the programme in force, in one read."""
    return await shop.db.read(lambda tx: (speaker(tx, messenger, external_id), programme(tx)))


async def programme_of(shop: Shop) -> Programme:
    """The programme in force."""
    return await shop.db.read(programme)
