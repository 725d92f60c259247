"""What a receipt costs and earns. Quote and booking call the same function: what was shown is what is booked.

The order is fixed: price, line promo, order promo, promo code, tier discount, points, earn (rules.md 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from loyalty.benefits import Benefit
from loyalty.discounts import Discount, discounted
from loyalty.programme import BASIC, BP_ONE, Base, Event, HourRule, Programme, Rounding
from loyalty.receipts import Line, spread, total_of

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Visit:
    """Who buys, where and when, as far as the rules ask. at: local, in the programme's zone, which decides
    days; here: the same by the store's clock, which decides hours, None: the same.

    visited: whether this member had a rewarded visit in this store within visit_hours. event_uses: by key,
    living purchases under the event, (this member's, everybody's). benefits: codes and offers that hold now.
    """

    at: datetime
    store_id: int = 0
    tier: str = BASIC
    staff: bool = False
    visited: bool = False
    step_carry_minor: int = 0
    event_uses: dict[str, tuple[int, int]] = field(default_factory=dict)
    benefits: tuple[Benefit, ...] = ()
    here: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineQuote:
    """One line: its price, what came off, what points paid, the base of its percentage and the rate taken.

    why: which rule gave the rate ("programme", "tier", "category", "hours", "store", "event:<key>", "staff",
    "excluded"); others: the rules that gave less, with their rates.
    """

    amount_minor: int
    category: str
    quantity: int
    discount_minor: int
    points_minor: int
    base_minor: int
    rate_bp: int
    why: str
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What a receipt costs and earns under one rule version, with every figure of the calculation.

    amount_minor: the price of all lines; due_minor: after discounts; points_minor: what spent_points pay;
    money_minor: the rest, of it certificate_minor by a gift certificate, which earns like money. rate_bp: the
    base rate of the buyer. points = percent + visit + step + bonus. step_carry_minor: what stood towards the
    next step before. gifts: handed over, in words. bonus_points: of codes and offers, in a lot of their own.
    """

    amount_minor: int
    due_minor: int
    spent_points: int
    points_minor: int
    money_minor: int
    base_minor: int
    rate_bp: int
    point_value_minor: int
    rule_version: int
    tier: str
    points: int
    percent_points: int
    visit_points: int = 0
    step_points: int = 0
    bonus_points: int = 0
    step_minor: int = 0
    step_carry_minor: int = 0
    minimum_minor: int = 0
    rounding: Rounding = Rounding.FLOOR
    discounts: tuple[Discount, ...] = ()
    lines: tuple[LineQuote, ...] = ()
    benefits: tuple[tuple[str, int], ...] = ()
    events: tuple[str, ...] = ()
    gifts: tuple[str, ...] = ()
    certificate_minor: int = 0

    @property
    def earned_points(self) -> int:
        """What the receipt itself earns, without what codes and offers bring besides."""
        return self.points - self.bonus_points


_QUOTE = TypeAdapter(Quote)


def trace_of(shown: Quote) -> dict[str, Any]:
    """Every figure of a quote by its name, as it is kept with the purchase."""
    trace: dict[str, Any] = _QUOTE.dump_python(shown, mode="json")
    return trace


def quote_of(trace: dict[str, Any]) -> Quote:
    """The quote these kept figures say. Raises ValueError when they are none."""
    return _QUOTE.validate_python(trace)


def quote(
    lines: Sequence[Line],
    programme: Programme,
    visit: Visit,
    spent_points: int = 0,
    certificate_left_minor: int = 0,
) -> Quote:
    """The quote for these lines when the buyer pays spent_points of it with points.

    certificate_left_minor: what a certificate could pay of the money part.

    Whether he may is loyalty.redeeming's question; here they are only counted.
    """
    offs, discounts, used = discounted(lines, programme, visit.tier, visit.benefits)
    nets = [line.amount_minor - off for line, off in zip(lines, offs, strict=True)]
    points_minor = spent_points * programme.point_value_minor
    payable = [
        net if is_payable(programme, line.category) else 0 for line, net in zip(lines, nets, strict=True)
    ]
    paid = spread(points_minor, payable)
    quoted = tuple(
        _line_quote(line, off, part, programme, visit)
        for line, off, part in zip(lines, offs, paid, strict=True)
    )
    due_minor, base_minor = sum(nets), sum(line.base_minor for line in quoted)
    money_minor = due_minor - points_minor
    earns = money_minor >= programme.minimum_minor and not (programme.base is Base.EITHER and spent_points)
    percent = percent_points(quoted, programme.point_value_minor, programme.rounding) if earns else 0
    visited = programme.visit_points if earns and base_minor and not visit.visited else 0
    steps = step_points(visit.step_carry_minor, base_minor, programme) if earns else 0
    bonus = sum(one.effect.points for one in used)
    return Quote(
        amount_minor=total_of(lines),
        due_minor=due_minor,
        spent_points=spent_points,
        points_minor=points_minor,
        money_minor=money_minor,
        base_minor=base_minor,
        rate_bp=base_rate(programme, visit)[1],
        point_value_minor=programme.point_value_minor,
        rule_version=programme.version,
        tier=visit.tier,
        points=percent + visited + steps + bonus,
        percent_points=percent,
        visit_points=visited,
        step_points=steps,
        bonus_points=bonus,
        step_minor=programme.step_minor if earns else 0,
        step_carry_minor=visit.step_carry_minor,
        minimum_minor=programme.minimum_minor,
        rounding=programme.rounding,
        discounts=discounts,
        lines=quoted,
        benefits=tuple((one.what, one.which) for one in used),
        events=tuple(sorted({line.why[6:] for line in quoted if line.why.startswith("event:") and earns})),
        gifts=tuple(one.effect.gift for one in used if one.effect.gift),
        certificate_minor=min(certificate_left_minor, money_minor),
    )


def percent_points(lines: Sequence[LineQuote], point_value_minor: int, rounding: Rounding) -> int:
    """rate x base over all lines, made whole once per receipt (rules.md 2)."""
    parts = sum(line.base_minor * line.rate_bp for line in lines)
    return whole_points(parts, BP_ONE * point_value_minor, rounding)


def whole_points(parts: int, of: int, rounding: Rounding) -> int:
    """parts / of as whole points."""
    return (2 * parts + of) // (2 * of) if rounding is Rounding.HALF_UP else parts // of


def step_points(carry_minor: int, base_minor: int, programme: Programme) -> int:
    """Points for the full steps of carry + base; the rest stays for the next purchase (rules.md 5)."""
    if not programme.step_minor:
        return 0
    return max(0, (carry_minor + base_minor) // programme.step_minor) * programme.step_points


def base_rate(programme: Programme, visit: Visit) -> tuple[str, int]:
    """The rate before categories, hours and events, and the rule it comes from.

    Staff have their own when the programme says one (rules.md 17); else the better of programme and tier.
    """
    if visit.staff and programme.staff_rate_bp is not None:
        return "staff", programme.staff_rate_bp
    tier = programme.tier(visit.tier)
    if tier is not None and tier.rate_bp > programme.rate_bp:
        return "tier", tier.rate_bp
    return "programme", programme.rate_bp


def is_payable(programme: Programme, category: str) -> bool:
    """Whether goods of this category may be paid with points."""
    known = programme.category(category)
    return known is None or known.payable


def _earns(programme: Programme, category: str) -> bool:
    known = programme.category(category)
    return known is None or known.earns


def _line_quote(line: Line, off: int, paid_minor: int, programme: Programme, visit: Visit) -> LineQuote:
    net = line.amount_minor - off
    base = line.amount_minor if programme.base is Base.GROSS else net - paid_minor
    rates = _rates(line.category, programme, visit)
    if not _earns(programme, line.category):
        base, rates = 0, [("excluded", 0)]
    best = max(rates, key=lambda one: one[1])
    others = tuple(one for one in rates if one is not best)
    figures = (line.amount_minor, line.category, line.quantity, off, paid_minor, base)
    return LineQuote(*figures, best[1], best[0], others)


def _rates(category: str, programme: Programme, visit: Visit) -> list[tuple[str, int]]:
    """Every rule that gives this line a rate; the best wins, multipliers act on the base (rules.md 29)."""
    base = base_rate(programme, visit)
    rates = [base]
    if base[0] == "staff":
        return rates
    known = programme.category(category)
    if known is not None and known.rate_bp is not None:
        # A category's own rate stands in the place of the usual one, also when it is lower.
        rates = [("category", known.rate_bp)]
    here = visit.here or visit.at
    rates += [("hours", rule.rate_bp) for rule in programme.hours if holds_at(rule, here)]
    rates += [("store", one.rate_bp) for one in programme.stores if one.store_id == visit.store_id]
    rates += [
        (f"event:{event.key}", rates[0][1] * event.multiplier_bp // BP_ONE)
        for event in programme.events
        if _event_holds(event, category, visit)
    ]
    return rates


def holds_at(rule: HourRule, at: datetime) -> bool:
    """Whether the local instant lies in the rule's hours; past midnight the weekday is where it began."""
    minute = at.hour * 60 + at.minute
    if rule.from_minute < rule.until_minute:
        return at.weekday() in rule.weekdays and rule.from_minute <= minute < rule.until_minute
    today = at.weekday() in rule.weekdays and minute >= rule.from_minute
    return today or ((at.weekday() - 1) % 7 in rule.weekdays and minute < rule.until_minute)


def _event_holds(event: Event, category: str, visit: Visit) -> bool:
    mine, everybodys = visit.event_uses.get(event.key, (0, 0))
    return (
        event.first_day <= visit.at.date() <= event.last_day
        and event.category in ("", category)
        and not (event.per_member and mine >= event.per_member)
        and not (event.total and everybodys >= event.total)
    )
