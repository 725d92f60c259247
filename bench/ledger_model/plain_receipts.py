"""What a receipt costs and earns and what a refund leaves of it, in plain sums (rules.md 2-20, 42-48)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.ledger_model.rules import CASH, OUT, WINE, WINE_BP, Rules

# price in minor units, category
Goods = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Price:
    """A receipt under one version of the rules, with what it would need again when goods come back."""

    amount: int
    due: int
    spent: int
    money: int
    bases: tuple[tuple[int, int], ...]
    base: int
    percent: int
    visit: int
    steps: int
    step_minor: int
    carry: int
    minimum: int
    value: int
    half_up: bool
    version: int
    tier: int

    @property
    def earned(self) -> int:
        """All that is given for it."""
        return self.percent + self.visit + self.steps


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """A sum over the lines: everybody's share rounded down, then one more for the largest remainders."""
    whole = sum(weights)
    if total == 0 or whole == 0:
        return [0 for _ in weights]
    shares = [divmod(total * weight, whole) for weight in weights]
    parts = [part for part, _ in shares]
    order = sorted(range(len(parts)), key=lambda n: -shares[n][1])
    for n in order[: total - sum(parts)]:
        parts[n] += 1
    return parts


def place(rules: Rules, tier: int) -> int:
    """The tier as far as there still is such a one."""
    return tier if tier <= len(rules.tiers) else 0


def priced(goods: Goods, rules: Rules, tier: int, visited: bool, carry: int, spent: int = 0) -> Price:
    """Price, discount, points, earning, in this order."""
    prices = [minor for minor, _ in goods]
    row = rules.tiers[place(rules, tier) - 1] if place(rules, tier) else (0, 0, 0, -1, 0)
    off = sum(prices) * max(rules.discount_bp, row[4]) // 10_000
    nets = [price - part for price, part in zip(prices, shared(off, prices), strict=True)]
    due, paid = sum(nets), spent * rules.value_minor
    parts = shared(paid, [0 if kind == CASH else net for net, (_, kind) in zip(nets, goods, strict=True)])
    usual = max(rules.rate_bp, row[2])
    bases = []
    for (price, kind), net, part in zip(goods, nets, parts, strict=True):
        base = price if rules.base == "gross" else net - part
        bases.append((0, 0) if kind == OUT else (base, WINE_BP if kind == WINE else usual))
    base, money = sum(one for one, _ in bases), due - paid
    earns = money >= rules.minimum_minor and not (rules.base == "either" and spent)
    stepping = earns and rules.step_minor > 0
    return Price(
        amount=sum(prices),
        due=due,
        spent=spent,
        money=money,
        bases=tuple(bases),
        base=base,
        percent=whole(sum(b * r for b, r in bases), 10_000 * rules.value_minor, rules.half_up)
        if earns
        else 0,
        visit=rules.visit_points if earns and base and not visited else 0,
        steps=full_steps(carry + base, rules.step_minor) * rules.step_points if stepping else 0,
        step_minor=rules.step_minor if earns else 0,
        carry=carry,
        minimum=rules.minimum_minor,
        value=rules.value_minor,
        half_up=rules.half_up,
        version=rules.version,
        tier=tier,
    )


def whole(parts: int, of: int, half_up: bool) -> int:
    """Whole points: down, or to the nearest."""
    return (2 * parts + of) // (2 * of) if half_up else parts // of


def full_steps(money: int, step: int) -> int:
    """How often the step fits; not less than never."""
    return max(0, money) // step


def payable(goods: Goods, price: Price, rules: Rules, spendable: int) -> int:
    """The most points that may pay: the cap, the least money, the balance, the step (rules.md 6, 18, 19)."""
    row = rules.tiers[place(rules, price.tier) - 1] if place(rules, price.tier) else (0, 0, 0, -1, 0)
    cap_bp = rules.cap_bp if row[3] < 0 else row[3]
    prices = [minor for minor, _ in goods]
    offs = shared(price.amount - price.due, prices)
    nets = [minor - off for minor, off in zip(prices, offs, strict=True)]
    allowed = sum(net for net, (_, kind) in zip(nets, goods, strict=True) if kind != CASH)
    minor = min(allowed * cap_bp // 10_000, price.due - rules.least_money_minor)
    points = min(minor // rules.value_minor, spendable - rules.kept_points)
    points = points // rules.multiple * rules.multiple
    return points if points >= max(1, rules.least_points) else 0


def left_over(price: Price, gone: int, money_left: int) -> tuple[int, int]:
    """Points and carry that stay of a receipt when goods of this price are back."""
    if gone >= price.amount or (price.money >= price.minimum > money_left):
        return 0, 0
    stays = price.amount - gone
    of_base = price.base * stays // price.amount
    parts, of = sum(b * r for b, r in price.bases) * stays, 10_000 * price.value * price.amount
    percent = min(price.percent, whole(parts, of, price.half_up))
    if price.step_minor == 0:
        return percent + price.visit, 0
    if price.steps == 0:
        return percent + price.visit, of_base
    each = price.steps // full_steps(price.carry + price.base, price.step_minor)
    steps = full_steps(price.carry + of_base, price.step_minor)
    return percent + price.visit + steps * each, of_base - steps * price.step_minor
