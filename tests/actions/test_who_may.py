"""Who may do what: every action by six roles, to one's own things, another's, a foreign store's, and none."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.actions.who_may.apart import BY_ITSELF, BY_TILLS, OF_THE_DOORS
from tests.actions.who_may.at_home import AT_HOME
from tests.actions.who_may.at_work import AT_WORK
from tests.actions.who_may.cells import Bench, bench, cells_of, reason_of
from tests.actions.who_may.doors import OF_TILLS, ROOT, calls, doors, found_actions, imported
from tests.actions.who_may.duties import ROLES, Duty
from tests.actions.who_may.made import the_world
from tests.actions.who_may.of_owners import OF_OWNERS
from tests.actions.who_may.page import PAGES, page
from tests.actions.who_may.world import World

TABLE = (*AT_WORK, *OF_OWNERS, *AT_HOME)
CELLS_AT_LEAST = 1_500
# What the messenger or the session of a page says about who acts; nothing of it comes from a button.
KNOWN = {"me.member_id", "me.account_id", "here.me.member_id", "here.me.account_id", "NO_CHAT"}


@pytest.fixture
async def world() -> World:
    return await the_world()


@pytest.fixture
async def stand(world: World, tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(world, tmp_path / "shop.db") as stand:
        yield stand


def of_tills(action: str) -> bool:
    return action.startswith(BY_TILLS)


def test_every_action_stands_in_the_table_or_is_nobodys() -> None:
    known = {action for duty in TABLE for action, _ in duty.actions} | BY_ITSELF.keys() | OF_THE_DOORS.keys()
    there = {one.name for one in found_actions() if not of_tills(one.name)}
    assert sorted(there - known) == [], "say who may do this, in tests/actions/who_may"
    assert sorted(known - there) == [], "the table speaks of actions that are gone"


def test_no_action_has_two_duties_for_the_same_thing() -> None:
    rows = Counter(row for duty in TABLE for row in duty.actions)
    assert [row for row, count in rows.items() if count > 1] == []
    assert max(Counter(duty.en for duty in TABLE).values()) == 1


async def test_there_are_enough_cells_for_every_role(world: World) -> None:
    cells = [cell for duty in TABLE for cell in cells_of(duty, world)]
    by_role = Counter(cell.role for cell in cells)
    print(f"{len(cells)} cells of {len({cell.action for cell in cells})} actions: {dict(by_role)}")
    assert len(cells) >= CELLS_AT_LEAST
    assert set(by_role) == set(ROLES)
    assert min(by_role.values()) >= CELLS_AT_LEAST // 10


@pytest.mark.parametrize("duty", TABLE, ids=[duty.en for duty in TABLE])
async def test_a_duty_is_done_by_those_who_have_it_and_by_nobody_else(duty: Duty, stand: Bench) -> None:
    wrong = []
    for cell in cells_of(duty, stand.world):
        refused = await stand.come_of(cell)
        if duty.allows(cell.role, cell.relation):
            wrong += [f"{cell} is refused: {refused}"] if refused else []
        elif not refused:
            wrong.append(f"{cell} is ALLOWED")
        elif refused != (reason_of(cell) or refused):
            wrong.append(f"{cell} is refused as {refused}, not as {reason_of(cell)}")
    assert not wrong, "\n".join(wrong)


def test_no_door_leads_to_what_runs_by_itself() -> None:
    reached = {action: path.name for path in doors() for action in imported(path)}
    assert {action: reached[action] for action in BY_ITSELF if action in reached} == {}


def test_no_door_of_people_leads_to_what_tills_do() -> None:
    """And no till's door leads to what people do."""
    of_people = {action for path in doors() for action in imported(path)}
    assert {action for action in of_people if of_tills(action)} == set()
    own = {action for path in OF_TILLS.rglob("*.py") for action in imported(path)}
    assert {action for action in own if not of_tills(action)} <= OF_THE_DOORS.keys()


def test_who_acts_comes_from_the_messenger_and_never_from_a_button() -> None:
    found = [call for path in doors() for call in calls(path)]
    assert len(found) > len(TABLE), "the doors call actions"
    assert [call for call in found if not set(call.who) <= KNOWN] == []


@pytest.mark.parametrize("language", PAGES)
def test_the_page_of_rights_says_what_the_table_says(language: str) -> None:
    written = PAGES[language].read_text(encoding="utf-8")
    assert written == page(language), "run `python -m tests.actions.who_may.page`"
    assert ROOT in PAGES[language].parents
