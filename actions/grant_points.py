"""Points by hand: given at once, or after a second look when they are many (rules.md 79)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.operation import Operation, record
from actions.points import Term, available, give
from actions.rights import may
from actions.shop import Shop
from actions.tier_changes import today_of
from loyalty.expiry import day_start
from loyalty.ledger import Kind
from loyalty.member_views import (
    GRANT_LIMIT_POINTS,
    GRANT_OPEN,
    GRANT_WINDOW,
    SECOND_LOOK_AFTER,
    GrantState,
    GrantView,
)
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.staff import Role
from storage import grants, ledger, notices, people, staff
from storage import shop as shop_rows
from storage.database import Connection


async def confirm_grant(shop: Shop, actor_id: int, grant_id: int) -> GrantView | Refused:
    """Give the points, or have a large gift looked at once more; done before: the same answer again.

    Above the limit another owner approves; an only owner confirms again ten minutes later.
    Refuses NOT_STAFF, NOT_ALLOWED, NOT_OWNER, GRANT_OVER, REASON_UNCLEAR, GRANT_TOO_EARLY, GRANT_OTHER_OWNER.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: _confirm(tx, actor_id, grant_id, now))
    shop.wake()
    return view


async def decline_grant(shop: Shop, actor_id: int, grant_id: int) -> GrantView | Refused:
    """Another owner says no. Refuses NOT_OWNER, GRANT_OVER."""
    now = shop.now()

    def write(tx: Connection) -> GrantView | Refused:
        grant = open_grant(tx, actor_id, grant_id, now)
        if isinstance(grant, Refused):
            return grant
        if grant.state is not GrantState.WAITING or grant.author_id == actor_id:
            return Refused(Refusal.GRANT_OVER)
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        _end(tx, grant, GrantState.DECLINED, actor_id, now)
        _answer(tx, grant, now, approved=False)
        return view_of(tx, actor_id, grant_id, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


def open_grant(tx: Connection, actor_id: int, grant_id: int, now: datetime) -> grants.Grant | Refused:
    """A grant that has not come to an end. Refuses NOT_OWNER, GRANT_OVER."""
    if refused := may(tx, actor_id, Right.GRANT):
        return refused
    grant = grants.find(tx, grant_id)
    if grant is None or grant.state not in (GrantState.DRAFT, GrantState.WAITING):
        return Refused(Refusal.GRANT_OVER)
    return Refused(Refusal.GRANT_OVER) if now - grant.at > GRANT_OPEN else grant


def view_of(tx: Connection, actor_id: int, grant_id: int, now: datetime) -> GrantView:
    """The grant as it stands in this transaction. Raises LookupError when there is none."""
    grant = grants.find(tx, grant_id)
    if grant is None:
        raise LookupError("no such grant")
    return GrantView(
        grant_id=grant.id,
        member_id=grant.member_id,
        name=people.member(tx, grant.member_id).name,
        points=grant.points,
        reason=grant.reason,
        lifetime_days=grant.lifetime_days,
        silent=grant.silent,
        state=grant.state,
        colleagues=bool(_other_owners(tx, grant.author_id)),
        own=grant.author_id == actor_id,
        available=available(tx, grant.member_id, shop_rows.programme(tx), now),
    )


def _confirm(tx: Connection, actor_id: int, grant_id: int, now: datetime) -> GrantView | Refused:
    if refused := may(tx, actor_id, Right.GRANT):
        return refused
    done = grants.find(tx, grant_id)
    if done is not None and done.state is GrantState.GIVEN:
        return view_of(tx, actor_id, grant_id, now)
    grant = open_grant(tx, actor_id, grant_id, now)
    if isinstance(grant, Refused):
        return grant
    if not grant.reason:
        return Refused(Refusal.REASON_UNCLEAR)
    if grant.state is GrantState.DRAFT and grant.author_id == actor_id and _is_large(tx, grant, now):
        return _wait(tx, grant, now)
    if refused := _not_his(tx, actor_id, grant, now):
        return refused
    _give(tx, grant, actor_id, now)
    return view_of(tx, actor_id, grant_id, now)


def _not_his(tx: Connection, actor_id: int, grant: grants.Grant, now: datetime) -> Refused | None:
    """Why he may not give this grant: another's draft, his own that waits for an owner, or he is none."""
    if grant.state is GrantState.DRAFT:
        return None if grant.author_id == actor_id else Refused(Refusal.GRANT_OVER)
    return _too_early(tx, grant, now) if grant.author_id == actor_id else may(tx, actor_id, Right.RUN)


def _is_large(tx: Connection, grant: grants.Grant, now: datetime) -> bool:
    """Above the limit together with what the member was given by hand in a day; to oneself always.

    A manager's own limits are the programme's: one for each grant, one for all he gives in a day.
    """
    since = now - GRANT_WINDOW
    given = grants.given_since(tx, grant.member_id, since)
    if grant.points + given > GRANT_LIMIT_POINTS or grant.member_id == grant.author_id:
        return True
    if may(tx, grant.author_id, Right.RUN) is None:
        return False
    programme = shop_rows.programme(tx)
    his = grants.given_by_since(tx, grant.author_id, since)
    return grant.points > programme.manager_points or grant.points + his > programme.manager_daily_points


def _wait(tx: Connection, grant: grants.Grant, now: datetime) -> GrantView:
    grants.change(tx, grant.id, GrantState.DRAFT, state=GrantState.WAITING.value, asked_at=now)
    others = _other_owners(tx, grant.author_id)
    told = {"grant": grant.id, "points": grant.points, "person": grant.member_id}
    for owner_id in others:
        notices.queue(tx, owner_id, "grant_asked", told, now)
    if not others:
        notices.queue(tx, grant.author_id, "grant_due", told, now, now + SECOND_LOOK_AFTER)
    return view_of(tx, grant.author_id, grant.id, now)


def _too_early(tx: Connection, grant: grants.Grant, now: datetime) -> Refused | None:
    """Why the author can't give it himself at this moment."""
    if _other_owners(tx, grant.author_id):
        return Refused(Refusal.GRANT_OTHER_OWNER)
    left = (grant.asked_at or now) + SECOND_LOOK_AFTER - now
    minutes = -(-left // timedelta(minutes=1))
    return Refused(Refusal.GRANT_TOO_EARLY, {"minutes": minutes}) if minutes > 0 else None


def _give(tx: Connection, grant: grants.Grant, actor_id: int, now: datetime) -> None:
    programme = shop_rows.programme(tx)
    inputs = {"grant": grant.id, "member": grant.member_id, "points": grant.points}
    operation = Operation(f"grant:{grant.id}", inputs, actor_id, now)
    operation_id = record(tx, operation, {"grant": grant.id})
    term = _term(grant, programme, now)
    give(
        tx,
        operation_id,
        grant.member_id,
        Kind.MANUAL,
        grant.points,
        programme,
        now,
        actor_id=actor_id,
        term=term,
        reason="grant",
    )
    _end(tx, grant, GrantState.GIVEN, actor_id, now)
    if not grant.silent:
        told = {
            "points": grant.points,
            "available": available(tx, grant.member_id, programme, now),
            "seq": ledger.entries_of_operation(tx, operation_id, grant.member_id)[0].seq,
        }
        notices.queue(tx, grant.member_id, "granted", told, now)
    if actor_id != grant.author_id:
        _answer(tx, grant, now, approved=True)


def _term(grant: grants.Grant, programme: Programme, now: datetime) -> Term | None:
    """The grant's own last day, inclusive; None: the programme's terms."""
    if not grant.lifetime_days:
        return None
    last = today_of(programme, now) + timedelta(days=grant.lifetime_days)
    return Term(day_start(last + timedelta(days=1), ZoneInfo(programme.time_zone)))


def _end(tx: Connection, grant: grants.Grant, state: GrantState, actor_id: int, now: datetime) -> None:
    if not grants.change(tx, grant.id, grant.state, state=state.value, ended_at=now, decided_by=actor_id):
        raise RuntimeError("the grant was decided in another transaction")


def _answer(tx: Connection, grant: grants.Grant, now: datetime, *, approved: bool) -> None:
    told = {"points": grant.points, "person": grant.member_id, "approved": approved}
    notices.queue(tx, grant.author_id, "grant_answered", told, now)


def _other_owners(tx: Connection, author_id: int) -> list[int]:
    return [
        one.member_id for one in staff.colleagues(tx) if one.role is Role.OWNER and one.member_id != author_id
    ]
