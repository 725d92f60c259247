"""The one line a customer types about his receipt: read in any usual way, or refused with a reason."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.receipt_claims import (
    CLAIMS_AT_MOST,
    MAX_AGE,
    TypedReceipt,
    decide_claim,
    decide_send,
    parse_claim,
)
from loyalty.refusals import Refusal, Refused

ZONE = ZoneInfo("Europe/Moscow")
# Sunday, 22 November, 15:00 in the shop.
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON = datetime(2026, 11, 12, 9, tzinfo=UTC)
TYPED = TypedReceipt("1234", 450_00, NOON)


def why(outcome: object) -> Refusal | None:
    assert outcome is None or isinstance(outcome, Refused), outcome
    return outcome.reason if outcome else None


@pytest.mark.parametrize(
    "line",
    [
        "№1234 450 12.11",
        "№1234, 450 ₽, 12.11.",
        "450 №1234 12.11",
        "12.11 №1234 450",
        "чек 1234 от 12.11 на 450",
        "#1234 450 12/11/2026",
        "№1234 450,00 12.11.26 г.",
        "№1234 450 12 ноября",
        "No. 1234 450 12 November 2026",
        "№1234 450 12 нояб. 2026 года",
        "№1234\n450\n12.11",
    ],
)
def test_number_sum_and_day_are_read_in_any_order(line: str) -> None:
    assert parse_claim(line, NOW, ZONE) == TYPED


@pytest.mark.parametrize(
    ("line", "bought_at"),
    [
        ("№1234 450 сегодня", datetime(2026, 11, 22, 9, tzinfo=UTC)),
        ("№1234 450 Вчера", datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("№1234 450 yesterday", datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("позавчера №1234 450", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("№1234 450 вчера в 18:30", datetime(2026, 11, 21, 15, 30, tzinfo=UTC)),
        ("№1234 450 12.11 9:05", datetime(2026, 11, 12, 6, 5, tzinfo=UTC)),
    ],
)
def test_days_have_names_and_perhaps_a_time(line: str, bought_at: datetime) -> None:
    typed = parse_claim(line, NOW, ZONE)
    assert isinstance(typed, TypedReceipt)
    assert (typed.receipt, typed.amount_minor, typed.bought_at) == ("1234", 450_00, bought_at)


def test_a_sum_may_look_like_a_day_and_the_last_one_is_the_day() -> None:
    typed = parse_claim("№1234 12.10 12.11", NOW, ZONE)
    assert typed == TypedReceipt("1234", 12_10, NOON)
    typed = parse_claim("№1234 12.11 99.50", NOW, ZONE)
    assert typed == TypedReceipt("1234", 99_50, NOON)


def test_this_morning_it_is_now_and_not_noon() -> None:
    early = NOW - timedelta(hours=6)
    typed = parse_claim("№1234 450 сегодня", early, ZONE)
    assert isinstance(typed, TypedReceipt)
    assert typed.bought_at == early


def test_just_after_new_year_december_is_the_last_one() -> None:
    january = datetime(2027, 1, 3, 12, tzinfo=UTC)
    typed = parse_claim("№1234 450 30.12", january, ZONE)
    assert isinstance(typed, TypedReceipt)
    assert typed.bought_at == datetime(2026, 12, 30, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", Refusal.RECEIPT_DAY_UNCLEAR),
        ("привет", Refusal.RECEIPT_DAY_UNCLEAR),
        ("№1234 450", Refusal.RECEIPT_DAY_UNCLEAR),
        ("№1234 450 12 попугаев", Refusal.RECEIPT_DAY_UNCLEAR),
        ("№1234 450 31.02", Refusal.DAY_IMPOSSIBLE),
        ("№1234 450 99.99", Refusal.DAY_IMPOSSIBLE),
        ("№1234 450 29.02", Refusal.DAY_IMPOSSIBLE),
        ("450 12.11", Refusal.RECEIPT_NUMBER_MISSING),
        ("1234 450 12.11", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№1234 12.11", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№ 12.11", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№1234 -450 12.11", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№1234 много 12.11", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№1234 450 вчера 25:99", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№1234 450 12.11" + " " * 90 + "!", Refusal.RECEIPT_LINE_UNCLEAR),
        ("№1234 0 12.11", Refusal.AMOUNT_ZERO),
        ("№1234 1000000 12.11", Refusal.AMOUNT_TOO_LARGE),
        ("№1234 450,5055 12.11", Refusal.AMOUNT_TOO_FINE),
        ("№1234 450 23.11", Refusal.BOUGHT_IN_FUTURE),
        ("№1234 450 12.12", Refusal.BOUGHT_IN_FUTURE),
        ("№1234 450 сегодня 15:01", Refusal.BOUGHT_IN_FUTURE),
        ("№1234 450 07.11", Refusal.BOUGHT_LONG_AGO),
        ("№1234 450 12.11.2025", Refusal.BOUGHT_LONG_AGO),
    ],
)
def test_what_cannot_be_read_is_refused_by_what_is_wrong_with_it(line: str, reason: Refusal) -> None:
    assert why(parse_claim(line, NOW, ZONE)) is reason


def test_the_last_day_that_counts_is_a_whole_day() -> None:
    first = NOW.astimezone(ZONE).date() - MAX_AGE
    assert isinstance(parse_claim(f"№1 450 {first:%d.%m} 00:05", NOW, ZONE), TypedReceipt)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    typed = parse_claim(text, NOW, ZONE)
    assert isinstance(typed, TypedReceipt | Refused)


@given(
    st.integers(min_value=1, max_value=99_999_999),
    st.integers(min_value=0, max_value=14),
    st.integers(min_value=1, max_value=99_999),
)
def test_every_receipt_of_the_last_days_is_read_back(amount_minor: int, ago: int, number: int) -> None:
    day = NOW.astimezone(ZONE).date() - timedelta(days=ago)
    typed = parse_claim(f"№{number} {amount_minor // 100}.{amount_minor % 100:02} {day:%d.%m}", NOW, ZONE)
    assert isinstance(typed, TypedReceipt)
    assert (typed.receipt, typed.amount_minor) == (str(number), amount_minor)
    assert typed.bought_at.astimezone(ZONE).date() == day


def test_staff_send_in_nothing_and_customers_three_a_month() -> None:
    assert decide_claim(works_here=False, sent=CLAIMS_AT_MOST - 1) is None
    assert why(decide_claim(works_here=True, sent=0)) is Refusal.RECEIPT_OF_STAFF
    assert why(decide_claim(works_here=False, sent=CLAIMS_AT_MOST)) is Refusal.RECEIPT_CLAIMS_FULL


def test_a_receipt_counts_from_the_day_of_joining_and_once() -> None:
    assert decide_send(TYPED, NOON + timedelta(hours=11), counted=False, zone=ZONE) is None
    assert why(decide_send(TYPED, NOON + timedelta(hours=12), counted=False, zone=ZONE)) is (
        Refusal.BOUGHT_BEFORE_CARD
    )
    assert why(decide_send(TYPED, NOON, counted=True, zone=ZONE)) is Refusal.RECEIPT_COUNTED
