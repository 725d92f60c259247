"""What other rules would have cost besides purchases: bonuses, friends, what burnt, and the sum of it all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as played
from hypothesis import strategies as st

from loyalty.forecast import Cost
from loyalty.forecast_bonuses import (
    Born,
    Given,
    Occasions,
    PastFriend,
    birthdays_kept,
    friends_points,
    given,
)
from loyalty.forecast_burning import PastLot, Pause, lots_burnt, pauses_burnt
from loyalty.outlay import Outlay
from loyalty.programme import Bonuses, Expiry, LeapDay, Programme, Referral, Terms

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
PLAIN = Programme(1, "Маяк", "RUB", "UTC")
FRIENDLY = replace(PLAIN, referral=Referral(100, 50, 500_00, monthly_cap=2))
BY_LOT = replace(PLAIN, terms=Terms(expiry=Expiry.LOT, lifetime_months=1))
BY_PAUSE = replace(PLAIN, terms=Terms(expiry=Expiry.INACTIVITY, lifetime_months=1, since=NOW))
DAYS = [NOW.date() - timedelta(days=back) for back in range(90)]
SMALL = st.integers(0, 1_000)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def friend(days: float, inviter: int = 1) -> PastFriend:
    return PastFriend(inviter, ago(days))


@played(SMALL, SMALL, SMALL, SMALL, SMALL, st.builds(Bonuses, SMALL, SMALL, SMALL, SMALL))
def test_every_occasion_costs_its_points(
    joined: int, phones: int, dates: int, kept: int, reviews: int, bonuses: Bonuses
) -> None:
    rules = replace(PLAIN, bonuses=replace(bonuses, review_points=10))
    leap = {LeapDay.FEBRUARY_28: kept, LeapDay.MARCH_1: 0}
    found = given(rules, Occasions(joined, phones, dates, leap, reviews), [], SINCE)
    assert found.welcome == joined * bonuses.welcome_points
    assert found.profile == phones * bonuses.phone_points + dates * bonuses.birthday_field_points
    assert (found.birthdays, found.reviews) == (kept * bonuses.birthday_points, reviews * 10)
    assert found.points == found.welcome + found.profile + found.birthdays + found.reviews
    other = replace(rules, bonuses=replace(rules.bonuses, leap_day=LeapDay.MARCH_1))
    assert given(other, Occasions(birthdays=leap), [], SINCE) == Given()
    assert given(other, Occasions(), [], SINCE) == Given()


def test_rule_63_a_birthday_told_shortly_before_brings_nothing_yet() -> None:
    joined = date(2025, 1, 1)
    kept = Born("04-15", date(2026, 3, 1), joined)
    late = Born("04-15", date(2026, 4, 1), joined)
    early = Born("04-15", None, joined)
    newcomer = Born("04-15", None, date(2026, 4, 16))
    autumn = Born("10-15", None, joined)
    assert birthdays_kept([kept, late, early, newcomer, autumn], DAYS, LeapDay.FEBRUARY_28) == 2


@pytest.mark.parametrize(("leap", "kept"), [(LeapDay.FEBRUARY_28, 1), (LeapDay.MARCH_1, 0)])
def test_those_of_29_february_are_congratulated_by_the_rule(leap: LeapDay, kept: int) -> None:
    born = [Born("02-29", None, date(2020, 1, 1))]
    assert birthdays_kept(born, [date(2026, 2, 27), date(2026, 2, 28)], leap) == kept


def test_rule_69_friends_cost_both_rewards_up_to_the_cap_of_the_month() -> None:
    april = [friend(day) for day in (10, 9, 8)]
    assert friends_points(FRIENDLY, april, SINCE) == 2 * 150 + 50
    assert friends_points(FRIENDLY, [*april, friend(1)], SINCE) == 3 * 150 + 50
    assert friends_points(FRIENDLY, [*april, friend(7, inviter=2)], SINCE) == 3 * 150 + 50
    endless = replace(FRIENDLY, referral=replace(FRIENDLY.referral, monthly_cap=0))
    assert friends_points(endless, april, SINCE) == 3 * 150
    assert friends_points(PLAIN, april, SINCE) == 0


def test_friends_of_the_days_before_only_fill_the_cap() -> None:
    # The ninety days begin on 2 February.
    before = [replace(friend(0), at=datetime(2026, 2, 1, day, tzinfo=UTC)) for day in (1, 2)]
    assert friends_points(FRIENDLY, [*before, friend(89)], SINCE) == 50
    waiting = replace(FRIENDLY, terms=Terms(pending_days=28))
    assert friends_points(waiting, [*before, friend(89)], SINCE) == 50
    assert friends_points(waiting, [*before, friend(40)], SINCE) == 150


def test_rule_70_colleagues_bring_no_friends_and_those_who_left_get_nothing() -> None:
    hired, gone = replace(friend(5), staff=True), replace(friend(5), gone=True)
    assert friends_points(FRIENDLY, [hired, gone], SINCE) == 50
    earning = replace(FRIENDLY, referral=replace(FRIENDLY.referral, staff_earn=True))
    assert friends_points(earning, [hired, gone], SINCE) == 150 + 50


def test_rule_33_what_a_newcomer_gets_may_be_capped() -> None:
    capped = replace(FRIENDLY, bonuses=Bonuses(30, 10, 10, newcomer_cap_points=60))
    told = replace(friend(5), phone=True, birthday=True)
    assert friends_points(capped, [told], SINCE) == 100 + 10
    assert friends_points(capped, [friend(5)], SINCE) == 100 + 30


def test_a_lot_burns_with_what_it_holds_at_its_end() -> None:
    lot = PastLot(ago(60), [(ago(60), 100), (ago(40), -30), (ago(5), -50)])
    assert lots_burnt(BY_LOT, [lot], SINCE, NOW) == 70
    assert lots_burnt(PLAIN, [lot], SINCE, NOW) == 0
    empty = PastLot(ago(60), [(ago(60), 100), (ago(50), -100)])
    fresh, old = replace(lot, active_from=ago(20)), replace(lot, active_from=ago(130))
    assert lots_burnt(BY_LOT, [empty, fresh, old], SINCE, NOW) == 0


def test_a_pause_burns_what_its_member_has() -> None:
    moves = {1: [(ago(200), 100), (ago(45), 20)]}
    away, back = Pause(1, ago(80), ago(45)), Pause(1, ago(45), None)
    assert pauses_burnt(BY_PAUSE, [away], moves, SINCE, NOW) == 100
    assert pauses_burnt(BY_PAUSE, [back, away], moves, SINCE, NOW) == 120
    assert pauses_burnt(BY_PAUSE, [replace(away, until=ago(60))], moves, SINCE, NOW) == 0
    assert pauses_burnt(BY_PAUSE, [Pause(1, ago(10), None), Pause(1, ago(300), None)], moves, SINCE, NOW) == 0
    assert pauses_burnt(BY_PAUSE, [Pause(2, ago(80), None)], moves, SINCE, NOW) == 0
    assert pauses_burnt(PLAIN, [away], moves, SINCE, NOW) == 0


@played(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 500), st.integers(0, 500)), max_size=10))
def test_never_more_burns_than_there_was(lots: list[tuple[int, int, int]]) -> None:
    made = [
        PastLot(ago(days), [(ago(days), points), (ago(days / 2), -min(points, spent))])
        for days, points, spent in lots
    ]
    assert 0 <= lots_burnt(BY_LOT, made, SINCE, NOW) <= sum(points for _, points, _ in lots)


def test_the_sum_is_what_was_given_less_what_burnt() -> None:
    whole = Outlay(Cost(100, 200_00, 50_00, 1_000_00, 3), Given(10, 20, 30, 40, 50), 60, 200)
    assert whole.whole_minor == 50_00 + 200_00 + (150 - 60) * 200
    assert whole.share_bp == 4_300
    assert (Outlay().whole_minor, Outlay().share_bp) == (0, 0)
