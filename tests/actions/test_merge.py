"""Two cards become one and two again: points, purchases, what belongs to a person, and who may do it."""

import asyncio
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.join import ADVERTISING, share_phone
from actions.merge_members import ask_other, merge_members, show_merge
from actions.open_sale import open_sale
from actions.recognise import recognise
from actions.show_history import show_history
from actions.undo_merge import show_undo, undo_merge
from actions.undo_sale import undo_sale
from loyalty.merging import UNDO_WINDOW, MergeView
from loyalty.refusals import Refusal
from loyalty.views import SaleView
from storage import ledger, people, sales
from storage.database import Connection
from tests.actions.buying import added, claimed, in_debt, left, reason
from tests.actions.people import Actor, Cast, raised
from tests.actions.refunding import bought, refunded, sound, wallet
from tests.clockwork.stand import HandClock


async def merged(cast: Cast, kept: Actor, other: Actor) -> MergeView:
    """The owner merges them, and looks twice."""
    owner = cast.owner.member_id
    seen = await show_merge(cast.shop, owner, kept.member_id, other.member_id)
    assert isinstance(seen, MergeView), seen
    done = await merge_members(cast.shop, owner, kept.member_id, other.member_id, seen.seqs)
    assert isinstance(done, MergeView), done
    assert done.merge_id
    again = await merge_members(cast.shop, owner, kept.member_id, other.member_id, seen.seqs)
    assert again == done
    return done


async def total(cast: Cast) -> int:
    """Everything everybody has, less what is owed."""

    def read(tx: Connection) -> int:
        return int(tx.exec_driver_sql("SELECT sum(points) FROM heads").scalar() or 0)

    return await cast.shop.db.read(read)


async def two(cast: Cast) -> tuple[Actor, Actor]:
    """The same person with two cards, a purchase on each."""
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, anna, 1_000_00)
    await bought(cast, twin, 2_000_00, "17")
    return anna, twin


async def test_rule_76_two_cards_become_one_with_all_their_points(cast: Cast) -> None:
    anna, twin = await two(cast)
    before = await total(cast)
    view = await merged(cast, anna, twin)
    assert (view.kept.points, view.other.points) == (150, 0)
    assert await total(cast) == before
    assert await left(cast.shop, anna) == 150
    await sound(cast)
    for who in (anna, twin):
        speaker, _ = await recognise(cast.shop, "telegram", who.external_id)
        assert speaker is not None
        assert speaker.member_id == anna.member_id
    told = [data for kind, data in await cast.told(anna) if kind == "merged"]
    assert told == [{"number": anna.number, "available": 150}] * 2


async def test_rule_76_lots_keep_their_dates_and_kinds(cast: Cast) -> None:
    anna, twin = await two(cast)
    await bought(cast, twin, 500_00)
    old = await cast.shop.db.read(lambda tx: ledger.open_lots(tx, twin.member_id))
    mine = await cast.shop.db.read(lambda tx: ledger.open_lots(tx, anna.member_id))
    await merged(cast, anna, twin)
    now = await cast.shop.db.read(lambda tx: ledger.open_lots(tx, anna.member_id))
    assert [(one.kind, one.remaining, one.active_from, one.expires_at, one.purchase_id) for one in now] == [
        (one.kind, one.remaining, one.active_from, one.expires_at, one.purchase_id) for one in (*mine, *old)
    ]


async def test_rule_76_a_purchase_of_the_other_card_can_still_be_refunded(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, twin, 10_000_00)
    paid = await bought(cast, twin, 1_000_00, paying=True)
    before = await wallet(cast, twin)
    await merged(cast, anna, twin)
    assert await wallet(cast, anna) == before
    await refunded(cast, paid, 400_00, cast.owner)
    await refunded(cast, paid, 600_00, cast.owner)
    assert await left(cast.shop, anna) == 500
    await sound(cast)


async def test_rule_76_the_printed_card_and_the_account_of_the_other_lead_to_the_kept(cast: Cast) -> None:
    anna, twin = await two(cast)
    await merged(cast, anna, twin)
    for token, number in ((twin.card_token, ""), ("", twin.number)):
        opened = await open_sale(
            cast.shop, cast.lena.member_id, cast.lena.account_id, card_token=token, number=number
        )
        assert isinstance(opened, SaleView)
        draft_id = opened.draft_id
        draft = await cast.shop.db.read(partial(sales.draft, draft_id=draft_id))
        assert draft is not None
        assert draft.member_id == anna.member_id


async def test_rule_76_the_history_is_one(cast: Cast) -> None:
    anna, twin = await two(cast)
    await bought(cast, anna, 300_00)
    view = await merged(cast, anna, twin)
    page = await show_history(cast.shop, anna.member_id)
    assert sorted(line.amount_minor or 0 for line in page.lines) == [300_00, 1_000_00, 2_000_00]
    assert not isinstance(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id), Refusal)
    page = await show_history(cast.shop, anna.member_id)
    assert sorted(line.amount_minor or 0 for line in page.lines) == [300_00, 1_000_00]
    page = await show_history(cast.shop, twin.member_id)
    assert [line.amount_minor for line in page.lines] == [2_000_00]


async def test_rule_76_an_undone_merge_leaves_what_there_was(cast: Cast) -> None:
    anna, twin = await two(cast)
    await share_phone(cast.shop, twin.member_id, "+79001234567")
    before = (await wallet(cast, anna), await wallet(cast, twin), await rows_of(cast))
    view = await merged(cast, anna, twin)
    await sound(cast)
    undone = await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert isinstance(undone, MergeView)
    assert undone.undone
    assert await undo_merge(cast.shop, cast.owner.member_id, view.merge_id) == undone
    assert (await wallet(cast, anna), await wallet(cast, twin), await rows_of(cast)) == before
    await sound(cast)
    for who in (anna, twin):
        assert [kind for kind, _ in await cast.told(who)][-1] == "unmerged"
        assert (await cast.actor(who.external_id)).member_id == who.member_id
    await refunded(cast, 2, 2_000_00, cast.owner)
    assert await left(cast.shop, twin) == 0
    await sound(cast)


async def rows_of(cast: Cast) -> list[list[object]]:
    """What stands about people and things, apart from the books."""

    def read(tx: Connection) -> list[list[object]]:
        queries = (
            "SELECT id, number, tier, step, phone_index, invited_by, joined_at, merged_into FROM members",
            "SELECT id, member_id FROM accounts ORDER BY id",
            "SELECT id, member_id FROM purchases ORDER BY id",
            "SELECT id, member_id, claim_id FROM stamps ORDER BY id",
            "SELECT id, member_id, state FROM claims ORDER BY id",
            "SELECT id, friend_id, inviter_id, state FROM referrals ORDER BY id",
            "SELECT member_id, occasion FROM occasions ORDER BY member_id, occasion",
        )
        return [[tuple(row) for row in tx.exec_driver_sql(query)] for query in queries]

    return await cast.shop.db.read(read)


async def test_rule_76_a_merge_is_not_undone_when_its_points_were_used(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, twin, 10_000_00)
    view = await merged(cast, anna, twin)
    await claimed(cast.shop, anna, await added(cast))
    assert reason(await show_undo(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.UNMERGE_SPENT
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.UNMERGE_SPENT


async def test_rule_76_a_merge_is_not_undone_after_a_refund_or_too_late(cast: Cast, clock: HandClock) -> None:
    anna, twin = await two(cast)
    view = await merged(cast, anna, twin)
    await refunded(cast, 2, 100_00, cast.owner)
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.UNMERGE_SPENT
    clock.advance(UNDO_WINDOW.total_seconds() + 1)
    late = await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert reason(late) is Refusal.UNMERGE_TOO_LATE
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, 99)) is Refusal.MERGE_OVER


async def test_rule_76_a_debt_comes_along_and_goes_back(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await in_debt(cast, twin)
    owed = (await wallet(cast, twin)).debt
    assert owed
    view = await merged(cast, anna, twin)
    assert (await wallet(cast, anna)).debt == owed
    await sound(cast)
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert ((await wallet(cast, anna)).debt, (await wallet(cast, twin)).debt) == (0, owed)
    view = await merged(cast, anna, twin)
    await bought(cast, anna, 1_000_00)
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.UNMERGE_SPENT
    await sound(cast)


async def test_rule_76_the_stricter_consent_stays(cast: Cast) -> None:
    anna, twin = await two(cast)

    async def allowed(who: Actor) -> bool:
        return await cast.shop.db.read(lambda tx: people.consent(tx, who.member_id, ADVERTISING))

    await cast.shop.db.write(
        lambda tx: people.add_consent(
            tx, twin.member_id, ADVERTISING, given=False, text_version="1", language="ru", at=cast.shop.now()
        )
    )
    view = await merged(cast, anna, twin)
    assert view.stops_ads
    assert not await allowed(anna)
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert await allowed(anna)


async def test_rule_76_only_an_owner_merges_and_never_who_works_here(cast: Cast) -> None:
    anna, twin = await two(cast)
    shop, owner = cast.shop, cast.owner.member_id
    for door in (
        show_merge(shop, cast.lena.member_id, anna.member_id, twin.member_id),
        merge_members(shop, cast.lena.member_id, anna.member_id, twin.member_id, (1, 1)),
        ask_other(shop, cast.lena.member_id, cast.lena.account_id, anna.member_id),
        undo_merge(shop, cast.lena.member_id, 1),
    ):
        assert reason(await door) is Refusal.NOT_OWNER
    await cast.finish_joining(cast.lena, "Лена")
    assert reason(await show_merge(shop, owner, anna.member_id, cast.lena.member_id)) is Refusal.MERGE_STAFF
    assert reason(await show_merge(shop, owner, anna.member_id, anna.member_id)) is Refusal.MERGE_SAME
    assert reason(await show_merge(shop, owner, anna.member_id, 999)) is Refusal.MEMBER_UNKNOWN
    assert reason(await ask_other(shop, owner, cast.owner.account_id, 999)) is Refusal.MEMBER_UNKNOWN


async def test_rule_76_a_card_at_the_till_waits(cast: Cast) -> None:
    anna, twin = await two(cast)
    view = await merged(cast, anna, twin)
    await cast.preview(cast.lena, anna, 100_00)
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.MERGE_AT_TILL
    third = await cast.joined("Третья")
    seen = await show_merge(cast.shop, cast.owner.member_id, third.member_id, anna.member_id)
    assert reason(seen) is Refusal.MERGE_AT_TILL


async def test_rule_76_of_two_merges_at_once_one_happens(cast: Cast) -> None:
    anna, twin = await two(cast)
    owner, points = cast.owner.member_id, await total(cast)
    seen = await show_merge(cast.shop, owner, anna.member_id, twin.member_id)
    assert isinstance(seen, MergeView)
    done = await asyncio.gather(
        merge_members(cast.shop, owner, anna.member_id, twin.member_id, seen.seqs),
        merge_members(cast.shop, owner, anna.member_id, twin.member_id, seen.seqs),
        merge_members(cast.shop, owner, twin.member_id, anna.member_id, seen.seqs),
    )
    assert done[0] == done[1]
    assert reason(done[2]) is Refusal.MEMBER_UNKNOWN
    assert await total(cast) == points
    await sound(cast)
    assert isinstance(done[0], MergeView)
    undone = await asyncio.gather(*[undo_merge(cast.shop, owner, done[0].merge_id) for _ in range(2)])
    assert undone[0] == undone[1]
    assert await total(cast) == points
    await sound(cast)


async def test_rule_76_what_moved_meanwhile_is_shown_first(cast: Cast) -> None:
    anna, twin = await two(cast)
    seen = await show_merge(cast.shop, cast.owner.member_id, anna.member_id, twin.member_id)
    assert isinstance(seen, MergeView)
    await bought(cast, twin, 100_00)
    fresh = await merge_members(cast.shop, cast.owner.member_id, anna.member_id, twin.member_id, seen.seqs)
    assert isinstance(fresh, MergeView)
    assert (fresh.merge_id, fresh.other.points) == (0, 105)


async def test_rule_76_cards_merged_one_after_another(cast: Cast) -> None:
    anna, twin = await two(cast)
    third = await cast.joined("Третья")
    await bought(cast, third, 400_00)
    first = await merged(cast, twin, anna)
    second = await merged(cast, third, twin)
    assert await left(cast.shop, third) == 170
    await sound(cast)
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, first.merge_id)) is Refusal.MERGE_OVER
    await undo_merge(cast.shop, cast.owner.member_id, second.merge_id)
    await undo_merge(cast.shop, cast.owner.member_id, first.merge_id)
    assert [await left(cast.shop, who) for who in (anna, twin, third)] == [50, 100, 20]
    await sound(cast)
    await merged(cast, anna, twin)
    assert await left(cast.shop, anna) == 150
    await refunded(cast, 2, 2_000_00, cast.owner)
    await sound(cast)


STEPS = st.lists(
    st.tuples(st.sampled_from(["buy", "pay", "refund", "undo"]), st.integers(0, 1), st.integers(1, 60)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS)
async def test_rule_76_any_two_cards_add_up_and_come_apart(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str, int, int]],
    after: list[tuple[str, int, int]],
) -> None:
    path = tmp_path_factory.mktemp("merge") / "shop.db"
    async with raised(path, HandClock()) as cast:
        pair = (await cast.joined("Анна"), await cast.joined("Анна Вторая"))
        for step in before:
            await _live(cast, pair, step)
        points, wallets = await total(cast), [await wallet(cast, one) for one in pair]
        view = await merged(cast, *pair)
        assert await total(cast) == points
        await sound(cast)
        assert isinstance(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id), MergeView)
        assert [await wallet(cast, one) for one in pair] == wallets
        await sound(cast)
        await merged(cast, pair[1], pair[0])
        for step in after:
            await _live(cast, (pair[1], pair[1]), step)
        await sound(cast)


async def _live(cast: Cast, pair: tuple[Actor, Actor], step: tuple[str, int, int]) -> None:
    """Something that happens to one of the two."""
    kind, whose, figure = step
    who = pair[whose]
    has_points = (await wallet(cast, who)).available > 0
    if kind in ("buy", "pay"):
        await bought(cast, who, figure * 100_00, paying=kind == "pay" and has_points)
        return
    newest = await cast.shop.db.read(
        lambda tx: tx.exec_driver_sql(
            "SELECT id, amount_minor - refunded_minor FROM purchases WHERE member_id = ? AND undone_at "
            "IS NULL AND refunded_minor < amount_minor ORDER BY id DESC LIMIT 1",
            (who.member_id,),
        ).one_or_none()
    )
    if newest is not None and kind == "refund":
        await refunded(cast, newest[0], max(1, newest[1] * figure // 60), cast.owner)
    elif newest is not None:
        await undo_sale(cast.shop, cast.lena.member_id, newest[0])
