"""/start, with whatever came with it: a card, a staff or owner link, a source, rubbish."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from actions import friends
from actions.answer_candidate import begin_role
from actions.gift_points import open_gift
from actions.new_member import MESSENGER, Newcomer, new_member, newcomer
from actions.open_sale import DRAFT_ID_LENGTH, open_draft
from actions.shifts import called
from actions.shop import Shop
from actions.use_code import take_code
from loyalty.cards import TOKEN_ALPHABET, StartKind, StartPayload, parse_start, pay_digits
from loyalty.code_views import CodeTaken
from loyalty.codes import code_of_link
from loyalty.joining import Step
from loyalty.languages import greeting_language
from loyalty.names import first_name
from loyalty.referrals import Guest, Meeting, meet
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Way
from loyalty.staff import InvitationState, Role
from loyalty.views import SaleView
from storage import notices, people, referrals, staff
from storage.database import Connection


class Greeting(StrEnum):
    """What a /start came to when it opened no sale."""

    PLAIN = "plain"
    OWN_CARD = "own_card"
    OTHER_CARD = "other_card"
    INVITED = "invited"
    OWN_INVITATION = "own_invitation"
    OLD_FRIEND = "old_friend"
    CANDIDATE = "candidate"
    HIRED = "hired"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came and why. host: the first name on a stranger's invitation; gift: it brings him points."""

    speaker: people.Speaker
    outcome: Greeting | SaleView | CodeTaken | Refused
    host: str = ""
    gift: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A known person with what he came with; the transaction's facts."""

    speaker: people.Speaker
    payload: StartPayload | None
    draft_id: str
    now: datetime


async def arrive(
    shop: Shop, external_id: str, language_code: str, display_name: str, payload: str, photo_id: str = ""
) -> Arrival:
    """Know the person (a stranger becomes a member who has yet to join) and do what the payload says.

    photo_id: the messenger's id of his profile picture, shown to the inviter when he is a candidate.
    """
    now = shop.now()
    who = newcomer(
        shop, external_id, greeting_language(language_code, shop.settings.default_language), display_name
    )
    draft_id = shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH)
    arrival = await shop.db.write(lambda tx: _arrive(tx, who, parse_start(payload), draft_id, photo_id, now))
    shop.wake()
    return arrival


def _arrive(
    tx: Connection, who: Newcomer, payload: StartPayload | None, draft_id: str, photo_id: str, now: datetime
) -> Arrival:
    known = people.speaker(tx, MESSENGER, who.external_id)
    holder = _holder(tx, payload)
    source = payload.source if payload and not pay_digits(payload) else ""
    speaker = known or new_member(tx, who, now, source=source, invited_by=holder.id if holder else None)
    seen = {"display_name": who.display_name, "reachable": True, "last_seen": now}
    if not speaker.display_name:  # known to us, but here for the first time: an owner from the settings
        seen["language"] = who.language
    people.change_account(tx, speaker.account_id, **seen)
    visit = Visit(speaker, payload, draft_id, now)
    picked = _picked(tx, visit)
    if picked is not None and begin_role(tx, picked, speaker.member_id, now):
        outcome: Greeting | SaleView | CodeTaken | Refused = Greeting.HIRED
    else:
        outcome = _meant(tx, visit, holder, photo_id)
    current = people.speaker(tx, MESSENGER, who.external_id) or speaker
    if holder is None or outcome is not Greeting.INVITED:
        return Arrival(current, outcome)
    return Arrival(current, outcome, first_name(holder.name), friends.brings_gift(tx, holder.id))


def _holder(tx: Connection, payload: StartPayload | None) -> people.Member | None:
    """Whose card or invitation it is; whoever comes for the first time is brought by him."""
    holder: people.Member | None = None
    if payload is not None and payload.kind is StartKind.CARD:
        holder = people.find_member(tx, "card_token", payload.value)
    elif payload is not None and payload.kind is StartKind.INVITATION:
        host_id = referrals.host_id(tx, payload.value)
        holder = None if host_id is None else people.member(tx, host_id)
    return holder if holder is not None and holder.step == Step.JOINED else None


def _picked(tx: Connection, visit: Visit) -> staff.Invitation | None:
    """The role this very account was picked for, unless its time is over."""
    invitation = staff.invitation(
        tx, external_id=visit.speaker.external_id, state=InvitationState.CONFIRMED.value
    )
    return invitation if invitation is not None and visit.now < invitation.expires_at else None


def _meant(
    tx: Connection, visit: Visit, holder: people.Member | None, photo_id: str
) -> Greeting | SaleView | CodeTaken | Refused:
    if visit.payload is None or visit.payload.kind is StartKind.SOURCE:
        return Greeting.PLAIN
    if visit.payload.kind is StartKind.CARD:
        return _card(tx, visit, holder)
    open_link: dict[StartKind, Callable[[], Greeting | CodeTaken | Refused]] = {
        StartKind.OWNER: lambda: _owner(tx, visit),
        StartKind.STAFF: lambda: _candidate(tx, visit, photo_id),
        StartKind.INVITATION: lambda: _invitation(tx, visit, holder),
        StartKind.GIFT: lambda: _gift(tx, visit),
        StartKind.PROMO: lambda: _code(tx, visit),
    }
    return open_link[visit.payload.kind]()


def _card(tx: Connection, visit: Visit, holder: people.Member | None) -> Greeting | SaleView | Refused:
    """Staff open a sale, the holder sees his card, another member his own, a stranger an invitation."""
    speaker = visit.speaker
    if holder is None:
        return Refused(Refusal.CARD_UNKNOWN)
    if holder.id == speaker.member_id:
        return Greeting.OWN_CARD
    if speaker.role:
        who = (speaker.member_id, speaker.account_id)
        digits = pay_digits(visit.payload)
        way = Way.CODE if digits else Way.LINK
        return open_draft(tx, visit.draft_id, *who, holder, visit.now, digits, way)
    return Greeting.OTHER_CARD if speaker.step == Step.JOINED else _invitation(tx, visit, holder)


def _invitation(tx: Connection, visit: Visit, host: people.Member | None) -> Greeting:
    """The first host of somebody who has not joined is kept; everybody else hears a kind word."""
    speaker = visit.speaker
    guest = Guest(
        speaker.member_id,
        joined=speaker.step == Step.JOINED,
        invited_by=referrals.invited_by(tx, speaker.member_id),
        works_here=bool(speaker.role),
    )
    meeting = meet(guest, host.id if host else None, host_joined=host is not None)
    if meeting is Meeting.INVITED and host is not None:
        referrals.fix_inviter(tx, speaker.member_id, host.id)
    return _MEETINGS[meeting]


# A link that leads nowhere, or to a second host, is an ordinary start: nobody is told off at the door.
_MEETINGS = {
    Meeting.INVITED: Greeting.INVITED,
    Meeting.OTHER_HOST: Greeting.PLAIN,
    Meeting.DEAD_LINK: Greeting.PLAIN,
    Meeting.OWN_LINK: Greeting.OWN_INVITATION,
    Meeting.MEMBER: Greeting.OLD_FRIEND,
}


def _gift(tx: Connection, visit: Visit) -> Greeting | CodeTaken | Refused:
    """Points from a friend: whether to accept them is asked in a message of its own; else a certificate."""
    token = visit.payload.value if visit.payload else ""
    opened = open_gift(tx, token, visit.speaker.member_id, visit.now)
    if isinstance(opened, Refused):
        return opened
    return Greeting.PLAIN if opened else _code(tx, visit)


def _code(tx: Connection, visit: Visit) -> CodeTaken | Refused:
    """A promo code or a certificate; whoever has not joined yet finds it on his card afterwards."""
    value = visit.payload.value if visit.payload else ""
    return take_code(tx, visit.speaker.member_id, code_of_link(value), visit.now)


def _link(tx: Connection, visit: Visit) -> staff.Invitation | None:
    """The invitation behind a one-time link, when it can still be used by this person."""
    invitation = staff.invitation(tx, token=visit.payload.value if visit.payload else "")
    if invitation is None or visit.now >= invitation.expires_at:
        return None
    unused = invitation.state is InvitationState.OPEN
    return invitation if unused or invitation.candidate_id == visit.speaker.member_id else None


def _owner(tx: Connection, visit: Visit) -> Greeting | Refused:
    invitation = _link(tx, visit)
    if invitation is None or invitation.role is not Role.OWNER:
        return Refused(Refusal.LINK_DEAD)
    if invitation.state is InvitationState.ACCEPTED and visit.speaker.role:
        return Greeting.HIRED
    if invitation.state is not InvitationState.OPEN or staff.has_owner(tx):
        return Refused(Refusal.LINK_DEAD)
    begin_role(tx, invitation, visit.speaker.member_id, visit.now)
    return Greeting.HIRED


def _candidate(tx: Connection, visit: Visit, photo_id: str) -> Greeting | Refused:
    """Whoever opens the link first is its candidate; the inviter is asked."""
    invitation = _link(tx, visit)
    if invitation is None or invitation.role is Role.OWNER or invitation.inviter_id is None:
        return Refused(Refusal.LINK_DEAD)
    if visit.speaker.role:
        hired = invitation.state is InvitationState.ACCEPTED
        return Greeting.HIRED if hired else Refused(Refusal.ALREADY_STAFF)
    if invitation.state not in (InvitationState.OPEN, InvitationState.CANDIDATE):
        return Refused(Refusal.LINK_DEAD)
    if invitation.state is InvitationState.OPEN:
        taken = {"state": InvitationState.CANDIDATE.value, "candidate_id": visit.speaker.member_id}
        staff.change_invitation(tx, invitation.id, **taken)
        asked = {"invitation": invitation.id, "person": visit.speaker.member_id, "photo_id": photo_id}
        asked |= {"role": invitation.role.value, "stores": _store_names(tx, invitation.store_ids)}
        notices.queue(tx, invitation.inviter_id, "candidate", asked, visit.now)
    return Greeting.CANDIDATE


def _store_names(tx: Connection, store_ids: tuple[int, ...]) -> str:
    return ", ".join(name for one in store_ids if (name := called(tx, one)))
