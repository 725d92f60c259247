"""A made-up town: who joins when, is born when, buys when, and when he wants news and when not."""

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
DAY = timedelta(days=1)


@dataclass(slots=True)
class Person:
    """A member: all that will ever happen to him, in order.

    birthdays: (when told, month and day). consents: (from when on, whether). bought: instants.
    """

    id: int
    zone: str
    joined_at: datetime
    birthdays: list[tuple[datetime, tuple[int, int]]] = field(default_factory=list)
    consents: list[tuple[datetime, bool]] = field(default_factory=list)
    bought: list[datetime] = field(default_factory=list)


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
    """Every three weeks or so the machine is off, for up to three days."""
    found, at = [], begins
    while (at := at + timedelta(hours=24 + dice.expovariate(1 / 480))) < ends:
        until = at + timedelta(hours=72 * dice.random() ** 2)
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
    joined_day = dice.randrange(days) if dice.random() < 0.5 else 0
    joined_at = _up(made, made.begins + timedelta(days=joined_day, seconds=dice.randrange(60, 80_000)))
    person = Person(member_id, dice.choice(ZONES), joined_at)
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
    return person


def _birthday(dice: Random) -> tuple[int, int]:
    if dice.random() < 0.05:
        return 2, 29
    born = date(2023, 1, 1) + dice.randrange(365) * DAY
    return born.month, born.day


def _shop(dice: Random, made: Town, person: Person) -> None:
    """He buys at his own pace, stays away for long now and then, and sometimes never begins."""
    if dice.random() < 0.15:
        return
    pace, at = dice.choice(PACES), person.joined_at
    while True:
        gap = pace * (0.5 + dice.random()) if dice.random() < 0.85 else pace * 5 * dice.random() + 30
        day = (at + timedelta(days=max(gap, 1))).astimezone(ZoneInfo(HOME)).date()
        hour = time(10 + dice.randrange(10), dice.randrange(60))
        at = datetime.combine(day, hour, ZoneInfo(HOME)).astimezone(made.begins.tzinfo)
        at = _up(made, at)
        if at >= made.ends:
            return
        person.bought.append(at)


def kept_in(born: tuple[int, int], year: int) -> date:
    """The day a birthday is kept in a year."""
    return date(year, 2, 28) if born == (2, 29) and not isleap(year) else date(year, *born)
