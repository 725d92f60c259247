"""A grant is written: how many points, why, how long they live, whether the member is told."""

from datetime import datetime

from actions.grant_points import open_grant, view_of
from actions.shop import Shop
from actions.show_member import view_for_owner
from loyalty.characters import plain_characters
from loyalty.member_views import GRANT_MOST_POINTS, LIFETIMES_DAYS, LONGEST_REASON, GrantState, GrantView
from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused
from storage import grants, people
from storage.database import Connection

POINTS_QUESTION = "grant.points"
REASON_QUESTION = "grant.reason"


async def ask_points(shop: Shop, actor_id: int, account_id: int, member_id: int) -> Refused | None:
    """The owner's next text says how many points. Refuses NOT_OWNER, MEMBER_UNKNOWN."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        view = view_for_owner(tx, actor_id, member_id, now)
        if isinstance(view, Refused):
            return view
        people.ask(tx, account_id, POINTS_QUESTION, str(member_id), now)
        return None

    return await shop.db.write(write)


async def write_grant(
    shop: Shop, actor_id: int, account_id: int, member_id: int, typed: str
) -> GrantView | Refused:
    """A new grant of the points typed; the next text is its reason.

    Refuses NOT_OWNER, MEMBER_UNKNOWN, GRANT_RANGE.
    """
    now = shop.now()
    digits = plain_characters(typed[:40]).strip().removeprefix("+").replace(" ", "")
    points = int(digits) if digits.isascii() and digits.isdigit() else 0

    def write(tx: Connection) -> GrantView | Refused:
        view = view_for_owner(tx, actor_id, member_id, now)
        if isinstance(view, Refused):
            return view
        if not 1 <= points <= GRANT_MOST_POINTS:
            return Refused(Refusal.GRANT_RANGE, {"most": GRANT_MOST_POINTS})
        grant_id = grants.add(tx, member_id, actor_id, points, now)
        people.ask(tx, account_id, REASON_QUESTION, str(grant_id), now)
        return view_of(tx, actor_id, grant_id, now)

    return await shop.db.write(write)


async def tell_reason(
    shop: Shop, actor_id: int, account_id: int, grant_id: int, typed: str
) -> GrantView | Refused:
    """Why the points are given. Refuses NOT_OWNER, GRANT_OVER, REASON_UNCLEAR."""
    now = shop.now()
    reason = clean_name(typed, LONGEST_REASON)

    def write(tx: Connection) -> GrantView | Refused:
        grant = _own_draft(tx, actor_id, grant_id, now)
        if isinstance(grant, Refused):
            return grant
        if isinstance(reason, Refused):
            return Refused(Refusal.REASON_UNCLEAR, {"longest": LONGEST_REASON})
        grants.tell_reason(tx, grant, reason, now)
        people.stop_asking_about(tx, account_id, str(grant_id))
        return view_of(tx, actor_id, grant_id, now)

    return await shop.db.write(write)


async def change_grant(
    shop: Shop, actor_id: int, grant_id: int, *, lifetime_days: int | None = None, silent: bool | None = None
) -> GrantView | Refused:
    """Another term, or told and not told, while nothing is given yet. Refuses NOT_OWNER, GRANT_OVER."""
    now = shop.now()
    wanted = {"lifetime_days": lifetime_days if lifetime_days in LIFETIMES_DAYS else None, "silent": silent}
    values = {name: value for name, value in wanted.items() if value is not None}

    def write(tx: Connection) -> GrantView | Refused:
        grant = _own_draft(tx, actor_id, grant_id, now)
        if isinstance(grant, Refused):
            return grant
        if values:
            grants.change(tx, grant_id, GrantState.DRAFT, **values)
        return view_of(tx, actor_id, grant_id, now)

    return await shop.db.write(write)


async def drop_grant(shop: Shop, actor_id: int, grant_id: int) -> GrantView | Refused:
    """The author thought better of it. Refuses NOT_OWNER, GRANT_OVER."""
    now = shop.now()

    def write(tx: Connection) -> GrantView | Refused:
        grant = open_grant(tx, actor_id, grant_id, now)
        if isinstance(grant, Refused):
            return grant
        if grant.author_id != actor_id:
            return Refused(Refusal.GRANT_OVER)
        grants.change(
            tx, grant_id, grant.state, state=GrantState.DROPPED.value, ended_at=now, decided_by=actor_id
        )
        return view_of(tx, actor_id, grant_id, now)

    return await shop.db.write(write)


def _own_draft(tx: Connection, actor_id: int, grant_id: int, now: datetime) -> grants.Grant | Refused:
    grant = open_grant(tx, actor_id, grant_id, now)
    if isinstance(grant, Refused):
        return grant
    if grant.state is not GrantState.DRAFT or grant.author_id != actor_id:
        return Refused(Refusal.GRANT_OVER)
    return grant
