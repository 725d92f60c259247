"""How many points may pay for a receipt, and the life of a hold: open, then committed, void or expired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.earning import Quote, Visit, is_payable, quote
from loyalty.programme import BP_ONE, Programme
from loyalty.receipts import Line

HOLD_LIFETIME = timedelta(seconds=90)
PAY_CODE_LIFETIME = timedelta(seconds=60)
# More questions without an answer than this in ten minutes would only wear the customer down.
UNANSWERED = 3
UNANSWERED_WITHIN = timedelta(minutes=10)


class HoldState(StrEnum):
    """A hold ends in exactly one of the other states."""

    OPEN = "open"
    COMMITTED = "committed"
    VOID = "void"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Hold:
    """Points set aside for a draft (or a gift) until somebody answers. allocation: points by lot id."""

    id: int
    member_id: int
    draft_id: str | None
    points: int
    allocation: dict[int, int]
    state: HoldState
    revision: int
    message_id: str
    at: datetime
    expires_at: datetime


def allowed_points(lines: Sequence[Line], programme: Programme, visit: Visit, available: int) -> int:
    """The most points that may pay for this receipt (rules.md 6, 18-20), rounded down to the step allowed.

    min of: the cap's share of what may be paid with points, the rest above the least money, the balance above
    what stays on the card. 0 when that is below the smallest spending, or a promo forbids points.
    """
    plain = quote(lines, programme, visit)
    spending, used = programme.spending, set(plain.benefits)
    if any((one.what, one.which) in used and not one.effect.with_points for one in visit.benefits):
        return 0
    if not spending.with_code and any(what == "code" for what, _ in used):
        return 0
    tier = programme.tier(visit.tier)
    cap_bp = spending.cap_bp if tier is None or tier.cap_bp is None else tier.cap_bp
    eligible_minor = _eligible_minor(plain, programme)
    kept_minor = max(spending.least_money_minor, sum(line.least_money_minor for line in lines))
    most_minor = min(cap_bp * eligible_minor // BP_ONE, eligible_minor, plain.due_minor - kept_minor)
    points = min(most_minor // programme.point_value_minor, available - spending.kept_points)
    points -= points % spending.multiple_points
    return points if points >= max(1, spending.least_points) else 0


def _eligible_minor(plain: Quote, programme: Programme) -> int:
    return sum(
        line.amount_minor - line.discount_minor
        for line in plain.lines
        if is_payable(programme, line.category)
    )
