"""Sales as the rules of loyalty.watch see them, for their tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loyalty.hours import Span
from loyalty.sale import Way
from loyalty.watch.base import Before, Norm, RefundFacts, SaleFacts
from loyalty.watch.tally import Sale

NOW = datetime(2026, 5, 6, 12, 30, tzinfo=UTC)
DAYTIME = (Span(9 * 60, 21 * 60),) * 7
SALE = SaleFacts(
    at=NOW,
    here=NOW,
    store_id=1,
    cashier_id=7,
    member_id=9,
    amount_minor=450_00,
    hours=DAYTIME,
    norm=Norm(100, 300_00, 1_000_00),
)
REFUND = RefundFacts(NOW, NOW - timedelta(hours=2), 1, 7, 9, 3, 450_00, 0, 0)


def before(minutes: float, store_id: int = 1, cashier_id: int = 7, earned: int = 0) -> Before:
    """A purchase so long ago."""
    return Before(NOW - timedelta(minutes=minutes), store_id, cashier_id, earned)


def sale(**changes: object) -> SaleFacts:
    """The usual sale with something about it changed."""
    return replace(SALE, **changes)  # type: ignore[arg-type]  # the test names them


def sold(cashier_id: int, count: int, member_id: int = 0, **changes: object) -> list[Sale]:
    """So many honest sales of one till, each to somebody else unless it says to whom."""
    common = {"way": Way.LINK, "hour": 12, "clock_hour": 0, "newcomer": False, "returned": False}
    values = {"store_id": 1, "amount_minor": 431_00, **common, **changes}
    return [
        Sale(cashier_id=cashier_id, member_id=member_id or cashier_id * 10_000 + one, **values)  # type: ignore[arg-type]  # the test names them
        for one in range(count)
    ]
