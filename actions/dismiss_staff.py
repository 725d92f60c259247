"""A role ends: from this moment every button and page of his refuses."""

from datetime import datetime

from actions.answer_candidate import has_card, person_name
from actions.approvals import withdraw_question
from actions.asking import withdraw
from actions.rights import holders
from actions.shifts import end_shift
from actions.shop import Shop
from loyalty.refusals import Refused
from loyalty.rights import Right
from loyalty.staff import decide_removal
from storage import notices, open_drafts, people, sales, shifts, staff, stores, tills
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
    _end_sales(tx, member_id, account, now)
    staff.withdraw_invitations(tx, member_id, account.external_id if account else "")
    notices.queue(tx, member_id, "dismissed", {"has_card": has_card(tx, member_id)}, now)
    notices.queue(tx, member_id, "commands", {}, now)
    _tell_of_keys(tx, member_id, now)
    return person_name(tx, member_id)


def _end_sales(tx: Connection, member_id: int, account: people.Speaker | None, now: datetime) -> None:
    """Nobody can book them any more: no customer and no manager is left with a question about them."""
    for ended in open_drafts.end_of(tx, member_id):
        withdraw_question(tx, ended.id, now)
        draft = sales.draft(tx, ended.id)
        if draft is not None:
            withdraw(tx, draft, now)
        if account is not None:
            people.stop_asking_about(tx, account.account_id, ended.id)
        if ended.message_id:
            notices.queue(tx, member_id, "edit.sale_ended", {"message_id": ended.message_id}, now)


def _tell_of_keys(tx: Connection, member_id: int, now: datetime) -> None:
    """The tills he added go on selling: owners decide whether he may have kept a key."""
    count = sum(till.added_by == member_id for till in tills.all_living(tx))
    if count:
        for owner_id in holders(tx, Right.RUN, 0):
            notices.queue(tx, owner_id, KEYS_STAY, {"tills": count}, now)
