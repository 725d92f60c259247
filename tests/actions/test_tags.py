"""Tags and cities of members: who gives them, and what a merge and an erasure make of them."""

from collections.abc import Sequence

from actions.show_member import show_member
from actions.tag_member import add_tag, ask_tag, remove_tag, show_tags
from actions.tell_city import tell_city
from actions.undo_merge import undo_merge
from loyalty.member_views import MemberView
from loyalty.merging import MergeView
from loyalty.refusals import Refusal
from loyalty.tags import MOST_TAGS, TagsView, key_of
from storage import people, tags
from tests.actions.buying import reason
from tests.actions.colleagues import manager
from tests.actions.people import Actor, Cast
from tests.actions.test_erasure import erased
from tests.actions.test_merge import merged


async def tagged(cast: Cast, who: Actor, *words: str) -> Sequence[str]:
    """The owner tags somebody; all his tags."""
    for word in words:
        view = await add_tag(cast.shop, cast.owner.member_id, cast.owner.account_id, who.member_id, word)
        assert isinstance(view, TagsView), view
    return await tags_of(cast, who)


async def tags_of(cast: Cast, who: Actor) -> Sequence[str]:
    return await cast.shop.db.read(lambda tx: tags.of_member(tx, who.member_id))


async def city_of(cast: Cast, who: Actor) -> str:
    return (await cast.shop.db.read(lambda tx: people.told(tx, who.member_id))).city


async def test_a_member_has_each_tag_once_and_not_too_many(cast: Cast) -> None:
    anna = await cast.joined("Анна")
    assert await tagged(cast, anna, "VIP", "вино", "vip") == ["vip", "вино"]
    await tagged(cast, anna, *(f"метка {number}" for number in range(MOST_TAGS - 2)))
    owner = (cast.owner.member_id, cast.owner.account_id)
    assert reason(await add_tag(cast.shop, *owner, anna.member_id, "ещё")) is Refusal.LIST_FULL
    view = await remove_tag(cast.shop, cast.owner.member_id, anna.member_id, key_of("vip"))
    assert isinstance(view, TagsView)
    assert len(view.tags) == MOST_TAGS - 1
    assert await remove_tag(cast.shop, cast.owner.member_id, anna.member_id, key_of("vip")) == view


async def test_managers_tag_and_see_it_on_the_card(cast: Cast) -> None:
    anna, mila = await cast.joined("Анна"), await manager(cast, "Мила")
    asked = await ask_tag(cast.shop, mila.member_id, mila.account_id, anna.member_id)
    assert asked == TagsView(anna.member_id, "Анна", [])
    await add_tag(cast.shop, mila.member_id, mila.account_id, anna.member_id, "вино")
    view = await show_member(cast.shop, mila.member_id, anna.member_id)
    assert isinstance(view, MemberView)
    assert view.tags == ["вино"]


async def test_only_members_are_tagged(cast: Cast) -> None:
    stranger = await cast.stranger("Никто")
    for nobody in (stranger.member_id, 999):
        outcome = await show_tags(cast.shop, cast.owner.member_id, nobody)
        assert reason(outcome) is Refusal.MEMBER_UNKNOWN


async def test_a_merge_brings_tags_and_a_city_along_and_takes_them_back(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await tagged(cast, anna, "vip")
    await tagged(cast, twin, "vip", "вино")
    await tell_city(cast.shop, twin.member_id, twin.account_id, "Тверь")
    done = await merged(cast, anna, twin)
    assert (await tags_of(cast, anna), await city_of(cast, anna)) == (["vip", "вино"], "Тверь")
    assert isinstance(await undo_merge(cast.shop, cast.owner.member_id, done.merge_id), MergeView)
    assert (await tags_of(cast, anna), await city_of(cast, anna)) == (["vip"], "")
    assert (await tags_of(cast, twin), await city_of(cast, twin)) == (["vip", "вино"], "Тверь")


async def test_a_city_told_since_the_merge_stays(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await tell_city(cast.shop, twin.member_id, twin.account_id, "Тверь")
    done = await merged(cast, anna, twin)
    await tell_city(cast.shop, anna.member_id, anna.account_id, "Казань")
    await undo_merge(cast.shop, cast.owner.member_id, done.merge_id)
    assert await city_of(cast, anna) == "Казань"


async def test_rule_77_tags_and_city_go_with_the_member(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    for who in (anna, twin):
        await tagged(cast, who, "vip")
        await tell_city(cast.shop, who.member_id, who.account_id, "Тверь")
    await merged(cast, anna, twin)
    await erased(cast.shop, anna)
    for who in (anna, twin):
        assert (await tags_of(cast, who), await city_of(cast, who)) == ([], "")
