"""Fifteen kinds of dishonesty put among honest traffic, one for each rule, from mild to blatant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bench.fraud.town import (
    CLOSES,
    DAYS,
    LEAST_FRIEND_MINOR,
    OPENS,
    START,
    Cashier,
    Event,
    Member,
    Store,
    Town,
)
from loyalty.watch.base import Rule
from loyalty.watch.r12_manual import Giver
from loyalty.watch.r14_ring import FirstBuy


@dataclass(slots=True)
class Crime:
    """One dishonesty: whose card or till it is, and what was done beside the sales."""

    rule: Rule
    members: set[int] = field(default_factory=set)
    cashiers: set[int] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    friends: list[tuple[datetime, FirstBuy]] = field(default_factory=list)
    grants: list[tuple[datetime, Giver]] = field(default_factory=list)
    attempts: int = 0


class Plot:
    """Where a crime is thought out: the town, chance, and days to choose from."""

    def __init__(self, town: Town, random: Random) -> None:
        self.town, self.random = town, random

    def store(self) -> Store:
        return self.random.choice(self.town.stores)

    def guest(self, store: Store) -> Member:
        return self.random.choice(store.guests)

    def on_duty(self, store: Store, least_day: int = 1) -> tuple[datetime, Cashier]:
        """A moment in the opening hours, and somebody at the till then."""
        day = self.random.randrange(least_day, DAYS - 1)
        hour, second = self.random.randrange(OPENS, CLOSES - 1), self.random.randrange(1800)
        at = START + timedelta(days=day, hours=hour, seconds=second)
        return at, self.random.choice(self.town.on_duty(store, at))

    def minutes(self, least: float, most: float) -> timedelta:
        return timedelta(minutes=self.random.uniform(least, most))

    def event(self, crime: Crime, at: datetime, store: Store, cashier: Cashier, member: Member) -> Event:
        """A dishonest sale of a usual sum."""
        event = Event(at, store, cashier, member, self.town.amount(store), pattern=crime.rule)
        crime.events.append(event)
        return event

    def fresh(self, crime: Crime, store: Store, joined_at: datetime) -> Member:
        """A card made for the purpose."""
        member = self.town.member(store, joined_at)
        crime.members.add(member.id)
        return member

    def accomplice(self, crime: Crime, store: Store) -> Member:
        """Somebody who has had a card for long."""
        member = self.guest(store)
        crime.members.add(member.id)
        return member


def frequent(plot: Plot, crime: Crime) -> None:
    """A friend's card held ready for whoever has none."""
    store = plot.store()
    friend = plot.accomplice(crime, store)
    for _ in range(plot.random.randint(1, 3)):
        at, cashier = plot.on_duty(store)
        for step in range(plot.random.randint(4, 8)):
            plot.event(crime, at + step * plot.minutes(12, 25), store, cashier, friend)


def close(plot: Plot, crime: Crime) -> None:
    """The same, no more than twice a day, for weeks."""
    store = plot.store()
    friend = plot.accomplice(crime, store)
    cashier = plot.random.choice(store.cashiers)
    for day in range(DAYS):
        for hour in (9, 13, 17, 20):
            at = START + timedelta(days=day, hours=hour) + plot.minutes(0, 55)
            if cashier in plot.town.on_duty(store, at) and plot.random.random() < 0.6:
                plot.event(crime, at, store, cashier, friend)


def own(plot: Plot, crime: Crime) -> None:
    """His own card."""
    store = plot.store()
    at, cashier = plot.on_duty(store)
    mine = plot.fresh(crime, store, START)
    for step in range(plot.random.randint(1, 10)):
        plot.event(crime, at + step * plot.minutes(1, 20), store, cashier, mine)
        crime.attempts += 1


def hours(plot: Plot, crime: Crime) -> None:
    """After the doors were locked."""
    store = plot.store()
    cashier = plot.random.choice(store.cashiers)
    crime.cashiers.add(cashier.id)
    night = START + timedelta(days=plot.random.randrange(1, DAYS - 1), hours=CLOSES)
    for _ in range(plot.random.randint(1, 4)):
        plot.event(crime, night + plot.minutes(35, 100), store, cashier, plot.guest(store))


def refund(plot: Plot, crime: Crime) -> None:
    """Points are earned and spent, then the goods come back; or they come back all the time."""
    store = plot.store()
    at, cashier = plot.on_duty(store)
    if plot.random.random() < 0.5:
        friend = plot.accomplice(crime, store)
        event = plot.event(crime, at, store, cashier, friend)
        event.spends, friend.balance = True, 500
        event.returned_after = plot.minutes(10, 1200)
    else:
        crime.cashiers.add(cashier.id)
        cashier.returned = plot.random.uniform(0.08, 0.2)


def split(plot: Plot, crime: Crime) -> None:
    """One receipt as three, for the points of each visit."""
    store = plot.store()
    friend = plot.accomplice(crime, store)
    for _ in range(plot.random.randint(1, 3)):
        at, cashier = plot.on_duty(store)
        for step in range(plot.random.randint(2, 4)):
            plot.event(crime, at + step * plot.minutes(0.3, 2.5), store, cashier, friend)


def round_sums(plot: Plot, crime: Crime) -> None:
    """Sums out of his head."""
    cashier = plot.random.choice(plot.store().cashiers)
    crime.cashiers.add(cashier.id)
    cashier.round = plot.random.uniform(0.75, 0.97)


def large(plot: Plot, crime: Crime) -> None:
    """A receipt nobody ever wrote."""
    store = plot.store()
    friend = plot.accomplice(crime, store)
    at, cashier = plot.on_duty(store, least_day=4)
    level = 300_00 if store.cafe else store.level_minor
    plot.event(crime, at, store, cashier, friend).amount_minor = (
        int(level * plot.random.uniform(9, 25)) // 100 * 100
    )


def newcomer(plot: Plot, crime: Crime) -> None:
    """Cards by the dozen for the welcome, or one that is emptied on its first day."""
    store = plot.store()
    at, cashier = plot.on_duty(store)
    if plot.random.random() < 0.5:
        crime.cashiers.add(cashier.id)
        hour = at.replace(minute=0, second=0)
        for _ in range(plot.random.randint(4, 9)):
            moment = hour + plot.minutes(1, 58)
            plot.event(crime, moment, store, cashier, plot.fresh(crime, store, moment - plot.minutes(1, 5)))
    else:
        friend = plot.fresh(crime, store, at - plot.minutes(30, 1200))
        friend.balance = 200
        plot.event(crime, at, store, cashier, friend).spends = True


def transfer(plot: Plot, crime: Crime) -> None:
    """He earns for a friend here, the friend spends there."""
    town, store = plot.town, plot.store()
    friend = plot.accomplice(crime, store)
    at, cashier = plot.on_duty(store)
    plot.event(crime, at, store, cashier, friend)
    there = min(
        (one for one in town.stores if one is not store), key=lambda one: town.metres[store.id, one.id]
    )
    later = at + plot.minutes(20, 100)
    other = town.on_duty(there, later)[0]
    plot.event(crime, later, there, other, friend).spends = True
    friend.balance = 300


def travel(plot: Plot, crime: Crime) -> None:
    """A copy of a card at the other end of the town."""
    town, store = plot.town, plot.store()
    friend = plot.accomplice(crime, store)
    at, cashier = plot.on_duty(store)
    plot.event(crime, at, store, cashier, friend)
    far = [one for one in town.stores if town.metres[store.id, one.id] > 5000]
    there = plot.random.choice(far)
    later = at + plot.minutes(0.5, 4)
    plot.event(crime, later, there, town.on_duty(there, later)[0], friend)


def manual(plot: Plot, crime: Crime) -> None:
    """Points by hand to friends, week after week; or given and spent the same day."""
    store = plot.store()
    at, cashier = plot.on_duty(store)
    if plot.random.random() < 0.5:
        crime.cashiers.add(store.manager)
        for _ in range(plot.random.randint(12, 25)):
            moment = START + timedelta(days=plot.random.uniform(0, DAYS - 1))
            crime.grants.append((moment, Giver(store.manager, store.id, 1, 300)))
    else:
        friend = plot.accomplice(crime, store)
        friend.granted_at, friend.balance = at - plot.minutes(5, 1200), 500
        plot.event(crime, at, store, cashier, friend).spends = True


def dormant(plot: Plot, crime: Crime) -> None:
    """Somebody else's forgotten points."""
    store = plot.store()
    at, cashier = plot.on_duty(store)
    sleeper = plot.fresh(crime, store, START - timedelta(days=700))
    sleeper.last_at, sleeper.balance = at - timedelta(days=plot.random.randint(181, 600)), 100
    plot.event(crime, at, store, cashier, sleeper).spends = True


def ring(plot: Plot, crime: Crime) -> None:
    """Friends nobody has, each buying what the reward takes."""
    store = plot.store()
    inviter = plot.accomplice(crime, store)
    cashier = plot.random.choice(store.cashiers)
    for _ in range(plot.random.randint(4, 8)):
        at, _ = plot.on_duty(store)
        while cashier not in plot.town.on_duty(store, at):
            at, _ = plot.on_duty(store)
        friend = plot.fresh(crime, store, at - plot.minutes(5, 3000))
        event = plot.event(crime, at, store, cashier, friend)
        event.amount_minor = LEAST_FRIEND_MINOR * plot.random.randint(100, 115) // 100
        bought = FirstBuy(inviter.id, friend.id, store.id, cashier.id, event.amount_minor, LEAST_FRIEND_MINOR)
        crime.friends.append((at, bought))


def typed(plot: Plot, crime: Crime) -> None:
    """Card numbers from a list under the counter."""
    cashier = plot.random.choice(plot.store().cashiers)
    crime.cashiers.add(cashier.id)
    cashier.typed = plot.random.uniform(0.4, 0.8)


CRIMES: Mapping[Rule, Callable[[Plot, Crime], None]] = {
    Rule.FREQUENT: frequent,
    Rule.CLOSE: close,
    Rule.OWN: own,
    Rule.HOURS: hours,
    Rule.REFUND: refund,
    Rule.SPLIT: split,
    Rule.ROUND: round_sums,
    Rule.LARGE: large,
    Rule.NEWCOMER: newcomer,
    Rule.TRANSFER: transfer,
    Rule.TRAVEL: travel,
    Rule.MANUAL: manual,
    Rule.DORMANT: dormant,
    Rule.RING: ring,
    Rule.TYPED: typed,
}


def plotted(town: Town, random: Random) -> list[Crime]:
    """One crime of each kind."""
    plot, crimes = Plot(town, random), []
    for rule, think in CRIMES.items():
        crime = Crime(rule)
        think(plot, crime)
        crimes.append(crime)
    return crimes
