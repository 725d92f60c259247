"""What the owner sees of friends brought by friends: this month's figures, and what looks made up."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.answer_candidate import person_name
from actions.friends import LOOK_BACK
from actions.rights import may
from actions.shop import Shop
from loyalty.expiry import day_start
from loyalty.referrals import FriendsReport, Suspicion
from loyalty.refusals import Refused
from loyalty.rights import Right
from storage import people, referrals
from storage import shop as rows
from storage.database import Connection

MOST_FLAGS = 15


async def show_friends(shop: Shop, owner_id: int) -> FriendsReport | Refused:
    """This month in figures and the flags of the last three. Refuses NOT_OWNER."""
    now = shop.now()
    return await shop.db.survey(lambda tx: _show(tx, owner_id, now))


def _show(tx: Connection, owner_id: int, now: datetime) -> FriendsReport | Refused:
    if refused := may(tx, owner_id, Right.RUN):
        return refused
    programme = rows.programme(tx)
    zone = ZoneInfo(programme.time_zone)
    month = day_start(now.astimezone(zone).date().replace(day=1), zone)
    suspicions = tuple(
        Suspicion(person_name(tx, inviter_id), flag, friends, at, people.member(tx, inviter_id).erased)
        for inviter_id, flag, friends, at in referrals.flags_since(tx, now - LOOK_BACK, MOST_FLAGS)
    )
    return FriendsReport(*referrals.month_counts(tx, month), suspicions, programme)
