"""Rule 41: who freezes and who sees why."""

import asyncio
from dataclasses import replace

from actions.freeze_member import ask_reason, freeze_member, unfreeze_member
from actions.show_member import show_member
from loyalty.member_views import MemberView
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from storage import staff
from storage.schema import freezes, operations, remarks
from tests.actions.freezing import WHY, frozen, kinds, thawed
from tests.actions.paying import rich
from tests.actions.people import Cast


async def test_rule_41_fifty_taps_freeze_once_and_lift_once(cast: Cast) -> None:
    anna = await rich(cast)
    views = await asyncio.gather(*(frozen(cast, anna) for _ in range(50)))
    assert len({view.freeze.freeze_id for view in views if view.freeze}) == 1
    await asyncio.gather(*(thawed(cast, views[0]) for _ in range(50)))
    assert [kind for kind in await kinds(cast, anna) if "frozen" in kind] == ["frozen", "unfrozen"]
    again = await frozen(cast, anna, "Ещё раз")
    stale = await unfreeze_member(
        cast.shop, cast.owner.member_id, views[0].freeze.freeze_id if views[0].freeze else 0
    )
    assert isinstance(stale, MemberView)
    assert stale.freeze == again.freeze, "the button of the first hold doesn't lift the second"


async def test_rule_41_only_an_owner_freezes_and_never_himself(cast: Cast) -> None:
    anna = await rich(cast)
    for stranger in (cast.lena, anna):
        who = (stranger.member_id, stranger.account_id)
        assert await ask_reason(cast.shop, *who, anna.member_id) == Refused(Refusal.NOT_OWNER)
        assert await freeze_member(cast.shop, *who, anna.member_id, WHY) == Refused(Refusal.NOT_OWNER)
    view = await frozen(cast, anna)
    assert view.freeze is not None
    assert await unfreeze_member(cast.shop, cast.lena.member_id, view.freeze.freeze_id) == Refused(
        Refusal.NOT_OWNER
    )
    owner = (cast.owner.member_id, cast.owner.account_id)
    assert await unfreeze_member(cast.shop, cast.owner.member_id, 99) == Refused(Refusal.MEMBER_UNKNOWN)
    await cast.finish_joining(cast.owner, "Ольга")
    own = await freeze_member(cast.shop, *owner, cast.owner.member_id, WHY)
    assert own == Refused(Refusal.FREEZE_OWN)
    petr = await cast.joined("Пётр")
    why = await freeze_member(cast.shop, *owner, petr.member_id, "  ")
    assert why == Refused(Refusal.FREEZE_REASON, {"longest": 200})


async def test_rule_41_a_manager_sees_the_hold_but_neither_why_nor_how_to_lift_it(cast: Cast) -> None:
    anna, petr = await rich(cast), await cast.joined("Пётр")
    now = cast.clock.now()
    await cast.shop.db.write(
        lambda tx: staff.hire(tx, petr.member_id, Role.MANAGER, 1, None, now, protected=False)
    )
    view = await frozen(cast, anna)
    assert view.freeze is not None
    seen = await show_member(cast.shop, petr.member_id, anna.member_id)
    assert isinstance(seen, MemberView)
    assert (seen.freeze, seen.runs) == (replace(view.freeze, reason=""), False)
    no = Refused(Refusal.NOT_OWNER)
    assert await unfreeze_member(cast.shop, petr.member_id, view.freeze.freeze_id) == no
    assert await freeze_member(cast.shop, petr.member_id, petr.account_id, anna.member_id, WHY) == no


async def test_rule_41_a_frozen_owner_is_set_free_by_another_one(cast: Cast) -> None:
    petr = await cast.joined("Пётр")
    now = cast.clock.now()
    await cast.shop.db.write(
        lambda tx: staff.hire(tx, petr.member_id, Role.OWNER, 1, None, now, protected=False)
    )
    view = await frozen(cast, petr)
    assert view.freeze is not None
    own = await unfreeze_member(cast.shop, petr.member_id, view.freeze.freeze_id)
    assert own == Refused(Refusal.FREEZE_OWN)
    await thawed(cast, view)


async def test_rule_41_who_and_when_is_kept_and_the_reason_stays_out_of_the_books(cast: Cast) -> None:
    anna = await rich(cast)
    view = await frozen(cast, anna)
    since = cast.clock.now()
    cast.clock.advance(60)
    await thawed(cast, view)
    [row] = await cast.stand.rows(freezes)
    assert (row.member_id, row.author_id, row.at) == (anna.member_id, cast.owner.member_id, since)
    assert (row.ended_by, row.ended_at) == (cast.owner.member_id, cast.clock.now())
    [remark] = [one for one in await cast.stand.rows(remarks) if one.about == "freeze"]
    assert (remark.about_id, remark.member_id, remark.text) == (row.id, anna.member_id, WHY)
    for told in await cast.told(anna):
        assert WHY not in str(told)
    assert not [one for one in await cast.stand.rows(operations) if WHY in one.outcome]
