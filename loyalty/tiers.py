"""Tiers: reached at once, reviewed a year later, lowered after a warning, a step at a time (rules.md 56-61).

The metric is what a member bought for (minor units) or the friends he brought, over twelve months.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from loyalty.expiry import day_start, months_later
from loyalty.programme import BASIC, Programme, Tier

COLOURS = ("plain", "silver", "gold", "dark")
# Nobody falls without having been told so long before.
WARNED_BEFORE = timedelta(days=30)
ONE_DAY = timedelta(days=1)
A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Held:
    """The tier a member holds. tier: its key; review_on: the day of the next review, None: none is due.

    manual_until: the last day of a tier given by hand. lifted_by: the purchase that lifted him in this cycle.
    before: what he held before that purchase, or before the hand.
    """

    tier: str = BASIC
    review_on: date | None = None
    warned_on: date | None = None
    manual_until: date | None = None
    lifted_by: int | None = None
    before: "Held | None" = None


class Exam(StrEnum):
    """What a day brought to a held tier."""

    NOTHING = "nothing"
    WARNED = "warned"
    CONFIRMED = "confirmed"
    LIFTED = "lifted"
    LOWERED = "lowered"
    MANUAL_ENDED = "manual_ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: his tier, and the next one with what is missing (minor units or friends).

    tier: key; name: as the owner wrote it, or a colour to be named in words. value: of the metric.
    next_tier "": there is none. until: the last day of a manual tier, or the day before the next review.
    """

    tier: str
    name: str
    value: int
    metric: str
    next_tier: str = ""
    next_name: str = ""
    missing: int = 0
    until: date | None = None
    manual: bool = False


_HELD = TypeAdapter(Held)


def held_values(held: Held) -> dict[str, Any]:
    """A held tier as plain values for storing."""
    values: dict[str, Any] = _HELD.dump_python(held, mode="json")
    return values


def held_of(values: dict[str, Any]) -> Held:
    """The held tier these values say. Raises ValueError when they are none."""
    return _HELD.validate_python(values)


def ladder(programme: Programme) -> tuple[Tier, ...]:
    """The tiers above the basic one, the lowest first."""
    return tuple(sorted(programme.tiers, key=lambda tier: tier.threshold))


def rank(programme: Programme, key: str) -> int:
    """How high a tier stands: 0 for the basic one and for one that is no more, 1 for the first above it."""
    keys = [tier.key for tier in ladder(programme)]
    return keys.index(key) + 1 if key in keys else 0


def reached(programme: Programme, value: int) -> str:
    """The highest tier whose threshold this value of the metric reaches."""
    keys = [tier.key for tier in ladder(programme) if value >= tier.threshold]
    return keys[-1] if keys else BASIC


def kept_from(tier: Tier) -> int:
    """The least value that keeps the tier at a review (rules.md 57); never above what reaches it."""
    return min(tier.keep or tier.threshold, tier.threshold)


def year_after(day: date) -> date:
    """The same day a year later; 29 February clamps to the 28th."""
    return months_later(day, A_YEAR)


def counted_from(day: date, zone: ZoneInfo) -> datetime:
    """Where the twelve months that end with this day begin, as an instant (rules.md 56)."""
    return day_start(months_later(day, -A_YEAR) + ONE_DAY, zone)


def lifted(
    held: Held, value: int, programme: Programme, today: date, purchase_id: int | None = None
) -> Held | None:
    """The higher tier this value reaches, any number of steps up, in a new cycle (rules.md 57, 58).

    None: it reaches nothing higher. A manual tier's day stays the earliest day of a review.
    """
    key = reached(programme, value)
    if rank(programme, key) <= rank(programme, held.tier):
        return None
    review_on = year_after(today)
    if held.manual_until is not None:
        review_on = max(review_on, held.manual_until + ONE_DAY)
    before = held if held.manual_until is not None else replace(held, lifted_by=None, before=None)
    return Held(key, review_on, lifted_by=purchase_id, before=before if purchase_id is not None else None)


def never_lifted(held: Held, purchase_id: int, value: int, programme: Programme, today: date) -> Held | None:
    """The tier as if this purchase had never been (rules.md 52); None when it has not lifted it.

    What the other purchases reach stays.
    """
    if held.lifted_by != purchase_id or held.before is None or held.manual_until is not None:
        return None
    return lifted(held.before, value, programme, today) or held.before


def by_hand(held: Held, key: str, until: date) -> Held:
    """A tier given by hand up to and with this day (rules.md 59); what he held comes back after it."""
    before = held.before if held.manual_until is not None else replace(held, lifted_by=None, before=None)
    return Held(key, manual_until=until, before=before)


def hand_off(held: Held, value: int, programme: Programme, today: date) -> Held:
    """The tier once the hand is off: what he held before, or what he has reached meanwhile."""
    before = held.before or Held()
    return lifted(before, value, programme, today) or before


def examined(held: Held, value: int, programme: Programme, today: date) -> tuple[Held, Exam]:
    """What this day brings. value: of the twelve months that end with the later of today and the review.

    Whoever would fall is warned first and then has thirty days, also after a downtime or a change of the
    thresholds: nobody falls the day a rule changes (rules.md 57, 60, 61).
    """
    if held.manual_until is not None:
        if today <= held.manual_until:
            return held, Exam.NOTHING
        return hand_off(held, value, programme, today), Exam.MANUAL_ENDED
    if held.review_on is None or today < held.review_on - WARNED_BEFORE:
        return held, Exam.NOTHING
    place = rank(programme, held.tier)
    if place == 0:
        return Held(), Exam.CONFIRMED
    if value < kept_from(ladder(programme)[place - 1]) and held.warned_on is None:
        return replace(
            held, warned_on=today, review_on=max(held.review_on, today + WARNED_BEFORE)
        ), Exam.WARNED
    if today < held.review_on:
        return held, Exam.NOTHING
    return _reviewed(held, place, value, programme, today)


def _reviewed(held: Held, place: int, value: int, programme: Programme, today: date) -> tuple[Held, Exam]:
    higher = lifted(held, value, programme, today)
    if higher is not None:
        return higher, Exam.LIFTED
    steps = ladder(programme)
    if value >= kept_from(steps[place - 1]):
        return Held(held.tier, year_after(today)), Exam.CONFIRMED
    if place == 1:
        return Held(), Exam.LOWERED
    return Held(steps[place - 2].key, year_after(today)), Exam.LOWERED


def missing_to_keep(held: Held, value: int, programme: Programme) -> int:
    """What is missing to keep the tier at the review (rules.md 61)."""
    tier = programme.tier(held.tier)
    return max(0, kept_from(tier) - value) if tier is not None else 0


def standing(held: Held, value: int, programme: Programme) -> Standing:
    """Where somebody with this tier and this value of the metric stands."""
    steps, place = ladder(programme), rank(programme, held.tier)
    manual = held.manual_until is not None
    until = held.manual_until if manual else held.review_on and held.review_on - ONE_DAY
    here = Standing(
        tier=steps[place - 1].key if place else BASIC,
        name=shown_name(programme, held.tier),
        value=value,
        metric=programme.tier_metric.value,
        until=until if place else None,
        manual=manual,
    )
    if place == len(steps):
        return here
    following = steps[place]
    return replace(
        here,
        next_tier=following.key,
        next_name=shown_name(programme, following.key),
        missing=max(0, following.threshold - value),
    )


def shown_name(programme: Programme, key: str) -> str:
    """How a tier is called: as the owner wrote it, else its colour, which the texts have a word for."""
    tier = programme.tier(key)
    if tier is None:
        return BASIC
    return tier.name or (tier.colour if tier.colour in COLOURS else BASIC)


def rate_of(programme: Programme, key: str) -> int:
    """The percentage that comes back to somebody of this tier, in basis points: the better of two."""
    tier = programme.tier(key)
    return programme.rate_bp if tier is None else max(programme.rate_bp, tier.rate_bp)


def movers(programme: Programme, members: list[tuple[str, int]]) -> tuple[int, int]:
    """How many of these (tier, value) would rise at once, and how many fall at their review (rules.md 60)."""
    up = down = 0
    for key, value in members:
        place = rank(programme, key)
        if rank(programme, reached(programme, value)) > place:
            up += 1
        elif place and value < kept_from(ladder(programme)[place - 1]):
            down += 1
    return up, down
