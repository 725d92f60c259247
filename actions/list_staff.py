"""The staff list, as an owner and a manager see it, and one colleague with what can be changed about him."""

from actions.answer_candidate import person_name, workplaces
from actions.rights import may, standing
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Colleague, Right
from loyalty.staff import Role, StaffFacts
from loyalty.views import StaffLine, StaffList
from storage import shop as rows
from storage import staff, stores
from storage.database import Connection


async def list_staff(shop: Shop, actor_id: int) -> StaffList | Refused:
    """Everybody with a role, owners first; a manager sees those of his stores.

    Refuses NOT_STAFF, NOT_ALLOWED.
    """

    def read(tx: Connection) -> StaffList | Refused:
        if refused := may(tx, actor_id, Right.INVITE_CASHIERS):
            return refused
        me = standing(tx, actor_id)
        if me is None:
            return Refused(Refusal.NOT_STAFF)
        everywhere = me.role is Role.OWNER
        team = [one for one in staff.colleagues(tx) if everywhere or _shares(tx, me, one.member_id)]
        brand = rows.programme(tx).brand
        return StaffList(
            tuple(_line(tx, me, one) for one in team),
            runs=everywhere,
            stores=tuple(
                (one.id, one.name or brand) for one in stores.living(tx) if everywhere or one.id in me.stores
            ),
        )

    return await shop.db.read(read)


def _shares(tx: Connection, me: Colleague, member_id: int) -> bool:
    """Whether a manager and a colleague who is no owner work in one store."""
    other = staff.colleague(tx, member_id)
    return other is not None and other.role is not Role.OWNER and bool(set(me.stores) & set(other.stores))


def _line(tx: Connection, me: Colleague, one: StaffFacts) -> StaffLine:
    who = staff.colleague(tx, one.member_id)
    return StaffLine(
        one.member_id,
        person_name(tx, one.member_id),
        one.role,
        removable=me.role is Role.OWNER and not one.protected and one.member_id != me.member_id,
        stores="" if one.role is Role.OWNER else workplaces(tx, one.member_id),
        store_ids=frozenset(who.stores) if who else frozenset(),
    )
