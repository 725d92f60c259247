"""Shifts: when one has to be opened by hand, when the night ends it, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# By the store's clock: whoever forgot is closed now.
NIGHT = time(4)
# From so many cashiers and managers on a shift is opened by its cashier, not by itself.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Shift:
    """One person at the till of one store; closed_at None: it is open."""

    id: int
    store_id: int
    cashier_id: int
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What was done. sum_minor: receipts; given, taken: points of the sales.

    refunds, refunded_minor: goods that came back, in money; certificates_minor: paid by certificate;
    issued, issued_minor: certificates sold. ways: sales by how the customer was named.
    """

    sales: int = 0
    sum_minor: int = 0
    given_points: int = 0
    taken_points: int = 0
    refunds: int = 0
    refunded_minor: int = 0
    certificates_minor: int = 0
    issued: int = 0
    issued_minor: int = 0
    ways: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShiftView:
    """Where somebody works and what his shift came to. opened_at None: no shift is open.

    store: its name, "" for the only one; time_zone: its own. stores: those he may change to, id and name.
    closed_at: it has just been closed. open_shifts: of colleagues, that he may close.
    """

    shift_id: int
    store: str
    time_zone: str
    opened_at: datetime | None
    totals: Totals
    stores: tuple[tuple[int, str], ...] = ()
    closed_at: datetime | None = None
    open_shifts: int = 0


@dataclass(frozen=True, slots=True)
class OpenShift:
    """A colleague's open shift. store: its name, "" for the only one; time_zone: its own."""

    shift_id: int
    name: str
    store: str
    time_zone: str
    opened_at: datetime
    totals: Totals


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A sale of today. at: by the clock of where one looks from. rest_minor: what has not come back of it.

    erased: the buyer had himself erased. cashier, store: "" where they say nothing new. undoable: by whoever
    looks, at this moment.
    """

    purchase_id: int
    at: datetime
    first_name: str
    amount_minor: int
    rest_minor: int
    earned_points: int
    spent_points: int
    undone: bool
    undoable: bool
    cashier: str = ""
    store: str = ""
    erased: bool = False


@dataclass(frozen=True, slots=True)
class TodayView:
    """Today's sales, newest first: one's own, or with `leads` those of the stores one answers for.

    open_shifts: of colleagues there, that can be closed.
    """

    totals: Totals
    lines: tuple[SaleLine, ...]
    leads: bool
    open_shifts: int = 0


def opens_by_itself(tellers: int) -> bool:
    """Whether the first sale opens the shift silently. tellers: cashiers and managers of the store."""
    return tellers < SEVERAL


def night_after(opened_at: datetime, zone: ZoneInfo) -> datetime:
    """The first four o'clock, by the store's clock, after a shift was opened."""
    local = opened_at.astimezone(zone)
    night = datetime.combine(local.date(), NIGHT, zone)
    return night if night > local else datetime.combine(local.date() + timedelta(days=1), NIGHT, zone)
