"""Refunds by the numbers of rules.md: what comes back, what goes, and that the totals are exact."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from loyalty.benefits import Effect
from loyalty.ledger import Kind, Posting
from loyalty.programme import DebtPolicy
from loyalty.refunds import Plan, may_take_back
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Colleague
from loyalty.staff import Role
from tests.rules.refund_book import AT, CASHIER, DAY, MEMBER, OWNER, PLAIN, STORE, Book, book


def reason(outcome: Plan | Refused | None) -> Refusal:
    assert isinstance(outcome, Refused)
    return outcome.reason


def test_the_worked_example_to_the_unit() -> None:
    anna = book(300)
    sold = anna.buy(1000_00, spend=300)
    assert anna.available == 35
    first = anna.refund(sold, 400_00)
    assert (first.returned_points, first.money_minor, first.reversed_points) == (120, 280_00, 14)
    assert not first.whole
    second = anna.refund(sold, 600_00)
    assert (second.returned_points, second.money_minor, second.reversed_points) == (180, 420_00, 21)
    assert second.whole
    assert (anna.state, anna.available) == ((300, 0, 0), 300)


def test_rule_42_the_rounding_remainder_goes_to_the_last_refund() -> None:
    anna = book(10)
    sold = anna.buy(100_00, spend=10)
    parts = [anna.refund(sold, 33_33), anna.refund(sold, 33_33), anna.refund(sold)]
    assert [plan.returned_points for plan in parts] == [3, 3, 4]
    assert sum(plan.money_minor for plan in parts) == 90_00


def test_rule_42_a_certificate_gets_its_part_back() -> None:
    anna = book(100)
    sold = anna.buy(1000_00, spend=100, certificate_minor=500_00)
    first = anna.refund(sold, 333_33)
    assert (first.returned_points, first.certificate_minor, first.money_minor) == (33, 166_66, 133_33)
    rest = anna.refund(sold)
    assert (rest.returned_points, rest.certificate_minor, rest.money_minor) == (67, 333_34, 266_67)


def test_rule_43_the_reversal_is_cumulative_and_never_more_than_was_earned() -> None:
    anna = book()
    sold = anna.buy(39_00)
    assert anna.available == 1
    assert [anna.refund(sold, 13_00).reversed_points for _ in range(3)] == [0, 1, 0]
    assert anna.state == (0, 0, 0)


def test_rule_44_the_stored_calculation_counts_and_not_todays_rules() -> None:
    anna = book()
    sold = anna.buy(1000_00)
    anna.programme = replace(anna.programme, version=2, rate_bp=1000, point_value_minor=10)
    assert anna.refund(sold, 500_00).reversed_points == 25


def test_rule_45_first_the_pending_points_of_the_purchase_then_its_active_ones_then_others_then_debt() -> (
    None
):
    anna = book(40)
    sold = anna.buy(1000_00, active_from=AT + DAY)
    before = len(anna.entries)
    anna.refund(sold, 200_00)
    assert [(entry.lot_id, entry.points) for entry in anna.entries[before:]] == [(2, -10)]
    anna.now += 2 * DAY
    anna.spend(70)  # all of the gift, 30 of the 40 that are left
    before = len(anna.entries)
    anna.refund(sold, 100_00)
    assert [(entry.lot_id, entry.points) for entry in anna.entries[before:]] == [(2, -5)]
    anna.give(3, Kind.MANUAL)
    before = len(anna.entries)
    plan = anna.refund(sold)
    assert [(entry.lot_id, entry.points) for entry in anna.entries[before:]] == [
        (2, -5),
        (3, -3),
        (None, -27),
    ]
    assert (plan.reversed_points, plan.owed_points) == (35, 27)


@pytest.mark.parametrize(
    ("policy", "taken", "owed", "available"),
    [
        (DebtPolicy.ONLY_PENDING, 0, 0, 30),
        (DebtPolicy.WITHIN_BALANCE, 30, 0, 0),
        (DebtPolicy.NEGATIVE_ALLOWED, 50, 20, 0),
    ],
)
def test_rule_45_the_policy_says_how_far_to_go(
    policy: DebtPolicy, taken: int, owed: int, available: int
) -> None:
    anna = book(debt_policy=policy)
    sold = anna.buy(1000_00)
    anna.spend(30)
    anna.give(10, Kind.MANUAL)
    plan = anna.refund(sold)
    assert (plan.reversed_points, plan.owed_points, anna.available) == (taken, owed, available)


def test_rule_45_what_the_policy_spared_is_asked_for_again_by_the_next_refund() -> None:
    anna = book(debt_policy=DebtPolicy.WITHIN_BALANCE)
    sold = anna.buy(1000_00)
    anna.spend(50)
    assert anna.refund(sold, 500_00).reversed_points == 0
    anna.give(60, Kind.MANUAL)
    assert anna.refund(sold).reversed_points == 50


def test_rule_45_reserved_points_cannot_be_taken_and_those_under_review_can() -> None:
    anna = book()
    sold = anna.buy(1000_00)
    anna.lots[1] = replace(anna.lots[1], reserved=20)
    assert anna.refund(sold).owed_points == 20
    other = book()
    sold = other.buy(1000_00)
    other.lots[1] = replace(other.lots[1], blocked=True)
    assert other.refund(sold).owed_points == 0


def test_rule_45_what_burnt_is_not_taken_a_second_time() -> None:
    anna = book()
    sold = anna.buy(1000_00)
    anna.spend(20)
    anna.write(Posting(Kind.EXPIRED, -30, anna.lots[1]))
    assert anna.refund(sold, 600_00).reversed_points == 0
    assert anna.refund(sold).reversed_points == 20


def test_rule_43_what_was_given_back_and_taken_otherwise_counts() -> None:
    anna = book(300)
    sold = anna.buy(1000_00, spend=300)
    anna.write(Posting(Kind.REFUNDED, 300, anna.lots[1], reverses_seq=2, purchase_id=sold))
    anna.write(Posting(Kind.EARN_REVERSED, -35, anna.lots[2], reverses_seq=3, purchase_id=sold))
    anna.purchases[sold] = replace(anna.purchases[sold], returned_points=300, reversed_points=35)
    for goods_minor in (400_00, 600_00):
        plan = anna.refund(sold, goods_minor)
        assert (plan.returned_points, plan.reversed_points) == (0, 0)
    assert anna.state == (300, 0, 0)


def test_rule_46_a_debt_is_paid_by_the_points_given_back_before_anything_else() -> None:
    anna = book()
    sold = anna.buy(1000_00)
    spent = anna.spend(50)
    assert anna.refund(sold).owed_points == 50
    assert (anna.head.debt, anna.available) == (50, 0)
    anna.give(20, Kind.MANUAL)
    assert (anna.head.debt, anna.available) == (30, 0)
    anna.refund(spent)
    assert (anna.head.debt, anna.available) == (0, 20)


def test_rule_47_below_the_minimum_everything_earned_goes() -> None:
    anna = book(minimum_minor=500_00, visit_points=10)
    sold = anna.buy(1000_00)
    assert anna.refund(sold, 400_00).reversed_points == 20
    plan = anna.refund(sold, 100_01)
    assert (plan.reversed_points, anna.available) == (40, 0)
    assert anna.refund(sold).reversed_points == 0


def test_rule_47_visit_points_go_whole_or_not_at_all() -> None:
    anna = book(rate_bp=0, visit_points=10)
    sold = anna.buy(1000_00)
    assert anna.refund(sold, 999_99).reversed_points == 0
    assert anna.refund(sold).reversed_points == 10


def with_bonus(**rules: Any) -> tuple[Book, int]:
    """A purchase that brought 100 points by a promo code beside what it earned."""
    anna = book(**rules)
    sold = anna.buy(1000_00)
    anna.give(100, Kind.PROMO, sold)
    return anna, sold


def test_rule_49_points_of_a_code_go_with_the_whole_refund_only() -> None:
    anna, sold = with_bonus()
    assert anna.refund(sold, 999_00).bonus_points == 0
    assert anna.refund(sold).bonus_points == 100
    assert anna.state == (0, 0, 0)


def test_rule_49_points_of_a_code_go_when_the_minimum_is_broken() -> None:
    anna, sold = with_bonus(minimum_minor=500_00)
    assert anna.refund(sold, 600_00).bonus_points == 100
    assert anna.refund(sold).bonus_points == 0
    assert anna.state == (0, 0, 0)


def test_rule_49_points_of_a_code_go_when_its_own_minimum_is_broken() -> None:
    anna, sold = with_bonus()
    elsewhere = Effect(points=10, category="tea", minimum_minor=1_00)
    anna.effects = (Effect(points=60, minimum_minor=700_00), Effect(points=40, minimum_minor=400_00))
    assert anna.refund(sold, 300_00).bonus_points == 0
    assert anna.refund(sold, 100_00).bonus_points == 60
    assert anna.refund(sold, 300_00).bonus_points == 40
    anna.effects = (*anna.effects, elsewhere)
    assert anna.refund(sold).bonus_points == 0
    assert anna.state == (0, 0, 0)


def test_rule_49_points_of_a_code_that_were_taken_back_otherwise_are_not_taken_again() -> None:
    anna, sold = with_bonus()
    anna.write(Posting(Kind.MANUAL, -100, anna.lots[2], reverses_seq=2))
    assert anna.refund(sold).bonus_points == 0
    assert anna.state == (0, 0, 0)


def test_rule_49_points_of_a_code_that_are_spent_become_debt() -> None:
    anna, sold = with_bonus()
    anna.spend(150)
    plan = anna.refund(sold)
    assert (plan.reversed_points, plan.bonus_points, plan.owed_points) == (50, 100, 150)


def test_rule_48_a_reward_stays_when_the_paid_goods_come_back() -> None:
    anna = book(100)
    anna.write(Posting(Kind.SPENT, -60, anna.lots[1], reason="reward"))
    sold = anna.buy(1000_00)
    anna.refund(sold)
    assert anna.available == 40


def colleague(role: Role, *stores: int, member_id: int = CASHIER) -> Colleague:
    return Colleague(member_id, role, protected=False, store_id=stores[0], stores=frozenset(stores))


def test_rule_50_a_cashier_refunds_in_his_store_and_in_time_an_owner_anything_nobody_his_own() -> None:
    anna = book()
    purchase = anna.purchases[anna.buy(1000_00)]
    last = AT + timedelta(days=PLAIN.refund_days)
    cashier = colleague(Role.CASHIER, STORE)
    assert may_take_back(purchase, cashier, PLAIN, last) is None
    late = may_take_back(purchase, cashier, PLAIN, last + timedelta(seconds=1))
    assert late == Refused(Refusal.REFUND_TOO_LATE, {"days": 14})
    other = may_take_back(purchase, colleague(Role.CASHIER, STORE + 1, STORE), PLAIN, AT)
    assert reason(other) is Refusal.REFUND_OTHER_STORE
    owner = colleague(Role.OWNER, STORE + 1, member_id=OWNER)
    assert may_take_back(purchase, owner, PLAIN, last + DAY) is None
    own = colleague(Role.OWNER, STORE, member_id=MEMBER)
    assert reason(may_take_back(purchase, own, PLAIN, AT)) is Refusal.OWN_CARD


def test_rule_50_a_manager_refunds_late_and_in_all_of_his_stores() -> None:
    anna = book()
    purchase = anna.purchases[anna.buy(1000_00)]
    last = AT + timedelta(days=PLAIN.refund_days)
    assert may_take_back(purchase, colleague(Role.MANAGER, STORE + 1, STORE), PLAIN, last + DAY) is None
    elsewhere = may_take_back(purchase, colleague(Role.MANAGER, STORE + 1), PLAIN, AT)
    assert reason(elsewhere) is Refusal.REFUND_OTHER_STORE


def test_rule_51_more_than_is_left_or_of_an_undone_purchase_is_refused() -> None:
    anna = book()
    sold = anna.buy(1000_00)
    anna.refund(sold, 400_00)
    assert anna.plan(sold, 600_01) == Refused(Refusal.REFUND_TOO_MUCH, {"rest_minor": 600_00})
    assert reason(anna.plan(sold, 0)) is Refusal.REFUND_TOO_MUCH
    anna.refund(sold)
    assert reason(anna.plan(sold, 1)) is Refusal.REFUNDED_ALREADY
    assert reason(anna.plan(sold, None, void=True)) is Refusal.REFUNDED_ALREADY
    other = anna.buy(1000_00)
    anna.refund(other, void=True)
    assert reason(anna.plan(other, 1)) is Refusal.ALREADY_UNDONE
    assert reason(anna.plan(other, None, void=True)) is Refusal.ALREADY_UNDONE


def test_rule_52_an_undo_mirrors_the_sale_with_kinds_of_its_own() -> None:
    anna = book(300)
    sold = anna.buy(1000_00, spend=300)
    plan = anna.refund(sold, void=True)
    assert [(posting.kind, posting.points) for posting in plan.postings] == [
        (Kind.SPEND_REVERSED, 300),
        (Kind.EARN_REVERSED, -35),
    ]
    assert {posting.reason for posting in plan.postings} == {"undo"}
    assert [
        anna.entries[posting.reverses_seq - 1].kind for posting in plan.postings if posting.reverses_seq
    ] == [
        Kind.SPENT,
        Kind.EARNED,
    ]
    assert anna.available == 300


def test_rule_52_an_undo_takes_its_own_points_whatever_the_policy_and_those_spent_as_the_policy_says() -> (
    None
):
    anna = book(debt_policy=DebtPolicy.ONLY_PENDING)
    sold = anna.buy(1000_00)
    anna.spend(20)
    plan = anna.refund(sold, void=True)
    assert (plan.reversed_points, plan.owed_points, anna.available) == (30, 0, 0)


def test_rule_52_an_undo_after_a_refund_takes_back_the_rest() -> None:
    anna = book(100)
    sold = anna.buy(1000_00, spend=100)
    anna.refund(sold, 300_00)
    plan = anna.refund(sold, void=True)
    assert (plan.goods_minor, plan.returned_points, plan.money_minor) == (700_00, 70, 630_00)
    assert anna.state == (100, 0, 0)


def test_rule_39_points_whose_term_is_over_come_back_for_fourteen_days() -> None:
    anna = book()
    anna.give(100, Kind.MANUAL, expires_at=AT + DAY)
    sold = anna.buy(1000_00, spend=80)
    anna.now += 3 * DAY
    plan = anna.refund(sold)
    [lot] = plan.opened
    assert (lot.amount, lot.kind, lot.purchase_id) == (80, Kind.REFUNDED, None)
    assert lot.expires_at == datetime(2026, 5, 20, 21, 0, tzinfo=UTC), "the 20th in Moscow is the last day"
    assert anna.available == 80


def test_rule_39_points_of_a_lot_that_was_swept_come_back_for_fourteen_days_and_others_to_their_lot() -> None:
    anna = book()
    anna.give(100, Kind.MANUAL)
    anna.give(50, Kind.MANUAL, expires_at=AT + 9 * DAY)
    sold = anna.buy(1000_00, spend=60)
    anna.write(Posting(Kind.EXPIRED, -90, anna.lots[1]))
    first = anna.refund(sold, 100_00)
    assert (first.returned_points, len(first.opened)) == (6, 1)
    second = anna.refund(sold)
    assert (second.returned_points, [lot.amount for lot in second.opened]) == (54, [4])
    assert anna.lots[2].remaining == 50


def test_rule_39_restored_points_pay_a_debt_first_too() -> None:
    anna = book()
    sold = anna.buy(1000_00, expires_at=AT + DAY)
    spent = anna.spend(50)
    anna.refund(sold)
    anna.now += 3 * DAY
    anna.refund(spent)
    assert (anna.head.debt, anna.available) == (0, 0)
