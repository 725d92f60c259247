""" "That wasn't me": what may be contested, and what is set aside meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.cases import (
    MOST_OPEN,
    REASON,
    decide_contest,
    freed,
    opened_lots,
)
from loyalty.ledger import Entry, Kind, Lot, Posting
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Holder
from tests.rules.case_books import AT, DAY, MEMBER, Ledger


def reason(refused: Refused | None) -> Refusal | None:
    return None if refused is None else refused.reason


def contested(
    entries: Sequence[Entry], after: timedelta = DAY, *, contested: bool = False, open_cases: int = 0
) -> Refusal | None:
    return reason(decide_contest(entries, AT + after, contested=contested, open_cases=open_cases))


def test_any_change_of_his_own_may_be_contested_once() -> None:
    books = Ledger()
    books.give(35)
    assert contested(books.entries) is None
    assert contested(books.entries, contested=True) is Refusal.CONTESTED_ALREADY
    assert contested([]) is Refusal.CONTEST_UNKNOWN


def test_within_thirty_days_and_with_at_most_three_open_cases() -> None:
    books = Ledger()
    books.give(35)
    assert contested(books.entries, 30 * DAY) is None
    assert contested(books.entries, 30 * DAY + timedelta(seconds=1)) is Refusal.CONTEST_TOO_LATE
    assert contested(books.entries, open_cases=MOST_OPEN - 1) is None
    assert contested(books.entries, open_cases=MOST_OPEN) is Refusal.TOO_MANY_CASES


@pytest.mark.parametrize("kind", [Kind.EXPIRED, Kind.DEBT_PAID])
def test_what_the_programme_does_of_itself_is_not_contested(kind: Kind) -> None:
    books = Ledger()
    books.give(35)
    seq = books.take(kind, 35, 1)
    assert contested(books.entries[seq - 1 :]) is Refusal.CONTEST_BY_ITSELF


def test_what_an_owner_decided_is_not_contested_again() -> None:
    books = Ledger()
    books.reverse(books.give(35))
    assert books.entries[-1].reason == REASON
    assert contested(books.entries[-1:]) is Refusal.CONTEST_DECIDED


def test_only_lots_the_operation_opened_are_set_aside() -> None:
    books = Ledger()
    books.give(35)
    lots = list(books.lots.values())
    assert opened_lots(books.entries, lots) == lots
    books.take(Kind.SPENT, 35, 1)
    books.write(Posting(Kind.REFUNDED, 35, books.lots[1]))
    lots = list(books.lots.values())
    assert opened_lots(books.entries[1:], lots) == []


def test_lots_that_leave_review_pay_a_debt_only_while_they_live() -> None:
    holder = Holder(has_paid=True, remind_first=False)
    lot = Lot(1, MEMBER, None, 10, 10, AT - DAY, AT, blocked=True)
    assert freed([lot], holder, AT - timedelta(seconds=1)) == [lot]
    assert freed([lot], holder, AT) == []
    assert freed([replace(lot, remaining=0)], holder, AT - DAY) == []
