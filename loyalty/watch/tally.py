"""Sales of the last days counted for the rules that look at many: by till, by hour, by customer."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from loyalty.sale import Way
from loyalty.watch.base import ENOUGH_SALES, Norm

# Prices end in anything; sums that are made up end in two noughts.
ROUND_MINOR = 100_00
# Of two hundred receipts the largest may be as large as it likes.
HIGH = 200
# In place of a cashier: the programs at the tills of a store, all together.
PROGRAMS = 0
Post = tuple[int, int]
"""A store and a cashier in it."""


@dataclass(frozen=True, slots=True)
class Sale:
    """One purchase. hour: of the store's day, 0 to 23; clock_hour: the same since the epoch.

    newcomer: the card was less than a day old. returned: something of it came back.
    """

    store_id: int
    cashier_id: int
    member_id: int
    amount_minor: int
    way: str
    hour: int
    clock_hour: int
    newcomer: bool
    returned: bool


@dataclass(slots=True)
class Counts:
    """What one till, or all others together, did."""

    sales: int = 0
    returned: int = 0
    round: int = 0
    typed: int = 0
    newcomers: int = 0

    def join(self, more: "Counts") -> None:
        """These and more."""
        self.sales += more.sales
        self.returned += more.returned
        self.round += more.round
        self.typed += more.typed
        self.newcomers += more.newcomers

    def without(self, part: "Counts") -> "Counts":
        """All but a part of them."""
        return Counts(
            self.sales - part.sales,
            self.returned - part.returned,
            self.round - part.round,
            self.typed - part.typed,
            self.newcomers - part.newcomers,
        )


@dataclass(slots=True)
class Tally:
    """Everything counted. visits: of a member, by store, hour and cashier; rush: a till's customers of one
    hour, and the newcomers among them; hours, manned: sales at an hour of the day, of all and of one till."""

    posts: dict[Post, Counts] = field(default_factory=lambda: defaultdict(Counts))
    stores: dict[int, Counts] = field(default_factory=lambda: defaultdict(Counts))
    shop: Counts = field(default_factory=Counts)
    visits: dict[int, list[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(list))
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)
    manned: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    rush: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    new_faces: dict[tuple[int, int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    amounts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sale: Sale) -> None:
        """Count one more sale of a till."""
        store, cashier, hour = sale.store_id, sale.cashier_id, sale.hour
        counts = self.posts[store, cashier]
        counts.sales += 1
        counts.returned += sale.returned
        counts.round += sale.amount_minor % ROUND_MINOR == 0
        counts.typed += sale.way == Way.TYPED
        counts.newcomers += sale.newcomer
        self.visits[sale.member_id].append((store, hour, cashier))
        self.hours[store, hour] += 1
        self.manned[store, hour, cashier] += 1
        moment = (store, cashier, sale.clock_hour)
        self.rush[moment] += 1
        if sale.newcomer:
            self.new_faces[moment].append(sale.member_id)
        self.amounts[store].append(sale.amount_minor)

    def sum_up(self) -> None:
        """The tills of each store, and of the shop, together."""
        for (store, _), counts in self.posts.items():
            self.stores[store].join(counts)
            self.shop.join(counts)

    def others(self, post: Post) -> Counts:
        """The colleagues of a till: of its store, or of the whole shop where the store has hardly any."""
        mine = self.posts[post]
        here = self.stores[post[0]].without(mine)
        return here if here.sales >= ENOUGH_SALES else self.shop.without(mine)

    def norm(self, store_id: int) -> Norm:
        """What receipts of a store usually come to."""
        amounts = sorted(self.amounts[store_id])
        if not amounts:
            return Norm()
        return Norm(
            len(amounts), amounts[len(amounts) // 2], amounts[len(amounts) - 1 - len(amounts) // HIGH]
        )


def tallied(sales: Iterable[Sale]) -> Tally:
    """All these sales counted."""
    tally = Tally()
    for sale in sales:
        tally.add(sale)
    tally.sum_up()
    return tally
