"""The demo coffee shop: people for the three phones and a few regulars with two months of history.

Everything is done through the actions, under a clock that walks from then to now.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.arrive import arrive
from actions.clock_offset import keep_offset
from actions.confirm_sale import confirm_sale
from actions.invite_staff import pick_cashier
from actions.join import (
    ADVERTISING,
    PERSONAL_DATA,
    Consent,
    give_consent,
    share_phone,
    tell_birthday,
    tell_name,
)
from actions.new_member import MESSENGER
from actions.open_sale import open_sale
from actions.price_sale import price_sale
from actions.recognise import Speaker, recognise
from actions.set_programme import set_programme
from actions.shop import Shop
from actions.show_card import show_card
from bot.clock import Clock
from loyalty.amounts import Amount
from loyalty.birthdays import Birthday
from loyalty.refusals import Refused
from loyalty.views import SaleView
from sandbox.state import Person
from sandbox.telegram import Telegram

BRAND = "Кофейня «Зерно»"
RATE_BP = 500
HISTORY = timedelta(days=60)
OPENS = time(10)
CONSENT_TEXT = "demo"


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody who has come before: receipts in minor units, one every `every_days` days."""

    first_name: str
    last_name: str
    birthday: Birthday | None
    every_days: int
    receipts_minor: tuple[int, ...]


REGULARS = (
    Regular("Галина", "Орлова", Birthday(14, 3, 1988), 6, (42_000, 38_000, 51_500, 44_000, 39_000, 62_000)),
    Regular("Тимур", "Ахметов", Birthday(29, 2, 1996), 9, (27_000, 31_000, 27_000, 85_000)),
    Regular("Maria", "Silva", None, 20, (54_000, 49_050)),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people on the three phones."""

    customer: Person
    cashier: Person
    owner: Person


def first_day_seconds(now: datetime, time_zone: str) -> int:
    """How far the clock of a new sandbox is set back: to an opening hour two months ago."""
    day = (now.astimezone(ZoneInfo(time_zone)) - HISTORY).date()
    return int((now - datetime.combine(day, OPENS, ZoneInfo(time_zone))).total_seconds())


def hire_cast(telegram: Telegram) -> Cast:
    """The three of a new sandbox, or the same ones again after a restart."""
    known = {person.role_hint: person for person in telegram.state.people.values() if person.role_hint}
    if known:
        return Cast(known["customer"], known["cashier"], known["owner"])
    owner = telegram.add_person("Вера", "Соколова", role_hint="owner", photo=True)
    cashier = telegram.add_person("Борис", "Лукин", role_hint="cashier", photo=True)
    customer = telegram.add_person("Анна", "Ким", role_hint="customer", birthdate=(15, 5, 1994))
    return Cast(customer, cashier, owner)


async def furnish(shop: Shop, telegram: Telegram, cast: Cast, clock: Clock) -> None:
    """Give a new shop its name, its cashier and its history; the clock ends at the present."""
    owner = await _speaker(shop, cast.owner)
    await set_programme(shop, owner.member_id, owner.account_id, brand=BRAND, rate_bp=RATE_BP)
    telegram.start(cast.owner)
    await pick_cashier(shop, owner.member_id, str(cast.cashier.id))
    await arrive(shop, str(cast.cashier.id), cast.cashier.language, cast.cashier.first_name, "")
    telegram.start(cast.cashier)
    cashier = await _speaker(shop, cast.cashier)
    visits = []
    for regular in REGULARS:
        person = telegram.add_person(regular.first_name, regular.last_name, note="☕")
        telegram.chat_field(person.id, "started", value=True)
        await _join(shop, person, regular)
        visits += [(n * regular.every_days, person, minor) for n, minor in enumerate(regular.receipts_minor)]
    day = 0
    for on_day, person, amount_minor in sorted(visits, key=lambda visit: visit[0]):
        clock.advance((on_day - day) * 86_400 + (3_600 if on_day == day else 0))
        day = on_day
        await _sell(shop, cashier, person, amount_minor)
    clock.advance(max(0, -clock.offset_seconds))
    await keep_offset(shop, clock.offset_seconds)


async def _join(shop: Shop, person: Person, regular: Regular) -> None:
    name = f"{regular.first_name} {regular.last_name}"
    arrival = await arrive(shop, str(person.id), person.language, name, "s-demo")
    member_id = arrival.speaker.member_id
    for kind in (PERSONAL_DATA, ADVERTISING):
        consent = Consent(kind, given=True, text_version=CONSENT_TEXT, language=person.language)
        await give_consent(shop, member_id, consent)
    await tell_name(shop, member_id, name)
    await share_phone(shop, member_id, person.phone)
    await tell_birthday(shop, member_id, regular.birthday)


async def _sell(shop: Shop, cashier: Speaker, person: Person, amount_minor: int) -> None:
    """One sale as a cashier makes it: scan, amount, confirm."""
    holder = await _speaker(shop, person)
    card = await show_card(shop, holder.member_id)
    if isinstance(card, Refused):
        raise LookupError("a regular of the demo shop has no card")
    who = (shop, cashier.member_id, cashier.account_id)
    opened = _went(await open_sale(*who, number=card.number))
    priced = _went(await price_sale(shop, cashier.member_id, opened.draft_id, Amount(amount_minor)))
    _went(await confirm_sale(*who, priced.draft_id, priced.revision))


def _went(view: SaleView | Refused) -> SaleView:
    if isinstance(view, Refused):
        raise LookupError(f"the demo shop could not sell: {view.reason}")
    return view


async def _speaker(shop: Shop, person: Person) -> Speaker:
    speaker, _ = await recognise(shop, MESSENGER, str(person.id))
    if speaker is None:
        raise LookupError(f"{person.first_name} never came")
    return speaker
