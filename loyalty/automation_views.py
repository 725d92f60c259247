"""Automations as their owner sees them."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.automation_settings import Setting
from loyalty.automations import Hits, Idle
from loyalty.campaigns import Campaign

# What was counted in the end; more than so many are not counted.
MOST_COUNTED = 100_000
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class AutomationLine:
    """One of the list. sent: in the last 30 days; idle: why it would write to nobody as things are."""

    campaign: Campaign
    sent: int
    idle: Idle | None = None


@dataclass(frozen=True, slots=True)
class AutomationList:
    """All there are. standing: what the programme tells members by itself, and whether it does ("birthday",
    "burning", "active", "tier", "rate", each True or False). reminder_days: before points burn."""

    lines: tuple[AutomationLine, ...]
    standing: Mapping[str, bool]
    reminder_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AutomationView:
    """One automation. counts: recipients of the last 30 days by what became of them. categories: (key, name)
    of the programme's. before_days: so long before points burn their holders are reminded."""

    campaign: Campaign
    settings: tuple[tuple[Setting, int | str], ...]
    counts: Mapping[str, int]
    categories: tuple[tuple[str, str], ...] = ()
    idle: Idle | None = None
    hits: Hits | None = None
    says_something: bool = True
    before_days: int = 0


@dataclass(frozen=True, slots=True)
class WhoToday:
    """Who would get it today, some names of theirs, and how many had their day before: they get nothing.

    people, left_out: at most MOST_COUNTED. after_purchase: it follows purchases, so nobody can be named.
    """

    campaign: Campaign
    people: int
    names: tuple[str, ...]
    left_out: int
    after_purchase: bool = False
