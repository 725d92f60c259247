"""A made-up town: who joins when, is born when, buys what and when, and when he wants news and when not."""

from calendar import isleap
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

# The shop's own clock changes twice a year; so do some of the members', on other days.
HOME = "Europe/Berlin"
ZONES = (
    "",
    "",
    "",
    "Asia/Vladivostok",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "Europe/Moscow",
)
PACES = (5, 9, 14, 30, 45, 80, 200)
# Some automations are for the members with one of these tags only, or everybody would be written to daily.
TAGS = ("a", "b", "c", "d", "e")
WINE, CHEESE = "wine", "cheese"
DAY = timedelta(days=1)
YEAR = 365


@dataclass(frozen=True, slots=True)
class Voucher:
    """An offer for one person, when he got it, its last day, and when he used it."""

    made_at: datetime
    last_day: date
    used_at: datetime | None


@dataclass(slots=True)
class Person:
    """A member: all that will ever happen to him, in order.

    birthdays: (when told, month and day). consents: (from when on, whether). bought: instants; goods: what it
    was, each. friend_at: when somebody came by his link.
    """

    id: int
    zone: str
    tag: str
    joined_at: datetime
    birthdays: list[tuple[datetime, tuple[int, int]]] = field(default_factory=list)
    consents: list[tuple[datetime, bool]] = field(default_factory=list)
    bought: list[datetime] = field(default_factory=list)
    goods: list[str] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    friend_at: datetime | None = None


@dataclass(slots=True)
class Town:
    """Its people, when it begins and ends, and the silences in between when the machine was off."""

    begins: datetime
    ends: datetime
    people: list[Person]
    outages: list[tuple[datetime, datetime]]


def town(seed: int, people: int, days: int, first_id: int, begins: datetime) -> Town:
    """The same town for the same seed. Ids are first_id and the next ones."""
    dice = Random(seed)
    ends = begins + timedelta(days=days)
    outages = _outages(dice, begins, ends)
    made = Town(begins, ends, [], outages)
    for number in range(people):
        made.people.append(_person(dice, made, first_id + number, days))
    return made


def _outages(dice: Random, begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
    """Every three weeks or so the machine is off, for up to three days; now and then for five."""
    found, at = [], begins
    while (at := at + timedelta(hours=24 + dice.expovariate(1 / 480))) < ends:
        longest = 120 if dice.random() < 0.1 else 72
        until = at + timedelta(hours=longest * dice.random() ** 2)
        found.append((at, until))
        at = until
    return found


def _up(made: Town, at: datetime) -> datetime:
    """This instant, or the end of the silence it lies in: nothing is booked while the machine is off."""
    for begins, ends in made.outages:
        if begins <= at < ends:
            return ends + timedelta(minutes=1)
    return at


def _person(dice: Random, made: Town, member_id: int, days: int) -> Person:
    joined_at = _joined_at(dice, made, days)
    person = Person(member_id, dice.choice(ZONES), dice.choice(TAGS), joined_at)
    if dice.random() < 0.8:
        person.birthdays.append((joined_at, _birthday(dice)))
        if dice.random() < 0.3 and joined_at + 30 * DAY < made.ends:
            later = joined_at + dice.random() * (made.ends - joined_at)
            person.birthdays.append((_up(made, later), _birthday(dice)))
    wants = dice.random() < 0.85
    person.consents.append((joined_at, wants))
    at = joined_at
    while (at := at + timedelta(days=dice.expovariate(1 / 400))) < made.ends:
        wants = not wants
        person.consents.append((_up(made, at), wants))
    _shop(dice, made, person)
    _favour(dice, made, person)
    if dice.random() < 0.2:
        person.friend_at = _up(made, joined_at + dice.random() * (made.ends - joined_at))
    return person


def _joined_at(dice: Random, made: Town, days: int) -> datetime:
    """Some are here from the first day on, some come later, and some have been here for years."""
    luck = dice.random()
    if luck < 0.3:
        return made.begins - timedelta(days=dice.randrange(30, 4 * YEAR), seconds=dice.randrange(80_000))
    joined_day = dice.randrange(days) if luck < 0.7 else 0
    return _up(made, made.begins + timedelta(days=joined_day, seconds=dice.randrange(60, 80_000)))


def _birthday(dice: Random) -> tuple[int, int]:
    if dice.random() < 0.05:
        return 2, 29
    born = date(2023, 1, 1) + dice.randrange(365) * DAY
    return born.month, born.day


def _shop(dice: Random, made: Town, person: Person) -> None:
    """He buys in his own way: at his pace, on his weekday, in his season; or never begins."""
    luck = dice.random()
    if luck < 0.12:
        return
    keen = dice.random() < 0.7
    for at in (
        _weekly(dice, made, person) if luck < 0.3 else _visits(dice, made, person, seasonal=luck > 0.85)
    ):
        if at >= made.ends:
            return
        person.bought.append(at)
        # Who likes wine takes cheese only after a while, if ever.
        person.goods.append(dice.choice((WINE, WINE, "")) if keen else dice.choice((WINE, CHEESE, "")))
        keen = keen and dice.random() > 0.02


def _visits(dice: Random, made: Town, person: Person, *, seasonal: bool) -> "list[datetime]":
    """At his pace, staying away for long now and then; or about once a year."""
    pace, at, found = dice.choice(PACES), person.joined_at, []
    while at < made.ends:
        if seasonal:
            gap = YEAR + 12 * dice.random() - 6
        else:
            gap = pace * (0.5 + dice.random()) if dice.random() < 0.85 else pace * 5 * dice.random() + 30
        at = _opened(dice, made, at + timedelta(days=max(gap, 1)))
        found.append(at)
    return found


def _weekly(dice: Random, made: Town, person: Person) -> "list[datetime]":
    """On one weekday mostly."""
    found, at = [], person.joined_at
    while at < made.ends:
        stray = 0 if dice.random() < 0.85 else dice.randrange(-3, 4)
        found.append(_opened(dice, made, at + timedelta(days=7 + stray)))
        at += timedelta(days=7)
    return sorted(found)


def _opened(dice: Random, made: Town, at: datetime) -> datetime:
    """An hour of this day at which the shop is open."""
    hour = time(10 + dice.randrange(10), dice.randrange(60))
    day = at.astimezone(ZoneInfo(HOME)).date()
    return _up(made, datetime.combine(day, hour, ZoneInfo(HOME)).astimezone(made.begins.tzinfo))


def _favour(dice: Random, made: Town, person: Person) -> None:
    """Offers he gets, and uses or forgets."""
    at = max(person.joined_at, made.begins)
    while (at := at + timedelta(days=dice.expovariate(1 / 150))) < made.ends:
        made_at = _up(made, at)
        last_day = made_at.astimezone(ZoneInfo(HOME)).date() + timedelta(days=dice.randrange(10, 60))
        used_at = _up(made, made_at + timedelta(days=dice.randrange(1, 20))) if dice.random() < 0.4 else None
        person.vouchers.append(Voucher(made_at, last_day, used_at))


def kept_in(born: tuple[int, int], year: int) -> date:
    """The day a birthday is kept in a year."""
    return date(year, 2, 28) if born == (2, 29) and not isleap(year) else date(year, *born)
