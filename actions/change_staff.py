"""An owner makes a cashier a manager or the other way round, or gives somebody other stores."""

from collections.abc import Collection
from datetime import datetime

from actions.answer_candidate import has_card, person_name, workplaces
from actions.shifts import move
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role, decide_change
from storage import notices, people, staff, stores
from storage.database import Connection


async def change_role(shop: Shop, actor_id: int, member_id: int, role: Role) -> str | Refused:
    """Give a colleague this role from now on, in the same stores; his name. Twice is once.

    Refuses NOT_OWNER, NOT_STAFF, NOT_ALLOWED, CANNOT_REMOVE_*.
    """
    now = shop.now()
    outcome = await shop.db.write(lambda tx: _change_role(tx, actor_id, member_id, role, now))
    shop.wake()
    return outcome


async def change_stores(
    shop: Shop, actor_id: int, member_id: int, store_ids: Collection[int]
) -> str | Refused:
    """Give a colleague these stores in place of the former ones; his name.

    Refuses NOT_OWNER, NOT_STAFF, NOT_ALLOWED, CANNOT_REMOVE_*, STORE_NOT_CHOSEN.
    """
    now = shop.now()
    outcome = await shop.db.write(lambda tx: _change_stores(tx, actor_id, member_id, store_ids, now))
    shop.wake()
    return outcome


def _change_role(tx: Connection, actor_id: int, member_id: int, role: Role, now: datetime) -> str | Refused:
    refused = decide_change(staff.facts(tx, actor_id), staff.facts(tx, member_id))
    if refused is None and role is Role.OWNER:
        refused = Refused(Refusal.NOT_ALLOWED)
    who = staff.colleague(tx, member_id)
    if refused is not None or who is None:
        return refused or Refused(Refusal.NOT_STAFF)
    if who.role is not role:
        staff.dismiss(tx, member_id, actor_id, now)
        staff.hire(tx, member_id, role, who.store_id, actor_id, now, protected=False)
        _withdraw_his(tx, member_id)
        told = {"role": role.value, "has_card": has_card(tx, member_id)}
        notices.queue(tx, member_id, "hired", {**told, "stores": workplaces(tx, member_id)}, now)
        notices.queue(tx, member_id, "commands", {}, now)
    return person_name(tx, member_id)


def _change_stores(
    tx: Connection, actor_id: int, member_id: int, store_ids: Collection[int], now: datetime
) -> str | Refused:
    refused = decide_change(staff.facts(tx, actor_id), staff.facts(tx, member_id))
    who = staff.colleague(tx, member_id)
    if refused is not None or who is None:
        return refused or Refused(Refusal.NOT_STAFF)
    where = [store.id for store in stores.living(tx) if store.id in store_ids]
    if not where:
        return Refused(Refusal.STORE_NOT_CHOSEN)
    if frozenset(where) != frozenset(who.stores):
        stores.give(tx, member_id, where)
        if who.store_id not in where:
            move(tx, member_id, where[0], now)
        _withdraw_his(tx, member_id)
        notices.queue(tx, member_id, "stores_given", {"stores": workplaces(tx, member_id)}, now)
    return person_name(tx, member_id)


def _withdraw_his(tx: Connection, member_id: int) -> None:
    """What he has offered to others as a manager is over."""
    account = people.speaker_of(tx, member_id)
    staff.withdraw_invitations(tx, member_id, account.external_id if account else "")
