"""Stamp cards: a purchase brings a stamp, enough stamps a gift. Stamps that brought one are used."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.programme import StampCard


@dataclass(frozen=True, slots=True)
class StampProgress:
    """Where a member stands on a card: stamps so far, of how many, and gifts of it that wait at the till."""

    card: str
    name: str
    have: int
    needed: int
    gift: str
    waiting: int = 0


def earns_stamp(
    card: StampCard,
    money_minor: int,
    categories: Collection[str],
    last_at: datetime | None,
    visit_hours: int,
    now: datetime,
) -> bool:
    """Whether a purchase brings a stamp of this card.

    money_minor: what was paid with money; categories: of its goods. last_at: the member's newest living stamp
    of the card in this store; one visit brings one stamp, however many receipts it has.
    """
    is_apart = last_at is None or now - last_at >= timedelta(hours=visit_hours)
    is_meant = card.category == "" or card.category in categories
    return is_apart and is_meant and is_enough(card, money_minor)


def is_enough(card: StampCard, money_minor: int) -> bool:
    """Whether so much money is worth a stamp; a receipt without money is not a purchase."""
    return money_minor >= max(1, card.minimum_minor)


def filled(card: StampCard, stamp_ids: Sequence[int]) -> tuple[int, ...]:
    """The unused stamps, oldest first, that make the card full; none while there are too few."""
    return tuple(stamp_ids[: card.needed]) if len(stamp_ids) >= card.needed else ()


def progress(card: StampCard, have: int, waiting: int) -> StampProgress:
    """Where a member stands who has so many unused stamps and so many gifts waiting."""
    return StampProgress(card.key, card.name, min(have, card.needed), card.needed, card.gift, waiting)
