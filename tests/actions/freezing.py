"""A member put on hold by the owner, and set free."""

from actions.freeze_member import freeze_member, unfreeze_member
from loyalty.member_views import MemberView
from tests.actions.people import Actor, Cast

WHY = "Проверяем чеки за май"


async def frozen(cast: Cast, member: Actor, why: str = WHY) -> MemberView:
    view = await freeze_member(cast.shop, cast.owner.member_id, cast.owner.account_id, member.member_id, why)
    assert isinstance(view, MemberView)
    assert view.freeze is not None
    return view


async def thawed(cast: Cast, view: MemberView) -> MemberView:
    assert view.freeze is not None
    after = await unfreeze_member(cast.shop, cast.owner.member_id, view.freeze.freeze_id)
    assert isinstance(after, MemberView)
    assert after.freeze is None
    return after


async def kinds(cast: Cast, member: Actor) -> list[str]:
    return [kind for kind, _ in await cast.told(member)]
