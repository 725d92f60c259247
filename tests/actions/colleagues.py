"""People with roles and stores, made by the actions that make them."""

from actions.answer_candidate import Answered, answer_candidate
from actions.edit_stores import NEW, ask_about_store, tell_about_store
from actions.invite_staff import staff_link
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from loyalty.store_views import StoreView
from storage.schema import invitations
from tests.actions.people import Actor, Cast, payload_of

FIRST = 1


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def opened_store(cast: Cast, name: str) -> int:
    """A new store of the owner's; its id."""
    owner = cast.owner
    assert await ask_about_store(cast.shop, owner.member_id, owner.account_id, NEW) is None
    view = await tell_about_store(cast.shop, owner.member_id, owner.account_id, f"{NEW}:0", name)
    assert isinstance(view, StoreView), view
    return view.store.id


async def colleague(cast: Cast, name: str, role: Role, *stores: int) -> Actor:
    """Somebody who came by the owner's link and was accepted."""
    external_id = str(next(cast.numbers))
    link = await staff_link(cast.shop, cast.owner.member_id, role, stores)
    await cast.start(external_id, name, payload_of(link))
    invitation = (await cast.stand.rows(invitations))[-1]
    answered = await answer_candidate(cast.shop, cast.owner.member_id, invitation.id, accept=True)
    assert answered == Answered(name, accepted=True, role=role)
    return await cast.actor(external_id)


async def manager(cast: Cast, name: str, *stores: int) -> Actor:
    """A manager of these stores, of the first one by default."""
    return await colleague(cast, name, Role.MANAGER, *(stores or (FIRST,)))
