"""Imports and merges that are undone after one of their people had himself erased."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from actions.erase_member import ask_erasure, erase_member
from actions.import_work import run_imports
from actions.join import share_phone
from actions.undo_import import undo_import
from actions.undo_merge import show_undo, undo_merge
from actions.verify import verify_ledger
from loyalty.importing import ImportState
from loyalty.merging import MergeView
from loyalty.privacy import Farewell
from loyalty.refusals import Refusal, Refused
from storage import people
from storage.schema import members
from tests.actions.importing import imported, now, table
from tests.actions.people import Actor, Cast
from tests.actions.test_merge import merged, two

ANNA, PAVEL = "+79001234567", "+79001234568"


@pytest.fixture(autouse=True)
async def books(cast: Cast) -> AsyncIterator[None]:
    """Whatever happened, the books add up."""
    yield
    assert (await verify_ledger(cast.shop)).faults == ()


async def erased(cast: Cast, who: Actor) -> None:
    seen = await ask_erasure(cast.shop, who.member_id)
    assert isinstance(seen, Farewell), seen
    assert await erase_member(cast.shop, who.member_id, seen.seq) is None


async def with_phone(cast: Cast, name: str, phone: str) -> Actor:
    someone = await cast.joined(name)
    await share_phone(cast.shop, someone.member_id, phone)
    index = cast.shop.vault.index("phone", phone)
    await cast.shop.db.write(lambda tx: people.change_member(tx, someone.member_id, phone_index=index))
    return someone


async def test_an_import_is_undone_without_those_who_were_erased(cast: Cast) -> None:
    anna = await with_phone(cast, "Анна", ANNA)
    view = await imported(cast, table(f"{ANNA};Анна;500", f"{PAVEL};Павел;100"))
    await erased(cast, anna)
    begun = await undo_import(cast.shop, cast.owner.member_id, view.import_id, "78")
    assert not isinstance(begun, Refused), begun
    await run_imports(cast.shop)
    undone = await now(cast, view)
    assert undone.state is ImportState.UNDONE
    assert (undone.figures["kept"], undone.figures["undone"]) == (1, 1)


async def test_nothing_of_the_old_programme_is_left_of_an_erased_member(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    old = {"member_since": date(2019, 5, 3), "old_card": "7700"}
    await cast.shop.db.write(lambda tx: people.change_member(tx, anna.member_id, **old))
    await erased(cast, anna)
    [row] = [one for one in await cast.stand.rows(members) if one.id == anna.member_id]
    assert (row.member_since, row.old_card) == (None, None)


async def test_a_merge_is_not_undone_for_somebody_erased(cast: Cast) -> None:
    anna, twin = await two(cast)
    view = await merged(cast, anna, twin)
    await erased(cast, anna)
    owner = cast.owner.member_id
    for outcome in (
        await show_undo(cast.shop, owner, view.merge_id),
        await undo_merge(cast.shop, owner, view.merge_id),
    ):
        assert not isinstance(outcome, MergeView)
        assert outcome.reason is Refusal.MERGE_ERASED
