"""Money off a receipt: promos on goods add up, of those on all of it the best one wins (rules.md 28)."""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.benefits import Benefit, Effect
from loyalty.programme import BP_ONE, Programme
from loyalty.receipts import Line, spread, total_of


@dataclass(frozen=True, slots=True)
class Discount:
    """Money off, minor units. what: "offer", "code", "tier" or "programme"; which: its id, 0 for a rule."""

    what: str
    which: int
    title: str
    off_minor: int


def discounted(
    lines: Sequence[Line], programme: Programme, tier_key: str, benefits: Sequence[Benefit]
) -> tuple[list[int], tuple[Discount, ...], list[Benefit]]:
    """What comes off each line, the discounts, and the benefits used.

    Promos on a category come off first and add up; of those on the whole receipt the best one wins
    (rules.md 28). Benefits of points or a gift work beside any discount.
    """
    offs = [0] * len(lines)
    tier = programme.tier(tier_key)
    if not benefits and not programme.discount_bp and (tier is None or not tier.discount_bp):
        return offs, (), []
    discounts: list[Discount] = []
    used: list[Benefit] = []
    for one in (one for one in benefits if one.effect.category):
        if not _applies(one.effect, lines, offs):
            continue
        used.append(one)
        parts = _parts(one.effect, lines, offs)
        if off := _off(one.effect, sum(parts)):
            offs = [before + part for before, part in zip(offs, spread(off, parts), strict=True)]
            discounts.append(Discount(one.what, one.which, one.title, off))
    best, best_benefit = _best_order_discount(lines, offs, programme, tier_key, benefits)
    used += [
        one
        for one in benefits
        if not one.effect.category
        and _applies(one.effect, lines, offs)
        and (one is best_benefit or not _is_discount(one.effect))
    ]
    if best is not None:
        nets = [line.amount_minor - off for line, off in zip(lines, offs, strict=True)]
        offs = [before + part for before, part in zip(offs, spread(best.off_minor, nets), strict=True)]
        discounts.append(best)
    return offs, tuple(discounts), used


def _best_order_discount(
    lines: Sequence[Line],
    offs: Sequence[int],
    programme: Programme,
    tier_key: str,
    benefits: Sequence[Benefit],
) -> tuple[Discount | None, Benefit | None]:
    net = total_of(lines) - sum(offs)
    tier = programme.tier(tier_key)
    of_tier = tier.discount_bp if tier is not None else 0
    what, rate_bp = max(("programme", programme.discount_bp), ("tier", of_tier), key=lambda one: one[1])
    found: list[tuple[Discount, Benefit | None]] = [(Discount(what, 0, "", net * rate_bp // BP_ONE), None)]
    found += [
        (Discount(one.what, one.which, one.title, _off(one.effect, net)), one)
        for one in benefits
        if not one.effect.category and _is_discount(one.effect) and _applies(one.effect, lines, offs)
    ]
    best = max(found, key=lambda one: one[0].off_minor)
    return best if best[0].off_minor else (None, None)


def _is_discount(effect: Effect) -> bool:
    return bool(effect.percent_bp or effect.off_minor)


def _parts(effect: Effect, lines: Sequence[Line], offs: Sequence[int]) -> list[int]:
    """The net price of each line the effect is about, 0 for the others."""
    return [
        line.amount_minor - off if effect.category in ("", line.category) else 0
        for line, off in zip(lines, offs, strict=True)
    ]


def _applies(effect: Effect, lines: Sequence[Line], offs: Sequence[int]) -> bool:
    meant = [line for line in lines if effect.category in ("", line.category)]
    return (
        bool(meant)
        and sum(_parts(effect, lines, offs)) >= effect.minimum_minor
        and sum(line.quantity for line in meant) >= effect.least_quantity
    )


def _off(effect: Effect, net: int) -> int:
    """What an effect takes off this sum; a receipt never costs less than nothing."""
    return min(net, net * effect.percent_bp // BP_ONE + effect.off_minor)
