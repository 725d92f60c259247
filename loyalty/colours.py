"""Colours an owner types, and whether text reads well on them: contrast as WCAG 2 has it, in hundredths."""

import re
from decimal import Decimal
from functools import lru_cache

WHITE = "#FFFFFF"
BLACK = "#000000"
COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
RED, GREEN, BLUE = Decimal("0.2126"), Decimal("0.7152"), Decimal("0.0722")
FLARE = Decimal("0.05")
# 1 / 255, 1 / 12.92 and 1 / 1.055: divisions done once, so that the rest is exact on every machine.
OF_255 = Decimal("0.003921568627450980392156862745")
LINEAR_PART = Decimal("0.077399380804953560371517027864")
POWER_PART = Decimal("0.947867298578199052132701421801")
LINEAR_UNTIL = Decimal("0.04045")


def parse_colour(text: str) -> str | None:
    """ "1b7f5e" or "#1B7F5E" as "#1B7F5E"; None for anything else."""
    found = COLOUR.fullmatch(text.strip())
    return f"#{found[1].upper()}" if found else None


def contrast_hundredths(one: str, other: str) -> int:
    """The contrast of two colours "#RRGGBB", 100 (the same) to 2,100 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return int((lighter + FLARE) * 100 // (darker + FLARE))


def ink_on(ground: str) -> str:
    """Black or white, whichever reads better on this colour; the better one always reads well."""
    return max((WHITE, BLACK), key=lambda ink: contrast_hundredths(ink, ground))


def mixed(colour: str, other: str, percent: int) -> str:
    """The colour with so many percent of the other in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{(one * (100 - percent) + two * percent) // 100:02X}" for one, two in pairs)


@lru_cache(maxsize=256)
def luminance(colour: str) -> Decimal:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = map(_linear, _channels(colour))
    return RED * red + GREEN * green + BLUE * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> Decimal:
    share = channel * OF_255
    if share <= LINEAR_UNTIL:
        return share * LINEAR_PART
    return Decimal((share + Decimal("0.055")) * POWER_PART) ** Decimal("2.4")
