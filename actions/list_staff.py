"""The staff list, as the owner sees it."""

from actions.answer_candidate import person_name
from actions.invite_staff import is_owner
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.views import StaffLine
from storage import staff
from storage.database import Connection


async def list_staff(shop: Shop, actor_id: int) -> tuple[StaffLine, ...] | Refused:
    """Everybody with a role, owners first. Refuses NOT_OWNER."""

    def read(tx: Connection) -> tuple[StaffLine, ...] | Refused:
        if not is_owner(tx, actor_id):
            return Refused(Refusal.NOT_OWNER)
        return tuple(
            StaffLine(
                one.member_id,
                person_name(tx, one.member_id),
                one.role,
                not one.protected and one.member_id != actor_id,
            )
            for one in staff.colleagues(tx)
        )

    return await shop.db.read(read)
