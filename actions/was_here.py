"""Was this person here before, and had himself erased? Then no bonus for newcomers is paid a second time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.shop import Shop
from loyalty.expiry import day_start
from loyalty.privacy import forgotten_on
from storage import erasures, people
from storage.database import Connection
from storage.occasions import Profile

UTC = ZoneInfo("UTC")


def account_index(shop: Shop, messenger: str, external_id: str) -> bytes:
    """The keyed hash an account is known by after it was erased."""
    return shop.vault.index(erasures.ACCOUNT, f"{messenger}:{external_id}")


def note_return(tx: Connection, member_id: int, account_index: bytes) -> None:
    """A new member: if his account was erased not long ago, he waits for bonuses."""
    day = erasures.newest_day(tx, erasures.ACCOUNT, [account_index])
    if day is not None:
        people.change_member(tx, member_id, bonuses_from=day_start(forgotten_on(day), UTC))


def is_back(tx: Connection, who: Profile, now: datetime) -> bool:
    """Whether this account, or this phone, belongs to somebody who was erased less than a year ago."""
    if who.bonuses_from is not None and now < who.bonuses_from:
        return True
    if who.phone_index is None:
        return False
    day = erasures.newest_day(tx, erasures.PHONE, [who.phone_index])
    return day is not None and now < day_start(forgotten_on(day), UTC)
