"""Stores: where they are, when they are open, and which one is the nearest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from loyalty.hours import Week
from loyalty.refusals import Refusal, Refused

E6 = 1_000_000
LONGEST_STORE_NAME = 40
LONGEST_ADDRESS = 120
# A word that names some stores on a button is at most so long: ids up to 160.
LONGEST_MASK = 40
HEX = frozenset("0123456789abcdef")
# So many the lists and buttons of the chat hold.
MOST_STORES = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, in millionths of a degree."""

    latitude_e6: int
    longitude_e6: int


@dataclass(frozen=True, slots=True)
class Store:
    """One store. name "": the shop's own. hours None: nobody has said. closed_at: given up for good."""

    id: int
    name: str
    time_zone: str
    address: str = ""
    place: Place | None = None
    hours: Week | None = None
    closed_at: datetime | None = None


def place_of(latitude: float, longitude: float) -> Place | None:
    """The point a messenger names in degrees; None when there is no such point."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Place(round(latitude * E6), round(longitude * E6))


def decide_closing(others: int, only_here: tuple[str, ...]) -> Refused | None:
    """Why a store can't be given up, or None. others: stores beside it; only_here: staff without another.

    Refuses STORE_LAST, STORE_STAFFED (names).
    """
    if not others:
        return Refused(Refusal.STORE_LAST)
    if only_here:
        return Refused(Refusal.STORE_STAFFED, {"names": ", ".join(only_here)})
    return None


def mask_of(store_ids: Collection[int]) -> str:
    """Some stores as a short word for a button: one bit each."""
    return f"{sum(1 << one for one in set(store_ids)):x}"


def ids_of(mask: str) -> frozenset[int]:
    """The stores such a word names; none for anything a button of ours never says."""
    if len(mask) > LONGEST_MASK or not HEX.issuperset(mask):
        return frozenset()
    bits = int(mask or "0", 16)
    return frozenset(bit for bit in range(bits.bit_length()) if bits >> bit & 1)
