"""Price bands: low, middle and high average receipts, divided by two sums that stay as they are."""

import re
from dataclasses import dataclass

from loyalty.amounts import Amount, parse_amount
from loyalty.audience_tree import PRICE_BANDS, Node, conditions
from loyalty.refusals import Refusal, Refused

FIELD = "price_band"
LEAST_BUYERS = 30
LONGEST_TYPED = 80
UNCLEAR = Refused(Refusal.PRICE_BANDS_UNCLEAR)
# A comma before a space divides two sums, one before a digit is a decimal comma.
_BETWEEN = re.compile(r"[;\n–—-]|,\s|\s(?:и|до|and|to)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PriceBands:
    """From which average receipt the middle band begins, and from which the high one, a greater sum."""

    middle_minor: int
    high_minor: int


@dataclass(frozen=True, slots=True)
class PriceBandsView:
    """The bands, None while there are none; buyers: how many people have bought, counted only then."""

    bands: PriceBands | None
    buyers: int = 0


def drawn(first_minor: int, second_minor: int) -> PriceBands:
    """The bands by the averages at one and at two thirds of all buyers; equal ones are still two sums."""
    middle_minor = max(1, first_minor)
    return PriceBands(middle_minor, max(middle_minor + 1, second_minor))


def typed_bands(text: str) -> PriceBands | Refused:
    """What an owner typed: "320 560", "1 500 and 3 000".

    Refuses PRICE_BANDS_UNCLEAR, PRICE_BANDS_ORDER for sums that don't ascend, and as parse_amount() does.
    """
    if len(text) > LONGEST_TYPED:
        return UNCLEAR
    said = _BETWEEN.split(text.strip())
    if len(said) == 1:
        said = text.split()
    if len(said) != len(PRICE_BANDS) - 1:
        return UNCLEAR
    sums = []
    for one in map(parse_amount, said):
        if isinstance(one, Refused):
            return UNCLEAR if one.reason is Refusal.AMOUNT_UNCLEAR else one
        if one != Amount(one.amount_minor):  # with the number of a receipt
            return UNCLEAR
        sums.append(one.amount_minor)
    return PriceBands(*sums) if sums[0] < sums[1] else Refused(Refusal.PRICE_BANDS_ORDER)


def asked_bands(node: Node) -> tuple[str, ...]:
    """Which bands an audience speaks of, the low one first."""
    asked = {
        name
        for one in conditions(node)
        if one.field == FIELD
        for name in (one.value if isinstance(one.value, tuple) else (one.value,))
    }
    return tuple(band for band in PRICE_BANDS if band in asked)
