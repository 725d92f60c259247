"""What each role may do, and whether only in the stores given to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role


class Right(StrEnum):
    """Something staff do. Those after RUN belong to owners."""

    SELL = "sell"
    REFUND_LATER = "refund_later"
    APPROVE_SALES = "approve_sales"
    APPROVE_RECEIPTS = "approve_receipts"
    SEE_STORE = "see_store"
    SEE_ALERTS = "see_alerts"
    CLOSE_SHIFTS = "close_shifts"
    SEE_MEMBERS = "see_members"
    GRANT = "grant"
    DECIDE_CASES = "decide_cases"
    INVITE_CASHIERS = "invite_cashiers"
    RUN = "run"


_EVERYBODY = frozenset(Role)
_LEADING = frozenset({Role.MANAGER, Role.OWNER})

HOLDERS: Mapping[Right, frozenset[Role]] = {
    Right.SELL: _EVERYBODY,
    Right.REFUND_LATER: _LEADING,
    Right.APPROVE_SALES: _LEADING,
    Right.APPROVE_RECEIPTS: _LEADING,
    Right.SEE_STORE: _LEADING,
    Right.SEE_ALERTS: _LEADING,
    Right.CLOSE_SHIFTS: _LEADING,
    Right.SEE_MEMBERS: _LEADING,
    Right.GRANT: _LEADING,
    Right.DECIDE_CASES: _LEADING,
    Right.INVITE_CASHIERS: _LEADING,
    Right.RUN: frozenset({Role.OWNER}),
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """An active member of staff. store_id: where he works now; stores: where he may (owners: everywhere)."""

    member_id: int
    role: Role
    protected: bool
    store_id: int
    stores: Collection[int]

    @property
    def looks_after(self) -> Collection[int] | None:
        """The stores whose affairs are his; None: all there are."""
        return None if self.role is Role.OWNER else self.stores


def decide_right(who: Colleague | None, right: Right, store_id: int | None = None) -> Refused | None:
    """Why this person may not do this (in this store), or None when he may.

    Refuses NOT_STAFF, NOT_OWNER where only owners may, NOT_ALLOWED, NOT_YOUR_STORE.
    """
    if who is None:
        return Refused(Refusal.NOT_OWNER if right is Right.RUN else Refusal.NOT_STAFF)
    if who.role not in HOLDERS[right]:
        return Refused(Refusal.NOT_OWNER if right is Right.RUN else Refusal.NOT_ALLOWED)
    if store_id is not None and who.role is not Role.OWNER and store_id not in who.stores:
        return Refused(Refusal.NOT_YOUR_STORE)
    return None
