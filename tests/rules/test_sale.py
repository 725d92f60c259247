"""What a draft may become: whose it is, until when, and whether it is the sale that was shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loyalty.earning import Visit, quote
from loyalty.programme import Programme
from loyalty.receipts import Line
from loyalty.refusals import Refusal, Refused
from loyalty.sale import (
    DRAFT_LIFETIME,
    UNDO_WINDOW,
    Book,
    Draft,
    DraftState,
    Purchase,
    Requote,
    SamePurchase,
    Till,
    decide_confirm,
    decide_open,
    decide_receipt,
    decide_undo,
)

NOW = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
RULES = Programme(1, "Маяк", "RUB", "Europe/Moscow")
LENA, BORIS, ANNA, DIMA = 1, 2, 10, 11
VISIT = Visit(NOW, store_id=1)
LINES = (Line(450_00),)
SCANNED = Draft("d", LENA, ANNA, 1, DraftState.OPEN, 0, "", NOW + DRAFT_LIFETIME)
SHOWN = replace(
    SCANNED, revision=1, lines=LINES, receipt="17", shown=quote(LINES, RULES, VISIT), offered_points=135
)
BOOKED = Purchase(5, ANNA, LENA, 1, 450_00, 22, "17", 1, NOW, None, 450_00)


def till(rules: Programme = RULES, available: int = 1_000) -> Till:
    return Till(rules, VISIT, available)


def why(refused: Refused | None) -> Refusal | None:
    return refused.reason if refused else None


@pytest.mark.parametrize(
    ("draft", "actor", "now", "reason"),
    [
        (SCANNED, LENA, NOW, None),
        (SCANNED, LENA, SCANNED.expires_at - TICK, None),
        (SCANNED, LENA, SCANNED.expires_at, Refusal.SALE_ENDED),
        (SCANNED, BORIS, NOW, Refusal.NOT_YOUR_SALE),
        (replace(SCANNED, state=DraftState.CANCELLED), LENA, NOW, Refusal.SALE_CANCELLED),
        (replace(SCANNED, state=DraftState.CANCELLED), BORIS, NOW, Refusal.NOT_YOUR_SALE),
        (replace(SCANNED, state=DraftState.ENDED), LENA, NOW, Refusal.SALE_ENDED),
        (replace(SHOWN, state=DraftState.BOOKED), LENA, SCANNED.expires_at, None),
    ],
)
def test_a_draft_is_its_cashiers_for_five_minutes(
    draft: Draft, actor: int, now: datetime, reason: Refusal | None
) -> None:
    assert why(decide_open(draft, actor, now)) is reason


def test_what_was_shown_is_booked() -> None:
    assert decide_confirm(SHOWN, 1, till(), None) == Book(quote(LINES, RULES, VISIT))


def test_what_was_offered_is_booked_with_points() -> None:
    assert decide_confirm(SHOWN, 1, till(), None, 135) == Book(quote(LINES, RULES, VISIT, 135))


def test_without_an_amount_nothing_is_booked() -> None:
    assert SCANNED.amount_minor is None
    assert decide_confirm(SCANNED, 0, till(), None) == Refused(Refusal.NO_OPEN_SALE)


@pytest.mark.parametrize("revision", [-1, 0, 2])
def test_the_button_of_another_preview_books_nothing(revision: int) -> None:
    assert decide_confirm(SHOWN, revision, till(), None) == Requote(quote(LINES, RULES, VISIT), 135)


@pytest.mark.parametrize("rules", [replace(RULES, version=2), replace(RULES, version=2, rate_bp=1000)])
def test_decision_a_new_version_of_the_rules_books_nothing(rules: Programme) -> None:
    assert decide_confirm(SHOWN, 1, till(rules), None) == Requote(quote(LINES, rules, VISIT), 135)


def test_rule_24_points_that_are_gone_meanwhile_book_nothing_and_show_what_is_left() -> None:
    assert decide_confirm(SHOWN, 1, till(available=120), None, 135) == Requote(
        quote(LINES, RULES, VISIT), 120
    )


def test_rule_15_the_same_receipt_for_the_same_money_is_the_same_purchase() -> None:
    assert decide_confirm(SHOWN, 1, till(), BOOKED) == SamePurchase(BOOKED)
    assert decide_receipt(SHOWN, None) is None


@pytest.mark.parametrize("draft", [replace(SHOWN, lines=(Line(500_00),)), replace(SHOWN, member_id=DIMA)])
def test_rule_15_the_same_receipt_for_other_money_or_another_person_is_a_clash(draft: Draft) -> None:
    clash = decide_confirm(draft, 1, till(), BOOKED)
    assert isinstance(clash, Refused)
    assert clash.reason is Refusal.RECEIPT_TAKEN
    assert clash.detail == {
        "receipt": "17",
        "amount_minor": 450_00,
        "at_seconds": int(NOW.timestamp()),
    }


@pytest.mark.parametrize(
    ("purchase", "actor", "now", "reason"),
    [
        (BOOKED, LENA, NOW, None),
        (BOOKED, LENA, NOW + UNDO_WINDOW, None),
        (BOOKED, LENA, NOW + UNDO_WINDOW + TICK, Refusal.UNDO_TOO_LATE),
        (BOOKED, BORIS, NOW, Refusal.NOT_YOUR_SALE),
        (replace(BOOKED, undone_at=NOW), LENA, NOW, Refusal.ALREADY_UNDONE),
    ],
)
def test_an_undo_is_the_sellers_for_five_minutes(
    purchase: Purchase, actor: int, now: datetime, reason: Refusal | None
) -> None:
    assert why(decide_undo(purchase, actor, now)) is reason
