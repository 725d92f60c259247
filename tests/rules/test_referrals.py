"""Bringing a friend: rules.md 66-71, and what is taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.ledger import Head as Books
from loyalty.ledger import Kind, Lot, post
from loyalty.programme import DebtPolicy, Referral
from loyalty.referrals import (
    BURST_FRIENDS,
    ONCE_FRIENDS,
    Because,
    FirstPurchase,
    Guest,
    Inviter,
    Meeting,
    Rewards,
    came_once_only,
    capped,
    counts,
    is_burst,
    is_on,
    is_till_ring,
    joins,
    meet,
    rewards,
    taken_back,
)

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
BOTH = Referral(inviter_points=150, friend_points=100, minimum_minor=30_000, monthly_cap=3)


def stranger(invited_by: int | None = None) -> Guest:
    return Guest(7, joined=False, invited_by=invited_by)


# --- who is whose friend ---


def test_rule_66_the_first_referrer_is_fixed_and_a_second_one_changes_nothing() -> None:
    assert meet(stranger(), 1, host_joined=True) is Meeting.INVITED
    assert meet(stranger(invited_by=1), 1, host_joined=True) is Meeting.INVITED
    assert meet(stranger(invited_by=1), 2, host_joined=True) is Meeting.OTHER_HOST


def test_rule_66_a_referrer_has_joined_earlier() -> None:
    assert meet(stranger(), 1, host_joined=False) is Meeting.DEAD_LINK
    assert meet(stranger(), None, host_joined=False) is Meeting.DEAD_LINK


def test_rule_66_whoever_has_joined_is_nobodys_friend_any_more() -> None:
    assert meet(Guest(7, joined=True), 1, host_joined=True) is Meeting.MEMBER


@given(st.lists(st.tuples(st.sampled_from(["open", "join"]), st.integers(1, 6), st.integers(1, 6))))
def test_rule_66_the_graph_of_friends_is_a_forest(deeds: list[tuple[str, int, int]]) -> None:
    joined = {1}
    invited_by: dict[int, int] = {}
    for deed, who, host in deeds:
        if deed == "join":
            joined.add(who)
        elif (
            meet(Guest(who, who in joined, invited_by.get(who)), host, host_joined=host in joined)
            == "invited"
        ):
            invited_by[who] = host
    for who in invited_by:
        seen = {who}
        while (who := invited_by.get(who, 0)) != 0:
            assert who not in seen, "a ring"
            seen.add(who)


def test_rule_67_nobody_refers_himself() -> None:
    assert meet(Guest(7, joined=True), 7, host_joined=True) is Meeting.OWN_LINK
    assert meet(stranger(), 7, host_joined=False) is Meeting.OWN_LINK


def test_rule_67_a_colleague_is_nobodys_friend() -> None:
    assert meet(Guest(7, joined=False, works_here=True), 1, host_joined=True) is Meeting.MEMBER


def test_rule_67_links_of_staff_earn_nothing_by_default() -> None:
    facts = {"host_works_here": True, "bought_before": False, "seen_before": False}
    assert joins(BOTH, **facts) is Because.STAFF
    assert joins(Referral(staff_earn=True), **facts) is Because.NOTHING


def test_rule_70_a_friend_who_comes_again_is_not_new() -> None:
    assert joins(BOTH, host_works_here=False, bought_before=False, seen_before=True) is Because.REJOINED


def test_rule_71_a_person_known_to_the_till_is_new_only_without_purchases() -> None:
    assert joins(BOTH, host_works_here=False, bought_before=True, seen_before=False) is Because.BOUGHT_BEFORE
    assert joins(BOTH, host_works_here=False, bought_before=False, seen_before=False) is Because.NOTHING


# --- what both get ---


@pytest.mark.parametrize(("money_minor", "counted"), [(29_999, False), (30_000, True), (1_000_000, True)])
def test_rule_68_only_a_purchase_with_enough_money_in_it_counts(money_minor: int, counted: bool) -> None:
    assert counts(money_minor, BOTH) is counted


def test_rule_68_without_a_minimum_some_money_is_needed_all_the_same() -> None:
    assert counts(1, Referral(friend_points=5))
    assert not counts(0, Referral(friend_points=5))


def test_rule_68_both_are_rewarded() -> None:
    assert rewards(BOTH, Inviter()) == Rewards(150, 100)


def test_decision_referral_is_off_without_points_and_staff_earn_none() -> None:
    assert not is_on(Referral())
    assert is_on(Referral(inviter_points=1))
    assert is_on(Referral(friend_points=1))
    assert rewards(BOTH, Inviter(works_here=True)) == Rewards(0, 100, Because.STAFF)
    assert rewards(Referral(5, 5, staff_earn=True), Inviter(works_here=True)) == Rewards(5, 5)


@pytest.mark.parametrize(("rewarded", "points"), [(0, 150), (2, 150), (3, 0), (9, 0)])
def test_rule_69_the_monthly_cap_is_the_inviters_and_leaves_the_friend_his(
    rewarded: int, points: int
) -> None:
    what = rewards(BOTH, Inviter(rewarded=rewarded))
    assert what == Rewards(points, 100, Because.NOTHING if points else Because.CAP)


def test_rule_69_no_cap_is_no_cap() -> None:
    assert rewards(Referral(5, 5, monthly_cap=0), Inviter(rewarded=1_000)) == Rewards(5, 5)


def test_rule_70_an_inviter_who_is_gone_gets_nothing_and_his_friend_keeps_his() -> None:
    assert rewards(BOTH, Inviter(gone=True)) == Rewards(0, 100, Because.GONE)


# --- what looks made up ---


def bought(minutes: int, cashier_id: int = 1, money_minor: int = 30_000) -> FirstPurchase:
    return FirstPurchase(NOW + timedelta(minutes=minutes), cashier_id, money_minor)


@pytest.mark.parametrize(
    ("others", "flagged"),
    [
        ([bought(-10), bought(-25, money_minor=33_000)], True),
        ([bought(-10)], False),
        ([bought(-10), bought(-31)], False),
        ([bought(-10), bought(-20, cashier_id=2)], False),
        ([bought(-10), bought(-20, money_minor=33_001)], False),
    ],
)
def test_rule_69_first_purchases_in_a_row_at_one_till_are_flagged(
    others: list[FirstPurchase], flagged: bool
) -> None:
    assert is_till_ring(bought(0), [bought(0), *others], 30_000) is flagged


def test_rule_69_without_a_minimum_every_sum_is_just_enough() -> None:
    assert is_till_ring(bought(0), [bought(0), bought(-1, money_minor=9), bought(-2)], 0)


def test_rule_69_a_burst_and_friends_who_never_return_are_flagged() -> None:
    assert not is_burst(BURST_FRIENDS)
    assert is_burst(BURST_FRIENDS + 1)
    assert not came_once_only(ONCE_FRIENDS - 1)
    assert came_once_only(ONCE_FRIENDS)


# --- taken back ---


def lot(lot_id: int, remaining: int, amount: int = 500, reserved: int = 0) -> Lot:
    return Lot(lot_id, 1, None, amount, remaining, NOW, None, Kind.REFERRAL, reserved)


lots_of = st.lists(st.integers(1, 500), max_size=3)


@given(st.integers(1, 500), st.integers(0, 500), lots_of, st.sampled_from(DebtPolicy))
def test_rule_68_a_reward_is_taken_back_by_the_rule_for_debts(
    points: int, left: int, held: list[int], policy: DebtPolicy
) -> None:
    left = min(left, points)
    others = [lot(2 + n, remaining) for n, remaining in enumerate(held)]
    postings = taken_back(points, lot(1, left, points), others, policy)
    gone = -sum(one.points for one in postings if one.kind is Kind.EARN_REVERSED)
    reach = {
        DebtPolicy.ONLY_PENDING: left,
        DebtPolicy.WITHIN_BALANCE: min(points, left + sum(held)),
        DebtPolicy.NEGATIVE_ALLOWED: points,
    }
    assert gone == reach[policy]
    books = Books(1, points=left + sum(held))
    moved: dict[int, Lot] = {}
    for n, posting in enumerate(postings):
        books, _, after = post(books, posting, operation_id=1, n=n, actor_id=None, at=NOW)
        if after is not None:
            moved[after.id] = after
    assert books.points == left + sum(held) - gone
    assert books.debt == max(0, gone - left - sum(held))
    assert all(one.reserved <= one.remaining for one in moved.values())


def test_rule_68_what_an_open_hold_has_set_aside_is_not_touched() -> None:
    postings = taken_back(100, lot(1, 100, 100, reserved=30), [], DebtPolicy.NEGATIVE_ALLOWED)
    assert [(one.points, one.lot is None) for one in postings] == [(-70, False), (-30, True)]


@pytest.mark.parametrize(
    ("given", "cap", "expected"), [(100, 0, 70), (100, 150, 50), (100, 100, 0), (200, 150, 0), (0, 500, 70)]
)
def test_rule_33_what_a_newcomer_gets_altogether_may_be_capped(given: int, cap: int, expected: int) -> None:
    assert capped(70, given, cap) == expected
