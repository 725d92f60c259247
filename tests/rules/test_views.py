"""The little that views reckon themselves."""

from datetime import UTC, datetime

from loyalty.case_views import CaseView, ChangeLine
from loyalty.cases import CaseState
from loyalty.ledger import Kind
from loyalty.programme import Programme, same_rules
from loyalty.staff import Role
from loyalty.views import HistoryLine, StaffLine, StaffList

AT = datetime(2026, 5, 3, 12, tzinfo=UTC)


def test_a_line_of_the_history_is_the_sum_of_its_parts() -> None:
    assert HistoryLine(1, AT, ((Kind.SPENT, -100), (Kind.EARNED, 45))).points == -55


def test_a_case_is_about_the_sum_of_what_was_changed() -> None:
    parts = (ChangeLine(Kind.SPENT, -100, AT), ChangeLine(Kind.EARNED, 45, AT))
    case = CaseView(1, CaseState.OPEN, "Анна", "482100457713", parts, AT, AT, undo_points=0, is_gone=False)
    assert case.points == -55


def test_only_a_colleague_who_can_be_changed_is_found_in_the_team() -> None:
    lena, olga = (
        StaffLine(2, "Лена", Role.CASHIER, removable=True),
        StaffLine(1, "Ольга", Role.OWNER, removable=False),
    )
    team = StaffList((olga, lena))
    assert [team.line(who) for who in (2, 1, 3, None)] == [lena, None, None, None]


def test_two_versions_say_the_same_whatever_their_numbers() -> None:
    one = Programme(version=1, brand="Маяк", currency="RUB", time_zone="Europe/Moscow", rate_bp=500)
    two = Programme(version=2, brand="Маяк", currency="RUB", time_zone="Europe/Moscow", rate_bp=500)
    other = Programme(version=2, brand="Маяк", currency="RUB", time_zone="Europe/Moscow", rate_bp=700)
    assert same_rules(one, two)
    assert not same_rules(one, other)
