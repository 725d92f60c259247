"""A member's card for the owner: who he is, where he stands, what he has and how he buys."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.answer_candidate import person_name
from actions.invite_staff import is_owner
from actions.points import purse
from actions.shop import Shop
from actions.tier_changes import standing_of, today_of
from loyalty.joining import Step
from loyalty.member_views import MemberView
from loyalty.refusals import Refusal, Refused
from loyalty.tiers import counted_from
from storage import people, search
from storage import shop as shop_rows
from storage.database import Connection


async def show_member(shop: Shop, actor_id: int, member_id: int) -> MemberView | Refused:
    """Everything an owner may know. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    now = shop.now()
    return await shop.db.read(lambda tx: view_for_owner(tx, actor_id, member_id, now))


def view_for_owner(tx: Connection, actor_id: int, member_id: int, now: datetime) -> MemberView | Refused:
    """The view as it stands in this transaction. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    if not is_owner(tx, actor_id):
        return Refused(Refusal.NOT_OWNER)
    member = people.find_member(tx, "id", member_id)
    if member is None or member.step != Step.JOINED:
        return Refused(Refusal.MEMBER_UNKNOWN)
    programme = shop_rows.programme(tx)
    today = today_of(programme, now)
    joined_at, inviter_id = search.facts(tx, member_id)
    bought = search.bought(tx, member_id, counted_from(today, ZoneInfo(programme.time_zone)))
    return MemberView(
        member_id=member_id,
        name=member.name,
        number=member.number,
        standing=standing_of(tx, member_id, programme, now),
        wallet=purse(tx, member_id, programme, now).wallet,
        purchases=bought.count,
        bought_minor=bought.money_minor,
        last_visit=bought.last_at,
        invited_by=person_name(tx, inviter_id) if inviter_id else "",
        joined_at=joined_at,
        today=today,
    )
