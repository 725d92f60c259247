"""When points become usable, when they burn, and who has to be told of it.

Everything counts in whole days of the programme's zone, and the last day is inclusive: points that burn "on
31 May" end at the midnight after it. What that means for a lot at a moment, loyalty.wallet.ends_at says.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.freezing import Freeze
from loyalty.ledger import Lot
from loyalty.programme import Expiry, Programme, Terms
from loyalty.wallet import REMINDED_BEFORE, Holder, ends_at, reminded_at, term_of

# Nobody is woken for this; what falls into the night waits for the morning.
EARLIEST, LATEST, MORNING = time(9), time(21), time(10)


@dataclass(frozen=True, slots=True)
class Burning:
    """Points of one member that burn together; day: the last one they can be used, lots: by id."""

    day: date
    points: int
    lots: tuple[int, ...]


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one (rules.md 34)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) a local day begins, also when a change of clocks leaves out its midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def last_day(ends: datetime, programme: Programme) -> date:
    """The last local day of points that end at this instant."""
    return (ends - timedelta(microseconds=1)).astimezone(ZoneInfo(programme.time_zone)).date()


def active_from(at: datetime, programme: Programme) -> datetime:
    """When points of this instant become usable: at once, or as a later local day begins."""
    if not programme.terms.pending_days:
        return at
    zone = ZoneInfo(programme.time_zone)
    return day_start(at.astimezone(zone).date() + timedelta(days=programme.terms.pending_days), zone)


def expires_at(active_from: datetime, programme: Programme) -> datetime | None:
    """When a lot that is usable from this instant burns by its own term; None: it has none."""
    return _end_of_term(active_from, programme) if programme.terms.expiry is Expiry.LOT else None


def inactivity_deadline(
    last_activity: datetime | None, programme: Programme, freezes: Sequence[Freeze] = ()
) -> datetime | None:
    """When everything burns for want of visits; None: it doesn't.

    last_activity: the member's last purchase or redemption, nothing else counts (rules.md 38); while there is
    none, his joining. The term never begins before this way of burning was switched on (rules.md 37), and it
    stood still while he was frozen; freezes: all of his, oldest first.
    """
    begins = _inactive_since(last_activity, programme)
    if begins is None:
        return None
    deadline = _end_of_term(begins, programme)
    for freeze in freezes:
        if freeze.since < deadline:
            deadline = moved(deadline, freeze.stood_still(begins), programme)
    return deadline


def moved(ends: datetime, by: timedelta, programme: Programme) -> datetime:
    """Where an end comes to lie when its clock stood still so long: at the next midnight, if not at one."""
    if not by:
        return ends
    zone, at = ZoneInfo(programme.time_zone), ends + by
    day = at.astimezone(zone).date()
    begins = day_start(day, zone)
    return begins if begins >= at else day_start(day + timedelta(days=1), zone)


def end_after(lot: Lot, opened_at: datetime, freeze: Freeze, programme: Programme) -> datetime | None:
    """The own end of a lot that lived through a freeze, or through the part of it since it was opened."""
    if lot.own_end is None:
        return None
    return moved(lot.own_end, freeze.stood_still(max(opened_at, lot.active_from)), programme)


def visited_at(last_activity: datetime | None, programme: Programme) -> datetime | None:
    """The end of the day the present deadline hangs on; None: there is no deadline.

    A reminder counts for its whole day, so one of the same day may have told of the deadline before.
    """
    begins = _inactive_since(last_activity, programme)
    if begins is None:
        return None
    zone = ZoneInfo(programme.time_zone)
    return day_start(begins.astimezone(zone).date() + timedelta(days=1), zone)


def _inactive_since(last_activity: datetime | None, programme: Programme) -> datetime | None:
    begins = [at for at in (last_activity, programme.terms.since) if at is not None]
    return max(begins, default=None) if programme.terms.expiry is Expiry.INACTIVITY else None


def is_over(lot: Lot, holder: Holder, now: datetime) -> bool:
    """Whether the lot has ended, so that what no hold has set aside is to be swept."""
    ends = ends_at(lot, holder)
    return ends is not None and ends <= now


def reminder_due(lot: Lot, holder: Holder, terms: Terms, now: datetime) -> bool:
    """Whether its holder has to be told now that the lot will burn: the far time, and the near one.

    A lot that lives no longer than the far time is announced once; nothing later than the law asks for. While
    the holder is frozen nothing burns, so there is nothing to tell.
    """
    term = None if holder.frozen_since else term_of(lot, holder)
    if term is None or now < lot.active_from or is_over(lot, holder, now):
        return False
    far, near = (term - timedelta(days=days) for days in sorted(terms.reminder_days, reverse=True))
    near = max(min(near, term - REMINDED_BEFORE), lot.active_from)
    passed = [at for at in (far, near) if lot.active_from <= at <= now]
    told = reminded_at(lot, holder)
    return bool(passed) and (told is None or told < max(passed))


def remind_days(terms: Terms) -> tuple[int, int]:
    """So many days before the end of its term a lot is spoken of: the far time, and the near one."""
    far, near = sorted(terms.reminder_days, reverse=True)
    return far, max(near, REMINDED_BEFORE.days)


def is_last_call(last: date, terms: Terms, today: date) -> bool:
    """Whether a reminder of points whose last day this is belongs to the near time."""
    return (last - today).days < remind_days(terms)[1]


def burning(lots: Iterable[Lot], holder: Holder, programme: Programme, now: datetime) -> list[Burning]:
    """What burns and when, merged by day (rules.md 40), the nearest day first.

    A lot nobody was told of in time has the days that a reminder sent now would leave it.
    """
    by_day: dict[date, Burning] = {}
    # A reminder sent now tells of the present deadline, also on the day of the visit it hangs on.
    fresh = replace(holder, visited_at=None)
    for lot in lots:
        told = replace(lot, reminded_at=told_at(lot, holder, programme, now))
        ends = ends_at(told, fresh)
        if ends is not None and not is_over(lot, holder, now):
            day = last_day(ends, programme)
            before = by_day.get(day, Burning(day, 0, ()))
            by_day[day] = Burning(day, before.points + lot.remaining, (*before.lots, lot.id))
    return [by_day[day] for day in sorted(by_day)]


def told_at(lot: Lot, holder: Holder, programme: Programme, now: datetime) -> datetime:
    """What to remember as the time of a reminder sent now, so that the lot ends as a local day does.

    A reminder repeated late does not lengthen the life of a lot announced in time.
    """
    zone = ZoneInfo(programme.time_zone)
    after = (now + REMINDED_BEFORE).astimezone(zone).date() + timedelta(days=1)
    told, term = day_start(after, zone) - REMINDED_BEFORE, term_of(lot, holder)
    in_time = term is not None and reminded_at(lot, holder) is not None and ends_at(lot, holder) == term
    return min(told, term - REMINDED_BEFORE) if in_time and term is not None else told


def civil_time(now: datetime, programme: Programme) -> datetime:
    """This instant when it is day, else the next morning."""
    zone = ZoneInfo(programme.time_zone)
    local = now.astimezone(zone)
    if EARLIEST <= local.time() < LATEST:
        return now
    day = local.date() if local.time() < EARLIEST else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def _end_of_term(begin: datetime, programme: Programme) -> datetime:
    zone = ZoneInfo(programme.time_zone)
    last = months_later(begin.astimezone(zone).date(), programme.terms.lifetime_months)
    return day_start(last + timedelta(days=1), zone)
