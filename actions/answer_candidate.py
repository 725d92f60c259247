"""The inviter saw who opened his link and says yes or no; a picked person begins himself."""

from dataclasses import dataclass
from datetime import datetime

from actions.invite_staff import may_invite
from actions.rights import may
from actions.shifts import called
from actions.shop import Shop
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.staff import InvitationState, Role
from storage import notices, people, staff, stores
from storage import shop as rows
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a candidate. name: as he calls himself; role: what was offered to him."""

    name: str
    accepted: bool
    role: Role = Role.CASHIER


async def answer_candidate(
    shop: Shop, inviter_id: int, invitation_id: int, *, accept: bool
) -> Answered | Refused:
    """Confirm or decline the candidate of an invitation; twice is once. Owners answer for everybody.

    Refuses NOT_STAFF, NOT_ALLOWED, LINK_DEAD (declined before, nobody opened it, or the right to invite is
    gone).
    """
    now = shop.now()
    outcome = await shop.db.write(lambda tx: _answer(tx, inviter_id, invitation_id, accept, now))
    shop.wake()
    return outcome


def _answer(
    tx: Connection, actor_id: int, invitation_id: int, accept: bool, now: datetime
) -> Answered | Refused:
    if refused := may(tx, actor_id, Right.INVITE_CASHIERS):
        return refused
    invitation = staff.invitation(tx, id=invitation_id)
    if invitation is None or invitation.candidate_id is None:
        return Refused(Refusal.LINK_DEAD)
    if invitation.inviter_id != actor_id and may(tx, actor_id, Right.RUN):
        return Refused(Refusal.LINK_DEAD)
    name = person_name(tx, invitation.candidate_id)
    if invitation.state is InvitationState.ACCEPTED:
        return Answered(name, accepted=True, role=invitation.role)
    if invitation.state is InvitationState.DECLINED:
        return Answered(name, accepted=False, role=invitation.role)
    if not accept:
        staff.change_invitation(tx, invitation.id, state=InvitationState.DECLINED.value)
        return Answered(name, accepted=False, role=invitation.role)
    if not begin_role(tx, invitation, invitation.candidate_id, now):
        return Refused(Refusal.LINK_DEAD)
    told = {"role": invitation.role.value, "has_card": has_card(tx, invitation.candidate_id)}
    told |= {"stores": workplaces(tx, invitation.candidate_id)}
    notices.queue(tx, invitation.candidate_id, "hired", told, now)
    return Answered(name, accepted=True, role=invitation.role)


def begin_role(tx: Connection, invitation: staff.Invitation, member_id: int, now: datetime) -> bool:
    """The invitation is used up and the member has the role, with its commands; a former role ends.

    False when its inviter may not offer it any more, there or at all: nothing happened.
    """
    where = _where(tx, invitation)
    if not where:
        return False
    ended = {"state": InvitationState.ACCEPTED.value, "candidate_id": member_id}
    staff.change_invitation(tx, invitation.id, **ended)
    current = staff.facts(tx, member_id)
    if current is not None and current.role is Role.OWNER:
        return True
    if current is not None:
        staff.dismiss(tx, member_id, member_id, now)
    inviter = invitation.inviter_id
    staff.hire(tx, member_id, invitation.role, where[0], inviter, now, protected=False)
    stores.give(tx, member_id, () if invitation.role is Role.OWNER else where)
    notices.queue(tx, member_id, "commands", {}, now)
    return True


def _where(tx: Connection, invitation: staff.Invitation) -> tuple[int, ...]:
    """The stores the role begins in; () when nobody may offer it any more."""
    if invitation.role is Role.OWNER or invitation.inviter_id is None:
        return (rows.first_store(tx),)
    where = may_invite(tx, invitation.inviter_id, invitation.role, invitation.store_ids)
    return () if isinstance(where, Refused) else where


def workplaces(tx: Connection, member_id: int) -> str:
    """The stores somebody may work in, by name; "" where there is one store only."""
    who = staff.colleague(tx, member_id)
    names = (called(tx, one) for one in sorted(who.stores)) if who else ()
    return ", ".join(name for name in names if name)


def has_card(tx: Connection, member_id: int) -> bool:
    """Whether the member has joined as a customer too."""
    return people.member(tx, member_id).step == Step.JOINED


def person_name(tx: Connection, member_id: int) -> str:
    """What a person is called: his own word, else his messenger's."""
    speaker = people.speaker_of(tx, member_id)
    return (speaker.name or speaker.display_name) if speaker else ""
