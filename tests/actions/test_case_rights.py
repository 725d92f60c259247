"""A manager looks at complaints about sales in his stores and decides on them; the rest is the owners'."""

import pytest

from actions.contest import contest
from actions.decide_case import decide_case
from actions.list_cases import list_cases, show_case
from actions.shop import Shop
from actions.verify import prove_books
from loyalty.case_views import CaseList, CaseView
from loyalty.cases import CaseState
from loyalty.refusals import Refusal
from loyalty.staff import Role
from loyalty.views import Verification
from storage import staff, stores
from storage.database import Connection
from tests.actions.buying import added, bought, claimed, reason
from tests.actions.complaints import contested
from tests.actions.people import Actor, Cast


@pytest.fixture
async def managers(cast: Cast) -> tuple[Actor, Actor]:
    """One in the store of Lena, one in another, where Boris sells."""
    here, there = await cast.joined("Мила"), await cast.joined("Белла")
    now = cast.shop.now()

    def write(tx: Connection) -> None:
        home, away = staff.store_of(tx, cast.lena.member_id), stores.add(tx, "Речная", "Europe/Moscow")
        for someone, where in ((here, home), (there, away)):
            staff.hire(tx, someone.member_id, Role.MANAGER, where, None, now, protected=False)
            stores.give(tx, someone.member_id, (where,))
        staff.move(tx, cast.boris.member_id, away)
        stores.give(tx, cast.boris.member_id, (away,))

    await cast.shop.db.write(write)
    return here, there


async def listed(shop: Shop, someone: Actor) -> list[int]:
    seen = await list_cases(shop, someone.member_id)
    assert isinstance(seen, CaseList), seen
    return [line.id for line in seen.lines]


async def test_a_manager_lists_sees_and_decides_in_his_stores_only(
    cast: Cast, shop: Shop, managers: tuple[Actor, Actor]
) -> None:
    here, there = managers
    anna = await cast.joined("Анна")
    await bought(cast, anna, 450_00)
    await bought(cast, anna, 500_00, cast.boris)
    at_home, away = (await contested(shop, anna, 1)).case_id, (await contested(shop, anna, 2)).case_id
    assert (await listed(shop, here), await listed(shop, there)) == ([at_home], [away])
    assert await listed(shop, cast.owner) == [away, at_home]
    assert reason(await show_case(shop, here.member_id, away)) is Refusal.NOT_YOUR_STORE
    refused = await decide_case(shop, here.member_id, away, accept=True)
    assert reason(refused) is Refusal.NOT_YOUR_STORE
    done = await decide_case(shop, there.member_id, away, accept=True)
    assert isinstance(done, CaseView)
    assert done.state is CaseState.ACCEPTED


async def test_what_came_of_no_sale_is_for_owners(
    cast: Cast, shop: Shop, managers: tuple[Actor, Actor]
) -> None:
    anna = await cast.joined("Анна")
    await bought(cast, anna)
    await claimed(shop, anna, await added(cast))
    view = await contest(shop, anna.member_id, anna.account_id, 2)
    case_id = getattr(view, "case_id", 0)
    assert await listed(shop, managers[0]) == []
    assert reason(await show_case(shop, managers[0].member_id, case_id)) is Refusal.NOT_OWNER
    assert isinstance(await show_case(shop, cast.owner.member_id, case_id), CaseView)


async def test_only_owners_have_the_books_proved(
    cast: Cast, shop: Shop, managers: tuple[Actor, Actor]
) -> None:
    for someone in (managers[0], cast.lena):
        assert reason(await prove_books(shop, someone.member_id)) is Refusal.NOT_OWNER
    assert isinstance(await prove_books(shop, cast.owner.member_id), Verification)
