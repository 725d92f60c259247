"""The states of points, and the order in which lots pay."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.ledger import Kind, Lot, Posting
from loyalty.wallet import (
    REMINDED_BEFORE,
    Holder,
    Wallet,
    allocate,
    ends_at,
    is_usable,
    spending_order,
    takings,
    wallet,
)

NOW = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BUYER = Holder(has_paid=True, remind_first=False)


def lot(points: int = 10, number: int = 1, **values: object) -> Lot:
    return replace(Lot(number, 7, None, points, points, NOW - DAY, None), **values)  # type: ignore[arg-type]


def states(*lots: Lot, holder: Holder = BUYER) -> Wallet:
    return wallet(lots, holder, NOW)


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (lot(), "available"),
        (lot(active_from=NOW), "available"),
        (lot(active_from=NOW + DAY), "pending"),
        (lot(blocked=True), "blocked"),
        (lot(blocked=True, active_from=NOW + DAY), "blocked"),
        (lot(expires_at=NOW + DAY), "available"),
    ],
)
def test_rule_21_each_point_is_in_one_state(one: Lot, state: str) -> None:
    assert states(one) == Wallet(**{state: 10})
    assert is_usable(one, BUYER, NOW) is (state == "available")


def test_rule_21_points_whose_time_is_over_are_gone_also_before_they_are_swept() -> None:
    over = lot(expires_at=NOW, reserved=4)
    assert states(over) == Wallet(reserved=4)
    assert not is_usable(over, BUYER, NOW)
    assert is_usable(over, BUYER, NOW - timedelta(microseconds=1))


@pytest.mark.parametrize("kind", [Kind.WELCOME, Kind.REFERRAL, Kind.PROMO])
def test_decision_welcome_referral_and_promo_points_wait_for_the_first_paid_purchase(kind: Kind) -> None:
    one = lot(kind=kind)
    stranger = replace(BUYER, has_paid=False)
    assert states(one, holder=stranger) == Wallet(locked=10)
    assert not is_usable(one, stranger, NOW)
    assert states(one) == Wallet(available=10)


def test_reserved_points_are_counted_apart() -> None:
    assert states(lot(reserved=4), lot(3, 2)) == Wallet(available=9, reserved=4)


def test_rule_46_a_debt_is_taken_off_what_is_there() -> None:
    assert states(lot(), holder=replace(BUYER, debt=3)) == Wallet(available=7, debt=3)
    assert states(lot(), holder=replace(BUYER, debt=30)) == Wallet(available=0, debt=30)


def test_decision_a_lot_nobody_was_reminded_of_does_not_end() -> None:
    careful = replace(BUYER, remind_first=True)
    one = lot(expires_at=NOW)
    assert ends_at(one, careful) is None
    late = replace(one, reminded_at=NOW - DAY)
    assert ends_at(late, careful) == NOW - DAY + REMINDED_BEFORE
    assert ends_at(replace(one, reminded_at=NOW - 9 * DAY), careful) == NOW


def test_rule_38_inactivity_ends_lots_without_a_term_of_their_own() -> None:
    idle = replace(BUYER, deadline=NOW)
    assert ends_at(lot(), idle) == NOW
    assert ends_at(lot(expires_at=NOW - DAY), idle) == NOW - DAY
    assert ends_at(lot(), BUYER) is None


def test_rule_22_the_earliest_end_pays_first_and_the_endless_last() -> None:
    endless, old_endless = lot(number=1), lot(number=2, active_from=NOW - 9 * DAY)
    soon, later = lot(number=3, expires_at=NOW + DAY), lot(number=4, expires_at=NOW + 2 * DAY)
    promo = lot(number=5, expires_at=NOW + 2 * DAY, kind=Kind.PROMO)
    ordered = spending_order([endless, later, promo, old_endless, soon])
    assert [one.id for one in ordered] == [3, 5, 4, 2, 1]


def test_points_come_off_the_lots_in_order() -> None:
    lots = [lot(10, 1, reserved=4), lot(5, 2, reserved=5), lot(10, 3)]
    taken = allocate(lots, 8)
    assert taken == {1: 6, 3: 2}
    assert takings(Kind.SPENT, lots, taken, "tap", 9) == [
        Posting(Kind.SPENT, -6, lots[0], reason="tap", purchase_id=9),
        Posting(Kind.SPENT, -2, lots[2], reason="tap", purchase_id=9),
    ]


def test_more_than_the_lots_hold_is_a_bug() -> None:
    with pytest.raises(ValueError, match="hold"):
        allocate([lot(10, reserved=1)], 10)


LOTS = st.lists(
    st.builds(
        lot,
        st.integers(1, 1000),
        st.integers(1, 10**6),
        active_from=st.sampled_from([NOW - DAY, NOW, NOW + DAY]),
        expires_at=st.sampled_from([None, NOW - DAY, NOW, NOW + DAY]),
        kind=st.sampled_from(Kind),
        blocked=st.booleans(),
        reserved=st.just(0),
    ),
    max_size=10,
)


@given(LOTS, st.booleans())
def test_what_is_available_is_what_the_usable_lots_hold(lots: list[Lot], paid: bool) -> None:
    holder = replace(BUYER, has_paid=paid)
    usable = sum(one.free for one in lots if is_usable(one, holder, NOW))
    assert wallet(lots, holder, NOW).available == usable
