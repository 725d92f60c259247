"""A member's card for owners and managers: who he is, where he stands, what he has and how he buys."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.answer_candidate import person_name
from actions.points import purse
from actions.rights import may
from actions.shop import Shop
from actions.tier_changes import standing_of, today_of
from loyalty.freezing import FreezeLine
from loyalty.joining import Step
from loyalty.member_views import MemberView
from loyalty.merging import UNDO_WINDOW
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.tiers import counted_from
from storage import freezes, merges, people, search, tags
from storage import shop as shop_rows
from storage.database import Connection


async def show_member(shop: Shop, actor_id: int, member_id: int) -> MemberView | Refused:
    """Everything owners and managers may know. Refuses NOT_STAFF, NOT_ALLOWED, MEMBER_UNKNOWN."""
    now = shop.now()
    return await shop.db.read(lambda tx: view_for_owner(tx, actor_id, member_id, now))


def view_for_owner(tx: Connection, actor_id: int, member_id: int, now: datetime) -> MemberView | Refused:
    """The view as it stands in this transaction. Refuses as show_member does."""
    if refused := may(tx, actor_id, Right.SEE_MEMBERS):
        return refused
    runs = may(tx, actor_id, Right.RUN) is None
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
        freeze=_freeze(tx, member_id, told_why=runs),
        own=actor_id == member_id,
        runs=runs,
        merge_id=_merge_id(tx, member_id, now),
        tags=tags.of_member(tx, member_id),
    )


def _freeze(tx: Connection, member_id: int, *, told_why: bool) -> FreezeLine | None:
    lasting = next((one for one in freezes.of_member(tx, member_id) if one.until is None), None)
    if lasting is None:
        return None
    author_id, reason = freezes.why(tx, lasting.id)
    return FreezeLine(lasting.id, lasting.since, person_name(tx, author_id), reason if told_why else "")


def _merge_id(tx: Connection, member_id: int, now: datetime) -> int:
    merge = merges.newest_into(tx, member_id)
    return merge.id if merge is not None and now <= merge.at + UNDO_WINDOW else 0
