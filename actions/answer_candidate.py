"""The inviter saw who opened his link and says yes or no; a picked person begins himself."""

from dataclasses import dataclass
from datetime import datetime

from actions.invite_staff import is_owner
from actions.shop import Shop
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.staff import InvitationState, Role
from storage import notices, people, staff
from storage import shop as rows
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a candidate. name: as he calls himself."""

    name: str
    accepted: bool


async def answer_candidate(
    shop: Shop, inviter_id: int, invitation_id: int, *, accept: bool
) -> Answered | Refused:
    """Confirm or decline the candidate of an invitation; twice is once.

    Refuses NOT_OWNER, LINK_DEAD (declined before, or nobody opened it).
    """
    now = shop.now()
    outcome = await shop.db.write(lambda tx: _answer(tx, inviter_id, invitation_id, accept, now))
    shop.wake()
    return outcome


def _answer(
    tx: Connection, inviter_id: int, invitation_id: int, accept: bool, now: datetime
) -> Answered | Refused:
    if not is_owner(tx, inviter_id):
        return Refused(Refusal.NOT_OWNER)
    invitation = staff.invitation(tx, id=invitation_id)
    if invitation is None or invitation.candidate_id is None:
        return Refused(Refusal.LINK_DEAD)
    name = person_name(tx, invitation.candidate_id)
    if invitation.state is InvitationState.ACCEPTED:
        return Answered(name, accepted=True)
    if invitation.state is InvitationState.DECLINED:
        return Answered(name, accepted=False)
    if not accept:
        staff.change_invitation(tx, invitation.id, state=InvitationState.DECLINED.value)
        return Answered(name, accepted=False)
    begin_role(tx, invitation, invitation.candidate_id, now)
    told = {"role": invitation.role.value, "has_card": has_card(tx, invitation.candidate_id)}
    notices.queue(tx, invitation.candidate_id, "hired", told, now)
    return Answered(name, accepted=True)


def begin_role(tx: Connection, invitation: staff.Invitation, member_id: int, now: datetime) -> None:
    """The invitation is used up and the member has the role, with its commands; a former role ends."""
    ended = {"state": InvitationState.ACCEPTED.value, "candidate_id": member_id}
    staff.change_invitation(tx, invitation.id, **ended)
    current = staff.facts(tx, member_id)
    if current is not None and current.role is Role.OWNER:
        return
    if current is not None:
        staff.dismiss(tx, member_id, member_id, now)
    inviter = invitation.inviter_id
    staff.hire(tx, member_id, invitation.role, rows.first_store(tx), inviter, now, protected=False)
    notices.queue(tx, member_id, "commands", {}, now)


def has_card(tx: Connection, member_id: int) -> bool:
    """Whether the member has joined as a customer too."""
    return people.member(tx, member_id).step == Step.JOINED


def person_name(tx: Connection, member_id: int) -> str:
    """What a person is called: his own word, else his messenger's."""
    speaker = people.speaker_of(tx, member_id)
    return (speaker.name or speaker.display_name) if speaker else ""
