"""Stores and shifts: distances, giving a store up, when a shift opens by itself, and the night."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.distances import distance_metres
from loyalty.refusals import Refusal, Refused
from loyalty.rights import HOLDERS, Colleague, Right, decide_right
from loyalty.shifts import night_after, opens_by_itself
from loyalty.staff import Role, StaffFacts, decide_change
from loyalty.stores import (
    LONGEST_MASK,
    Place,
    decide_closing,
    ids_of,
    mask_of,
    place_of,
)

PLACES = st.builds(Place, st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))
RED_SQUARE, PALACE_SQUARE = Place(55_753_544, 37_621_202), Place(59_938_951, 30_315_635)
STRANGER = 5


def test_the_way_from_moscow_to_petersburg_as_the_crow_flies() -> None:
    assert 632_000 < distance_metres(RED_SQUARE, PALACE_SQUARE) < 636_000
    assert distance_metres(Place(0, 179_999_000), Place(0, -179_999_000)) < 300
    assert distance_metres(Place(0, 0), Place(0, 180_000_000)) == pytest.approx(20_015_087, abs=5)


@given(PLACES, PLACES)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_the_globe(
    one: Place, other: Place
) -> None:
    assert distance_metres(one, other) == distance_metres(other, one)
    assert 0 <= distance_metres(one, other) <= 20_020_000
    assert distance_metres(one, one) == 0


def test_a_place_is_one_on_the_globe() -> None:
    assert place_of(55.753544, 37.621202) == RED_SQUARE
    for latitude, longitude in ((90.1, 0.0), (-91.0, 0.0), (0.0, 180.5), (float("nan"), 0.0)):
        assert place_of(latitude, longitude) is None


def test_the_last_store_and_one_with_people_of_its_own_stay() -> None:
    assert decide_closing(0, ()) == Refused(Refusal.STORE_LAST)
    assert decide_closing(1, ("Лена", "Борис")) == Refused(Refusal.STORE_STAFFED, {"names": "Лена, Борис"})
    assert decide_closing(1, ()) is None


@given(st.frozensets(st.integers(1, 150)))
def test_stores_on_a_button_come_back_as_they_were(stores: frozenset[int]) -> None:
    assert ids_of(mask_of(stores)) == stores
    assert len(mask_of(stores)) <= LONGEST_MASK


@pytest.mark.parametrize("forged", ["x", "-1", "0x1", " ", "f" * 41, "٣", "1.5"])
def test_a_forged_button_names_no_store(forged: str) -> None:
    assert ids_of(forged) == frozenset()
    assert ids_of("") == frozenset()


def test_one_cashier_needs_no_shift_of_his_own_making() -> None:
    assert [opens_by_itself(tellers) for tellers in (0, 1, 2, 9)] == [True, True, False, False]


def test_the_night_comes_at_four_by_the_stores_clock() -> None:
    omsk = ZoneInfo("Asia/Omsk")  # six hours ahead of UTC
    opened = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    assert night_after(opened, omsk) == datetime(2026, 5, 3, 22, 0, tzinfo=UTC)
    assert night_after(opened + timedelta(hours=10), omsk) == datetime(2026, 5, 4, 22, 0, tzinfo=UTC)
    assert night_after(opened + timedelta(hours=9, minutes=59), omsk) == datetime(
        2026, 5, 3, 22, 0, tzinfo=UTC
    )


def who(role: Role, *stores: int) -> Colleague:
    return Colleague(7, role, protected=False, store_id=stores[0], stores=frozenset(stores))


def test_a_right_is_a_roles_and_a_managers_only_in_his_stores() -> None:
    for right in Right:
        for role in Role:
            refused = decide_right(who(role, 1, 2), right, 2)
            assert (refused is None) == (role in HOLDERS[right]), (right, role)
        allowed_elsewhere = [role for role in Role if decide_right(who(role, 1), right, STRANGER) is None]
        assert allowed_elsewhere == [Role.OWNER]


def test_why_a_right_is_missing() -> None:
    assert decide_right(None, Right.SELL) == Refused(Refusal.NOT_STAFF)
    assert decide_right(None, Right.RUN) == Refused(Refusal.NOT_OWNER)
    assert decide_right(who(Role.MANAGER, 1), Right.RUN) == Refused(Refusal.NOT_OWNER)
    assert decide_right(who(Role.CASHIER, 1), Right.GRANT) == Refused(Refusal.NOT_ALLOWED)
    assert decide_right(who(Role.CASHIER, 1), Right.SELL, 2) == Refused(Refusal.NOT_YOUR_STORE)


def test_owners_change_cashiers_and_managers_and_nobody_else() -> None:
    roles = (Role.OWNER, Role.CASHIER, Role.MANAGER, Role.OWNER)
    team = [StaffFacts(number, role, protected=False) for number, role in enumerate(roles, 1)]
    owner, cashier, manager, other = team
    assert decide_change(owner, cashier) is None
    assert decide_change(owner, manager) is None
    assert decide_change(owner, other) == Refused(Refusal.NOT_ALLOWED)
    assert decide_change(owner, owner) == Refused(Refusal.CANNOT_REMOVE_SELF)
    assert decide_change(manager, cashier) == Refused(Refusal.NOT_OWNER)
    assert decide_change(owner, None) == Refused(Refusal.NOT_STAFF)
