"""When points become usable and burn: days, terms, reminders (rules.md 16, 21, 34-40, decisions)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.expiry import (
    active_from,
    burning,
    civil_time,
    day_start,
    expires_at,
    inactivity_deadline,
    is_last_call,
    is_over,
    last_day,
    months_later,
    remind_days,
    reminder_due,
    told_at,
    visited_at,
)
from loyalty.ledger import Kind, Lot
from loyalty.programme import Expiry, Programme, Terms
from loyalty.wallet import REMINDED_BEFORE, Holder, ends_at, is_usable, wallet

MOSCOW = Programme(1, "Маяк", "RUB", "Europe/Moscow", terms=Terms(expiry=Expiry.LOT, lifetime_months=1))
ZONES = (
    "Europe/Moscow",
    "Europe/Berlin",
    "America/Havana",  # the clocks change at midnight, both ways
    "Asia/Beirut",  # midnight is left out
    "Africa/Cairo",
    "Pacific/Apia",  # a whole day was left out
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",
)
HOLDER = Holder(has_paid=True)
DAY = timedelta(days=1)


def at(text: str, zone: str = "Europe/Moscow") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def terms(programme: Programme = MOSCOW, **values: object) -> Programme:
    return replace(programme, terms=replace(programme.terms, **values))  # type: ignore[arg-type]  # by name


def lot(ends: datetime | None, **values: object) -> Lot:
    plain = Lot(1, 1, None, 100, 100, at("2026-01-01"), ends)
    return replace(plain, **values)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-03", 24, "2028-05-03"),
    ],
)
def test_rule_34_a_month_after_31_january_is_the_last_of_february(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_rule_34_a_lot_of_31_january_lives_to_the_end_of_february() -> None:
    assert expires_at(at("2026-01-31T15:00"), MOSCOW) == at("2026-03-01")


def test_decision_the_expiry_day_is_inclusive_until_24_in_the_programmes_zone() -> None:
    ends = expires_at(at("2026-05-03T23:59"), MOSCOW)
    assert ends == at("2026-06-04")
    assert last_day(ends, MOSCOW) == date(2026, 6, 3)
    one = lot(ends, reminded_at=at("2026-05-20"))
    assert is_usable(one, HOLDER, at("2026-06-03T23:59:59"))
    assert not is_usable(one, HOLDER, ends)


def test_rule_35_the_term_counts_from_activation() -> None:
    programme = terms(pending_days=14)
    begins = active_from(at("2026-05-03T15:00"), programme)
    assert begins == at("2026-05-17")
    assert expires_at(begins, programme) == at("2026-06-18")


def test_rule_35_pending_points_never_burn() -> None:
    waiting = lot(at("2026-03-01"), active_from=at("2026-07-01"))
    holder = Holder(has_paid=True, deadline=at("2026-02-01"))
    assert not reminder_due(waiting, holder, MOSCOW.terms, at("2026-04-01"))
    assert not is_over(waiting, Holder(has_paid=True, deadline=at("2026-06-01")), at("2026-06-02"))


def test_without_a_pending_term_points_are_usable_at_once() -> None:
    assert active_from(at("2026-05-03T15:00"), MOSCOW) == at("2026-05-03T15:00")


def test_rule_37_a_programme_without_a_term_gives_none() -> None:
    for expiry in (Expiry.NEVER, Expiry.INACTIVITY):
        assert expires_at(at("2026-05-03"), terms(expiry=expiry)) is None
    for expiry in (Expiry.NEVER, Expiry.LOT):
        assert inactivity_deadline(at("2026-05-03"), terms(expiry=expiry)) is None
    assert inactivity_deadline(None, terms(expiry=Expiry.INACTIVITY)) is None


def test_rule_37_the_term_of_inactivity_begins_with_the_day_it_was_switched_on() -> None:
    programme = terms(expiry=Expiry.INACTIVITY, since=at("2026-05-03T12:00"))
    assert inactivity_deadline(at("2020-01-01"), programme) == at("2026-06-04")
    assert inactivity_deadline(None, programme) == at("2026-06-04")
    assert inactivity_deadline(at("2026-05-10"), programme) == at("2026-06-11")


def test_rule_38_everything_burns_after_the_deadline_but_what_came_after_it() -> None:
    holder = Holder(has_paid=True, deadline=at("2026-06-01"), remind_first=False)
    old, gift = lot(None), lot(None, id=2, active_from=at("2026-06-05"))
    assert ends_at(old, holder) == at("2026-06-01")
    assert ends_at(gift, holder) is None
    assert ends_at(lot(at("2026-04-01")), holder) == at("2026-04-01")
    assert ends_at(lot(at("2026-08-01")), holder) == at("2026-06-01")


def test_rule_38_a_deadline_hangs_on_the_end_of_the_day_of_the_last_visit() -> None:
    programme = terms(expiry=Expiry.INACTIVITY, since=at("2026-05-03T12:00"))
    assert visited_at(at("2026-05-10T23:59"), programme) == at("2026-05-11")
    assert visited_at(at("2020-01-01"), programme) == at("2026-05-04")
    assert visited_at(None, terms(expiry=Expiry.INACTIVITY)) is None
    assert visited_at(at("2026-05-10"), terms(expiry=Expiry.LOT)) is None


def test_rule_38_a_reminder_before_the_last_visit_counts_no_more() -> None:
    told = lot(None, reminded_at=at("2026-04-20"))
    before = Holder(has_paid=True, deadline=at("2026-05-01"), visited_at=at("2026-03-31"))
    after = Holder(has_paid=True, deadline=at("2026-06-01"), visited_at=at("2026-05-01"))
    assert ends_at(told, before) == at("2026-05-01")
    assert ends_at(told, after) is None
    assert reminder_due(told, after, MOSCOW.terms, at("2026-05-29"))


@pytest.mark.parametrize(("near", "last_call"), [(7, 6), (1, 2)])
def test_the_last_call_is_the_near_reminder_and_never_later_than_the_law_asks_for(
    near: int, last_call: int
) -> None:
    terms = replace(MOSCOW.terms, reminder_days=(near, 30))
    assert remind_days(terms) == (30, last_call + 1)
    today = date(2026, 5, 3)
    calls = [is_last_call(today + timedelta(days=ahead), terms, today) for ahead in range(31)]
    assert calls == [True] * (last_call + 1) + [False] * (30 - last_call)


def test_rule_40_two_reminders_the_far_and_the_near_one() -> None:
    ends = at("2026-06-01")
    due = [
        day
        for day in range(40)
        if reminder_due(lot(ends), HOLDER, MOSCOW.terms, ends - day * DAY - timedelta(hours=1))
    ]
    assert due == [*range(30)], "from the thirtieth day on, until somebody was told"
    told = lot(ends, reminded_at=told_at(lot(ends), HOLDER, MOSCOW, ends - 29 * DAY))
    assert not reminder_due(told, HOLDER, MOSCOW.terms, ends - 8 * DAY)
    assert reminder_due(told, HOLDER, MOSCOW.terms, ends - 7 * DAY)
    twice = replace(told, reminded_at=told_at(told, HOLDER, MOSCOW, ends - 7 * DAY))
    assert not reminder_due(twice, HOLDER, MOSCOW.terms, ends - DAY)
    assert ends_at(twice, HOLDER) == ends


def test_rule_40_a_short_life_is_announced_once_and_never_ending_points_not_at_all() -> None:
    ends = at("2026-01-11")
    assert not reminder_due(lot(ends), HOLDER, MOSCOW.terms, at("2026-01-03"))
    assert reminder_due(lot(ends), HOLDER, MOSCOW.terms, at("2026-01-04"))
    assert not reminder_due(lot(None), HOLDER, MOSCOW.terms, at("2030-01-01"))
    over = Holder(has_paid=True, remind_first=False)
    assert not reminder_due(lot(at("2026-02-01")), over, MOSCOW.terms, at("2026-03-01"))


def test_rule_40_a_reminder_later_than_the_law_asks_for_is_sent_when_the_law_asks() -> None:
    ends, programme = at("2026-06-01"), terms(reminder_days=(30, 1))
    told = lot(ends, reminded_at=at("2026-05-03"))
    assert reminder_due(told, HOLDER, programme.terms, ends - 3 * DAY)
    again = replace(told, reminded_at=told_at(told, HOLDER, programme, ends - 2 * DAY))
    assert ends_at(again, HOLDER) == ends, "an announced end stays"
    assert not reminder_due(again, HOLDER, programme.terms, ends - DAY)


def test_rule_40_several_lots_are_merged_by_day() -> None:
    lots = [
        lot(at("2026-06-11"), id=1, remaining=20),
        lot(at("2026-06-01"), id=2, remaining=30),
        lot(at("2026-06-11"), id=3, remaining=50),
        lot(None, id=4),
    ]
    days = burning(lots, HOLDER, MOSCOW, at("2026-05-10"))
    assert [(one.day, one.points, one.lots) for one in days] == [
        (date(2026, 5, 31), 30, (2,)),
        (date(2026, 6, 10), 70, (1, 3)),
    ]


def test_decision_a_lot_nobody_was_reminded_of_does_not_expire_until_three_days_after() -> None:
    ends, now = at("2026-06-01"), at("2026-06-20T10:00")
    forgotten = lot(ends)
    assert ends_at(forgotten, HOLDER) is None
    assert is_usable(forgotten, HOLDER, now)
    assert [one.day for one in burning([forgotten], HOLDER, MOSCOW, now)] == [date(2026, 6, 23)]
    told = replace(forgotten, reminded_at=told_at(forgotten, HOLDER, MOSCOW, now))
    assert ends_at(told, HOLDER) == at("2026-06-24"), "the last day is whole"
    assert ends_at(forgotten, Holder(has_paid=True, remind_first=False)) == ends


def test_decision_a_contested_lot_burns_with_its_clock_running() -> None:
    contested = lot(at("2026-06-01"), blocked=True, reminded_at=at("2026-05-01"))
    assert is_over(contested, HOLDER, at("2026-06-01"))


def test_rule_21_what_expires_today_is_over_at_midnight_swept_or_not() -> None:
    one = lot(at("2026-06-01"), reminded_at=at("2026-05-01"), reserved=30)
    assert wallet([one], HOLDER, at("2026-05-31T23:59")).available == 70
    after = wallet([one], HOLDER, at("2026-06-01"))
    assert (after.available, after.reserved) == (0, 30)
    assert burning([one], HOLDER, MOSCOW, at("2026-06-01")) == []


def test_nobody_is_woken_for_a_reminder() -> None:
    assert civil_time(at("2026-05-03T09:00"), MOSCOW) == at("2026-05-03T09:00")
    assert civil_time(at("2026-05-03T00:00"), MOSCOW) == at("2026-05-03T10:00")
    assert civil_time(at("2026-05-03T21:00"), MOSCOW) == at("2026-05-04T10:00")


# Thirty years of minutes.
instants = st.integers(0, 30 * 365 * 24 * 60).map(
    lambda minutes: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(instants, st.sampled_from(ZONES), st.integers(1, 36), st.integers(0, 60))
def test_rule_65_a_lot_ends_as_a_local_day_does_and_never_early(
    bought: datetime, zone: str, months: int, pending: int
) -> None:
    programme = terms(replace(MOSCOW, time_zone=zone), lifetime_months=months, pending_days=pending)
    begins = active_from(bought, programme)
    ends = expires_at(begins, programme)
    assert ends is not None
    local = ZoneInfo(zone)
    first, after = begins.astimezone(local).date(), ends.astimezone(local).date()
    assert bought <= begins
    assert not pending or first == bought.astimezone(local).date() + timedelta(days=pending)
    assert last_day(ends, programme) >= months_later(first, months)
    assert (ends - timedelta(microseconds=1)).astimezone(local).date() < after
    assert ends - begins >= timedelta(days=27 * months)


@given(instants, st.sampled_from(ZONES), st.integers(0, 90), st.integers(0, 90))
def test_decision_a_usable_point_never_burns_before_its_day_nor_untold(
    now: datetime, zone: str, until_days: int, told_days: int
) -> None:
    programme = replace(MOSCOW, time_zone=zone)
    ends = day_start(now.astimezone(ZoneInfo(zone)).date() + timedelta(days=until_days), ZoneInfo(zone))
    one = lot(ends, active_from=now)
    told_now = now + timedelta(days=told_days)
    told = replace(one, reminded_at=told_at(one, HOLDER, programme, told_now))
    real = ends_at(told, HOLDER)
    assert real is not None
    assert real >= ends
    assert real >= told_now + REMINDED_BEFORE
    assert real == day_start(real.astimezone(ZoneInfo(zone)).date(), ZoneInfo(zone)), "a whole last day"
    later = replace(told, reminded_at=told_at(told, HOLDER, programme, told_now + DAY))
    assert ends_at(later, HOLDER) == real or real != ends


def test_restricted_points_burn_as_the_others_do() -> None:
    welcome = lot(at("2026-06-01"), kind=Kind.WELCOME)
    assert reminder_due(welcome, Holder(has_paid=False), MOSCOW.terms, at("2026-05-10"))
