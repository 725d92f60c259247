"""A receipt as the rules see it: lines of goods, and shares of a sum spread over them to the last kopeck."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Goods of one category ("" when nobody named one), at their price. least_money_minor: never paid with
    points below it (a minimum price)."""

    amount_minor: int
    category: str = ""
    quantity: int = 1
    least_money_minor: int = 0


def total_of(lines: Sequence[Line]) -> int:
    """The receipt's sum, minor units."""
    return sum(line.amount_minor for line in lines)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to the weights, adding up exactly (largest remainder, rules.md 3).

    Zero weights get nothing; a total of 0 or weights of 0 give zeros.
    """
    whole = sum(weights)
    if not whole or not total:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
