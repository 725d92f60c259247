"""The first start makes the shop: a programme, a store, and the owners the process was told of."""

from datetime import datetime

from actions.new_member import MESSENGER, Newcomer, new_member, newcomer
from actions.shop import Shop
from loyalty.programme import Programme
from loyalty.staff import Role
from storage import notices, people, staff
from storage import shop as rows
from storage.database import Connection

DEFAULT_CURRENCY = "RUB"


async def open_shop(shop: Shop, brand: str) -> None:
    """Write what a shop can't be without, once, and make OWNER_IDS owners who can't be removed in the chat.

    brand: the name of a shop that hasn't been named yet. An owner no longer listed stays one, removable.
    """
    now = shop.now()
    settings = shop.settings
    owners = [
        newcomer(shop, external_id, settings.default_language, "") for external_id in settings.owner_ids
    ]
    first = Programme(0, brand, DEFAULT_CURRENCY, settings.default_time_zone)
    await shop.db.write(lambda tx: _open(tx, first, owners, now))


def _open(tx: Connection, first: Programme, owners: list[Newcomer], now: datetime) -> None:
    if not rows.has_programme(tx):
        rows.add_programme(tx, first, None, now)
        rows.add_store(tx, "", first.time_zone)
    members = [_own(tx, who, now) for who in owners]
    for member_id in staff.protected_owners(tx):
        if member_id not in members:
            staff.protect(tx, member_id, protected=False)


def _own(tx: Connection, who: Newcomer, now: datetime) -> int:
    speaker = people.speaker(tx, MESSENGER, who.external_id) or new_member(tx, who, now)
    known = staff.facts(tx, speaker.member_id)
    if known is not None and known.role is Role.OWNER:
        staff.protect(tx, speaker.member_id, protected=True)
        return speaker.member_id
    if known is not None:
        staff.dismiss(tx, speaker.member_id, speaker.member_id, now)
    staff.hire(tx, speaker.member_id, Role.OWNER, rows.first_store(tx), None, now, protected=True)
    notices.queue(tx, speaker.member_id, "commands", {}, now)
    return speaker.member_id
