"""How a role is offered: a one-time link, or a person picked from the inviter's contacts."""

from collections.abc import Collection
from datetime import datetime

from actions.new_member import MESSENGER
from actions.rights import may, standing
from actions.shop import Shop
from loyalty.cards import TOKEN_ALPHABET, TOKEN_LENGTH, StartKind, format_start, start_link
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.staff import OWNER_LINK_LIFETIME, STAFF_LINK_LIFETIME, InvitationState, Role
from loyalty.stores import mask_of
from storage import notices, people, staff, stores
from storage.database import Connection

QUESTION = "staff.pick"


async def owner_link(shop: Shop) -> str | None:
    """A fresh link that makes its first opener the owner, valid ten minutes; None once there is an owner."""
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)

    def write(tx: Connection) -> str | None:
        if staff.has_owner(tx):
            return None
        staff.invite(tx, token, Role.OWNER, None, InvitationState.OPEN, now + OWNER_LINK_LIFETIME, now)
        return start_link(shop.settings.bot_username, format_start(StartKind.OWNER, token))

    return await shop.db.write(write)


async def staff_link(
    shop: Shop, inviter_id: int, role: Role = Role.CASHIER, store_ids: Collection[int] = ()
) -> str | Refused:
    """A one-time link for a new cashier or manager, valid a day; who opens it becomes a candidate.

    store_ids: where he will work, () for the store the inviter works in. Refuses as may_invite does.
    """
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)

    def write(tx: Connection) -> str | Refused:
        where = may_invite(tx, inviter_id, role, store_ids)
        if isinstance(where, Refused):
            return where
        ends = now + STAFF_LINK_LIFETIME
        staff.invite(tx, token, role, inviter_id, InvitationState.OPEN, ends, now, store_ids=where)
        return start_link(shop.settings.bot_username, format_start(StartKind.STAFF, token))

    return await shop.db.write(write)


async def ask_to_pick(
    shop: Shop, inviter_id: int, account_id: int, role: Role, store_ids: Collection[int]
) -> Refused | None:
    """Who is picked next gets this role in these stores. Refuses as may_invite does."""
    now, about = shop.now(), f"{role.value}:{mask_of(store_ids)}"

    def write(tx: Connection) -> Refused | None:
        where = may_invite(tx, inviter_id, role, store_ids)
        if isinstance(where, Refused):
            return where
        people.ask(tx, account_id, QUESTION, about, now)
        return None

    return await shop.db.write(write)


async def pick_staff(
    shop: Shop,
    inviter_id: int,
    external_id: str,
    role: Role = Role.CASHIER,
    store_ids: Collection[int] = (),
) -> bool | Refused:
    """The inviter picked a person himself, which confirms him; the role begins with that person's own start.

    Whether he is told: the bot may write only to people it knows. Refuses as may_invite does, and
    ALREADY_STAFF.
    """
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)

    def write(tx: Connection) -> bool | Refused:
        where = may_invite(tx, inviter_id, role, store_ids)
        if isinstance(where, Refused):
            return where
        return _pick(tx, inviter_id, external_id, token, role, where, now)

    outcome = await shop.db.write(write)
    shop.wake()
    return outcome


def may_invite(
    tx: Connection, inviter_id: int, role: Role, store_ids: Collection[int]
) -> tuple[int, ...] | Refused:
    """The living stores the role is for, when this person may offer it there: managers cashiers only.

    Refuses NOT_STAFF, NOT_ALLOWED, NOT_OWNER, NOT_YOUR_STORE, STORE_NOT_CHOSEN.
    """
    needed = Right.INVITE_CASHIERS if role is Role.CASHIER else Right.RUN
    refused = may(tx, inviter_id, needed)
    inviter = standing(tx, inviter_id)
    if refused is not None or inviter is None:
        return refused or Refused(Refusal.NOT_STAFF)
    wanted = tuple(store_ids) or (inviter.store_id,)
    where = tuple(store.id for store in stores.living(tx) if store.id in wanted)
    if not where:
        return Refused(Refusal.STORE_NOT_CHOSEN)
    return next(filter(None, (may(tx, inviter_id, needed, one) for one in where)), where)


def _pick(
    tx: Connection,
    inviter_id: int,
    external_id: str,
    token: str,
    role: Role,
    store_ids: tuple[int, ...],
    now: datetime,
) -> bool | Refused:
    inviter = people.speaker_of(tx, inviter_id)
    if inviter is not None:
        people.stop_asking_for(tx, inviter.account_id, QUESTION)
    known = people.speaker(tx, MESSENGER, external_id)
    if known is not None and known.role:
        return Refused(Refusal.ALREADY_STAFF)
    ends, state = now + STAFF_LINK_LIFETIME, InvitationState.CONFIRMED
    invited = staff.invite(tx, token, role, inviter_id, state, ends, now, external_id, store_ids)
    if known is None or not known.reachable:
        return False
    notices.queue(tx, known.member_id, "picked", {"invitation": invited}, now)
    return True
