"""Rule 79: points by hand, with reason, expiry, author, limit and notify flag; twice is once."""

import asyncio
from datetime import UTC, datetime

import pytest

from actions.find_member import ask_member, find_member
from actions.grant_points import confirm_grant, decline_grant
from actions.grant_points_draft import ask_points, change_grant, drop_grant, tell_reason, write_grant
from actions.shop import Shop
from actions.show_grant import show_grant
from actions.show_member import show_member
from actions.verify import verify_ledger
from loyalty.member_views import FoundMember, GrantState, GrantView, MemberView
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from storage import people, staff
from storage.schema import entries, grants, lots, remarks
from tests.actions.people import Actor, Cast


@pytest.fixture
async def anna(cast: Cast) -> Actor:
    return await cast.joined("Анна Ёлкина")


async def written(cast: Cast, member: Actor, points: str = "500", reason: str = "за терпение") -> int:
    """A grant that only has to be confirmed."""
    owner = cast.owner
    view = await write_grant(cast.shop, owner.member_id, owner.account_id, member.member_id, points)
    assert isinstance(view, GrantView), view
    told = await tell_reason(cast.shop, owner.member_id, owner.account_id, view.grant_id, reason)
    assert isinstance(told, GrantView), told
    return view.grant_id


async def confirmed(cast: Cast, grant_id: int, by: Actor | None = None) -> GrantState | Refusal:
    view = await confirm_grant(cast.shop, (by or cast.owner).member_id, grant_id)
    return view.reason if isinstance(view, Refused) else view.state


async def balance(cast: Cast, member: Actor) -> int:
    view = await show_member(cast.shop, cast.owner.member_id, member.member_id)
    assert isinstance(view, MemberView)
    return view.wallet.available


async def second_owner(cast: Cast) -> Actor:
    actor = await cast.joined("Пётр")
    now = cast.clock.now()
    await cast.shop.db.write(
        lambda tx: staff.hire(tx, actor.member_id, Role.OWNER, 1, cast.owner.member_id, now, protected=False)
    )
    return actor


async def test_rule_79_a_grant_keeps_author_and_reason_and_tells_the_member(
    cast: Cast, shop: Shop, anna: Actor
) -> None:
    grant_id = await written(cast, anna)
    assert await confirmed(cast, grant_id) is GrantState.GIVEN
    (entry,) = await cast.stand.rows(entries)
    assert (entry.kind, entry.points, entry.actor_id) == ("manual", 500, cast.owner.member_id)
    (remark,) = await cast.stand.rows(remarks)
    assert (remark.about, remark.about_id, remark.text) == ("grant", grant_id, "за терпение")
    assert ("granted", {"points": 500, "available": 500, "seq": 1}) in await cast.told(anna)
    assert (await verify_ledger(shop)).fault_count == 0


async def test_rule_79_a_double_tap_is_one_grant(cast: Cast, anna: Actor) -> None:
    grant_id = await written(cast, anna)
    taps = await asyncio.gather(*(confirmed(cast, grant_id) for _ in range(20)))
    assert set(taps) == {GrantState.GIVEN}
    assert await balance(cast, anna) == 500
    assert [kind for kind, _ in await cast.told(anna)].count("granted") == 1


async def test_rule_79_its_own_term_ends_with_the_last_day(cast: Cast, shop: Shop, anna: Actor) -> None:
    grant_id = await written(cast, anna)
    view = await change_grant(shop, cast.owner.member_id, grant_id, lifetime_days=30)
    assert isinstance(view, GrantView)
    assert view.lifetime_days == 30
    odd = await change_grant(shop, cast.owner.member_id, grant_id, lifetime_days=31)
    assert odd == view
    await confirmed(cast, grant_id)
    (lot,) = await cast.stand.rows(lots)
    assert lot.expires_at == datetime(2026, 6, 2, 21, tzinfo=UTC)


async def test_rule_79_a_silent_grant_tells_nobody(cast: Cast, shop: Shop, anna: Actor) -> None:
    grant_id = await written(cast, anna)
    await change_grant(shop, cast.owner.member_id, grant_id, silent=True)
    assert await confirmed(cast, grant_id) is GrantState.GIVEN
    assert await cast.told(anna) == []


async def test_rule_79_an_only_owner_confirms_a_large_grant_after_ten_minutes(
    cast: Cast, anna: Actor
) -> None:
    grant_id = await written(cast, anna, "5001")
    assert await confirmed(cast, grant_id) is GrantState.WAITING
    assert await confirmed(cast, grant_id) is Refusal.GRANT_TOO_EARLY
    cast.clock.advance(599)
    assert await confirmed(cast, grant_id) is Refusal.GRANT_TOO_EARLY
    assert await balance(cast, anna) == 0
    cast.clock.advance(1)
    assert await confirmed(cast, grant_id) is GrantState.GIVEN
    assert await balance(cast, anna) == 5001
    assert (await cast.told(cast.owner))[-1][0] == "grant_due"


async def test_rule_79_with_several_owners_another_one_approves(cast: Cast, shop: Shop, anna: Actor) -> None:
    petr = await second_owner(cast)
    grant_id = await written(cast, anna, "6000")
    assert await confirmed(cast, grant_id) is GrantState.WAITING
    cast.clock.advance(3_600)
    assert await confirmed(cast, grant_id) is Refusal.GRANT_OTHER_OWNER
    asked = {"grant": grant_id, "points": 6000, "person": anna.member_id}
    assert await cast.told(petr) == [("grant_asked", asked)]
    view = await show_grant(shop, petr.member_id, grant_id)
    assert isinstance(view, GrantView)
    assert (view.own, view.reason) == (False, "за терпение")
    assert await confirmed(cast, grant_id, petr) is GrantState.GIVEN
    answer = {"points": 6000, "person": anna.member_id, "approved": True}
    assert ("grant_answered", answer) in await cast.told(cast.owner)


async def test_rule_79_another_owner_may_decline(cast: Cast, shop: Shop, anna: Actor) -> None:
    petr = await second_owner(cast)
    grant_id = await written(cast, anna, "6000")
    early = await decline_grant(shop, petr.member_id, grant_id)
    assert isinstance(early, Refused)
    assert await confirmed(cast, grant_id, petr) is Refusal.GRANT_OVER
    await confirmed(cast, grant_id)
    declined = await decline_grant(shop, petr.member_id, grant_id)
    assert isinstance(declined, GrantView)
    assert declined.state is GrantState.DECLINED
    assert await confirmed(cast, grant_id, petr) is Refusal.GRANT_OVER
    assert await balance(cast, anna) == 0


async def test_rule_79_a_split_gift_meets_the_same_limit(cast: Cast, anna: Actor) -> None:
    assert await confirmed(cast, await written(cast, anna, "3000")) is GrantState.GIVEN
    assert await confirmed(cast, await written(cast, anna, "2000")) is GrantState.GIVEN
    assert await confirmed(cast, await written(cast, anna, "1")) is GrantState.WAITING
    cast.clock.advance(86_401)
    assert await confirmed(cast, await written(cast, anna, "1")) is GrantState.GIVEN


async def test_rule_79_points_to_oneself_always_take_a_second_look(cast: Cast) -> None:
    olga = cast.owner
    await cast.shop.db.write(
        lambda tx: people.change_member(
            tx, olga.member_id, step="joined", joined_at=cast.clock.now(), name="Ольга"
        )
    )
    assert await confirmed(cast, await written(cast, olga, "1")) is GrantState.WAITING


@pytest.mark.parametrize("typed", ["0", "-5", "1000001", "сто", "5.5", "", "9" * 10_000, "😀", "٣٣٣٣٣٣٣٣"])
async def test_odd_points_get_a_kind_answer(cast: Cast, shop: Shop, anna: Actor, typed: str) -> None:
    owner = cast.owner
    outcome = await write_grant(shop, owner.member_id, owner.account_id, anna.member_id, typed)
    assert outcome == Refused(Refusal.GRANT_RANGE, {"most": 1_000_000})
    assert await cast.stand.rows(grants) == []


@pytest.mark.parametrize("typed", ["", "  ", "я" * 201, "\u200b"])
async def test_a_grant_needs_a_reason(cast: Cast, shop: Shop, anna: Actor, typed: str) -> None:
    owner = cast.owner
    view = await write_grant(shop, owner.member_id, owner.account_id, anna.member_id, "+1 000")
    assert isinstance(view, GrantView)
    assert view.points == 1_000
    outcome = await tell_reason(shop, owner.member_id, owner.account_id, view.grant_id, typed)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.REASON_UNCLEAR
    assert await confirmed(cast, view.grant_id) is Refusal.REASON_UNCLEAR


async def test_what_was_dropped_or_forgotten_is_not_given(cast: Cast, shop: Shop, anna: Actor) -> None:
    dropped, old = await written(cast, anna), await written(cast, anna)
    view = await drop_grant(shop, cast.owner.member_id, dropped)
    assert isinstance(view, GrantView)
    assert view.state is GrantState.DROPPED
    assert await confirmed(cast, dropped) is Refusal.GRANT_OVER
    cast.clock.advance(8 * 86_400)
    assert await confirmed(cast, old) is Refusal.GRANT_OVER
    assert await confirmed(cast, 999) is Refusal.GRANT_OVER


async def test_only_owners_give_and_look(cast: Cast, shop: Shop, anna: Actor) -> None:
    grant_id, lena = await written(cast, anna), cast.lena
    outcomes = [
        await ask_points(shop, lena.member_id, lena.account_id, anna.member_id),
        await write_grant(shop, lena.member_id, lena.account_id, anna.member_id, "5"),
        await tell_reason(shop, lena.member_id, lena.account_id, grant_id, "так"),
        await change_grant(shop, lena.member_id, grant_id, silent=True),
        await drop_grant(shop, lena.member_id, grant_id),
        await confirm_grant(shop, lena.member_id, grant_id),
        await decline_grant(shop, lena.member_id, grant_id),
        await show_grant(shop, lena.member_id, grant_id),
        await find_member(shop, lena.member_id, "Анна"),
        await ask_member(shop, lena.member_id, lena.account_id),
    ]
    assert {one.reason for one in outcomes if isinstance(one, Refused)} == {Refusal.NOT_ALLOWED}
    assert all(isinstance(one, Refused) for one in outcomes)
    assert await confirmed(cast, grant_id) is GrantState.GIVEN
    assert await confirm_grant(shop, lena.member_id, grant_id) == Refused(Refusal.NOT_ALLOWED)


@pytest.mark.parametrize("text", ["анна", "ЕЛКИН", "ёлк"])
async def test_a_member_is_found_by_a_part_of_the_name(
    cast: Cast, shop: Shop, anna: Actor, text: str
) -> None:
    line = FoundMember(anna.member_id, "Анна Ёлкина", anna.number)
    assert await find_member(shop, cast.owner.member_id, text) == (line,)


@pytest.mark.parametrize("text", ["8 900 123-45-67", "+79001234567", "900 123 45 67", "7 (900) 123 45 67"])
async def test_a_member_is_found_by_phone(cast: Cast, shop: Shop, anna: Actor, text: str) -> None:
    index = shop.vault.index("phone", "+79001234567")
    await shop.db.write(lambda tx: people.change_member(tx, anna.member_id, phone_index=index))
    found = await find_member(shop, cast.owner.member_id, text)
    assert not isinstance(found, Refused)
    assert [one.member_id for one in found] == [anna.member_id]


async def test_a_member_is_found_by_card_number(cast: Cast, shop: Shop, anna: Actor) -> None:
    number = f"{anna.number[:4]} {anna.number[4:8]} {anna.number[8:]}"
    found = await find_member(shop, cast.owner.member_id, number)
    assert not isinstance(found, Refused)
    assert [one.member_id for one in found] == [anna.member_id]


@pytest.mark.parametrize("text", ["", "я", "Никто", "1234", "😀" * 10_000, "%", "' OR 1=1"])
async def test_nobody_is_found_kindly(cast: Cast, shop: Shop, text: str) -> None:
    await cast.joined("Анна")
    assert await find_member(shop, cast.owner.member_id, text) == Refused(Refusal.MEMBER_UNKNOWN)
