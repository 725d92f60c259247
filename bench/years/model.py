"""Who was due when, reckoned anew from what happened and from nothing of ours: the judge of the years.

It reads the sentences of the specification, shares no code with the automations, and knows what has gone out
only as times and addresses.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from bench.years.town import DAY, HOME, Person, Town, kept_in

QUIET_FROM, QUIET_UNTIL = 21, 9
BUDGET, BUDGET_TIME = 4, timedelta(days=30)
# As the automations of the years are set.
WELCOMES = {"welcome": 2, "welcome_2": 4, "welcome_3": 10}
NEWCOMER_DAYS, BEFORE_DAYS, WHY_DAYS = 14, 7, 120
THANKS_HOURS, THANKS_REST = 3, 30
NPS_HOURS, NPS_REST, NPS_ORDERS = 24, 90, 3
# Days where there is no rhythm, else tenths of it, and no sooner than so many days; after two purchases.
COMEBACKS = {"comeback": (45, 20), "comeback_2": (75, 30)}
LEAST_DAYS = 14
OFFER_DAYS = 3
HOLIDAYS = ((1, 1), (3, 8), (12, 31))
# The owner's own: a day in these years, Wednesdays, the 31st, a yearly day, and days around each one's dates.
ONCE, WEEKDAY, MONTH_DAY, YEARLY = date(2028, 2, 14), 2, 31, (2, 29)
AROUND = {"custom:joined": 0, "custom:birthday": -3, "custom:first_purchase": 2}
LATE = {"welcome": 3, "welcome_2": 3, "welcome_3": 3, "newcomer": 7, "birthday": 3, "birthday_before": 3}
LATE |= {"comeback": 14, "comeback_2": 14, "why_left": 14, "holiday": 1, "thanks": 2, "nps": 2}
LATE |= {"next_purchase": 7, "weekday": 0, "unused_offer": 1}
LATE_OWN = 2
HOUR = {"birthday": 10, "birthday_before": 10}
# What only members with this tag get; the others are for everybody.
TAG_OF = {
    **dict.fromkeys(("welcome_2", "welcome_3", "nps", "comeback_2", "holiday", "custom:once"), "a"),
    "custom:monthly": "b",
    **dict.fromkeys(("weekday", "pair", "custom:yearly", "custom:birthday"), "c"),
    **dict.fromkeys(("tier_near", "friends", "unused_offer"), "d"),
    "custom:weekly": "e",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One occasion: at is when its message may go, until when it is too late; wanted says whether it still
    makes sense at an instant. seen: nobody looks at it before, and who joins after that look is not meant."""

    kind: str
    person: Person
    occasion: str
    at: datetime
    until: datetime
    wanted: Callable[[datetime], bool]
    seen: datetime | None = None


def local_day(at: datetime, zone: str = HOME) -> date:
    """The day of an instant by a clock."""
    return at.astimezone(ZoneInfo(zone or HOME)).date()


def instant(day: date, hour: int, zone: str) -> datetime:
    """An hour of a day by a clock."""
    return datetime.combine(day, time(hour), ZoneInfo(zone or HOME)).astimezone(UTC)


def occasions(town: Town, person: Person, ticks: Sequence[datetime]) -> Iterator[Due]:
    """Everything that came due for him whoever looked, and whether he wanted to hear of it or not."""
    first = local_day(town.begins)
    years = range(first.year, local_day(town.ends).year + 2)
    every = (
        _joining(person),
        _birthdays(person, years),
        _missed(person),
        _foreseen(person),
        _vouchers(person),
        _own_dates(person, years),
    )
    for some in every:
        # What was before the first day is not written about.
        yield from (due for due in some if local_day(due.at, person.zone) >= first)
    yield from _after_purchases(person, town.begins, ticks)
    yield from _for_all(person, first, local_day(town.ends))


def on_day(person: Person, kind: str, occasion: str, day: date, wanted: Callable[[datetime], bool]) -> Due:
    """Due at its hour of this day, by his clock."""
    over = instant(day + (LATE.get(kind, LATE_OWN) + 1) * DAY, 0, person.zone)
    return Due(kind, person, occasion, instant(day, HOUR.get(kind, 11), person.zone), over, wanted)


def _of_the_day(due: Due, day: date) -> Due:
    return replace(due, seen=instant(day, 0, HOME))


def _for_all(person: Person, first: date, last: date) -> Iterator[Due]:
    """Days of the calendar."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        kinds = {
            "holiday": (day.month, day.day) in HOLIDAYS,
            "custom:once": day == ONCE,
            "custom:weekly": day.weekday() == WEEKDAY,
            "custom:monthly": (day + DAY).day == 1,  # the 31st, or whichever is the last
            "custom:yearly": day == kept_in(YEARLY, day.year),
        }
        for kind, today in kinds.items():
            if today:
                yield _of_the_day(on_day(person, kind, day.isoformat(), day, lambda _: True), day)


def _joining(person: Person) -> Iterator[Due]:
    joined = local_day(person.joined_at)
    for kind, days in WELCOMES.items():
        yield on_day(person, kind, "joined", joined + days * DAY, lambda _: True)
    first = person.bought[0] if person.bought else None
    yield on_day(
        person, "newcomer", "joined", joined + NEWCOMER_DAYS * DAY, lambda at: first is None or at < first
    )


def _own_dates(person: Person, years: Sequence[int]) -> Iterator[Due]:
    """The owner's own by each member's dates: years with us, and since the first purchase."""
    dates = {"custom:joined": person.joined_at}
    if person.bought:
        dates["custom:first_purchase"] = person.bought[0]
    for kind, at in dates.items():
        began = local_day(at)
        for year in years:
            if year > began.year:
                day = kept_in((began.month, began.day), year) + AROUND[kind] * DAY
                yield _of_the_day(on_day(person, kind, str(year), day, lambda _: True), day)


def _vouchers(person: Person) -> Iterator[Due]:
    for number, one in enumerate(person.vouchers):

        def unused(at: datetime, used_at: datetime | None = one.used_at) -> bool:
            return used_at is None or at < used_at

        yield on_day(person, "unused_offer", str(number), one.last_day - OFFER_DAYS * DAY, unused)


def _birthdays(person: Person, years: Sequence[int]) -> Iterator[Due]:
    # 29 February and then the 28th are kept on one day in most years: one occasion, by what he told last.
    days: dict[date, Callable[[datetime], bool]] = {}
    joined, tellings = local_day(person.joined_at), _tellings(person)
    for number, (told_at, born) in enumerate(tellings):
        changed = tellings[number + 1][0] if number + 1 < len(tellings) else None

        def wanted(at: datetime, until: datetime | None = changed) -> bool:
            return until is None or at < until

        kept_days = (kept_in(born, year) for year in years)
        later = local_day(told_at) + 30 * DAY
        days.update((kept, wanted) for kept in kept_days if kept > later and kept >= joined)
    for kept, still in days.items():
        for kind, before in (("birthday", 0), ("birthday_before", BEFORE_DAYS)):
            yield on_day(person, kind, kept.isoformat(), kept - before * DAY, still)
        day = kept + AROUND["custom:birthday"] * DAY
        yield _of_the_day(on_day(person, "custom:birthday", kept.isoformat(), day, still), day)


def _tellings(person: Person) -> list[tuple[datetime, tuple[int, int]]]:
    """When he told which birthday; the same once more changes nothing."""
    told = person.birthdays
    return told[:1] + [after for before, after in pairwise(told) if before[1] != after[1]]


def rhythm_of(days: Sequence[date]) -> int:
    """The usual number of days between these, of the last twelve intervals; 0 with none."""
    gaps = [(b - a).days for a, b in pairwise(sorted(set(days))[-13:])]
    return int(median(gaps) + 0.5) if gaps else 0


def _stays(person: Person) -> Iterator[tuple[int, list[date], Callable[[datetime], bool]]]:
    """After the last purchase of each day: its number, the days up to it, whether none followed yet."""
    days = [local_day(at) for at in person.bought]
    for number, day in enumerate(days):
        following = person.bought[number + 1] if number + 1 < len(days) else None
        if number + 1 < len(days) and days[number + 1] == day:
            continue

        def away(at: datetime, until: datetime | None = following) -> bool:
            return until is None or at < until

        yield number, days[: number + 1], away


def _missed(person: Person) -> Iterator[Due]:
    for number, days, away in _stays(person):
        occasion, rhythm = str(days[-1].toordinal()), rhythm_of(days)
        for kind, (fixed, tenths) in COMEBACKS.items():
            after = max(LEAST_DAYS, -(-rhythm * tenths // 10)) if rhythm else fixed
            if number >= 1:
                yield on_day(person, kind, occasion, days[-1] + after * DAY, away)
        yield on_day(person, "why_left", occasion, days[-1] + WHY_DAYS * DAY, away)


def _foreseen(person: Person) -> Iterator[Due]:
    """Two weeks before the next purchase by his rhythm: three intervals at least, and three weeks long."""
    for _, days, away in _stays(person):
        rhythm = rhythm_of(days)
        if len(set(days)) >= 4 and rhythm >= 21:
            occasion = f"rhythm:{days[-1].toordinal()}"
            yield on_day(person, "next_purchase", occasion, days[-1] + (rhythm - 14) * DAY, away)


def _after_purchases(person: Person, begins: datetime, ticks: Sequence[datetime]) -> Iterator[Due]:
    """Some hours after a purchase, and then not for long."""
    for kind, hours, rest in (("thanks", THANKS_HOURS, THANKS_REST), ("nps", NPS_HOURS, NPS_REST)):
        last: datetime | None = None
        for number, at in enumerate(person.bought):
            seen, goes = first_tick(ticks, at), at + timedelta(hours=hours)
            known = kind == "thanks" or bisect_right(person.bought, seen or at) >= NPS_ORDERS
            if at > begins and known and (last is None or goes >= last + rest * DAY):
                last = goes
                yield Due(kind, person, str(number), goes, goes + LATE[kind] * DAY, lambda _: True)


def consents(person: Person, at: datetime) -> bool:
    """Whether he wanted news at this instant."""
    said = [wants for since, wants in person.consents if since <= at]
    return bool(said) and said[-1]


def may_go_at(person: Person, sent: Sequence[datetime], now: datetime) -> datetime:
    """By quiet hours and budget: now, or when it may. sent: what he got before, in order."""
    at = now
    lately = [one for one in sent if one > now - BUDGET_TIME]
    if len(lately) >= BUDGET:
        at = max(at, lately[-BUDGET] + BUDGET_TIME)
    if lately and local_day(lately[-1], person.zone) == local_day(at, person.zone):
        at = instant(local_day(at, person.zone) + DAY, QUIET_UNTIL, person.zone)
    hour = at.astimezone(ZoneInfo(person.zone or HOME)).hour
    if hour < QUIET_UNTIL:
        return instant(local_day(at, person.zone), QUIET_UNTIL, person.zone)
    if hour >= QUIET_FROM:
        return instant(local_day(at, person.zone) + DAY, QUIET_UNTIL, person.zone)
    return at


def first_tick(ticks: Sequence[datetime], at: datetime) -> datetime | None:
    """The first moment the machine was awake from then on."""
    place = bisect_left(ticks, at)
    return ticks[place] if place < len(ticks) else None
