"""Who may go, what erasing writes, and how long a trace stays."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.bonuses import Bonus
from loyalty.joining import Step
from loyalty.ledger import Head, Kind, Lot, Posting, faults, post
from loyalty.privacy import (
    Farewell,
    decide_erasure,
    erased_before,
    erasing,
    forgotten_on,
    is_for_newcomers,
)
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Wallet

AT = datetime(2026, 5, 3, 12, tzinfo=UTC)


def test_rule_77_whoever_works_here_ends_his_role_first() -> None:
    assert decide_erasure(Step.JOINED, works_here=True) == Refused(Refusal.WORKS_HERE)
    assert decide_erasure(Step.JOINED, works_here=False) is None


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.JOINED])
def test_whoever_has_no_card_has_nothing_to_delete(step: Step) -> None:
    assert decide_erasure(step, works_here=True) == Refused(Refusal.NOT_JOINED)


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), max_size=6),
    st.integers(0, 10**6),
)
def test_rule_77_erasing_leaves_nothing_and_the_books_hold(sums: list[tuple[int, int]], owed: int) -> None:
    head, written, lots, debt = Head(1), [], [], owed
    for number, (amount, taken) in enumerate(sums, 1):
        lot = Lot(number, 1, None, amount, amount, AT, None)
        head, entry, kept = post(
            head,
            Posting(Kind.EARNED, amount, lot, opens=True),
            operation_id=1,
            n=number,
            actor_id=None,
            at=AT,
        )
        assert kept is not None
        written.append(entry)
        if taken := min(taken, amount):
            out = Posting(Kind.EXPIRED, -taken, kept)
            head, entry, kept = post(head, out, operation_id=2, n=number, actor_id=None, at=AT)
            assert kept is not None
            written.append(entry)
        lots.append(kept)
    if debt:
        head, entry, _ = post(
            head, Posting(Kind.EARN_REVERSED, -debt, None), operation_id=3, n=0, actor_id=None, at=AT
        )
        written.append(entry)
    gone = {lot.id: lot for lot in lots}
    for number, posting in enumerate(erasing(lots, head.debt)):
        head, entry, after = post(head, posting, operation_id=4, n=number, actor_id=None, at=AT)
        written.append(entry)
        if after is not None:
            gone[after.id] = after
    assert (head.points, head.debt) == (0, 0)
    assert all(lot.remaining == 0 for lot in gone.values())
    assert faults(head, written, gone.values()) == []


def test_what_is_lost_is_every_state_of_points_and_the_rewards_not_fetched() -> None:
    costs = Farewell(3, Wallet(1, 20, 300, 4_000, 50_000, 7), claims=(("Coffee", 600_000),))
    assert costs.points == 654_321


def test_decision_erasure_a_trace_lives_twelve_months() -> None:
    assert forgotten_on(date(2026, 5, 3)) == date(2027, 5, 3)
    assert forgotten_on(date(2028, 2, 29)) == date(2029, 2, 28)
    assert erased_before(date(2027, 5, 3)) == date(2026, 5, 3)


def test_a_review_is_rewarded_whoever_writes_it() -> None:
    assert not is_for_newcomers(Bonus("review:1", Kind.REVIEW, 5))
    assert is_for_newcomers(Bonus("birthday:2026", Kind.BIRTHDAY, 5))
