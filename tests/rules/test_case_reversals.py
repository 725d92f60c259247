"""A reversal of a contested change leaves exactly what should be there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.cases import (
    Reversal,
)
from loyalty.ledger import Flow, Kind, Posting
from loyalty.programme import DebtPolicy
from tests.rules.case_books import AT, DAY, GRACE, PURCHASE, Ledger


@pytest.mark.parametrize(
    ("kind", "reversed_by"),
    [(Kind.EARNED, Kind.EARN_REVERSED), (Kind.WELCOME, Kind.WELCOME), (Kind.PROMO, Kind.PROMO)],
)
def test_an_earning_goes_by_an_entry_that_points_at_it(kind: Kind, reversed_by: Kind) -> None:
    books = Ledger()
    seq = books.give(35, kind)
    plan = books.reverse(seq)
    assert (books.head.points, books.head.debt, plan.points) == (0, 0, -35)
    assert (books.entries[-1].kind, books.entries[-1].reverses_seq) == (reversed_by, seq)
    assert (plan.returned_points, plan.reversed_points) == (0, 0), "no purchase, nothing to count there"


def test_a_purchase_counts_what_was_reversed() -> None:
    books = Ledger()
    seq = books.give(35, purchase_id=PURCHASE)
    plan = books.reverse(seq)
    assert (plan.purchase_id, plan.reversed_points) == (PURCHASE, 35)
    assert books.flow() == Flow(earned=35, reversed=35)


@pytest.mark.parametrize(
    ("policy", "points", "debt"),
    [
        (DebtPolicy.ONLY_PENDING, 40, 0),
        (DebtPolicy.WITHIN_BALANCE, 20, 0),
        (DebtPolicy.NEGATIVE_ALLOWED, 20, 0),
    ],
)
def test_what_is_spent_already_is_taken_as_the_rule_about_debts_says(
    policy: DebtPolicy, points: int, debt: int
) -> None:
    books = Ledger(policy)
    seq = books.give(30, purchase_id=PURCHASE)
    books.take(Kind.SPENT, 20, 1)
    books.give(40)
    books.reverse(seq)
    assert (books.head.points, books.head.debt) == (points, debt)


@pytest.mark.parametrize(
    ("policy", "reversed_points", "debt"),
    [
        (DebtPolicy.ONLY_PENDING, 10, 0),
        (DebtPolicy.WITHIN_BALANCE, 15, 0),
        (DebtPolicy.NEGATIVE_ALLOWED, 30, 15),
    ],
)
def test_what_is_nowhere_any_more_is_a_debt_only_where_that_is_allowed(
    policy: DebtPolicy, reversed_points: int, debt: int
) -> None:
    books = Ledger(policy)
    seq = books.give(30, purchase_id=PURCHASE)
    books.take(Kind.SPENT, 20, 1)
    books.give(5)
    plan = books.reverse(seq)
    assert (plan.reversed_points, books.head.debt) == (reversed_points, debt)
    assert books.flow().reversed == reversed_points


def test_what_a_hold_or_another_review_keeps_is_not_taken_for_it() -> None:
    books = Ledger(DebtPolicy.WITHIN_BALANCE)
    seq = books.give(30)
    books.give(10, reserved=4)
    books.give(10, blocked=True)
    books.take(Kind.SPENT, 30, 1)
    assert books.reverse(seq).points == -6


def test_what_burnt_or_was_refunded_is_not_taken_twice() -> None:
    books = Ledger()
    seq = books.give(35, purchase_id=PURCHASE)
    books.take(Kind.EARN_REVERSED, 14, 1, reverses=seq, purchase_id=PURCHASE)
    books.take(Kind.EXPIRED, 20, 1)
    plan = books.reverse(seq)
    assert (plan.points, books.head.points, books.head.debt) == (-1, 0, 0)
    assert books.reverse(seq) == Reversal(purchase_id=PURCHASE)


def test_a_debt_it_paid_is_owed_again() -> None:
    books = Ledger()
    books.take(Kind.EARN_REVERSED, 10, None)
    seq = books.give(35)
    assert (books.head.points, books.head.debt) == (25, 0)
    books.reverse(seq)
    assert (books.head.points, books.head.debt, books.lots[1].remaining) == (-10, 10, 0)


@pytest.mark.parametrize("kind", [Kind.SPENT, Kind.TRANSFERRED_OUT])
def test_a_spending_returns_to_the_same_lot(kind: Kind) -> None:
    books = Ledger()
    books.give(300, expires_at=AT + 5 * DAY)
    seq = books.take(kind, 300, 1, purchase_id=PURCHASE if kind is Kind.SPENT else None)
    plan = books.reverse(seq)
    assert (plan.points, books.lots[1].remaining, books.available) == (300, 300, 300)
    assert (books.entries[-1].kind, books.entries[-1].reverses_seq) == (Kind.SPEND_REVERSED, seq)
    assert plan.returned_points == (300 if kind is Kind.SPENT else 0)


def test_rule_39_points_whose_time_is_over_live_fourteen_days_more() -> None:
    books = Ledger()
    books.give(300, expires_at=AT + DAY)
    seq = books.take(Kind.SPENT, 300, 1, purchase_id=PURCHASE)
    books.now = AT + DAY
    plan = books.reverse(seq)
    assert [(lot.kind, lot.amount, lot.expires_at) for lot in plan.opened] == [(Kind.REFUNDED, 300, GRACE)]
    assert (books.flow(), plan.returned_points, books.available) == (Flow(spent=300, returned=300), 300, 300)


def test_a_lot_that_has_burnt_in_part_is_over_too() -> None:
    books = Ledger()
    books.give(300)
    seq = books.take(Kind.SPENT, 200, 1)
    books.take(Kind.EXPIRED, 100, 1)
    assert len(books.reverse(seq).opened) == 1
    assert books.available == 200


def test_what_comes_back_pays_a_debt_first() -> None:
    books = Ledger()
    books.give(50)
    seq = books.take(Kind.SPENT, 50, 1)
    books.take(Kind.EARN_REVERSED, 20, None)
    books.reverse(seq)
    assert (books.head.points, books.head.debt, books.available) == (30, 0, 30)


def test_what_was_given_back_before_does_not_come_again() -> None:
    books = Ledger()
    books.give(300)
    seq = books.take(Kind.SPENT, 300, 1, purchase_id=PURCHASE)
    books.write(Posting(Kind.REFUNDED, 120, books.lots[1], reverses_seq=seq, purchase_id=PURCHASE))
    plan = books.reverse(seq)
    assert (plan.returned_points, books.available) == (180, 300)
    assert not books.reverse(seq).postings


def test_a_purchase_paid_with_points_is_reversed_on_both_sides() -> None:
    books = Ledger()
    books.give(300)
    lot = books.lot(35, purchase_id=PURCHASE)
    seq = books.write(
        Posting(Kind.SPENT, -300, books.lots[1], purchase_id=PURCHASE, reason="tap"),
        Posting(Kind.EARNED, 35, lot, opens=True),
    )
    plan = books.reverse(seq)
    assert (plan.points, plan.returned_points, plan.reversed_points, books.available) == (265, 300, 35, 300)
    assert books.flow() == Flow(35, 35, 300, 300)


def test_a_refund_nobody_asked_for_is_reversed_by_hand_so_that_the_purchase_stays_as_it_is() -> None:
    books = Ledger()
    books.give(300)
    spent = books.take(Kind.SPENT, 300, 1, purchase_id=PURCHASE)
    earned = books.give(35, purchase_id=PURCHASE)
    before = books.available
    seq = books.write(
        Posting(Kind.REFUNDED, 120, books.lots[1], reverses_seq=spent, purchase_id=PURCHASE),
        Posting(Kind.EARN_REVERSED, -14, books.lots[2], reverses_seq=earned, purchase_id=PURCHASE),
    )
    then = books.flow()
    plan = books.reverse(seq)
    assert (plan.points, plan.returned_points, plan.reversed_points) == (-106, 0, 0)
    assert (books.flow(), books.available) == (then, before)


def test_a_debt_made_by_it_is_gone_again() -> None:
    books = Ledger()
    seq = books.take(Kind.EARN_REVERSED, 14, None)
    books.reverse(seq)
    assert (books.head.points, books.head.debt) == (0, 0)
    assert books.lots[1].kind == Kind.MANUAL


def test_a_sender_gets_no_more_than_his_friend_gave_up() -> None:
    books = Ledger()
    books.give(100)
    books.give(50)
    seq = books.write(
        Posting(Kind.TRANSFERRED_OUT, -100, books.lots[1]), Posting(Kind.TRANSFERRED_OUT, -50, books.lots[2])
    )
    assert books.reverse(seq, most=60).points == 60
    assert books.available == 60


def test_points_taken_without_a_lot_of_their_own_are_found_elsewhere() -> None:
    books = Ledger()
    books.take(Kind.EARN_REVERSED, 10, None)
    seq = books.write(Posting(Kind.MANUAL, 10, None))
    assert books.reverse(seq).points == -10
    assert books.head.debt == 10


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=4),
    st.integers(0, 500),
    st.integers(0, 500),
    st.sampled_from(DebtPolicy),
)
def test_reversing_a_purchase_leaves_what_was_there_before_it(
    lots: list[int], spend: int, later: int, policy: DebtPolicy
) -> None:
    books = Ledger(policy)
    for points in lots:
        books.give(points)
    before = books.head.points
    spend = min(spend, before)
    rest, postings = spend, []
    for lot in list(books.lots.values()):
        if part := min(rest, lot.remaining):
            rest -= part
            postings.append(Posting(Kind.SPENT, -part, lot, purchase_id=PURCHASE))
    lot = books.lot(35, purchase_id=PURCHASE)
    seq = books.write(*postings, Posting(Kind.EARNED, 35, lot, opens=True))
    gone = min(later, 35)
    if gone:
        books.take(Kind.SPENT, gone, lot.id)
    plan = books.reverse(seq)
    assert plan.returned_points == spend
    if policy is DebtPolicy.NEGATIVE_ALLOWED:
        assert books.head.points == before - gone
    assert books.flow() == Flow(35, plan.reversed_points, spend, spend)
