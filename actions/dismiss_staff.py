"""A role ends: from this moment every button and page of his refuses."""

from datetime import datetime

from actions.answer_candidate import has_card, person_name
from actions.rights import holders
from actions.shifts import end_shift
from actions.shop import Shop
from loyalty.refusals import Refused
from loyalty.rights import Right
from loyalty.staff import decide_removal
from storage import notices, people, shifts, staff, stores, tills
from storage.database import Connection

KEYS_STAY = "keys_stay"


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
    shift = shifts.open_of(tx, member_id)
    if shift is not None:
        end_shift(tx, shift, actor_id, now)
    staff.dismiss(tx, member_id, actor_id, now)
    stores.give(tx, member_id, ())
    account = people.speaker_of(tx, member_id)
    staff.withdraw_invitations(tx, member_id, account.external_id if account else "")
    notices.queue(tx, member_id, "dismissed", {"has_card": has_card(tx, member_id)}, now)
    notices.queue(tx, member_id, "commands", {}, now)
    _tell_of_keys(tx, member_id, now)
    return person_name(tx, member_id)


def _tell_of_keys(tx: Connection, member_id: int, now: datetime) -> None:
    """The tills he added go on selling: owners decide whether he may have kept a key."""
    count = sum(till.added_by == member_id for till in tills.all_living(tx))
    if count:
        for owner_id in holders(tx, Right.RUN, 0):
            notices.queue(tx, owner_id, KEYS_STAY, {"tills": count}, now)
