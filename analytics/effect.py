"""Whether a campaign worked: those it was meant for against a control group drawn before it was sent.

Everybody counts in the arm he was drawn into, whether the message reached him or not (intention to treat).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, erfc, inf, sqrt
from statistics import NormalDist

from loyalty.campaigns import WHOLE_BP

# Two-sided 95 %, and the power a needed number of people is reckoned for.
SURE = NormalDist().inv_cdf(0.975)
POWER = NormalDist().inv_cdf(0.8)
# Below this an arm is too small for any word about it, and with fewer buyers for one about money: among few
# the spread of their receipts is not known, and Welch's interval would be far too short.
FEWEST = 30
FEWEST_BUYERS = 10
# A split this unlikely was not drawn as it should have been (sample ratio mismatch).
BROKEN_SPLIT = 0.001
# More than so many times the people there were: no difference worth the name was seen.
FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Arm:
    """People drawn into one arm and what they bought in the days that count. revenue_minor and
    squares are sums over people of what each one paid and of its square."""

    people: int
    buyers: int = 0
    orders: int = 0
    revenue_minor: int = 0
    squares: float = 0.0

    @property
    def conversion(self) -> float:
        """The share that bought; of nobody 0."""
        return self.buyers / self.people if self.people else 0.0

    @property
    def mean_minor(self) -> float:
        """Revenue a person."""
        return self.revenue_minor / self.people if self.people else 0.0

    @property
    def variance(self) -> float:
        """Of the revenue of single people, unbiased."""
        if self.people < 2:
            return 0.0
        over = self.squares - self.revenue_minor**2 / self.people
        return max(0.0, over) / (self.people - 1)

    def __add__(self, other: "Arm") -> "Arm":
        """Both together."""
        return Arm(
            self.people + other.people,
            self.buyers + other.buyers,
            self.orders + other.orders,
            self.revenue_minor + other.revenue_minor,
            self.squares + other.squares,
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the 95 % confidence interval around it."""

    value: float
    low: float
    high: float

    @property
    def is_proven(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0


class Verdict(StrEnum):
    """What may be said of the difference in conversion."""

    NO_CONTROL = "no_control"
    TOO_FEW = "too_few"
    BROKEN = "broken"
    MORE = "more"
    LESS = "less"
    NOT_PROVEN = "not_proven"
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True, slots=True)
class Effect:
    """The difference to the control group. conversion: in shares; revenue_minor: of all people the campaign
    was meant for together, None when too few of them bought. needed: with NOT_PROVEN, how many more people
    would prove such a difference."""

    verdict: Verdict
    conversion: Interval | None = None
    revenue_minor: Interval | None = None
    needed: int = 0


def effect_of(treated: Arm, control: Arm, control_bp: int = 0, *, drawn_at_once: bool = True) -> Effect:
    """What a campaign brought. control_bp: the share that is drawn for the control group; of those who were
    not drawn at once it may have been another before."""
    if not control.people and not control_bp:
        return Effect(Verdict.NO_CONTROL)
    if control_bp and drawn_at_once and is_broken(treated.people, control.people, control_bp):
        return Effect(Verdict.BROKEN)
    if min(treated.people, control.people) < FEWEST:
        return Effect(Verdict.TOO_FEW)
    conversion, revenue = conversion_difference(treated, control), None
    if min(treated.buyers, control.buyers) >= FEWEST_BUYERS:
        revenue = revenue_difference(treated, control)
    if conversion.is_proven:
        return Effect(Verdict.MORE if conversion.value > 0 else Verdict.LESS, conversion, revenue)
    needed = more_people(treated, control)
    verdict = Verdict.NO_DIFFERENCE if needed is None else Verdict.NOT_PROVEN
    return Effect(verdict, conversion, revenue, needed or 0)


def conversion_difference(treated: Arm, control: Arm) -> Interval:
    """Share of buyers here less there; Newcombe's interval of two Wilson scores (1998, method 10)."""
    one, other = treated.conversion, control.conversion
    difference = one - other
    low_one, high_one = wilson(treated.buyers, treated.people)
    low_other, high_other = wilson(control.buyers, control.people)
    below = sqrt((one - low_one) ** 2 + (high_other - other) ** 2)
    above = sqrt((high_one - one) ** 2 + (other - low_other) ** 2)
    return Interval(difference, difference - below, difference + above)


def wilson(hits: int, people: int) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 %."""
    if not people:
        return 0.0, 1.0
    share, square = hits / people, SURE**2
    middle = (share + square / (2 * people)) / (1 + square / people)
    half = SURE * sqrt(share * (1 - share) / people + square / (4 * people**2)) / (1 + square / people)
    return max(0.0, middle - half), min(1.0, middle + half)


def revenue_difference(treated: Arm, control: Arm) -> Interval:
    """Revenue the treated brought beyond what the control group's mean would have: n (mean - mean), Welch.

    Two people an arm are the least.
    """
    difference = treated.mean_minor - control.mean_minor
    parts = [arm.variance / arm.people for arm in (treated, control)]
    error = sqrt(sum(parts))
    freedom = sum(parts) ** 2
    below = sum(part**2 / (arm.people - 1) for part, arm in zip(parts, (treated, control), strict=True))
    half = (t_quantile(freedom / below) if below else SURE) * error
    scale = treated.people
    return Interval(scale * difference, scale * (difference - half), scale * (difference + half))


def t_quantile(freedom: float) -> float:
    """The 97.5 % point of Student's t by the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5); from
    five degrees of freedom on within 0.002."""
    z, n = SURE, max(freedom, 1.0)
    if n == inf:
        return z
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / n + second / n**2 + third / n**3 + fourth / n**4


def is_broken(treated: int, control: int, control_bp: int) -> bool:
    """Whether the arms' sizes can't have come from such a draw: chi square with one degree, p < 0.001."""
    people = treated + control
    expected = people * control_bp / WHOLE_BP
    if not 0 < expected < people:
        return people > 0
    chi2 = (control - expected) ** 2 / expected + (control - expected) ** 2 / (people - expected)
    return erfc(sqrt(chi2 / 2)) < BROKEN_SPLIT


def more_people(treated: Arm, control: Arm) -> int | None:
    """How many more people, in the same split, would prove the difference seen with 80 % power.

    n an arm = ((1.96 sqrt(2 p q) + 0.84 sqrt(p1 q1 + p2 q2)) / d)², here for arms of unlike size: each
    variance over its own share. None when the difference is so small that FARTHEST times as many won't do.
    """
    difference = abs(treated.conversion - control.conversion)
    people = treated.people + control.people
    if not difference:
        return None
    shares = treated.people / people, control.people / people
    pooled = (treated.buyers + control.buyers) / people
    together = sqrt(pooled * (1 - pooled) * sum(1 / share for share in shares))
    apart = sqrt(
        sum(
            arm.conversion * (1 - arm.conversion) / share
            for arm, share in zip((treated, control), shares, strict=True)
        )
    )
    needed = ceil(((SURE * together + POWER * apart) / difference) ** 2)
    return None if needed > people * FARTHEST else max(0, needed - people) or None


def best_variant(arms: Mapping[int, Arm]) -> int | None:
    """The variant whose lead in conversion over the next best is proven, else None."""
    ranked = sorted(arms, key=lambda arm: arms[arm].conversion, reverse=True)
    if len(ranked) < 2 or min(arms[arm].people for arm in ranked[:2]) < FEWEST:
        return None
    first, second = ranked[:2]
    return first if conversion_difference(arms[first], arms[second]).low > 0 else None


@dataclass(frozen=True, slots=True)
class EffectView:
    """What came of a campaign, for an owner. arms: by variant, analytics of CONTROL apart in `control`.

    ends: recipients by what became of them, "skipped:<reason>" and "failed:<reason>" among them. did: what
    people did with the message. days: how long purchases count; is_early: they are not over yet.
    attributed_*: the first orders of those who got the message, which proves nothing; first: of that the very
    first of each. clicks_known: False when it has links nobody could count.
    """

    campaign_id: int
    title: str
    automation: str
    days: int
    is_early: bool
    treated: Arm
    control: Arm
    effect: Effect
    arms: Mapping[int, Arm]
    best: int | None
    ends: Mapping[str, int]
    did: Mapping[str, int]
    attributed_people: int
    attributed_orders: int
    attributed_minor: int
    attributed_first_minor: int
    points: int
    points_cost_minor: int
    clicks_known: bool
