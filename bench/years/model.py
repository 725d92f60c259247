"""Who was due when, reckoned anew from what happened and from nothing of ours: the judge of the years.

It reads the sentences of the specification, shares no code with the automations, and knows what has gone out
only as times and addresses.
"""

from bisect import bisect_left
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
WELCOME_DAYS, NEWCOMER_DAYS, BEFORE_DAYS, THANKS_HOURS, THANKS_REST = 2, 14, 7, 3, 30
FIXED_DAYS, TIMES_TENTHS, LEAST_DAYS, WHY_DAYS = 45, 20, 14, 120
LATE = {"welcome": 3, "newcomer": 7, "birthday": 3, "birthday_before": 3, "comeback": 14, "why_left": 14}
LATE |= {"holiday": 1, "thanks": 2}
HOLIDAYS = ((1, 1), (3, 8), (12, 31))
HOUR = {"birthday": 10, "birthday_before": 10}


@dataclass(frozen=True, slots=True)
class Due:
    """One occasion: at is when its message may go, until when it is too late; wanted says whether it still
    makes sense at an instant."""

    kind: str
    person: Person
    occasion: str
    at: datetime
    until: datetime
    wanted: Callable[[datetime], bool]


def local_day(at: datetime, zone: str = HOME) -> date:
    """The day of an instant by a clock."""
    return at.astimezone(ZoneInfo(zone or HOME)).date()


def instant(day: date, hour: int, zone: str) -> datetime:
    """An hour of a day by a clock."""
    return datetime.combine(day, time(hour), ZoneInfo(zone or HOME)).astimezone(UTC)


def occasions(town: Town, person: Person) -> Iterator[Due]:
    """Everything that ever came due for him, whether he wanted to hear of it or not."""
    first = local_day(town.begins)
    years = range(first.year, local_day(town.ends).year + 2)
    yield from _joining(person)
    yield from _birthdays(person, years)
    yield from _missed(person)
    yield from _thanks(person)
    for year in years:
        for month, number in HOLIDAYS:
            day = date(year, month, number)
            # Whoever came in the middle of the day was no member when it was looked at.
            if day >= first:
                due = _on(person, "holiday", day.isoformat(), day, lambda _: True)
                # For the far east it is late already when the day begins here.
                yield replace(due, at=max(due.at, midnight(due.occasion)))


def _on(person: Person, kind: str, occasion: str, day: date, wanted: Callable[[datetime], bool]) -> Due:
    over = instant(day + (LATE[kind] + 1) * DAY, 0, person.zone)
    return Due(kind, person, occasion, instant(day, HOUR.get(kind, 11), person.zone), over, wanted)


def _joining(person: Person) -> Iterator[Due]:
    joined = local_day(person.joined_at)
    yield _on(person, "welcome", "joined", joined + WELCOME_DAYS * DAY, lambda _: True)
    first = person.bought[0] if person.bought else None
    yield _on(
        person, "newcomer", "joined", joined + NEWCOMER_DAYS * DAY, lambda at: first is None or at < first
    )


def _birthdays(person: Person, years: Sequence[int]) -> Iterator[Due]:
    for number, (told_at, born) in enumerate(person.birthdays):
        changed = person.birthdays[number + 1][0] if number + 1 < len(person.birthdays) else None
        told, joined = local_day(told_at), local_day(person.joined_at)
        for year in years:
            kept = kept_in(born, year)
            if kept <= told + 30 * DAY or kept < joined:
                continue

            def wanted(at: datetime, until: datetime | None = changed) -> bool:
                return until is None or at < until

            for kind, before in (("birthday", 0), ("birthday_before", BEFORE_DAYS)):
                yield _on(person, kind, kept.isoformat(), kept - before * DAY, wanted)


def _missed(person: Person) -> Iterator[Due]:
    days = [local_day(at) for at in person.bought]
    for number, at in enumerate(person.bought):
        following = person.bought[number + 1] if number + 1 < len(days) else None
        if number + 1 < len(days) and days[number + 1] == days[number]:
            continue
        different = sorted(set(days[: number + 1]))[-13:]
        gaps = [(b - a).days for a, b in pairwise(different)]
        rhythm = int(median(gaps) + 0.5) if gaps else 0
        away = max(LEAST_DAYS, -(-rhythm * TIMES_TENTHS // 10)) if rhythm else FIXED_DAYS

        def wanted(when: datetime, until: datetime | None = following) -> bool:
            return until is None or when < until

        occasion = str(local_day(at).toordinal())
        if number >= 1:
            yield _on(person, "comeback", occasion, local_day(at) + away * DAY, wanted)
        yield _on(person, "why_left", occasion, local_day(at) + WHY_DAYS * DAY, wanted)


def _thanks(person: Person) -> Iterator[Due]:
    last: datetime | None = None
    for number, at in enumerate(person.bought):
        goes = at + timedelta(hours=THANKS_HOURS)
        if last is None or goes >= last + THANKS_REST * DAY:
            last = goes
            yield Due("thanks", person, str(number), goes, goes + LATE["thanks"] * DAY, lambda _: True)


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


def midnight(day: str) -> datetime:
    """When a day begins by the shop's clock."""
    return instant(date.fromisoformat(day), 0, HOME)
