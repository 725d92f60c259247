"""Phone and birthday told or changed after joining, and what a member sees of his settings."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions import adopt_member, bonuses
from actions.birthday_gifts import BIRTHDAY as BIRTHDAY_INDEX
from actions.birthday_gifts import SEALED as SEALED_BIRTHDAY
from actions.join import ADVERTISING, today
from actions.shop import Shop
from loyalty.birthdays import Birthday
from loyalty.bonuses import BIRTHDAY_FIELD, PHONE, birthday_key, changeable_on, is_told_late
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.views import SettingsView
from storage import people
from storage import shop as rows
from storage.database import Connection
from storage.people import Told
from storage.vault import SealBrokenError

ASK_BIRTHDAY = "birthday"
ASK_PHONE = "phone"
SEALED_PHONE = "members:phone"
SHOWN_DIGITS = 4


async def show_settings(shop: Shop, member_id: int) -> SettingsView:
    """What the member can change, as it is."""
    told, advertising = await shop.db.read(
        lambda tx: (people.told(tx, member_id), people.consent(tx, member_id, ADVERTISING))
    )
    phone = phone_of(shop, member_id, told)
    born = birthday_of(shop, member_id, told)
    return SettingsView(phone[-SHOWN_DIGITS:], born, advertising, told.city)


async def ask_birthday(shop: Shop, member_id: int, account_id: int) -> Refused | None:
    """The next text is a birthday.

    Refuses NOT_JOINED, and BIRTHDAY_CHANGED when it was changed less than a year ago.
    """
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        refused = _stranger(tx, member_id) or _too_soon(tx, people.told(tx, member_id), now)
        if refused is None:
            people.ask(tx, account_id, ASK_BIRTHDAY, "", now)
        return refused

    return await shop.db.write(write)


async def comes_late(shop: Shop, birthday: Birthday) -> bool:
    """Whether this year's gift is missed when the birthday is told today; never without gifts."""
    gifts = await shop.db.read(lambda tx: rows.programme(tx).bonuses.birthday_points)
    return bool(gifts) and is_told_late(birthday, await today(shop))


async def change_birthday(shop: Shop, member_id: int, account_id: int, birthday: Birthday) -> Refused | None:
    """Keep it sealed; points when there was none before. The same day once more, or its year, is no change.

    Refuses NOT_JOINED, and BIRTHDAY_CHANGED when it was changed less than a year ago.
    """
    now = shop.now()
    text = f"{birthday.day}.{birthday.month}.{birthday.year or ''}"
    sealed = shop.vault.seal(SEALED_BIRTHDAY, str(member_id), text)
    index = shop.vault.index(BIRTHDAY_INDEX, birthday_key(birthday))

    def write(tx: Connection) -> Refused | None:
        if refused := _stranger(tx, member_id):
            return refused
        told = people.told(tx, member_id)
        before = birthday_of(shop, member_id, told)
        if before is not None and birthday_key(before) == birthday_key(birthday):
            people.change_member(tx, member_id, birthday=sealed)
        else:
            if refused := _too_soon(tx, told, now):
                return refused
            people.change_member(tx, member_id, birthday=sealed, birthday_index=index, birthday_at=now)
            if told.birthday is None:
                bonuses.after_telling(tx, member_id, BIRTHDAY_FIELD, now)
        people.stop_asking_for(tx, account_id, ASK_BIRTHDAY)
        return None

    outcome = await shop.db.write(write)
    shop.wake()
    return outcome


async def ask_phone(shop: Shop, account_id: int) -> None:
    """The next contact is the member's phone."""
    now = shop.now()
    await shop.db.write(lambda tx: people.ask(tx, account_id, ASK_PHONE, "", now))


async def change_phone(shop: Shop, member_id: int, account_id: int, phone: str) -> Refused | None:
    """Keep a number in E.164 form sealed; points when there was none before.

    Refuses NOT_JOINED, PHONE_TAKEN.
    """
    now = shop.now()
    index = shop.vault.index("phone", phone)
    sealed = shop.vault.seal(SEALED_PHONE, str(member_id), phone)

    def write(tx: Connection) -> Refused | None:
        if refused := _stranger(tx, member_id):
            return refused
        told, holder = people.told(tx, member_id), people.find_member(tx, "phone_index", index)
        if holder is not None and holder.id != member_id:
            if not adopt_member.is_waiting(tx, holder):
                return Refused(Refusal.PHONE_TAKEN)
            adopt_member.adopt(tx, shop.vault, holder.id, member_id, now)
        if told.phone_index != index:
            people.change_member(tx, member_id, phone=sealed, phone_index=index)
            if told.phone_index is None:
                bonuses.after_telling(tx, member_id, PHONE, now)
        people.stop_asking_for(tx, account_id, ASK_PHONE)
        return None

    outcome = await shop.db.write(write)
    shop.wake()
    return outcome


def _stranger(tx: Connection, member_id: int) -> Refused | None:
    """Whoever is still joining tells these things there; points for them are for members."""
    return None if people.member(tx, member_id).step == Step.JOINED else Refused(Refusal.NOT_JOINED)


def _too_soon(tx: Connection, told: Told, now: datetime) -> Refused | None:
    zone = ZoneInfo(rows.programme(tx).time_zone)
    told_on = told.birthday_at.astimezone(zone).date() if told.birthday_at else None
    day = changeable_on(told.birthday_at, told.joined_at, told_on)
    if day is None or day <= now.astimezone(zone).date():
        return None
    return Refused(Refusal.BIRTHDAY_CHANGED, {"day": day.isoformat()})


def phone_of(shop: Shop, member_id: int, told: Told) -> str:
    """The phone a member told, in E.164 form; "" when he told none."""
    return _unsealed(shop, SEALED_PHONE, member_id, told.phone)


def birthday_of(shop: Shop, member_id: int, told: Told) -> Birthday | None:
    """The birthday a member told."""
    text = _unsealed(shop, SEALED_BIRTHDAY, member_id, told.birthday)
    if not text:
        return None
    day, month, year = text.split(".")
    return Birthday(int(day), int(month), int(year) if year else None)


def _unsealed(shop: Shop, name: str, member_id: int, sealed: bytes | None) -> str:
    """ "" for what was not told, and for what was sealed with another key."""
    try:
        return shop.vault.unseal(name, str(member_id), sealed) if sealed else ""
    except SealBrokenError:
        return ""
