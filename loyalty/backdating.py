"""A receipt booked later than it was sold: its rules, and the life of its points (rules.md 16)."""

from dataclasses import replace
from datetime import datetime, timedelta

from loyalty.expiry import active_from, expires_at
from loyalty.programme import Programme
from loyalty.refunds import grace_until
from loyalty.refusals import Refusal, Refused

MAX_AGE = timedelta(days=30)


def decide_age(bought_at: datetime, now: datetime, max_age: timedelta = MAX_AGE) -> Refused | None:
    """Why a receipt of this time is not booked now, or None.

    Refuses BOUGHT_IN_FUTURE, BOUGHT_LONG_AGO.
    """
    if bought_at > now:
        return Refused(Refusal.BOUGHT_IN_FUTURE)
    if now - bought_at > max_age:
        return Refused(Refusal.BOUGHT_LONG_AGO, {"days": max_age.days})
    return None


def as_paid(programme: Programme) -> Programme:
    """The rules for a receipt that was paid without the card: no money comes off it afterwards."""
    tiers = tuple(replace(tier, discount_bp=0) for tier in programme.tiers)
    return replace(programme, discount_bp=0, tiers=tiers)


def lot_terms(
    bought_at: datetime, booked_at: datetime, programme: Programme
) -> tuple[datetime, datetime | None]:
    """(usable from, end) of the points of a receipt by the rules it counts by; end None: none of its own.

    Both terms run from the purchase, but the points are usable no earlier than they were booked, so that no
    reminder counts as missed before there was anything to remind of. Points nobody could use any more, or
    hardly, live as long as those of a refund: to the end of the grace days (rules.md 39).
    """
    begins = active_from(bought_at, programme)
    ends = expires_at(begins, programme)
    if booked_at > bought_at and ends is not None:
        ends = max(ends, grace_until(booked_at, programme))
    return max(begins, booked_at), ends
