"""A grant as an owner sees it, whether he wrote it or is asked about it."""

from actions.grant_points import view_of
from actions.rights import may
from actions.shop import Shop
from loyalty.member_views import GrantView
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import grants
from storage.database import Connection


async def show_grant(shop: Shop, actor_id: int, grant_id: int) -> GrantView | Refused:
    """The grant as it stands. Refuses NOT_OWNER, GRANT_OVER for one that never was."""
    now = shop.now()

    def read(tx: Connection) -> GrantView | Refused:
        if refused := may(tx, actor_id, Right.GRANT):
            return refused
        if grants.find(tx, grant_id) is None:
            return Refused(Refusal.GRANT_OVER)
        view = view_of(tx, actor_id, grant_id, now)
        return view if view.own else may(tx, actor_id, Right.RUN) or view

    return await shop.db.read(read)
