"""Everything one set of rules would have cost in the days of a forecast, as one sum."""

from dataclasses import dataclass, field

from loyalty.forecast import Cost
from loyalty.forecast_bonuses import Given


@dataclass(frozen=True, slots=True)
class Outlay:
    """What purchases and occasions gave, and what burnt of all points, each under the same rules."""

    bought: Cost = field(default_factory=Cost)
    given: Given = field(default_factory=Given)
    burnt_points: int = 0
    point_value_minor: int = 100

    @property
    def whole_minor(self) -> int:
        """Discounts + points of purchases + points for occasions - points burnt, points at their worth.

        The gifts of stamp cards have no price here, and spent points cost when they were given.
        """
        return (
            self.bought.off_minor
            + self.bought.points_minor
            + (self.given.points - self.burnt_points) * self.point_value_minor
        )

    @property
    def share_bp(self) -> int:
        """Of the money the purchases brought, in basis points; below 0 when more burnt than was given."""
        money_minor = self.bought.money_minor
        return self.whole_minor * 10_000 // money_minor if money_minor else 0
