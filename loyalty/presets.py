"""Whole programmes to begin with: percent back, per visit, per step of money, a discount card, stamps."""

from enum import StrEnum

from loyalty.programme import Programme, StampCard
from loyalty.settings_lists import STAMPS_NEEDED


class Preset(StrEnum):
    """What kind of programme it shall be."""

    PERCENT = "percent"
    VISIT = "visit"
    STEP = "step"
    DISCOUNT = "discount"
    STAMPS = "stamps"


RATE_BP = 500
VISIT_POINTS = 10
STEP_MINOR = 10_000
STEP_POINTS = 5


def preset(kind: Preset, programme: Programme, stamp: tuple[str, str, str] = ("s1", "", "")) -> Programme:
    """A programme of this kind for the same shop; its name, currency, zone and the worth of a point stay.

    stamp: key, name and gift of the stamp card, in the owner's words.
    """
    kept = (programme.version, programme.brand, programme.currency, programme.time_zone)
    worth = programme.point_value_minor
    if kind is Preset.VISIT:
        return Programme(*kept, rate_bp=0, point_value_minor=worth, visit_points=VISIT_POINTS)
    if kind is Preset.STEP:
        return Programme(
            *kept, rate_bp=0, point_value_minor=worth, step_minor=STEP_MINOR, step_points=STEP_POINTS
        )
    if kind is Preset.DISCOUNT:
        return Programme(*kept, rate_bp=0, point_value_minor=worth, discount_bp=RATE_BP)
    if kind is Preset.STAMPS:
        key, name, gift = stamp
        card = StampCard(key, name, STAMPS_NEEDED, gift)
        return Programme(*kept, rate_bp=0, point_value_minor=worth, stamps=(card,))
    return Programme(*kept, rate_bp=RATE_BP, point_value_minor=worth)
