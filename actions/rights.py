"""Who somebody is in the shop and what he may do there, read in the very transaction that acts on it."""

from loyalty.refusals import Refused
from loyalty.rights import Colleague, Right, decide_right
from storage import staff
from storage.database import Connection


def standing(tx: Connection, member_id: int) -> Colleague | None:
    """The active member of staff behind this member, or None."""
    return staff.colleague(tx, member_id)


def may(tx: Connection, member_id: int, right: Right, store_id: int | None = None) -> Refused | None:
    """Why this member may not do this (in this store), or None when he may. Refuses as decide_right does."""
    return decide_right(standing(tx, member_id), right, store_id)


def holders(tx: Connection, right: Right, store_id: int) -> list[int]:
    """Members who may do this in this store: whom to ask or to tell, owners first."""
    team = (staff.colleague(tx, one.member_id) for one in staff.colleagues(tx))
    return [who.member_id for who in team if who and decide_right(who, right, store_id) is None]
