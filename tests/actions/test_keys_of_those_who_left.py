"""Tills go on selling when the owner who added them leaves: the others are told, so that they can revoke."""

from actions.dismiss_staff import KEYS_STAY, dismiss_staff
from actions.tills import NewTill, add_till, revoke_till
from loyalty.refusals import Refused
from loyalty.staff import Role
from loyalty.tills import Preset
from storage import staff
from storage.database import Connection
from tests.actions.people import Actor, Cast


async def owning(cast: Cast) -> Actor:
    """One more owner, who has added two tills and revoked one of them."""
    actor = await cast.joined("Вера")

    def write(tx: Connection) -> None:
        staff.hire(tx, actor.member_id, Role.OWNER, 1, cast.owner.member_id, cast.shop.now(), protected=False)

    await cast.shop.db.write(write)
    await added(cast, actor, "Till 1")
    await revoke_till(cast.shop, actor.member_id, (await added(cast, actor, "Till 2")).line.till.id)
    return actor


async def added(cast: Cast, actor: Actor, name: str) -> NewTill:
    """A till of his."""
    new = await add_till(cast.shop, actor.member_id, actor.account_id, 1, Preset.EARN, name)
    assert isinstance(new, NewTill)
    return new


async def test_owners_are_told_that_the_keys_still_work(cast: Cast) -> None:
    left = await owning(cast)
    assert not isinstance(await dismiss_staff(cast.shop, cast.owner.member_id, left.member_id), Refused)
    assert [data for kind, data in await cast.told(cast.owner) if kind == KEYS_STAY] == [{"tills": 1}]
    assert KEYS_STAY not in [kind for kind, _ in await cast.told(left)]


async def test_nothing_is_told_of_somebody_who_added_none(cast: Cast) -> None:
    await dismiss_staff(cast.shop, cast.owner.member_id, cast.lena.member_id)
    assert KEYS_STAY not in [kind for kind, _ in await cast.told(cast.owner)]
