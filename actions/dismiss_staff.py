"""A role ends: from this moment every button and page of his refuses."""

from datetime import datetime

from actions.answer_candidate import has_card, person_name
from actions.shop import Shop
from loyalty.refusals import Refused
from loyalty.staff import decide_removal
from storage import notices, people, staff
from storage.database import Connection


async def dismiss_staff(shop: Shop, actor_id: int, member_id: int) -> str | Refused:
    """Take a member's role away; his name. Refuses NOT_OWNER, NOT_STAFF, CANNOT_REMOVE_*."""
    now = shop.now()
    outcome = await shop.db.write(lambda tx: _dismiss(tx, actor_id, member_id, now))
    shop.wake()
    return outcome


def _dismiss(tx: Connection, actor_id: int, member_id: int, now: datetime) -> str | Refused:
    refused = decide_removal(staff.facts(tx, actor_id), staff.facts(tx, member_id))
    if refused is not None:
        return refused
    staff.dismiss(tx, member_id, actor_id, now)
    account = people.speaker_of(tx, member_id)
    staff.withdraw_invitations(tx, member_id, account.external_id if account else "")
    notices.queue(tx, member_id, "dismissed", {"has_card": has_card(tx, member_id)}, now)
    notices.queue(tx, member_id, "commands", {}, now)
    return person_name(tx, member_id)
