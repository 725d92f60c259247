"""From the plain model's figures to the rulebook's values and back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bench.ledger_model.plain import Picture
from bench.ledger_model.plain_tiers import EPOCH_DAY
from bench.ledger_model.rules import CASH, OUT, WINE, WINE_BP, Rules
from loyalty.ledger import EPOCH, Head, Lot
from loyalty.programme import (
    BASIC,
    Base,
    Category,
    DebtPolicy,
    Expiry,
    Programme,
    Rounding,
    Spending,
    Terms,
    Tier,
)
from loyalty.tiers import Held
from loyalty.wallet import Wallet


def programme_from(rules: Rules) -> Programme:
    """The same rules as the rulebook takes them."""
    tiers = tuple(
        Tier(f"t{n}", f"T{n}", threshold, keep, rate_bp, None if cap_bp < 0 else cap_bp, discount_bp)
        for n, (threshold, keep, rate_bp, cap_bp, discount_bp) in enumerate(rules.tiers, 1)
    )
    return Programme(
        rules.version,
        "Маяк",
        "RUB",
        "Europe/Moscow",
        rate_bp=rules.rate_bp,
        point_value_minor=rules.value_minor,
        discount_bp=rules.discount_bp,
        visit_points=rules.visit_points,
        step_minor=rules.step_minor,
        step_points=rules.step_points,
        rounding=Rounding.HALF_UP if rules.half_up else Rounding.FLOOR,
        base=Base(rules.base),
        minimum_minor=rules.minimum_minor,
        spending=Spending(
            rules.cap_bp, rules.least_money_minor, rules.kept_points, rules.least_points, rules.multiple
        ),
        terms=Terms(
            rules.pending_days,
            Expiry(rules.expiry),
            rules.months,
            EPOCH + timedelta(seconds=rules.since) if rules.expiry != "never" else None,
            (14, 5),
            remind_first=rules.remind_first,
        ),
        tiers=tiers,
        categories=(
            Category(OUT, "Delivery", earns=False),
            Category(CASH, "Tobacco", payable=False),
            Category(WINE, "Wine", WINE_BP),
        ),
        debt_policy=DebtPolicy(rules.policy),
        gift_daily_points=rules.gift_daily,
    )


def seen(head: Head, states: Wallet, carry_minor: int, held: Held, lots: Sequence[Lot]) -> Picture:
    """A member in the plain model's figures."""
    rank_kept = (tier_number(held.tier), day_number(held.review_on), day_number(held.manual_until))
    kept = tuple(
        (lot.kind, lot.amount, lot.remaining, lot.reserved, seconds(lot.active_from), seconds(lot.expires_at))
        for lot in lots
    )
    sums = (states.available, states.locked, states.pending, states.reserved)
    return head.points, head.debt, *sums, carry_minor, rank_kept, kept


def seconds(at: datetime | None) -> int | None:
    """An instant as the plain model counts."""
    return None if at is None else int(at.timestamp())


def day_number(day: date | None) -> int | None:
    """A day as the plain model counts."""
    return None if day is None else day.toordinal() - EPOCH_DAY


def tier_number(key: str) -> int:
    """A tier as the plain model counts."""
    return 0 if key == BASIC else int(key[1:])
