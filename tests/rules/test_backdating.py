"""Receipts booked later than they were sold: their age, their rules, and the life of their points."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.backdating import MAX_AGE, as_paid, decide_age, lot_terms
from loyalty.expiry import expires_at, reminder_due
from loyalty.ledger import Lot
from loyalty.programme import Expiry, Terms
from loyalty.refunds import GRACE_DAYS
from loyalty.refusals import Refusal
from loyalty.wallet import Holder
from tests.rules.programmes import GOLD, SOUND

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
MONTHLY = replace(SOUND, terms=Terms(expiry=Expiry.LOT, lifetime_months=1, reminder_days=(14, 5)))
PENDING = replace(MONTHLY, terms=replace(MONTHLY.terms, pending_days=3))


@pytest.mark.parametrize(
    ("bought_at", "reason"),
    [
        (NOW, None),
        (NOW - MAX_AGE, None),
        (NOW - MAX_AGE - TICK, Refusal.BOUGHT_LONG_AGO),
        (NOW + TICK, Refusal.BOUGHT_IN_FUTURE),
    ],
)
def test_rule_16_a_receipt_is_booked_within_thirty_days_and_not_before_it_is_sold(
    bought_at: datetime, reason: Refusal | None
) -> None:
    refused = decide_age(bought_at, NOW)
    assert (refused.reason if refused else None) is reason
    if reason is Refusal.BOUGHT_LONG_AGO:
        assert refused is not None
        assert refused.detail == {"days": 30}


def test_rule_16_no_money_comes_off_a_receipt_that_was_paid() -> None:
    shop = replace(SOUND, discount_bp=500, tiers=(replace(GOLD, discount_bp=1_000, rate_bp=700),))
    paid = as_paid(shop)
    assert (paid.discount_bp, paid.tiers[0].discount_bp, paid.tiers[0].rate_bp) == (0, 0, 700)
    assert paid.version == shop.version


def test_rule_16_the_terms_run_from_the_purchase() -> None:
    bought_at = NOW - timedelta(days=5)
    begins, ends = lot_terms(bought_at, NOW, MONTHLY)
    assert begins == NOW
    assert ends == expires_at(bought_at, MONTHLY)
    # Three days on the way are over by the fourth day after the purchase.
    assert lot_terms(bought_at, NOW, PENDING)[0] == NOW
    soon = lot_terms(NOW - timedelta(days=1), NOW, PENDING)[0]
    assert soon.astimezone(ZoneInfo(SOUND.time_zone)).isoformat() == "2026-06-02T00:00:00+03:00"


def test_rule_16_points_that_would_be_dead_on_arrival_live_as_long_as_those_of_a_refund() -> None:
    begins, ends = lot_terms(NOW - timedelta(days=30), NOW, MONTHLY)
    assert begins == NOW
    assert ends is not None
    assert (ends - NOW).days == GRACE_DAYS


def test_rule_16_a_receipt_booked_at_once_has_the_ordinary_terms() -> None:
    assert lot_terms(NOW, NOW, MONTHLY) == (NOW, expires_at(NOW, MONTHLY))
    assert lot_terms(NOW - timedelta(days=3), NOW, SOUND) == (NOW, None)


@given(st.integers(min_value=0, max_value=30 * 24), st.integers(min_value=0, max_value=40 * 24))
def test_rule_16_no_reminder_was_due_before_the_points_were_booked(age_hours: int, later_hours: int) -> None:
    begins, ends = lot_terms(NOW - timedelta(hours=age_hours), NOW, MONTHLY)
    lot = Lot(1, 7, 1, 10, 10, begins, ends, "earned")
    holder = Holder(has_paid=True)
    assert not reminder_due(lot, holder, MONTHLY.terms, NOW - TICK)
    assert ends is not None
    times = [ends - timedelta(days=count) for count in MONTHLY.terms.reminder_days]
    first = min(at for at in times if at >= NOW)
    at = NOW + timedelta(hours=later_hours)
    assert reminder_due(lot, holder, MONTHLY.terms, at) == (at >= first)
