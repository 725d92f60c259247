"""The demo coffee shop: people for the three phones and a few regulars with four months of history.

Everything is done through the actions, under a clock that walks from then to now.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.arrive import arrive
from actions.clock_offset import keep_offset
from actions.friends import reward_friends
from actions.invite_staff import pick_cashier
from actions.shop import Shop
from bot.clock import Clock
from sandbox.demo_programme import make_code, make_offer, put_rules_in_force, stock_shelf
from sandbox.demo_regulars import REGULARS, Regular
from sandbox.demo_till import come, join, refund, sell, speaker_of
from sandbox.state import Person
from sandbox.telegram import Telegram

HISTORY = timedelta(days=120)
OPENS = time(10)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people on the three phones."""

    customer: Person
    cashier: Person
    owner: Person


def first_day_seconds(now: datetime, time_zone: str) -> int:
    """How far the clock of a new sandbox is set back: to an opening hour four months ago."""
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
    """Give a new shop its programme, its cashier and its history; the clock ends at the present."""
    owner = await speaker_of(shop, cast.owner)
    await put_rules_in_force(shop, owner)
    await stock_shelf(shop, owner)
    await make_code(shop, owner)
    telegram.start(cast.owner)
    await pick_cashier(shop, owner.member_id, str(cast.cashier.id))
    await arrive(shop, str(cast.cashier.id), cast.cashier.language, cast.cashier.first_name, "")
    telegram.start(cast.cashier)
    regulars = await _live_through(shop, telegram, cast, clock)
    clock.advance(max(0, -clock.offset_seconds))
    await keep_offset(shop, clock.offset_seconds)
    for regular, person in regulars.items():
        if regular.offered:
            await make_offer(shop, owner, person)


async def _live_through(shop: Shop, telegram: Telegram, cast: Cast, clock: Clock) -> dict[Regular, Person]:
    """Visit after visit in the order of their days; a regular joins on the day of the first one."""
    people: dict[Regular, Person] = {}
    day = 0
    visits = [(visit, regular) for regular in REGULARS for visit in regular.visits]
    for visit, regular in sorted(visits, key=lambda one: one[0].on_day):
        clock.advance((visit.on_day - day) * 86_400 + (3_600 if visit.on_day == day else 0))
        day = visit.on_day
        if regular not in people:
            person = telegram.add_person(regular.first_name, regular.last_name, note="☕")
            telegram.chat_field(person.id, "started", value=True)
            host = next((one for other, one in people.items() if other.first_name == regular.host), None)
            await come(shop, person, host)
            await join(shop, person, regular.birthday)
            people[regular] = person
        purchase_id = await sell(shop, cast.cashier, people[regular], visit)
        if regular.host:
            await reward_friends(shop)
        if visit.returned_minor:
            await refund(shop, cast.cashier, purchase_id, visit.returned_minor)
    return people
