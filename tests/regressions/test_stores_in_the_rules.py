"""What a store is called where the rules speak of its own percentage, and which one may get one."""

import pytest

from actions.draft_programme import add_item, desk
from actions.edit_stores import ADDRESS, ask_about_store, close_store, tell_about_store
from actions.show_rules import rules_view
from loyalty.programme import StoreRate
from loyalty.refusals import Refusal, Refused
from loyalty.settings_views import Desk, RulesView
from storage import shop as rows
from tests.actions.buying import ruled
from tests.actions.colleagues import FIRST, opened_store, reason
from tests.actions.people import Cast
from texts.program_items import choose_store
from texts.rules import rules_screen
from texts.words import words_for

WORDS = words_for("en", "UTC", "RUB")


async def said(cast: Cast) -> str:
    view = await rules_view(cast.shop)
    assert isinstance(view, RulesView)
    return str(rules_screen(WORDS, view, cast.clock.now().date()).text)


async def test_the_only_one_is_not_named(cast: Cast) -> None:
    await ruled(cast.shop, stores=(StoreRate(FIRST, 700),))
    assert "Our store: 7" in await said(cast)


async def test_of_several_one_without_a_name_is_called_by_its_address(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    programme = await cast.shop.db.read(rows.programme)
    await ruled(cast.shop, stores=(StoreRate(FIRST, 700), StoreRate(other, 800)))
    assert f"{programme.brand}: 7" in await said(cast), "as everywhere else"
    owner = (cast.owner.member_id, cast.owner.account_id)
    await ask_about_store(cast.shop, *owner, ADDRESS, FIRST)
    await tell_about_store(cast.shop, *owner, f"{ADDRESS}:{FIRST}", "ул. Мира, 1")
    text = await said(cast)
    assert "ул. Мира, 1: 7" in text
    assert "Ленина 5: 8" in text
    drawer = await desk(cast.shop, cast.owner.member_id)
    assert isinstance(drawer, Desk)
    assert dict(drawer.stores) == {FIRST: "ул. Мира, 1", other: "Ленина 5"}


async def test_a_closed_store_is_not_offered_for_a_percentage_of_its_own(cast: Cast) -> None:
    owner = (cast.owner.member_id, cast.owner.account_id)
    other = await opened_store(cast, "Ленина 5")
    assert not isinstance(await close_store(cast.shop, cast.owner.member_id, other), Refused)
    drawer = await desk(cast.shop, cast.owner.member_id)
    assert isinstance(drawer, Desk)
    actions = [button.action for row in choose_store(WORDS, drawer).buttons for button in row]
    assert f"program.add:stores:{FIRST}" in actions
    assert f"program.add:stores:{other}" not in actions
    assert reason(await add_item(cast.shop, *owner, "stores", str(other))) is Refusal.STORE_GONE


@pytest.mark.parametrize("key", ["999", f"0{FIRST}", "١", "²", "-1"])
async def test_a_button_with_a_store_that_never_was_adds_nothing(cast: Cast, key: str) -> None:
    owner = (cast.owner.member_id, cast.owner.account_id)
    assert reason(await add_item(cast.shop, *owner, "stores", key)) is Refusal.STORE_GONE
    drawer = await desk(cast.shop, cast.owner.member_id)
    assert isinstance(drawer, Desk)
    assert drawer.differences == ()
