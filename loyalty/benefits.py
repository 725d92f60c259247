"""What a promo code or a personal offer gives: percent or money off, points, or a gift in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """What it does to a receipt. category "": all goods; minimum_minor: of the goods it is about, before it.

    least_quantity: pieces of the category. with_points: whether points may pay in the same receipt.
    gift: something handed over, in words. points: given besides what the receipt earns.
    """

    percent_bp: int = 0
    off_minor: int = 0
    points: int = 0
    gift: str = ""
    category: str = ""
    minimum_minor: int = 0
    least_quantity: int = 0
    with_points: bool = True


@dataclass(frozen=True, slots=True)
class Benefit:
    """An effect a member brings to the till. what: "code" or "offer"; which: its id; title: for people."""

    what: str
    which: int
    title: str
    effect: Effect
