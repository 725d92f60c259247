"""Years on a fast clock: the real actions, a messenger that only writes down, silences, and sudden deaths."""

import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar, cast

from actions.arrive import arrive
from actions.deliver import claim, record, recover
from actions.list_automations import list_automations
from actions.outcomes import Sent
from actions.run_automations import run_automations
from actions.set_automation import add_automation, switch_on
from actions.shop import Shop
from bench.crowd import quiet_shop
from bench.shop import OWNER, speaker
from bench.years import looks, model
from bench.years.events import PRICE_MINOR, Event, Ids, events_of, microseconds
from bench.years.town import CHEESE, HOME, WINE, Town, town
from bot.clock import EPOCH, Clock
from loyalty.programme import Category, Referral, Tier, programme_of, rules_of
from loyalty.refusals import Refused
from texts.automation_defaults import defaults
from texts.words import words_for

T = TypeVar("T")
# What the owner's own automations are called, each by its schedule.
OWN = "custom:"
BEGINS = datetime(2025, 3, 1, 6, tzinfo=UTC)
AT_ONCE = 8
# The machine looks so often; a real one looks every half minute.
TICK = timedelta(hours=4)
DEATHS = 0.01
DATES = " ".join(f"{month:02}-{day:02}" for month, day in model.HOLIDAYS)
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    **{kind: {"days": days} for kind, days in model.WELCOMES.items()},
    "newcomer": {"days": model.NEWCOMER_DAYS},
    "thanks": {"hours": model.THANKS_HOURS, "rest_days": model.THANKS_REST},
    "nps": {"hours": model.NPS_HOURS, "rest_days": model.NPS_REST, "purchases": model.NPS_ORDERS},
    "birthday_before": {"days": model.BEFORE_DAYS},
    "birthday": {},
    **{
        kind: {"days": days, "tenths": tenths, "least_days": model.LEAST_DAYS, "purchases": 2}
        for kind, (days, tenths) in model.COMEBACKS.items()
    },
    "why_left": {"days": model.WHY_DAYS, "tenths": 0, "purchases": 1},
    "next_purchase": {"floor": 0},
    "weekday": {"rest_days": looks.WEEKDAY_REST},
    "pair": {"bought": WINE, "never": CHEESE, "days": looks.PAIR_DAYS, "purchases": looks.PAIR_ORDERS},
    "tier_near": {"missing": looks.TIER_MISSING * PRICE_MINOR, "days": looks.TIER_DAYS},
    "friends": {"days": looks.FRIENDS_DAYS, "purchases": looks.FRIENDS_ORDERS},
    "unused_offer": {"days": model.OFFER_DAYS},
    "holiday": {"dates": DATES},
    "custom:once": {"schedule": "once", "date": model.ONCE.isoformat()},
    "custom:weekly": {"schedule": "weekly", "weekday": model.WEEKDAY},
    "custom:monthly": {"schedule": "monthly", "month_day": model.MONTH_DAY},
    "custom:yearly": {"schedule": "yearly", "date": "2028-{:02}-{:02}".format(*model.YEARLY)},
    **{kind: {"schedule": kind.removeprefix(OWN), "offset": days} for kind, days in model.AROUND.items()},
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

    ended: by (kind, member, occasion): the state, when it ended (None: not yet), and why.
    """

    town: Town
    kinds: frozenset[str]
    ticks: list[datetime] = field(default_factory=list)
    delivered: list[tuple[int, datetime]] = field(default_factory=list)
    recipients: dict[int, tuple[str, int, str]] = field(default_factory=dict)
    ended: dict[tuple[str, int, str], tuple[str, datetime | None, str]] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    deaths: int = 0


async def lived(
    folder: Path,
    people: int,
    days: int,
    seed: int,
    tick: timedelta = TICK,
    kinds: Collection[str] = tuple(SETTINGS),
    begins: datetime = BEGINS,
) -> Years:
    """Let them pass in a new shop in this folder, with automations of these kinds switched on."""
    made = partial(town, seed, people, days, begins=begins)
    return await lived_in(folder, begins, made, seed, tick, kinds)


async def lived_in(
    folder: Path,
    begins: datetime,
    made_from: Callable[[int], Town],
    seed: int,
    tick: timedelta,
    kinds: Collection[str],
) -> Years:
    """The same, in a town that is made from the first free id of a member."""
    clock = FastClock()
    clock.moment = begins
    async with quiet_shop(folder, clock) as shop:
        made = made_from(await shop.db.read(_next_member))
        years = Years(made, frozenset(kinds))
        events = deque(events_of(shop, made, years.ids))
        owner = await _ruled(shop)
        await shop.db.write(partial(_happen, events=events, until=begins))
        await _switch_on(shop, owner, years.kinds)
        dice = Random(seed)
        for at in _ticks(made, dice, tick):
            if events and events[0][0] <= at:
                await shop.db.write(partial(_happen, events=events, until=at))
            clock.moment = at
            years.ticks.append(at)
            await _tick(shop, years, dice)
        await _read(shop, years)
    return years


def _happen(tx: Any, events: "deque[Event]", until: datetime) -> None:
    """Everything that was to happen by this instant."""
    while events and events[0][0] <= until:
        events.popleft()[1](tx)


def _next_member(tx: Any) -> int:
    return int(tx.exec_driver_sql("SELECT max(id) + 1 FROM members").scalar())


async def _ruled(shop: Shop) -> int:
    """The programme as the automations need it; its owner."""

    def write(tx: Any) -> None:
        query = "SELECT version, rules FROM programmes ORDER BY version DESC LIMIT 1"
        version, rules = tx.exec_driver_sql(query).one()
        changed = replace(
            programme_of(version, json.loads(rules)),
            time_zone=HOME,
            categories=(Category(WINE, "Вино"), Category(CHEESE, "Сыр")),
            tiers=(Tier("gold", "Золото", looks.TIER_ORDERS * PRICE_MINOR),),
            referral=Referral(inviter_points=1),
        )
        row = (json.dumps(rules_of(changed)), microseconds(shop.now()))
        tx.exec_driver_sql("INSERT INTO programmes (rules, at) VALUES (?, ?)", row)
        tx.exec_driver_sql("UPDATE stores SET time_zone = ?", (HOME,))

    await shop.db.write(write)
    await arrive(shop, str(OWNER), "ru", "Владелец", "")
    return (await speaker(shop, OWNER)).member_id


async def _switch_on(shop: Shop, owner_id: int, kinds: Collection[str]) -> None:
    """The automations of these kinds, and one of the owner's own for each schedule among them."""
    words = words_for("ru", HOME, "RUB")
    for kind in kinds:
        if kind.startswith(OWN):
            own = await add_automation(shop, owner_id, 0, kind)
            if isinstance(own, Refused):
                raise LookupError(own.reason)
    found = await list_automations(shop, owner_id, defaults(words))
    if isinstance(found, Refused):
        raise LookupError(found.reason)
    for line in found.lines:
        one = line.campaign
        if (one.title or one.kind) not in kinds:
            continue
        await shop.db.write(partial(_set, campaign_id=one.id, kind=one.title or one.kind))
        on = await switch_on(shop, owner_id, one.id)
        if isinstance(on, Refused):
            raise LookupError(f"{one.kind} {one.title}: {on}")


def _set(tx: Any, campaign_id: int, kind: str) -> None:
    tag = model.TAG_OF.get(kind, "")
    values = (json.dumps(SETTINGS[kind]), f"tag = {tag}" if tag else "", campaign_id)
    tx.exec_driver_sql("UPDATE campaigns SET settings = ?, segment = ? WHERE id = ?", values)
    if kind.startswith(OWN):
        words = "INSERT INTO contents (campaign_id, variant, language, body) VALUES (?, 0, '', 'Приходите!')"
        tx.exec_driver_sql(words, (campaign_id,))


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


async def _read(shop: Shop, years: Years) -> None:
    def read(tx: Any) -> list[Any]:
        return list(
            tx.exec_driver_sql(
                "SELECT r.id, iif(c.title = '', c.kind, c.title), r.member_id, r.occasion, r.state,"
                " r.ended_at, r.reason FROM recipients r JOIN campaigns c ON c.id = r.campaign_id"
            )
        )

    for recipient_id, kind, member_id, occasion, state, ended_at, reason in await shop.db.read(read):
        at = None if ended_at is None else EPOCH + timedelta(microseconds=ended_at)
        if kind in ("thanks", "nps"):
            occasion = str(years.ids.bought[member_id].index(int(occasion)))
        if kind == "unused_offer":
            occasion = str(years.ids.offered[int(occasion)])
        years.recipients[recipient_id] = key = (kind, member_id, occasion)
        years.ended[key] = (state, at, reason)


def states(years: Years) -> Counter[str]:
    """How many recipients came to which end."""
    return Counter(state for state, _, _ in years.ended.values())
