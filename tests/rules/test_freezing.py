"""Rule 41: while an owner looks into something, a member's points are neither spent nor burnt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.expiry import (
    burning,
    end_after,
    inactivity_deadline,
    is_over,
    moved,
    reminder_due,
)
from loyalty.freezing import Freeze, decide_freeze, decide_unfreeze, frozen_since, move_faults
from loyalty.ledger import Kind, Lot
from loyalty.programme import Expiry, Programme, Terms
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Holder, Wallet, can_be_taken, ends_at, is_past, is_usable, spendable, wallet

ZONE = ZoneInfo("Europe/Moscow")
PROGRAMME = Programme(1, "Маяк", "RUB", "Europe/Moscow", terms=Terms(expiry=Expiry.LOT, lifetime_months=1))
IDLE = replace(PROGRAMME, terms=Terms(expiry=Expiry.INACTIVITY, lifetime_months=2))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


SINCE, UNTIL = at("2026-05-10 12:00"), at("2026-05-20 15:00")
FREEZE = Freeze(1, 7, SINCE, UNTIL)
BUYER = Holder(has_paid=True, remind_first=False)
FROZEN = replace(BUYER, frozen_since=SINCE)


def lot(ends: str | None, **values: object) -> Lot:
    plain = Lot(1, 7, None, 100, 100, at("2026-05-01"), None if ends is None else at(ends))
    return replace(plain, **values)  # type: ignore[arg-type]  # by name


def test_rule_41_a_frozen_members_points_are_blocked_and_pay_nothing() -> None:
    lots = [
        lot("2026-06-01"),
        lot(None, id=2, reserved=30),
        lot("2026-06-01", id=3, active_from=UNTIL),
        lot("2026-05-10", id=4),  # ended before the freeze
    ]
    now = SINCE + DAY
    assert wallet(lots, BUYER, now) == Wallet(available=170, pending=100, reserved=30)
    assert wallet(lots, FROZEN, now) == Wallet(blocked=170, pending=100, reserved=30)
    assert spendable(lots, BUYER, now) == 170
    assert spendable(lots, FROZEN, now, own=30) == 0
    assert not any(is_usable(one, FROZEN, now) for one in lots)


def test_rule_41_restricted_points_of_a_frozen_newcomer_stay_locked() -> None:
    newcomer = Holder(has_paid=False, frozen_since=SINCE)
    assert wallet([lot(None, kind=Kind.WELCOME)], newcomer, SINCE + DAY) == Wallet(locked=100)


def test_rule_41_a_refund_takes_from_a_frozen_member_what_it_takes_from_others() -> None:
    assert can_be_taken(lot("2026-06-01"), FROZEN, at("2026-07-01"))
    assert not can_be_taken(lot("2026-05-10"), FROZEN, at("2026-07-01"))


def test_rule_41_the_expiry_clock_stops() -> None:
    one, later = lot("2026-05-15"), at("2027-01-01")
    assert is_over(one, BUYER, later)
    assert not is_over(one, FROZEN, later)
    assert ends_at(one, FROZEN) is None
    assert (is_past(one, BUYER, later), is_past(one, FROZEN, later)) == (True, False)
    assert not is_past(lot(None), FROZEN, later)
    assert not reminder_due(
        one, replace(BUYER, frozen_since=at("2026-05-02")), PROGRAMME.terms, at("2026-05-14")
    )
    assert burning([one], FROZEN, PROGRAMME, at("2026-05-14")) == []


def test_rule_41_what_had_ended_before_the_freeze_stays_ended() -> None:
    gone = lot("2026-05-10")
    assert ends_at(gone, FROZEN) == at("2026-05-10")
    assert is_over(gone, FROZEN, UNTIL)
    assert is_past(gone, FROZEN, UNTIL)


@pytest.mark.parametrize(
    ("ends", "opened", "moved_to"),
    [
        ("2026-06-01", "2026-05-01", "2026-06-12"),  # 31 May + 10 days and 3 hours: the 11th is whole
        ("2026-05-11", "2026-05-01", "2026-05-22"),
        ("2026-06-01", "2026-05-20 14:59", "2026-06-02"),  # a minute still is a day
        ("2026-06-01", "2026-05-20 15:00", "2026-06-01"),  # opened as the freeze ended
    ],
)
def test_rule_41_living_lots_move_on_by_the_time_they_stood_still(
    ends: str, opened: str, moved_to: str
) -> None:
    # A gift brings an older day of its own: what counts is when it came.
    assert end_after(lot(ends), at(opened), FREEZE, PROGRAMME) == at(moved_to)


def test_rule_41_a_lot_that_began_to_count_later_stood_still_from_then_on() -> None:
    waking = lot("2026-07-01", active_from=at("2026-05-19"))
    assert end_after(waking, at("2026-05-01"), FREEZE, PROGRAMME) == at("2026-07-03")
    after = replace(waking, active_from=UNTIL + DAY)
    assert end_after(after, at("2026-05-01"), FREEZE, PROGRAMME) == at("2026-07-01")
    assert end_after(lot(None), at("2026-05-01"), FREEZE, PROGRAMME) is None


def test_rule_41_a_moved_lot_ends_on_its_new_day_and_keeps_what_it_was_opened_with() -> None:
    one = lot("2026-06-01", moved_to=at("2026-06-12"))
    assert (one.own_end, one.expires_at) == (at("2026-06-12"), at("2026-06-01"))
    assert ends_at(one, BUYER) == at("2026-06-12")
    again = Freeze(2, 7, at("2026-06-02"), at("2026-06-03"))
    assert end_after(one, at("2026-05-01"), again, PROGRAMME) == at("2026-06-13")


def test_rule_41_the_term_for_want_of_visits_stands_still_too() -> None:
    visit = at("2026-05-01 18:00")
    plain = inactivity_deadline(visit, IDLE)
    assert plain == at("2026-07-02")
    assert inactivity_deadline(visit, IDLE, [FREEZE]) == at("2026-07-13")
    assert inactivity_deadline(at("2026-05-19 15:00"), IDLE, [FREEZE]) == at("2026-07-21"), "since the visit"
    assert inactivity_deadline(UNTIL + DAY, IDLE, [FREEZE]) == inactivity_deadline(UNTIL + DAY, IDLE)
    late = Freeze(2, 7, at("2026-07-03"), at("2026-08-03"))
    assert inactivity_deadline(visit, IDLE, [late]) == plain, "what had ended is not revived"
    open_one = Freeze(2, 7, at("2026-06-01"))
    assert inactivity_deadline(visit, IDLE, [FREEZE, open_one]) == at("2026-07-13")
    assert inactivity_deadline(visit, PROGRAMME, [FREEZE]) is None


@given(
    hours=st.integers(0, 40_000),
    by=st.timedeltas(timedelta(), timedelta(days=400)),
    zone=st.sampled_from(("Europe/Moscow", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe")),
)
def test_rule_41_nobody_loses_time_and_a_moved_end_is_a_midnight(
    hours: int, by: timedelta, zone: str
) -> None:
    programme, instant = replace(PROGRAMME, time_zone=zone), at("2026-01-01") + hours * HOUR
    to = moved(instant, by, programme)
    assert timedelta() <= to - (instant + by) <= timedelta(hours=25)
    if by:
        local, before = to.astimezone(ZoneInfo(zone)), (to - HOUR / 60).astimezone(ZoneInfo(zone))
        assert local.date() != before.date()
    else:
        assert to == instant


def test_a_freeze_lasts_until_somebody_ends_it() -> None:
    lasting = Freeze(2, 7, UNTIL)
    assert frozen_since([FREEZE]) is None
    assert frozen_since([FREEZE, lasting]) == UNTIL
    assert lasting.stood_still(SINCE) == timedelta()
    assert FREEZE.stood_still(SINCE - DAY) == UNTIL - SINCE
    assert FREEZE.stood_still(UNTIL + DAY) == timedelta()


def test_nobody_decides_on_his_own_points_while_another_owner_can() -> None:
    refused = Refused(Refusal.FREEZE_OWN)
    assert decide_freeze(1, 7) is None
    assert decide_freeze(7, 7) == refused
    assert decide_unfreeze(7, 7, colleagues=True) == refused
    assert decide_unfreeze(7, 7, colleagues=False) is None
    assert decide_unfreeze(1, 7, colleagues=True) is None


def test_the_proof_of_the_books_finds_an_end_nobody_may_have_moved() -> None:
    fine = lot("2026-06-01", moved_to=at("2026-06-12"))
    assert move_faults([fine, lot("2026-06-01")], [FREEZE]) == []
    for wrong, freezes in (
        (fine, []),
        (fine, [Freeze(1, 7, SINCE)]),
        (lot("2026-06-01", moved_to=at("2026-07-01")), [FREEZE]),
        (lot("2026-06-01", moved_to=at("2026-05-31")), [FREEZE]),
        (lot(None, moved_to=at("2026-06-12")), [FREEZE]),
    ):
        assert move_faults([wrong], freezes) == ["lot 1: its end was moved without a freeze"]
