"""How a role is offered: a one-time link, or a person picked from the inviter's contacts."""

from datetime import datetime

from actions.new_member import MESSENGER
from actions.shop import Shop
from loyalty.cards import TOKEN_ALPHABET, TOKEN_LENGTH, StartKind, format_start, start_link
from loyalty.refusals import Refusal, Refused
from loyalty.staff import OWNER_LINK_LIFETIME, STAFF_LINK_LIFETIME, InvitationState, Role
from storage import notices, people, staff
from storage.database import Connection


async def owner_link(shop: Shop) -> str | None:
    """A fresh link that makes its first opener the owner, valid ten minutes; None once there is an owner."""
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)

    def write(tx: Connection) -> str | None:
        if staff.has_owner(tx):
            return None
        staff.invite(tx, token, Role.OWNER, None, InvitationState.OPEN, now + OWNER_LINK_LIFETIME, now)
        return start_link(shop.settings.bot_username, format_start(StartKind.OWNER, token))

    return await shop.db.write(write)


async def cashier_link(shop: Shop, inviter_id: int) -> str | Refused:
    """A one-time link for a new cashier, valid a day; who opens it becomes a candidate. Refuses NOT_OWNER."""
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)

    def write(tx: Connection) -> str | Refused:
        if not is_owner(tx, inviter_id):
            return Refused(Refusal.NOT_OWNER)
        ends = now + STAFF_LINK_LIFETIME
        staff.invite(tx, token, Role.CASHIER, inviter_id, InvitationState.OPEN, ends, now)
        return start_link(shop.settings.bot_username, format_start(StartKind.STAFF, token))

    return await shop.db.write(write)


async def pick_cashier(shop: Shop, inviter_id: int, external_id: str) -> bool | Refused:
    """The inviter picked a person himself, which confirms him; the role begins with that person's own start.

    Whether he is told: the bot may write only to people it knows. Refuses NOT_OWNER, ALREADY_STAFF.
    """
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)
    outcome = await shop.db.write(lambda tx: _pick(tx, inviter_id, external_id, token, now))
    shop.wake()
    return outcome


def _pick(tx: Connection, inviter_id: int, external_id: str, token: str, now: datetime) -> bool | Refused:
    if not is_owner(tx, inviter_id):
        return Refused(Refusal.NOT_OWNER)
    known = people.speaker(tx, MESSENGER, external_id)
    if known is not None and known.role:
        return Refused(Refusal.ALREADY_STAFF)
    ends = now + STAFF_LINK_LIFETIME
    invited = staff.invite(
        tx, token, Role.CASHIER, inviter_id, InvitationState.CONFIRMED, ends, now, external_id
    )
    if known is None or not known.reachable:
        return False
    notices.queue(tx, known.member_id, "picked", {"invitation": invited}, now)
    return True


def is_owner(tx: Connection, member_id: int) -> bool:
    """Whether this member owns the shop at this moment."""
    facts = staff.facts(tx, member_id)
    return facts is not None and facts.role is Role.OWNER
