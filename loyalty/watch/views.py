"""Alerts, questions to a manager and settings as people see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.watch.base import Rule
from loyalty.watch.settings import Watch

# So long a manager has for his word.
APPROVAL_LIFETIME = timedelta(minutes=5)


class AlertState(StrEnum):
    """OPEN until somebody reviewed it. ASKED: a manager was asked about the sale; then his word."""

    OPEN = "open"
    REVIEWED = "reviewed"
    FALSE_ALARM = "false_alarm"
    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"


class ApprovalState(StrEnum):
    """A question to a manager: open, his word, or over without one."""

    OPEN = "open"
    ALLOWED = "allowed"
    REFUSED = "refused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert. store: its name, "" for the only one; other_store: the one the figures name.

    cashier, customer: names, "" when there is none to tell; cashier None: a program sold, at the till called
    so, "" when no sale came of it. erased: the customer had himself erased. member_id 0 and purchase_id 0:
    there is none. left: how many more are open.
    """

    alert_id: int
    rule: Rule
    figures: Mapping[str, int]
    state: AlertState
    at: datetime
    store: str = ""
    other_store: str = ""
    cashier: str | None = None
    till: str = ""
    customer: str = ""
    erased: bool = False
    card: str = ""
    member_id: int = 0
    purchase_id: int = 0
    amount_minor: int = 0
    receipt: str = ""
    reviewed_by: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Alerts that came to an end, newest first. more: there are older ones."""

    alerts: tuple[AlertView, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """A sale a manager is asked about. reasons: the rules and their figures.

    cashier_left: whoever stood at the till is in the team no more. erased: the customer had himself erased.
    """

    approval_id: int
    state: ApprovalState
    cashier: str
    customer: str
    amount_minor: int
    spent_points: int
    receipt: str
    reasons: tuple[tuple[Rule, Mapping[str, int]], ...]
    store: str
    ends_at: datetime
    decided_by: str = ""
    cashier_left: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class WatchView:
    """What is looked for in a store. stores: those whose settings the viewer may change, by id."""

    store_id: int
    store: str
    watch: Watch
    stores: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyView:
    """Cards of a colleague's family: member, name, number. added: by this very step."""

    staff_id: int
    name: str
    cards: tuple[tuple[int, str, str], ...]
    added: str = ""
