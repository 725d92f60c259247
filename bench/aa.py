"""Splits that change nothing: how often the 95 % interval of an effect holds the truth, which is zero."""

from random import Random

from analytics.effect import Arm, conversion_difference, revenue_difference
from bench.report import tell
from loyalty.campaigns import CONTROL, DEFAULT_CONTROL_BP, arm_of

PEOPLE = 5_000
SPLITS = 1_000
AIM = (0.93, 0.97)
# Like a coffee shop's month: many buy nothing, few buy often, receipts are far from even.
RATE_SHAPE, RATE_SCALE = 0.6, 2.0
RECEIPT_LOG_MEAN, RECEIPT_LOG_SPREAD = 6.0, 0.6

Spent = tuple[int, int]


def run(splits: int, seed: int) -> int:
    """Tell aa.coverage (conversion) and aa.coverage.revenue; 1 when the first is outside its aim."""
    people = crowd(PEOPLE, Random(seed))
    shares, sums = 0, 0
    for campaign_id in range(1, splits + 1):
        treated, control = split(people, campaign_id)
        shares += not conversion_difference(treated, control).is_proven
        sums += not revenue_difference(treated, control).is_proven
    said = (
        f"of {splits} splits of {PEOPLE} people, {DEFAULT_CONTROL_BP / 100:.0f} % control; aim 0.93 to 0.97"
    )
    tell("aa.coverage", shares / splits, "share", said)
    tell("aa.coverage.revenue", sums / splits, "share", said)
    return 0 if AIM[0] <= shares / splits <= AIM[1] else 1


def crowd(people: int, random: Random) -> list[Spent]:
    """(orders, revenue in minor units) of each person in a month in which nothing is sent."""
    return [_month(random) for _ in range(people)]


def _month(random: Random) -> Spent:
    rate, orders, left = random.gammavariate(RATE_SHAPE, RATE_SCALE), 0, 1.0
    while (left := left - random.expovariate(rate) if rate > 0 else -1.0) > 0:
        orders += 1
    receipts = (random.lognormvariate(RECEIPT_LOG_MEAN, RECEIPT_LOG_SPREAD) for _ in range(orders))
    return orders, sum(int(receipt * 100) for receipt in receipts)


def split(people: list[Spent], campaign_id: int) -> tuple[Arm, Arm]:
    """Those a campaign would be sent to and its control group, drawn as it draws them."""
    groups: dict[bool, list[Spent]] = {True: [], False: []}
    for member_id, spent in enumerate(people, 1):
        groups[arm_of(campaign_id, member_id, DEFAULT_CONTROL_BP, 1) == CONTROL].append(spent)
    return arm(groups[False]), arm(groups[True])


def arm(group: list[Spent]) -> Arm:
    """What these people bought."""
    return Arm(
        len(group),
        sum(orders > 0 for orders, _ in group),
        sum(orders for orders, _ in group),
        sum(revenue for _, revenue in group),
        sum(float(revenue) ** 2 for _, revenue in group),
    )
