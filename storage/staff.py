"""Staff and the invitations that lead there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from loyalty.rights import Colleague
from loyalty.staff import InvitationState, Role, StaffFacts
from storage.pruning import Stale
from storage.schema import invitations, staff, staff_stores
from storage.values import insert_row


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offered role, and the candidate who opened its link (None: nobody yet, or a person was picked)."""

    id: int
    role: Role
    inviter_id: int | None
    candidate_id: int | None
    state: InvitationState
    expires_at: datetime
    store_ids: tuple[int, ...] = ()


_ACTIVE = staff.c.removed_at.is_(None)
_TEAM = select(staff.c.member_id, staff.c.role, staff.c.protected).where(_ACTIVE)
_FACTS = _TEAM.where(staff.c.member_id == bindparam("member"))
_COLLEAGUES = _TEAM.order_by(staff.c.role.desc(), staff.c.id)
_STORE = select(staff.c.store_id).where(staff.c.member_id == bindparam("member"), _ACTIVE)
_COLLEAGUE = _TEAM.add_columns(staff.c.store_id).where(staff.c.member_id == bindparam("member"))
_GIVEN = select(staff_stores.c.store_id).where(staff_stores.c.member_id == bindparam("member"))
_INVITATION = select(
    invitations.c.id,
    invitations.c.role,
    invitations.c.inviter_id,
    invitations.c.candidate_id,
    invitations.c.state,
    invitations.c.expires_at,
    invitations.c.stores,
)


def facts(tx: Connection, member_id: int) -> StaffFacts | None:
    """What the rules ask about a member of staff, read in the very transaction that acts on it."""
    row = tx.execute(_FACTS, {"member": member_id}).one_or_none()
    return None if row is None else _facts(row)


def colleague(tx: Connection, member_id: int) -> Colleague | None:
    """An active member of staff with the stores given to him; the one he works in is always among them."""
    row = tx.execute(_COLLEAGUE, {"member": member_id}).one_or_none()
    if row is None:
        return None
    given = frozenset(tx.scalars(_GIVEN, {"member": member_id})) | {row.store_id}
    return Colleague(row.member_id, Role(row.role), row.protected, row.store_id, given)


def store_of(tx: Connection, member_id: int) -> int:
    """The store an active member of staff works in."""
    return int(tx.execute(_STORE, {"member": member_id}).scalar_one())


def colleagues(tx: Connection) -> list[StaffFacts]:
    """Active staff, owners first, then in the order they came."""
    return [_facts(row) for row in tx.execute(_COLLEAGUES)]


def has_owner(tx: Connection) -> bool:
    """Whether anybody owns the shop yet."""
    owner = select(staff.c.id).where(staff.c.role == Role.OWNER.value, _ACTIVE).limit(1)
    return tx.scalar(owner) is not None


def hire(
    tx: Connection,
    member_id: int,
    role: Role,
    store_id: int,
    added_by: int | None,
    at: datetime,
    protected: bool,
) -> None:
    """Give a member a role from now on."""
    row = {"member_id": member_id, "role": role.value, "store_id": store_id, "added_by": added_by}
    tx.execute(insert(staff).values(at=at, protected=protected, **row))


def dismiss(tx: Connection, member_id: int, removed_by: int, at: datetime) -> None:
    """End a member's role; the row stays as history."""
    ended = update(staff).where(staff.c.member_id == member_id, _ACTIVE)
    tx.execute(ended.values(removed_at=at, removed_by=removed_by))


def move(tx: Connection, member_id: int, store_id: int) -> None:
    """The store an active member of staff works in from now on."""
    tx.execute(update(staff).where(staff.c.member_id == member_id, _ACTIVE).values(store_id=store_id))


def protect(tx: Connection, member_id: int, protected: bool) -> None:
    """Whether an active member of staff can be removed in the chat."""
    tx.execute(update(staff).where(staff.c.member_id == member_id, _ACTIVE).values(protected=protected))


def protected_owners(tx: Connection) -> list[int]:
    """Members who are owners because the process was told so."""
    return list(tx.scalars(select(staff.c.member_id).where(_ACTIVE, staff.c.protected)))


def invite(
    tx: Connection,
    token: str,
    role: Role,
    inviter_id: int | None,
    state: InvitationState,
    expires_at: datetime,
    at: datetime,
    external_id: str = "",
    store_ids: Collection[int] = (),
) -> int:
    """A new invitation; its token goes into the link."""
    row: dict[str, Any] = {"token": token, "role": role.value, "inviter_id": inviter_id}
    row |= {"state": state.value, "stores": ",".join(map(str, store_ids))}
    row |= {"expires_at": expires_at, "at": at, "external_id": external_id}
    return insert_row(tx, insert(invitations), row)


def invitation(tx: Connection, **by: Any) -> Invitation | None:
    """The newest invitation with these columns (id, token, external_id, candidate_id, state)."""
    query = _INVITATION
    for column, value in by.items():
        query = query.where(invitations.c[column] == value)
    row = tx.execute(query.order_by(invitations.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Invitation(
        row.id,
        Role(row.role),
        row.inviter_id,
        row.candidate_id,
        InvitationState(row.state),
        row.expires_at,
        tuple(map(int, row.stores.split(","))) if row.stores else (),
    )


def withdraw_invitations(tx: Connection, member_id: int, external_id: str) -> None:
    """End every invitation this person could still begin a role with, and those he has made himself."""
    theirs = or_(
        and_(invitations.c.external_id == external_id, invitations.c.external_id != ""),
        invitations.c.candidate_id == member_id,
        invitations.c.inviter_id == member_id,
    )
    waiting = (InvitationState.OPEN.value, InvitationState.CANDIDATE.value, InvitationState.CONFIRMED.value)
    ended = update(invitations).where(theirs, invitations.c.state.in_(waiting))
    tx.execute(ended.values(state=InvitationState.DECLINED.value))


def change_invitation(tx: Connection, invitation_id: int, **values: Any) -> None:
    """Set columns of an invitation."""
    tx.execute(update(invitations).where(invitations.c.id == invitation_id).values(**values))


def stale_invitations(before: datetime) -> Stale:
    """Invitations whose time was over before this instant."""
    return Stale(invitations, invitations.c.expires_at < before)


def _facts(row: Any) -> StaffFacts:
    return StaffFacts(row.member_id, Role(row.role), row.protected)
