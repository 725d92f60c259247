"""What a receipt earns. Quote and booking call the same function, so what was shown is what is booked."""

from dataclasses import dataclass

from loyalty.programme import Programme

BP_ONE = 10_000


@dataclass(frozen=True, slots=True)
class Quote:
    """What a receipt would earn under one rule version, with every figure of the calculation.

    money_minor: the money part, the base of the percentage. points: floored once per receipt (rules.md 2).
    """

    amount_minor: int
    money_minor: int
    rate_bp: int
    point_value_minor: int
    rule_version: int
    points: int


def trace_of(shown: Quote) -> dict[str, int]:
    """Every figure of a quote by its name, as it is kept with the purchase."""
    return {name: getattr(shown, name) for name in Quote.__slots__}


def quote(amount_minor: int, programme: Programme) -> Quote:
    """The quote for a receipt of amount_minor, all of it money: floor(rate x money / value of a point)."""
    money_minor = amount_minor
    points = money_minor * programme.rate_bp // (BP_ONE * programme.point_value_minor)
    return Quote(
        amount_minor=amount_minor,
        money_minor=money_minor,
        rate_bp=programme.rate_bp,
        point_value_minor=programme.point_value_minor,
        rule_version=programme.version,
        points=points,
    )
