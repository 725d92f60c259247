"""Points for a friend: which ones may go, how many a day, and who may answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.gifts import (
    GIFT_LIFETIME,
    Gift,
    GiftLimits,
    GiftState,
    can_move,
    decide_answer,
    decide_gift,
    gift_ends_at,
    gift_limits,
    gift_lots,
)
from loyalty.ledger import RESTRICTED, Kind, Lot
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Holder

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BUYER = Holder(has_paid=True, remind_first=False)
LOT = Lot(1, 1, None, 100, 100, NOW - DAY, None)
GIFT = Gift(1, "token", 1, 2, 50, 1, {1: 50}, GiftState.OFFERED, NOW + GIFT_LIFETIME)


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def test_rule_78_the_earliest_lots_go_first() -> None:
    soon, late = replace(LOT, id=2, expires_at=NOW + DAY), replace(LOT, id=3, expires_at=NOW + 9 * DAY)
    assert gift_lots([LOT, late, soon], BUYER, NOW) == [soon, late, LOT]


@pytest.mark.parametrize(
    "lot",
    [
        *(replace(LOT, kind=kind) for kind in RESTRICTED),
        replace(LOT, active_from=NOW + DAY),
        replace(LOT, expires_at=NOW),
        replace(LOT, blocked=True),
        replace(LOT, reserved=100),
    ],
)
def test_decision_welcome_referral_and_promo_points_and_what_is_not_usable_stay(lot: Lot) -> None:
    assert gift_lots([lot], BUYER, NOW) == []


def test_points_that_came_as_a_gift_may_go_on() -> None:
    assert gift_lots([replace(LOT, kind=Kind.TRANSFERRED_IN)], BUYER, NOW)


def test_the_giver_has_bought_and_owes_nothing() -> None:
    limits = GiftLimits(100, 500)
    nobody, debtor = replace(BUYER, has_paid=False), replace(BUYER, debt=1)
    assert gift_lots([LOT], nobody, NOW) == gift_lots([LOT], debtor, NOW) == []
    assert reason(decide_gift(1, limits, nobody)) is Refusal.GIFT_AFTER_PURCHASE
    assert reason(decide_gift(1, limits, debtor)) is Refusal.GIFT_IN_DEBT
    assert decide_gift(100, limits, BUYER) is None


def test_rule_78_a_day_has_its_cap() -> None:
    assert gift_limits([LOT], BUYER, NOW, 500, 450) == GiftLimits(50, 50)
    assert gift_limits([LOT], BUYER, NOW, 500, 0) == GiftLimits(100, 500)
    assert gift_limits([LOT], BUYER, NOW, 100, 200) == GiftLimits(0, 0)
    assert reason(decide_gift(1, GiftLimits(0, 0), BUYER)) is Refusal.GIFT_DAY_FULL
    assert decide_gift(51, GiftLimits(50, 50), BUYER) == Refused(Refusal.GIFT_TOO_MUCH, {"most": 50})


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 300), st.integers(1, 600))
def test_nobody_gives_more_than_lots_and_cap_allow(
    daily: int, given_today: int, have: int, points: int
) -> None:
    lots = [replace(LOT, amount=have, remaining=have)] if have else []
    limits = gift_limits(lots, BUYER, NOW, daily, given_today)
    if decide_gift(points, limits, BUYER) is None:
        assert points <= have
        assert points + given_today <= daily


def test_a_gift_waits_two_days_but_never_longer_than_its_points_live() -> None:
    assert gift_ends_at([LOT], BUYER, NOW) == NOW + timedelta(hours=48)
    soon = replace(LOT, expires_at=NOW + DAY)
    assert gift_ends_at([LOT, soon], BUYER, NOW) == NOW + DAY


def test_points_of_a_debtor_or_under_review_do_not_go() -> None:
    assert can_move([LOT], BUYER, NOW)
    assert not can_move([LOT], replace(BUYER, debt=5), NOW)
    assert not can_move([LOT, replace(LOT, blocked=True)], BUYER, NOW)


def test_a_gift_is_answered_once_in_time_and_by_somebody_else() -> None:
    assert decide_answer(GIFT, 2, NOW) is None
    assert reason(decide_answer(GIFT, 1, NOW)) is Refusal.GIFT_OWN
    assert reason(decide_answer(GIFT, 2, GIFT.expires_at)) is Refusal.GIFT_OVER
    assert reason(decide_answer(None, 2, NOW)) is Refusal.GIFT_OVER
    for state in GiftState:
        if state is not GiftState.OFFERED:
            assert reason(decide_answer(replace(GIFT, state=state), 2, NOW)) is Refusal.GIFT_OVER
