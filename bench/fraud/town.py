"""A town of honest people: stores with rush hours and rotas, regulars who come twice a day, holidays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp, log
from random import Random

from loyalty.distances import distance_metres
from loyalty.hours import Span, Week
from loyalty.stores import Place

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 28
STORES = 40
CASHIERS_A_STORE = 5
HOLIDAYS = {5, 6, 20}
LEAST_FRIEND_MINOR = 300_00
# How busy each hour from eight to twenty-one is: breakfast, lunch, the way home.
RUSH = (9, 10, 6, 4, 8, 10, 6, 4, 5, 8, 9, 6, 3, 1)
OPENS, CLOSES = 8, 22
COFFEE = (150_00, 180_00, 200_00, 220_00, 250_00, 300_00)
NEWCOMERS = 0.05
TWO_STORES = 0.05
SECOND_RECEIPT = 0.002
RETURNED = 0.008
SPENDS = 0.12


@dataclass(slots=True)
class Member:
    """A card: where its holder buys, at which hour, and what is on it."""

    id: int
    store: int
    second: int
    hour: int
    joined_at: datetime
    balance: int
    last_at: datetime
    granted_at: datetime | None = None


@dataclass(slots=True)
class Cashier:
    """Somebody at a till. typed, returned: his own shares, for nobody works like everybody."""

    id: int
    store: int
    typed: float
    returned: float
    round: float = 0.0


@dataclass(slots=True)
class Store:
    """A store: a café with prices, or a shop with any sums, half of them above level_minor."""

    id: int
    place: Place
    cafe: bool
    level_minor: int
    cashiers: list[Cashier]
    manager: int
    regulars: list[Member] = field(default_factory=list)
    guests: list[Member] = field(default_factory=list)
    hours: Week = (Span(OPENS * 60, CLOSES * 60),) * 7


@dataclass(slots=True)
class Event:
    """A sale as it comes to the till; pattern: the dishonesty it belongs to, "" for honest."""

    at: datetime
    store: Store
    cashier: Cashier
    member: Member
    amount_minor: int
    spends: bool = False
    typed: bool = False
    returned_after: timedelta | None = None
    pattern: str = ""


class Town:
    """Forty stores, two hundred cashiers and everybody who buys there."""

    def __init__(self, random: Random, accruals: int) -> None:
        self.random = random
        self.a_day = accruals / (DAYS * STORES)
        self.people = 0
        self.cashiers: dict[int, Cashier] = {}
        self.stores = [self._store(number) for number in range(1, STORES + 1)]
        for store in self.stores:
            store.regulars = [self.member(store) for _ in range(12)]
            store.guests = [self.member(store) for _ in range(int(self.a_day * 6))]
        self.metres = {
            (one.id, other.id): distance_metres(one.place, other.place)
            for one in self.stores
            for other in self.stores
        }

    def member(self, store: Store, joined_at: datetime | None = None) -> Member:
        """Somebody with a card; with one for a while unless it says since when."""
        random, self.people = self.random, self.people + 1
        second = random.choice(self.stores).id if random.random() < TWO_STORES else store.id
        ago = timedelta(days=random.expovariate(1 / 25))
        return Member(
            self.people + 10_000,
            store.id,
            second,
            self.hour(),
            joined_at or START - timedelta(days=random.randint(5, 500)),
            0 if joined_at else random.randint(0, 400),
            START - ago,
        )

    def hour(self) -> int:
        """An hour of the day, as busy as it is."""
        return OPENS + self.random.choices(range(len(RUSH)), RUSH)[0]

    def amount(self, store: Store) -> int:
        """A receipt: one to three cups, or anything around the store's level."""
        random = self.random
        if store.cafe:
            return sum(random.choices(COFFEE, k=random.choices((1, 2, 3, 5), (60, 28, 9, 3))[0]))
        sum_minor = round(exp(random.gauss(log(store.level_minor), 0.6)))
        return sum_minor // 100 * 100 if random.random() < 0.3 else max(sum_minor, 20_00)

    def on_duty(self, store: Store, at: datetime) -> list[Cashier]:
        """Two days on, two off: one in the morning, one in the evening, one more at noon."""
        turn = (at - START).days // 2
        morning, evening, noon = (store.cashiers[(turn + step) % CASHIERS_A_STORE] for step in (0, 2, 4))
        first = [morning] if at.hour < 15 else [evening]
        return [*first, noon] if 11 <= at.hour < 19 else first

    def day(self, number: int) -> list[Event]:
        """All honest sales of a day, in no order."""
        busy = (1.5 if number in HOLIDAYS else 1.0) * (1.2 if number % 7 > 4 else 0.93)
        return [event for store in self.stores for event in self._day_of(store, number, busy)]

    def _day_of(self, store: Store, number: int, busy: float) -> Iterator[Event]:
        random = self.random
        expected = self.a_day * busy
        comes = 0
        for regular in store.regulars:
            if random.random() < 0.7:
                twice = regular.hour + 5 < CLOSES and random.random() < 0.4
                for hour in (regular.hour, regular.hour + 5)[: 1 + twice]:
                    comes += 1
                    yield self.sale(store, number, hour, regular)
        flyers = 4 if random.random() < 0.02 else 1  # a day of leaflets brings new faces
        for _ in range(round(random.gauss(max(expected - comes, 5), 3))):
            yield from self._guest(store, number, flyers)

    def _guest(self, store: Store, number: int, flyers: int) -> Iterator[Event]:
        random, hour = self.random, self.hour()
        if random.random() < NEWCOMERS * flyers:
            joined = START + timedelta(days=number, hours=hour, minutes=-random.randint(1, 20))
            guest = self.member(store, joined)
            store.guests.append(guest)
        else:
            guest = random.choice(store.guests)
        where = store if guest.second == store.id or random.random() < 0.5 else self.stores[guest.second - 1]
        event = self.sale(where, number, hour, guest)
        yield event
        if random.random() < SECOND_RECEIPT:  # the milk was forgotten
            later = event.at + timedelta(minutes=random.randint(2, 9))
            yield Event(later, where, event.cashier, guest, self.amount(where))

    def sale(self, store: Store, number: int, hour: int, member: Member) -> Event:
        """A sale at some minute of this hour; the cashier's own ways show in it."""
        random = self.random
        at = START + timedelta(days=number, hours=hour, seconds=random.randrange(3600))
        cashier = random.choice(self.on_duty(store, at))
        amount = self.amount(store)
        if random.random() < cashier.round:
            amount = max(100_00, round(amount, -4))
        after = None
        if random.random() < cashier.returned:
            after = timedelta(minutes=random.expovariate(1 / 1500) + 6)
        return Event(
            at,
            store,
            cashier,
            member,
            amount,
            spends=random.random() < SPENDS,
            typed=random.random() < cashier.typed,
            returned_after=after,
        )

    def _store(self, number: int) -> Store:
        random = self.random
        cashiers = [
            Cashier(
                number * 10 + place,
                number,
                random.betavariate(2, 30),
                RETURNED * random.uniform(0.5, 1.7),
            )
            for place in range(CASHIERS_A_STORE)
        ]
        self.cashiers |= {cashier.id: cashier for cashier in cashiers}
        place = Place(55_600_000 + random.randrange(250_000), 37_400_000 + random.randrange(450_000))
        return Store(
            number, place, random.random() < 0.6, random.randint(300, 1500) * 100, cashiers, number * 10 + 9
        )
