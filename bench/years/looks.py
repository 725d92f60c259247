"""What depends on when the machine looked and on what it had planned before: reckoned look by look."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from bench.years.model import Due, local_day, on_day, rhythm_of
from bench.years.town import CHEESE, DAY, WINE, Person, Town

# As the automations of the years are set.
WEEKDAY_REST, PAIR_DAYS, PAIR_ORDERS, FRIENDS_DAYS, FRIENDS_ORDERS = 28, 3, 3, 3, 2
TIER_DAYS, TIER_ORDERS, TIER_MISSING = 1, 12, 2
LATE_PURCHASE, LATE_HABIT = 7, 7
# A message that had to wait is dropped so long after its time.
LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """The first time a day (the shop's) that the machine was awake. since: the day of the look before."""

    at: datetime
    today: date
    since: date


def looks_of(town: Town, ticks: Sequence[datetime]) -> list[Look]:
    """Every look, in order."""
    first = local_day(town.begins)
    found, before = [], first - DAY
    for at in ticks:
        if (today := local_day(at)) > before:
            found.append(Look(at, today, before))
            before = today
    return found


def planned(town: Town, person: Person, looks: Sequence[Look], told: Sequence[date]) -> Iterator[Due]:
    """What these looks brought for him. told: the weekdays of his of which he was told."""
    if not person.bought:
        return
    first, past = local_day(town.begins), _Past(person, told)
    for each in (_weekdays, _of_pair, _of_friends, _of_tier, _of_habit):
        known: set[str] = set()
        for look in looks:
            if look.at < person.joined_at:
                continue
            for due in each(past, look, first):
                if due.occasion not in known:
                    known.add(due.occasion)
                    yield replace(due, seen=look.at)


class _Past:
    """What he had bought by any instant."""

    def __init__(self, person: Person, told: Sequence[date]) -> None:
        self.person, self.told = person, told
        self.days = [local_day(at) for at in person.bought]
        self.wine = [at for at, goods in zip(person.bought, person.goods, strict=True) if goods == WINE]
        cheese = (at for at, goods in zip(person.bought, person.goods, strict=True) if goods == CHEESE)
        self.cheese = next(cheese, None)

    def by(self, at: datetime) -> list[date]:
        """The days of his purchases up to this instant."""
        return self.days[: bisect_right(self.person.bought, at)]


def _window(look: Look, first: date, late: int) -> tuple[date, date]:
    """The days that are looked at: those that were missed, some again, and tomorrow."""
    return max(first, min(look.since + DAY, look.today - late * DAY)), look.today + DAY


def _after(past: _Past, kind: str, occasion: str, day: date, wanted: Callable[[datetime], bool]) -> Due:
    """Due on this day, and never too late but for what waited for too long."""
    due = on_day(past.person, kind, occasion, day, wanted)
    return replace(due, until=due.at + LIVES)


def usual_weekday(days: Sequence[date]) -> int | None:
    """The weekday of three visits in five, of five at least."""
    for weekday in range(7):
        if len(days) >= 5 and 5 * sum(day.weekday() == weekday for day in days) >= 3 * len(days):
            return weekday
    return None


def _weekdays(past: _Past, look: Look, first: date) -> Iterator[Due]:
    bought = past.by(look.at)
    usual = usual_weekday(bought)
    some = [look.today - back * DAY for back in range((look.today - max(look.since + DAY, first)).days + 1)]
    day = next((one for one in some if one.weekday() == usual), None)
    if day is None or bought[-1] >= day:
        return
    if any(told < day < told + WEEKDAY_REST * DAY for told in past.told):
        return

    def wanted(at: datetime) -> bool:
        now = past.by(at)
        return usual_weekday(now) == usual and now[-1] < day

    yield on_day(past.person, "weekday", day.isoformat(), day, wanted)


def _of_pair(past: _Past, look: Look, first: date) -> Iterator[Due]:
    number = bisect_right(past.wine, look.at)
    tried = past.cheese

    def wanted(at: datetime) -> bool:
        return tried is None or at < tried

    if number < PAIR_ORDERS or not wanted(look.at):
        return
    day = local_day(past.wine[number - 1]) + PAIR_DAYS * DAY
    begins, ends = _window(look, first, LATE_PURCHASE)
    if begins <= day <= ends:
        yield _after(past, "pair", "wine>cheese", day, wanted)


def _of_friends(past: _Past, look: Look, first: date) -> Iterator[Due]:
    bought, came = past.by(look.at), past.person.friend_at

    def wanted(at: datetime) -> bool:
        return came is None or at < came

    if len(bought) < FRIENDS_ORDERS or not wanted(look.at):
        return
    day = bought[-1] + FRIENDS_DAYS * DAY
    begins, ends = _window(look, first, LATE_PURCHASE)
    if begins <= day <= ends:
        yield _after(past, "friends", "once", day, wanted)


def _of_tier(past: _Past, look: Look, first: date) -> Iterator[Due]:
    """Every purchase costs the same: the next tier is so many of them in twelve months."""

    def near(at: datetime) -> bool:
        today = local_day(at)
        year_ago = date(today.year - 1, today.month, 28 if (today.month, today.day) == (2, 29) else today.day)
        missing = TIER_ORDERS - sum(day > year_ago for day in past.by(at))
        return 0 < missing <= TIER_MISSING

    bought = past.by(look.at)
    if not bought:
        return
    day = bought[-1] + TIER_DAYS * DAY
    begins, ends = _window(look, first, LATE_PURCHASE)
    if begins <= day <= ends and near(look.at):
        yield _after(past, "tier_near", f"gold:{day.year}", day, near)


def _of_habit(past: _Past, look: Look, first: date) -> Iterator[Due]:
    """A month he comes in year after year, two weeks before the day; for those without a rhythm."""
    begins, ends = _window(look, first, LATE_HABIT)
    for month in sorted({(day + 14 * DAY).replace(day=1) for day in (begins, ends)}):
        expected = habit(past.by(look.at), month)
        if expected is None or not begins <= expected - 14 * DAY <= ends:
            continue
        day, asked = expected - 14 * DAY, month

        def wanted(at: datetime, day: date = day, asked: date = asked) -> bool:
            now = past.by(at)
            same = habit(now, asked)
            return same is not None and same - 14 * DAY == day and now[-1] < day

        if wanted(look.at):
            yield on_day(past.person, "next_purchase", f"habit:{expected:%Y-%m}", day, wanted)


def habit(bought: Sequence[date], month: date) -> date | None:
    """The day he is expected in this month, by the years before; None when it is no habit of his."""
    if not bought or (len(set(bought)) > 3 and rhythm_of(bought) >= 21):
        return None
    months = {(day.year, day.month) for day in bought}
    first = bought[0]
    before = [one for one in months if one < (month.year, month.month)]
    same = sorted(year for year, number in before if number == month.month)
    chances = sum(date(year, month.month, 28) >= first for year in range(first.year, month.year))
    span = 12 * (month.year - first.year) + month.month - first.month
    if (month.year, month.month) in months or len(same) < 2 or not chances:
        return None
    # Twice as likely in this month as in any.
    if Fraction(len(same), chances) < 2 * Fraction(len(before), span):
        return None
    if len(set(bought)) > 12 * ((bought[-1] - first).days // 365 + 1):
        return None
    firsts = [min(day.day for day in bought if (day.year, day.month) == (year, month.month)) for year in same]
    mean = int(Fraction(sum(firsts), len(firsts)) + Fraction(1, 2))
    last = ((month + 31 * DAY).replace(day=1) - DAY).day
    return month.replace(day=min(mean, last))
