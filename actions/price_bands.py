"""Price bands: thirds of all buyers, drawn when somebody first asks and then kept; or set by an owner."""

from actions.rights import may
from actions.shop import Shop
from loyalty.price_bands import PriceBandsView, typed_bands
from loyalty.refusals import Refused
from loyalty.rights import Right
from storage import people, price_bands
from storage.database import Connection

QUESTION = "price_bands"


def bands_view(tx: Connection) -> PriceBandsView:
    """The bands as they are shown."""
    bands = price_bands.kept(tx)
    return PriceBandsView(bands, 0 if bands else price_bands.buyers(tx))


async def settle_bands(shop: Shop) -> None:
    """Draw the bands, unless they are there or too few people have bought."""
    if await shop.db.read(price_bands.kept):
        return
    bands = await shop.db.survey(price_bands.thirds)
    if bands is None:
        return

    def write(tx: Connection) -> None:
        if price_bands.kept(tx) is None:  # an owner may have set them meanwhile
            price_bands.keep(tx, bands)

    await shop.db.write(write)


async def show_bands(shop: Shop, actor_id: int) -> PriceBandsView | Refused:
    """The bands, drawn at this moment if they can be. Refuses NOT_OWNER."""
    if refused := await shop.db.read(lambda tx: may(tx, actor_id, Right.RUN)):
        return refused
    await settle_bands(shop)
    return await shop.db.survey(bands_view)


async def ask_bands(shop: Shop, actor_id: int, account_id: int) -> PriceBandsView | Refused:
    """His next text is the two sums. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        people.ask(tx, account_id, QUESTION, "", now)
        return None

    return await shop.db.write(write) or await show_bands(shop, actor_id)


async def set_bands(shop: Shop, actor_id: int, account_id: int, text: str) -> PriceBandsView | Refused:
    """The two sums an owner typed. Refuses NOT_OWNER, and as typed_bands() does."""

    def write(tx: Connection) -> PriceBandsView | Refused:
        bands = may(tx, actor_id, Right.RUN) or typed_bands(text)
        if isinstance(bands, Refused):
            return bands
        price_bands.keep(tx, bands)
        people.stop_asking_for(tx, account_id, QUESTION)
        return PriceBandsView(bands)

    return await shop.db.write(write)
