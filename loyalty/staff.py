"""Who may do what in the shop, and how a role is given and taken."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from loyalty.refusals import Refusal, Refused

OWNER_LINK_LIFETIME = timedelta(minutes=10)
STAFF_LINK_LIFETIME = timedelta(hours=24)


class Role(StrEnum):
    """Roles of staff; a member without one is a customer."""

    CASHIER = "cashier"
    MANAGER = "manager"
    OWNER = "owner"


class InvitationState(StrEnum):
    """A link makes a candidate, the inviter confirms, the role begins with the person's own /start."""

    OPEN = "open"
    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """One active staff row. protected: from OWNER_IDS, cannot be removed in the chat."""

    member_id: int
    role: Role
    protected: bool


def decide_change(actor: StaffFacts | None, target: StaffFacts | None) -> Refused | None:
    """Why the actor can't change the target's role or stores, or None; an owner stays what he is."""
    refused = decide_removal(actor, target)
    if refused is None and target is not None and target.role is Role.OWNER:
        return Refused(Refusal.NOT_ALLOWED)
    return refused


def decide_removal(actor: StaffFacts | None, target: StaffFacts | None) -> Refused | None:
    """Why the actor can't take the target's role away, or None when he can."""
    if actor is None or actor.role is not Role.OWNER:
        return Refused(Refusal.NOT_OWNER)
    if target is None:
        return Refused(Refusal.NOT_STAFF)
    if target.member_id == actor.member_id:
        return Refused(Refusal.CANNOT_REMOVE_SELF)
    if target.protected:
        return Refused(Refusal.CANNOT_REMOVE_PROTECTED)
    return None
