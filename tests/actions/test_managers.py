"""What a manager may do, and where it ends: his stores, his limits, never what is the owner's."""

import pytest

from actions.answer_candidate import answer_candidate
from actions.change_staff import change_role, change_stores
from actions.contest import contest
from actions.decide_case import decide_case
from actions.dismiss_staff import dismiss_staff
from actions.draft_programme import desk
from actions.find_member import find_member
from actions.forgive_debt import show_debt
from actions.freeze_member import ask_reason
from actions.grant_points import confirm_grant
from actions.grant_points_draft import tell_reason, write_grant
from actions.invite_staff import staff_link
from actions.list_cases import list_cases
from actions.list_codes import list_campaigns
from actions.list_staff import list_staff
from actions.open_sale import open_sale
from actions.set_tier import end_manual_tier, set_tier_for
from actions.show_grant import show_grant
from actions.show_member import show_member
from actions.show_refund import choose_refund, list_refunds
from loyalty.member_views import GrantState, GrantView, MemberView
from loyalty.refusals import Refusal
from loyalty.staff import Role
from loyalty.views import RefundList, RefundView, SaleView, StaffList
from storage.schema import invitations
from tests.actions.buying import bought
from tests.actions.colleagues import FIRST, colleague, manager, opened_store, reason
from tests.actions.people import Actor, Cast, payload_of


async def names(cast: Cast, actor: Actor) -> list[str]:
    team = await list_staff(cast.shop, actor.member_id)
    assert isinstance(team, StaffList), team
    return [line.name for line in team.lines]


async def granted(cast: Cast, actor: Actor, member: Actor, points: int) -> GrantView:
    view = await write_grant(cast.shop, actor.member_id, actor.account_id, member.member_id, str(points))
    assert isinstance(view, GrantView), view
    about = (actor.member_id, actor.account_id, view.grant_id)
    assert isinstance(await tell_reason(cast.shop, *about, "Долго ждал"), GrantView)
    given = await confirm_grant(cast.shop, actor.member_id, view.grant_id)
    assert isinstance(given, GrantView), given
    return given


async def test_a_manager_sells_looks_members_up_and_reads_no_rules(cast: Cast) -> None:
    mia, anna = await manager(cast, "Мия"), await cast.joined("Анна")
    sale = await open_sale(cast.shop, mia.member_id, mia.account_id, card_token=anna.card_token)
    assert isinstance(sale, SaleView)
    found = await find_member(cast.shop, mia.member_id, "Анна")
    assert isinstance(found, tuple)
    view = await show_member(cast.shop, mia.member_id, anna.member_id)
    assert isinstance(view, MemberView)
    assert not view.runs
    seen = await show_member(cast.shop, cast.owner.member_id, anna.member_id)
    assert isinstance(seen, MemberView)
    assert seen.runs


async def test_what_is_the_owners_alone_a_manager_is_refused(cast: Cast) -> None:
    mia, anna = await manager(cast, "Мия"), await cast.joined("Анна")
    me, shop = mia.member_id, cast.shop
    for outcome in (
        await desk(shop, me),
        await list_campaigns(shop, me),
        await set_tier_for(shop, me, anna.member_id, "gold", 30),
        await end_manual_tier(shop, me, anna.member_id),
        await ask_reason(shop, me, mia.account_id, anna.member_id),
        await show_debt(shop, me, anna.member_id),
        await dismiss_staff(shop, me, cast.lena.member_id),
        await change_role(shop, me, cast.lena.member_id, Role.MANAGER),
        await change_stores(shop, me, cast.lena.member_id, (FIRST,)),
        await staff_link(shop, me, Role.MANAGER, (FIRST,)),
    ):
        assert reason(outcome) is Refusal.NOT_OWNER


async def test_a_manager_invites_cashiers_of_his_stores_and_sees_nobody_else(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    far = await colleague(cast, "Далёкий", Role.CASHIER, other)
    mia = await manager(cast, "Мия")
    assert await names(cast, mia) == ["Мия", "Лена", "Борис"]
    assert await names(cast, cast.owner) == ["Ольга", "Мия", "Лена", "Борис", "Далёкий"]
    assert far.external_id
    assert (
        reason(await staff_link(cast.shop, mia.member_id, Role.CASHIER, (other,))) is Refusal.NOT_YOUR_STORE
    )
    link = payload_of(await staff_link(cast.shop, mia.member_id, Role.CASHIER, (FIRST,)))
    dima = await cast.stranger("Дима")
    await cast.start(dima.external_id, "Дима", link)
    invitation = (await cast.stand.rows(invitations))[-1].id
    assert ("candidate", "Дима") in [(kind, "Дима") for kind, _ in await cast.told(mia)]
    stranger = await manager(cast, "Чужая", other)
    answered = await answer_candidate(cast.shop, stranger.member_id, invitation, accept=True)
    assert reason(answered) is Refusal.LINK_DEAD, "another manager's candidate is not his"
    await answer_candidate(cast.shop, mia.member_id, invitation, accept=True)
    assert await names(cast, mia) == ["Мия", "Лена", "Борис", "Дима"]
    assert "Дима" not in await names(cast, stranger)


async def test_what_a_former_manager_offered_begins_nothing(cast: Cast) -> None:
    mia, dima = await manager(cast, "Мия"), await cast.stranger("Дима")
    link = payload_of(await staff_link(cast.shop, mia.member_id))
    await cast.start(dima.external_id, "Дима", link)
    invitation = (await cast.stand.rows(invitations))[-1].id
    assert await change_role(cast.shop, cast.owner.member_id, mia.member_id, Role.CASHIER) == "Мия"
    answered = await answer_candidate(cast.shop, mia.member_id, invitation, accept=True)
    assert reason(answered) is Refusal.NOT_ALLOWED
    assert "Дима" not in await names(cast, cast.owner)
    assert reason(await find_member(cast.shop, mia.member_id, "Анна")) is Refusal.NOT_ALLOWED


async def test_a_role_changes_once_is_told_and_an_owner_stays_one(cast: Cast) -> None:
    for _ in range(2):
        assert await change_role(cast.shop, cast.owner.member_id, cast.lena.member_id, Role.MANAGER) == "Лена"
    told = [data for kind, data in await cast.told(cast.lena) if kind == "hired"]
    assert told[-1] == {"role": "manager", "has_card": False, "stores": ""}
    assert len(told) == 2, "the first one is her beginning as a cashier"
    own = await change_role(cast.shop, cast.owner.member_id, cast.owner.member_id, Role.CASHIER)
    assert reason(own) is Refusal.CANNOT_REMOVE_SELF
    up = await change_role(cast.shop, cast.owner.member_id, cast.lena.member_id, Role.OWNER)
    assert reason(up) is Refusal.NOT_ALLOWED


@pytest.mark.parametrize(("points", "state"), [(500, GrantState.GIVEN), (501, GrantState.WAITING)])
async def test_a_manager_gives_500_at_once_and_above_it_asks_an_owner(
    cast: Cast, points: int, state: GrantState
) -> None:
    mia, anna = await manager(cast, "Мия"), await cast.joined("Анна")
    view = await granted(cast, mia, anna, points)
    assert view.state is state
    if state is GrantState.WAITING:
        assert [kind for kind, _ in await cast.told(cast.owner)][-1] == "grant_asked"
        again = await confirm_grant(cast.shop, mia.member_id, view.grant_id)
        assert reason(again) is Refusal.GRANT_OTHER_OWNER
        given = await confirm_grant(cast.shop, cast.owner.member_id, view.grant_id)
        assert isinstance(given, GrantView)
        assert given.state is GrantState.GIVEN


async def test_a_managers_day_holds_2000_points_for_everybody_together(cast: Cast) -> None:
    mia = await manager(cast, "Мия")
    for name in ("Анна", "Борис", "Вера", "Глеб"):
        assert (await granted(cast, mia, await cast.joined(name), 500)).state is GrantState.GIVEN
    dina = await cast.joined("Дина")
    assert (await granted(cast, mia, dina, 1)).state is GrantState.WAITING
    cast.clock.advance(24 * 3600 + 1)
    assert (await granted(cast, mia, dina, 500)).state is GrantState.GIVEN


async def test_another_managers_grant_is_neither_shown_nor_approved_nor_his_own_points_given(
    cast: Cast,
) -> None:
    mia, vera = await manager(cast, "Мия"), await manager(cast, "Вера")
    anna = await cast.joined("Анна")
    asked = await granted(cast, mia, anna, 5_000)
    assert asked.state is GrantState.WAITING
    for outcome in (
        await show_grant(cast.shop, vera.member_id, asked.grant_id),
        await confirm_grant(cast.shop, vera.member_id, asked.grant_id),
    ):
        assert reason(outcome) is Refusal.NOT_OWNER
    await cast.finish_joining(mia, "Мия")
    assert (await granted(cast, mia, mia, 1)).state is GrantState.WAITING


async def test_a_manager_takes_back_late_in_his_stores_only(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    mia, far = await manager(cast, "Мия"), await manager(cast, "Далёкая", other)
    anna = await cast.joined("Анна")
    purchase = await bought(cast, anna, 1000_00)
    cast.clock.advance(40 * 24 * 3600)
    who = {one: (one.member_id, one.account_id) for one in (mia, far, cast.lena)}
    assert reason(await choose_refund(cast.shop, *who[cast.lena], purchase)) is Refusal.REFUND_TOO_LATE
    assert reason(await choose_refund(cast.shop, *who[far], purchase)) is Refusal.REFUND_OTHER_STORE
    assert isinstance(await choose_refund(cast.shop, *who[mia], purchase), RefundView)
    listed = await list_refunds(cast.shop, *who[mia])
    assert isinstance(listed, RefundList)
    assert [line.purchase_id for line in listed.lines] == [purchase]
    elsewhere = await list_refunds(cast.shop, *who[far])
    assert isinstance(elsewhere, RefundList)
    assert elsewhere.lines == ()


async def test_a_case_reaches_the_managers_of_the_store_save_who_sold(cast: Cast) -> None:
    other = await opened_store(cast, "Ленина 5")
    mia, vera = await manager(cast, "Мия"), await manager(cast, "Вера")
    far, anna = await manager(cast, "Далёкая", other), await cast.joined("Анна")
    await bought(cast, anna, 1000_00, mia)
    view = await contest(cast.shop, anna.member_id, anna.account_id, 1)
    case_id = view.case_id  # type: ignore[union-attr]  # it was opened just now
    asked = [
        one for one in (cast.owner, mia, vera, far) if "case" in [kind for kind, _ in await cast.told(one)]
    ]
    assert asked == [cast.owner, vera]
    assert reason(await decide_case(cast.shop, mia.member_id, case_id, accept=False)) is Refusal.CASE_OWN
    assert reason(await list_cases(cast.shop, cast.lena.member_id)) is Refusal.NOT_ALLOWED
    decided = await decide_case(cast.shop, vera.member_id, case_id, accept=False)
    assert getattr(decided, "state", None) == "left"
