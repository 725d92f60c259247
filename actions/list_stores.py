"""The stores of the shop for everybody: which are open now, and which is the nearest."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.shop import Shop
from loyalty.distances import distance_metres
from loyalty.hours import opening
from loyalty.store_views import StoreLine, StoreList
from loyalty.stores import Place, Store
from storage import shop as rows
from storage import stores
from storage.database import Connection

MOST_LISTED = 10


async def list_stores(shop: Shop, place: Place | None = None) -> StoreList:
    """The living stores: with a place the nearest to it first, those whose place is not known last."""
    now = shop.now()

    def read(tx: Connection) -> StoreList:
        brand = rows.programme(tx).brand
        lines = [_line(one, brand, place, now) for one in stores.living(tx)]
        if place is not None:
            lines.sort(key=lambda line: (line.distance_metres is None, line.distance_metres or 0))
        return StoreList(
            tuple(lines[:MOST_LISTED]), near=place is not None, more=max(0, len(lines) - MOST_LISTED)
        )

    return await shop.db.read(read)


def _line(store: Store, brand: str, place: Place | None, now: datetime) -> StoreLine:
    local = now.astimezone(ZoneInfo(store.time_zone))
    far = None if place is None or store.place is None else distance_metres(place, store.place)
    return StoreLine(
        store=store,
        name=store.name or brand,
        told=store.hours is not None,
        today=store.hours[local.weekday()] if store.hours else None,
        opening=opening(store.hours, local) if store.hours else None,
        weekday=local.weekday(),
        distance_metres=far,
    )
