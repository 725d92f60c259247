"""The demo coffee shop: people for the three phones and a few regulars with four months of history.

Everything is done through the actions, under a clock that walks from then to now.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from actions.clock_offset import keep_offset
from actions.friends import reward_friends
from actions.recognise import Speaker
from actions.shop import Shop
from bot.clock import Clock
from sandbox import demo_broadcasts
from sandbox.demo_desk import LATE, enrol_by_phone, look_into_alerts, send_in_receipt
from sandbox.demo_programme import make_code, make_offer, put_rules_in_force, stock_shelf
from sandbox.demo_regulars import REGULARS, Regular
from sandbox.demo_team import Team, begin_day, end_day, hire_team
from sandbox.demo_till import come, join, refund, sell, speaker_of
from sandbox.state import Person
from sandbox.telegram import Telegram

HISTORY = timedelta(days=120)
OPENS = time(10)
CLOSES = timedelta(hours=9)  # after that
NEWCOMER_NOTE = "☎ записан по телефону / enrolled by phone"


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
    """Give a new shop its programme, its people and its history; the clock ends at the present."""
    owner = await speaker_of(shop, cast.owner)
    await put_rules_in_force(shop, owner)
    await stock_shelf(shop, owner)
    await make_code(shop, owner)
    telegram.start(cast.owner)
    team = await hire_team(shop, telegram, owner, cast.cashier)
    opened_at = shop.now()
    regulars = await _live_through(shop, telegram, team, owner, clock)
    await look_into_alerts(shop, owner)
    _pass_time(clock, opened_at + LATE.after_opening)
    await sell(shop, team.park_till, regulars["Maria"], LATE)
    await end_day(shop, team.park_till)
    clock.advance(max(0, -clock.offset_seconds))
    await keep_offset(shop, clock.offset_seconds)
    await _begin_today(shop, telegram, team, owner, regulars)


async def _live_through(
    shop: Shop, telegram: Telegram, team: Team, owner: Speaker, clock: Clock
) -> dict[str, Person]:
    """Visit after visit in the order of their days; a regular joins on the day of the first one.

    The regulars by first name.
    """
    people: dict[str, Person] = {}
    opened_at = shop.now()
    visits = [(visit, regular) for regular in REGULARS for visit in regular.visits]
    for day, todays in groupby(
        sorted(visits, key=lambda one: one[0].after_opening), lambda one: one[0].on_day
    ):
        at_work: dict[int, Person] = {}
        for visit, regular in todays:
            _pass_time(clock, opened_at + visit.after_opening)
            if regular.first_name not in people:
                people[regular.first_name] = await _arrive(shop, telegram, regular, people.get(regular.host))
            till = team.park_till if visit.in_park else team.station_till
            at_work[till.id] = till
            purchase_id = await sell(shop, till, people[regular.first_name], visit)
            if regular.host:
                await reward_friends(shop)
            if visit.returned_minor:
                await refund(shop, till, purchase_id, visit.returned_minor)
        _pass_time(clock, opened_at + timedelta(days=day) + CLOSES)
        for till in at_work.values():
            await end_day(shop, till)
        if day == demo_broadcasts.ON_DAY:
            await demo_broadcasts.send_news(shop, owner)
    return people


async def _arrive(shop: Shop, telegram: Telegram, regular: Regular, host: Person | None) -> Person:
    person = telegram.add_person(regular.first_name, regular.last_name, note="☕")
    telegram.chat_field(person.id, "started", value=True)
    await come(shop, person, host)
    await join(shop, person, regular.birthday)
    return person


async def _begin_today(
    shop: Shop, telegram: Telegram, team: Team, owner: Speaker, regulars: dict[str, Person]
) -> None:
    """What one finds: a till with its shift open, an offer, a receipt to decide on, points that wait."""
    for regular in REGULARS:
        if regular.offered:
            await make_offer(shop, owner, regulars[regular.first_name])
    await demo_broadcasts.begin_news(shop, owner)
    await send_in_receipt(shop, telegram, regulars["Ольга"], team.park_id)
    await begin_day(shop, team.station_till)
    newcomer = telegram.add_person("Павел", "Белый", note=NEWCOMER_NOTE)
    await enrol_by_phone(shop, team.station_till, newcomer.phone)


def _pass_time(clock: Clock, until: datetime) -> None:
    clock.advance(max(0, int((until - clock.now()).total_seconds())))
