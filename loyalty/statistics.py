"""What a member's purchases come to: months, days, how often, how much, what and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

FIRST_MONTH = 12 * 2020
WORDS = 3
WORD_BITS = 63
WEEKDAYS = ("on_monday", "on_tuesday", "on_wednesday", "on_thursday", "on_friday", "on_saturday", "on_sunday")
PARTS = ("mornings", "afternoons", "evenings", "nights")
# The hour each begins, but for the nights, which are the rest.
MORNING, AFTERNOON, EVENING, NIGHT = 5, 11, 17, 22
# The rhythm is that of the last so many intervals.
INTERVALS = 12
CATEGORY, STORE = "category", "store"


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase that counts. day: its business day as an ordinal; hour: by the clock of its store.

    amount_minor: its price less what came back. categories: of its goods.
    """

    day: int
    at: datetime
    hour: int
    amount_minor: int
    store_id: int
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MemberStats:
    """What the purchases of one member come to; only those who bought have any.

    months: bit i: bought in month FIRST_MONTH + i. first_day, last_day: ordinals of business days. days:
    different ones, the last INTERVALS + 1 of them are recent_days. last_at, last_store_id: of the last
    purchase by day and instant. weekdays (of the business day, Monday first) and parts (as PARTS): purchases.
    """

    months: int
    first_day: int
    last_day: int
    last_at: datetime
    orders: int
    days: int
    revenue_minor: int
    last_store_id: int
    recent_days: tuple[int, ...]
    weekdays: tuple[int, ...]
    parts: tuple[int, ...]

    @property
    def rhythm_days(self) -> int:
        """The median of the last INTERVALS intervals between different days of purchases, fewer if there are
        fewer; of an even number of them the mean of the middle two, half a day rounded up. 0: bought on one
        day only.
        """
        return rhythm(self.recent_days)


@dataclass(frozen=True, slots=True)
class Tally:
    """Purchases with goods of one category, or in one store."""

    orders: int
    last_day: int


Tallies = dict[tuple[str, str], Tally]


def month_bit(day: int) -> int:
    """The bit of the month a day (an ordinal) lies in; 0 outside the months that are kept."""
    on = date.fromordinal(day)
    place = 12 * on.year + on.month - 1 - FIRST_MONTH
    return 1 << place if 0 <= place < WORDS * WORD_BITS else 0


def words_of(months: int) -> tuple[int, ...]:
    """The bits of months in WORDS words, as they are stored."""
    return tuple(months >> WORD_BITS * word & (1 << WORD_BITS) - 1 for word in range(WORDS))


def months_of(words: Iterable[int]) -> int:
    """The bits of months that these words hold."""
    return sum(word << WORD_BITS * place for place, word in enumerate(words))


def rhythm(days: tuple[int, ...]) -> int:
    """The usual number of days between these, which are in order: see MemberStats.rhythm_days."""
    gaps = sorted(later - earlier for earlier, later in pairwise(days))
    if not gaps:
        return 0
    middle = len(gaps) // 2
    return gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle] + 1) // 2


def part_of_day(hour: int) -> int:
    """Which of PARTS an hour of the local clock lies in."""
    begun = sum(hour >= beginning for beginning in (MORNING, AFTERNOON, EVENING, NIGHT))
    return (begun - 1) % len(PARTS)


def continues(stats: MemberStats | None, bought: Bought) -> bool:
    """Whether the purchase comes after all that were counted, so that it can simply be added."""
    return stats is None or (bought.day, bought.at) >= (stats.last_day, stats.last_at)


def added(stats: MemberStats | None, bought: Bought) -> MemberStats:
    """The figures with one more purchase, which continues them. ValueError when it does not."""
    weekday, part = date.fromordinal(bought.day).weekday(), part_of_day(bought.hour)
    if stats is None:
        stats = _before(bought)
    elif not continues(stats, bought):
        raise ValueError("the purchase comes before others that were counted")
    new_day = not stats.recent_days or bought.day > stats.last_day
    recent = (*stats.recent_days, bought.day)[-INTERVALS - 1 :] if new_day else stats.recent_days
    return MemberStats(
        months=stats.months | month_bit(bought.day),
        first_day=stats.first_day,
        last_day=bought.day,
        last_at=bought.at,
        orders=stats.orders + 1,
        days=stats.days + new_day,
        revenue_minor=stats.revenue_minor + bought.amount_minor,
        last_store_id=bought.store_id,
        recent_days=recent,
        weekdays=_one_more(stats.weekdays, weekday),
        parts=_one_more(stats.parts, part),
    )


def of_purchases(purchases: Iterable[Bought]) -> tuple[MemberStats | None, Tallies]:
    """The figures of these purchases, and how many of each category and store; from nothing.

    Of purchases at the same instant the later in the sequence is the later one.
    """
    stats, tallies = None, Tallies()
    for bought in sorted(purchases, key=lambda one: (one.day, one.at)):
        stats = added(stats, bought)
        for key in tallied(bought):
            before = tallies.get(key)
            tallies[key] = Tally(before.orders + 1 if before else 1, bought.day)
    return stats, tallies


def tallied(bought: Bought) -> list[tuple[str, str]]:
    """What a purchase is counted under: (CATEGORY, name) and (STORE, id); goods of no category are not."""
    categories = [(CATEGORY, name) for name in sorted(bought.categories) if name]
    return [*categories, (STORE, str(bought.store_id))]


def _before(bought: Bought) -> MemberStats:
    """The figures before a first purchase."""
    nothing = (0,) * len(WEEKDAYS), (0,) * len(PARTS)
    return MemberStats(0, bought.day, bought.day, bought.at, 0, 0, 0, bought.store_id, (), *nothing)


def _one_more(counts: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*counts[:place], counts[place] + 1, *counts[place + 1 :])
