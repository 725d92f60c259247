"""What two cards have beside points when they become one, and what it is after an undone merge."""

from typing import Any

from actions.claims import expire_claims
from actions.contest import contest
from actions.decide_case import decide_case
from actions.expire_points import expire_points
from actions.find_member import find_member
from actions.gift_points import answer_gift
from actions.merge_members import show_merge
from actions.operation import Operation, record
from actions.points import give
from actions.profile import change_phone
from actions.prune import prune
from actions.undo_merge import undo_merge
from actions.verify import verify_ledger
from loyalty.ledger import Kind
from loyalty.merging import UNDO_WINDOW
from loyalty.programme import StampCard, Tier
from loyalty.referrals import Because, FriendState
from loyalty.refusals import Refusal, Refused
from loyalty.tiers import Held
from storage import freezes, gifts, ledger, notices, people, referrals, stamps, standings, steps
from storage import shop as rows
from storage.database import Connection
from tests.actions.buying import added, claimed, left, reason, ruled
from tests.actions.people import Actor, Cast
from tests.actions.refunding import bought, refunded, sound, wallet
from tests.actions.test_merge import merged, rows_of, total, two


async def scalar(cast: Cast, query: str, *values: Any) -> Any:
    return await cast.shop.db.read(lambda tx: tx.exec_driver_sql(query, values).scalar())


async def test_rule_76_the_phone_fills_what_the_kept_card_lacks(cast: Cast) -> None:
    anna, twin = await two(cast)
    owner = cast.owner.member_id
    found = await find_member(cast.shop, owner, "+79001234567")
    assert reason(found) is Refusal.MEMBER_UNKNOWN

    await change_phone(cast.shop, twin.member_id, twin.account_id, "+79001234567")
    view = await merged(cast, anna, twin)
    found = await find_member(cast.shop, owner, "+79001234567")
    assert not isinstance(found, Refused)
    assert [one.member_id for one in found] == [anna.member_id]
    await undo_merge(cast.shop, owner, view.merge_id)
    found = await find_member(cast.shop, owner, "+79001234567")
    assert not isinstance(found, Refused)
    assert [one.member_id for one in found] == [twin.member_id]
    assert await scalar(cast, "SELECT count(phone) FROM merges") == 0


async def test_rule_76_what_was_told_goes_with_the_right_to_undo(cast: Cast) -> None:
    anna, twin = await two(cast)
    await change_phone(cast.shop, twin.member_id, twin.account_id, "+79001234567")
    await merged(cast, anna, twin)
    assert await scalar(cast, "SELECT count(phone) FROM merges") == 1
    cast.clock.advance(UNDO_WINDOW.total_seconds() + 1)
    await prune(cast.shop)
    assert await scalar(cast, "SELECT count(phone) FROM merges") == 0


async def test_rule_76_a_change_that_was_merged_twice_is_reversed_once(cast: Cast) -> None:
    anna, twin = await two(cast)
    for _ in range(2):
        view = await merged(cast, anna, twin)
        await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    await merged(cast, anna, twin)
    await refunded(cast, 2, 2_000_00, cast.owner)
    assert await left(cast.shop, anna) == 50
    await sound(cast)


async def test_rule_76_the_higher_tier_and_the_steps_of_both(cast: Cast) -> None:
    anna, twin = await two(cast)

    def write(tx: Connection) -> None:
        standings.keep(tx, twin.member_id, Held("gold"), cast.shop.now())
        steps.move_carry(tx, anna.member_id, 10)
        steps.move_carry(tx, twin.member_id, 5)

    await ruled(cast.shop, tiers=(Tier("gold", "", 5_000_00),))
    await cast.shop.db.write(write)
    before = await rows_of(cast)
    view = await merged(cast, anna, twin)
    assert view.tier_name == "silver"
    carry = "SELECT step_carry_minor FROM standings WHERE member_id = ?"
    assert [await scalar(cast, carry, who.member_id) for who in (anna, twin)] == [15, 0]
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert [await scalar(cast, carry, who.member_id) for who in (anna, twin)] == [10, 5]
    assert await rows_of(cast) == before


async def test_rule_76_stamps_add_up_and_a_used_one_keeps_the_cards_together(cast: Cast) -> None:
    await ruled(cast.shop, stamps=(StampCard("c", "Кофе", 3, "Капучино"),))
    anna, twin = await two(cast)
    view = await merged(cast, anna, twin)
    counts = await cast.shop.db.read(lambda tx: stamps.counts(tx, anna.member_id))
    assert counts == {"c": 2}
    cast.clock.advance(24 * 3600)
    await bought(cast, anna, 300_00)
    assert await cast.shop.db.read(lambda tx: stamps.counts(tx, anna.member_id)) == {}
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.UNMERGE_SPENT
    await sound(cast)


async def test_rule_76_a_claim_comes_along_and_its_points_can_come_back(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")
    await bought(cast, twin, 10_000_00)
    await claimed(cast.shop, twin, await added(cast))
    before = await rows_of(cast)
    view = await merged(cast, anna, twin)
    assert await scalar(cast, "SELECT member_id FROM claims") == anna.member_id
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert await rows_of(cast) == before
    await merged(cast, anna, twin)
    cast.clock.advance(400 * 24 * 3600)

    await expire_claims(cast.shop)
    await sound(cast)


async def test_rule_76_a_contested_change_is_decided_on_the_kept_card(cast: Cast) -> None:
    anna, twin = await two(cast)
    await contest(cast.shop, twin.member_id, twin.account_id, 1)
    assert (await wallet(cast, twin)).blocked == 100
    view = await merged(cast, anna, twin)
    assert (await wallet(cast, anna)).blocked == 100
    assert await scalar(cast, "SELECT member_id || ':' || seq FROM cases") == f"{anna.member_id}:2"
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert await scalar(cast, "SELECT member_id || ':' || seq FROM cases") == f"{twin.member_id}:1"
    await merged(cast, anna, twin)

    assert not isinstance(await decide_case(cast.shop, cast.owner.member_id, 1, accept=True), Refused)
    assert await left(cast.shop, anna) == 50
    await sound(cast)


async def test_rule_76_a_frozen_card_waits(cast: Cast) -> None:
    anna, twin = await two(cast)
    owner = cast.owner.member_id
    await cast.shop.db.write(lambda tx: freezes.begin(tx, twin.member_id, owner, "проверка", cast.shop.now()))
    seen = await show_merge(cast.shop, owner, anna.member_id, twin.member_id)
    assert reason(seen) is Refusal.MERGE_FROZEN


async def test_rule_76_points_on_their_way_to_a_friend_stay_set_aside(cast: Cast) -> None:
    anna, twin = await two(cast)
    gift_id = await _offered(cast, twin, 30)
    before = await rows_of(cast), await wallet(cast, twin)
    view = await merged(cast, anna, twin)
    assert (await wallet(cast, anna)).reserved == 30
    await sound(cast)
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert (await rows_of(cast), await wallet(cast, twin)) == before
    await sound(cast)
    view = await merged(cast, anna, twin)
    friend = await cast.joined("Друг")
    await cast.shop.db.write(lambda tx: gifts.opened(tx, gift_id, friend.member_id))
    assert not isinstance(await answer_gift(cast.shop, friend.member_id, gift_id, accept=True), Refused)
    assert (await left(cast.shop, friend), await left(cast.shop, anna)) == (30, 120)
    assert reason(await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)) is Refusal.UNMERGE_SPENT
    await sound(cast)


async def _offered(cast: Cast, who: Actor, points: int) -> int:
    """A gift offered by its link; its id."""

    def write(tx: Connection) -> int:
        lot = ledger.open_lots(tx, who.member_id)[0]
        ends = cast.shop.now().replace(year=cast.shop.now().year + 1)
        return gifts.add(tx, "token", who.member_id, {lot.id: points}, cast.shop.now(), ends)

    return await cast.shop.db.write(write)


async def test_rule_76_a_friend_who_was_invited_before_is_not_paid_for_twice(cast: Cast) -> None:
    host = await cast.joined("Хозяин")
    twin, anna = await cast.joined("Анна Первая"), await cast.joined("Анна")

    def write(tx: Connection) -> None:
        for who, inviter in ((twin, host), (anna, twin)):
            people.change_member(tx, who.member_id, invited_by=inviter.member_id)
            state, because = FriendState.JOINED, Because.NOTHING
            referrals.add(tx, who.member_id, inviter.member_id, state, because, cast.shop.now())

    await cast.shop.db.write(write)
    before = await rows_of(cast)
    view = await merged(cast, anna, twin)
    assert await scalar(cast, "SELECT invited_by FROM members WHERE id = ?", anna.member_id) == host.member_id
    state = "SELECT inviter_id || state FROM referrals WHERE friend_id = ?"
    assert await scalar(cast, state, anna.member_id) == f"{host.member_id}joined"
    assert await scalar(cast, state, twin.member_id) == f"{anna.member_id}void"
    await undo_merge(cast.shop, cast.owner.member_id, view.merge_id)
    assert await rows_of(cast) == before


async def test_rule_76_what_waits_to_be_sent_goes_to_the_same_account(cast: Cast) -> None:
    anna, twin = await two(cast)
    await merged(cast, anna, twin)

    def read(tx: Connection) -> list[tuple[str, str | None]]:
        due = notices.due(tx, "telegram", cast.shop.now(), 100)
        return [(one.kind, one.external_id) for one in due]

    waiting = await cast.shop.db.read(read)
    assert waiting
    rows = await scalar(
        cast,
        "SELECT count(*) FROM notices WHERE member_id = ? AND state = 'queued' AND kind != 'commands'",
        twin.member_id,
    )
    assert rows == 0


async def test_rule_76_restricted_points_stay_locked_and_burning_finds_each_lot_once(cast: Cast) -> None:
    anna, twin = await cast.joined("Анна"), await cast.joined("Анна Вторая")

    def write(tx: Connection) -> None:

        operation_id = record(tx, Operation("w", {}, None, cast.shop.now()), {})
        give(tx, operation_id, twin.member_id, Kind.WELCOME, 40, rows.programme(tx), cast.shop.now())

    await cast.shop.db.write(write)
    points = await total(cast)
    await merged(cast, anna, twin)
    assert (await wallet(cast, anna)).locked == 40
    assert await total(cast) == points
    cast.clock.advance(800 * 24 * 3600)
    await expire_points(cast.shop)
    assert (await verify_ledger(cast.shop)).faults == ()
