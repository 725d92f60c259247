"""Years on a fast clock: the real actions, a messenger that only writes down, silences, and sudden deaths."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar, cast

from actions import statistics
from actions.arrive import arrive
from actions.deliver import claim, record, recover
from actions.join import ADVERTISING
from actions.list_automations import list_automations
from actions.new_member import MESSENGER
from actions.outcomes import Sent
from actions.run_automations import run_automations
from actions.set_automation import switch_on
from actions.shop import Shop
from bench.crowd import quiet_shop
from bench.shop import OWNER, speaker
from bench.years import model
from bench.years.town import HOME, Person, Town, town
from bot.clock import EPOCH, Clock
from loyalty.automation_views import AutomationList
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key
from texts.automation_defaults import defaults
from texts.words import words_for

T = TypeVar("T")
BEGINS = datetime(2025, 3, 1, 6, tzinfo=UTC)
AT_ONCE = 8
# The machine looks so often; a real one looks every half minute.
TICK = timedelta(hours=4)
DEATHS = 0.01
SETTINGS: dict[str, dict[str, Any]] = {
    "welcome": {"days": model.WELCOME_DAYS},
    "newcomer": {"days": model.NEWCOMER_DAYS},
    "thanks": {"hours": model.THANKS_HOURS, "rest_days": model.THANKS_REST},
    "birthday_before": {"days": model.BEFORE_DAYS},
    "birthday": {},
    "comeback": {
        "days": model.FIXED_DAYS,
        "tenths": model.TIMES_TENTHS,
        "least_days": model.LEAST_DAYS,
        "purchases": 2,
    },
    "why_left": {"days": model.WHY_DAYS, "tenths": 0, "purchases": 1},
    "holiday": {"dates": " ".join(f"{month:02}-{day:02}" for month, day in model.HOLIDAYS)},
}


class FastClock(Clock):
    """Stands still until it is moved."""

    moment = BEGINS

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.moment


class DiedError(Exception):
    """The process ended here."""


@dataclass
class Mortal:
    """A database whose process may die before or after any of its writes; dice None: it does not."""

    db: Any
    dice: Random | None = None

    async def write(self, work: Callable[[Any], T]) -> T:
        """As the database, or not."""
        return await self._perhaps(lambda: self.db.write(work))

    async def write_batched(self, work: Callable[[Any], T]) -> T:
        """As the database, or not."""
        return await self._perhaps(lambda: self.db.write_batched(work))

    async def _perhaps(self, write: Callable[[], Awaitable[T]]) -> T:
        if self.dice is not None and self.dice.random() < DEATHS:
            raise DiedError
        done = await write()
        if self.dice is not None and self.dice.random() < DEATHS:
            raise DiedError
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)


@dataclass(slots=True)
class Years:
    """What the years left behind. ticks: when the machine was awake; delivered: (recipient, at), in order.

    ended: by (kind, member, occasion): the state, when it ended (None: not yet), and why. bought: the ids of
    purchases, by member, in order.
    """

    town: Town
    ticks: list[datetime] = field(default_factory=list)
    delivered: list[tuple[int, datetime]] = field(default_factory=list)
    recipients: dict[int, tuple[str, int, str]] = field(default_factory=dict)
    ended: dict[tuple[str, int, str], tuple[str, datetime | None, str]] = field(default_factory=dict)
    bought: dict[int, list[int]] = field(default_factory=dict)
    deaths: int = 0


async def lived(folder: Path, people: int, days: int, seed: int, tick: timedelta = TICK) -> Years:
    """Let them pass in a new shop in this folder."""
    clock = FastClock()
    clock.moment = BEGINS
    async with quiet_shop(folder, clock) as shop:
        await _open(shop)
        years = Years(town(seed, people, days, await shop.db.read(_next_member), BEGINS))
        events = _events(shop, years)
        upcoming = next(events, None)
        dice = Random(seed)
        for at in _ticks(years.town, dice, tick):
            while upcoming is not None and upcoming[0] <= at:
                clock.moment = upcoming[0]
                await shop.db.write(upcoming[1])
                upcoming = next(events, None)
            clock.moment = at
            years.ticks.append(at)
            await _tick(shop, years, dice)
        await _read(shop, years)
    return years


def _next_member(tx: Any) -> int:
    return int(tx.exec_driver_sql("SELECT max(id) + 1 FROM members").scalar())


async def _open(shop: Shop) -> None:
    def home(tx: Any) -> None:
        tx.exec_driver_sql(
            "INSERT INTO programmes (rules, at) SELECT json_set(rules, '$.time_zone', ?), at FROM programmes"
            " ORDER BY version DESC LIMIT 1",
            (HOME,),
        )
        tx.exec_driver_sql("UPDATE stores SET time_zone = ?", (HOME,))

    await shop.db.write(home)
    await arrive(shop, str(OWNER), "ru", "Владелец", "")
    owner = await speaker(shop, OWNER)
    found = await list_automations(shop, owner.member_id, defaults(words_for("ru", HOME, "RUB")))
    if not isinstance(found, AutomationList):
        raise LookupError("the owner is none")
    for line in found.lines:
        if line.campaign.kind in SETTINGS:
            settings = (json.dumps(SETTINGS[line.campaign.kind]), line.campaign.id)
            await shop.db.write(partial(_set, settings=settings))
            await switch_on(shop, owner.member_id, line.campaign.id)


def _set(tx: Any, settings: tuple[str, int]) -> None:
    tx.exec_driver_sql("UPDATE campaigns SET settings = ? WHERE id = ?", settings)


def _ticks(made: Town, dice: Random, tick: timedelta) -> Iterator[datetime]:
    """When the machine looks, but for its silences; now and then the clock leaps an hour or two."""
    at = made.begins
    while at < made.ends:
        if not any(begins <= at < ends for begins, ends in made.outages):
            yield at
        at += tick + timedelta(minutes=dice.randrange(-40, 40) if dice.random() > 0.01 else 100)


async def _tick(shop: Shop, years: Years, dice: Random) -> None:
    """What one look brings; whoever dies is begun again at once."""
    mortal = replace(shop, db=cast(Any, Mortal(shop.db, dice)))
    try:
        await _work(mortal, years)
    except DiedError:
        years.deaths += 1
        await recover(shop)
        await _work(shop, years)


async def _work(shop: Shop, years: Years) -> None:
    await run_automations(shop)
    more = True
    while more:
        claimed = await claim(shop, AT_ONCE)
        for delivery in claimed.deliveries:
            if delivery.kind == "campaign":
                years.delivered.append((int(delivery.data["recipient"]), shop.now()))
            await record(shop, delivery, Sent("1"))
        more = claimed.more or bool(claimed.deliveries)


def _events(shop: Shop, years: Years) -> Iterator[tuple[datetime, Callable[[Any], None]]]:
    """Everything that happens to everybody, in order."""
    everything: list[tuple[datetime, int, Callable[[Any], None]]] = []
    for person in years.town.people:
        everything.append((person.joined_at, 0, _joins(shop, person)))
        for told_at, born in person.birthdays[1:]:
            everything.append((told_at, 1, _tells(shop, person, told_at, born)))
        for since, wants in person.consents[1:]:
            everything.append((since, 1, _agrees(person, since, wants=wants)))
        everything += [(at, 2, _buys(years, person, at)) for at in person.bought]
    everything.sort(key=lambda one: one[:2])
    return ((at, work) for at, _, work in everything)


def _us(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _joins(shop: Shop, person: Person) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        at, key = _us(person.joined_at), str(person.id)
        tx.exec_driver_sql(
            "INSERT INTO members (id, number, card_token, name, step, created_at, joined_at)"
            " VALUES (?, ?, ?, 'Анна', 'joined', ?, ?)",
            (person.id, key, f"years{key}", at, at),
        )
        tx.exec_driver_sql(
            "INSERT INTO heads (member_id, seq, hash, points) VALUES (?, 0, ?, 0)", (person.id, bytes(32))
        )
        tx.exec_driver_sql(
            "INSERT INTO accounts (member_id, messenger, external_id, language, reachable, last_seen)"
            " VALUES (?, ?, ?, 'ru', 1, ?)",
            (person.id, MESSENGER, key, at),
        )
        if person.zone:
            tx.exec_driver_sql(
                "INSERT INTO preferences (member_id, time_zone) VALUES (?, ?)", (person.id, person.zone)
            )
        _agrees(person, person.joined_at, wants=person.consents[0][1])(tx)
        for told_at, born in person.birthdays[:1]:
            _tells(shop, person, told_at, born)(tx)

    return work


def _tells(shop: Shop, person: Person, at: datetime, born: tuple[int, int]) -> Callable[[Any], None]:
    index = shop.vault.index("birthday", birthday_key(Birthday(born[1], born[0])))

    def work(tx: Any) -> None:
        values = (index, b"", _us(at), person.id)
        tx.exec_driver_sql(
            "UPDATE members SET birthday_index = ?, birthday = ?, birthday_at = ? WHERE id = ?", values
        )

    return work


def _agrees(person: Person, at: datetime, *, wants: bool) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        tx.exec_driver_sql(
            "INSERT INTO consents (member_id, kind, given, text_version, language, at)"
            " VALUES (?, ?, ?, '1', 'ru', ?)",
            (person.id, ADVERTISING, wants, _us(at)),
        )

    return work


def _buys(years: Years, person: Person, at: datetime) -> Callable[[Any], None]:
    def work(tx: Any) -> None:
        day: date = model.local_day(at)
        values = (person.id, day.isoformat(), _us(at))
        row = tx.exec_driver_sql(
            "INSERT INTO purchases (store_id, member_id, cashier_id, amount_minor, money_minor,"
            " earned_points, receipt, business_day, rule_version, trace, at)"
            " VALUES ((SELECT min(id) FROM stores), ?, 1, 50000, 50000, 0, '', ?,"
            " (SELECT max(version) FROM programmes), '{}', ?)",
            values,
        )
        years.bought.setdefault(person.id, []).append(int(row.lastrowid))
        statistics.recompute(tx, person.id)

    return work


async def _read(shop: Shop, years: Years) -> None:
    def read(tx: Any) -> list[Any]:
        return list(
            tx.exec_driver_sql(
                "SELECT r.id, c.kind, r.member_id, r.occasion, r.state, r.ended_at, r.reason"
                " FROM recipients r JOIN campaigns c ON c.id = r.campaign_id"
            )
        )

    for recipient_id, kind, member_id, occasion, state, ended_at, reason in await shop.db.read(read):
        at = None if ended_at is None else EPOCH + timedelta(microseconds=ended_at)
        if kind == "thanks":
            occasion = str(years.bought[member_id].index(int(occasion)))
        years.recipients[recipient_id] = key = (kind, member_id, occasion)
        years.ended[key] = (state, at, reason)


def states(years: Years) -> Counter[str]:
    """How many recipients came to which end."""
    return Counter(state for state, _, _ in years.ended.values())
