"""Stores as people see them: customers a list to go to, owners one to change."""

from dataclasses import dataclass

from loyalty.hours import Opening, Span
from loyalty.stores import Store


@dataclass(frozen=True, slots=True)
class StoreLine:
    """One store for a customer. today: its hours, None where it is closed all day; told: hours are known.

    distance_metres: from where he is; None where one of the two places is not known.
    """

    store: Store
    name: str
    told: bool = False
    today: Span | None = None
    opening: Opening | None = None
    weekday: int = 0
    distance_metres: int | None = None


@dataclass(frozen=True, slots=True)
class StoreList:
    """The stores a customer can go to: the nearest first when `near`; more: how many are not listed."""

    lines: tuple[StoreLine, ...]
    near: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class StoreView:
    """One store for an owner. name: what it is called; only: the last one; staff: how many may work there."""

    store: Store
    name: str
    only: bool
    staff: int
