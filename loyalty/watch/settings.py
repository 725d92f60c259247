"""What an owner sets for a store: what each rule does and where it begins to count."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from loyalty.amounts import MAX_AMOUNT_MINOR
from loyalty.refusals import Refusal, Refused
from loyalty.watch.base import Mode, Rule


class Unit(StrEnum):
    """What the number of a rule counts."""

    TIMES = "times"
    PERCENT = "percent"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MEDIANS = "medians"
    PEOPLE = "people"
    SPEED = "speed"
    SIGMAS = "sigmas"


@dataclass(frozen=True, slots=True)
class Scale:
    """The number of a rule: its unit, the default and what can be set. at_sale: it may ask and stop."""

    unit: Unit
    usual: int
    least: int
    most: int
    at_sale: bool


SCALES: Mapping[Rule, Scale] = {
    Rule.FREQUENT: Scale(Unit.TIMES, 3, 1, 50, at_sale=True),
    Rule.CLOSE: Scale(Unit.PERCENT, 30, 10, 100, at_sale=False),
    Rule.HOURS: Scale(Unit.MINUTES, 30, 0, 240, at_sale=True),
    Rule.REFUND: Scale(Unit.HOURS, 24, 1, 720, at_sale=False),
    Rule.SPLIT: Scale(Unit.MINUTES, 10, 1, 120, at_sale=True),
    Rule.ROUND: Scale(Unit.PERCENT, 60, 20, 100, at_sale=False),
    Rule.LARGE: Scale(Unit.MEDIANS, 6, 2, 100, at_sale=True),
    Rule.NEWCOMER: Scale(Unit.PEOPLE, 3, 2, 50, at_sale=True),
    Rule.TRANSFER: Scale(Unit.MINUTES, 120, 10, 1440, at_sale=True),
    Rule.TRAVEL: Scale(Unit.SPEED, 60, 5, 900, at_sale=True),
    Rule.MANUAL: Scale(Unit.SIGMAS, 3, 2, 10, at_sale=True),
    Rule.DORMANT: Scale(Unit.DAYS, 180, 30, 1000, at_sale=True),
    Rule.RING: Scale(Unit.PEOPLE, 3, 2, 50, at_sale=False),
    Rule.TYPED: Scale(Unit.PERCENT, 20, 5, 100, at_sale=False),
}
"""Rules with settings: all but OWN, which always stops."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule in one store."""

    mode: Mode
    limit: int


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked for in one store. rules: only what differs from the default.

    needs_number: a sale without a receipt number counts as one outside the hours. largest_minor: a receipt
    above it needs a manager, 0: none does.
    """

    rules: Mapping[Rule, Setting] = field(default_factory=dict)
    needs_number: bool = False
    largest_minor: int = 0

    def of(self, rule: Rule) -> Setting:
        """What a rule does here."""
        return self.rules.get(rule) or DEFAULTS[rule]

    def mode(self, rule: Rule) -> Mode:
        """What a hit of the rule does; the card of one's own is always stopped."""
        return Mode.STOP if rule is Rule.OWN else self.of(rule).mode


DEFAULTS: Mapping[Rule, Setting] = {rule: Setting(Mode.REPORT, scale.usual) for rule, scale in SCALES.items()}
USUAL = Watch()

_WATCH = TypeAdapter(Watch)


def written(watch: Watch) -> dict[str, Any]:
    """The settings as plain values for storing."""
    values: dict[str, Any] = _WATCH.dump_python(watch, mode="json")
    return values


def read_watch(stored: Mapping[str, Any]) -> Watch:
    """The settings these stored values say. Raises ValueError when they are none."""
    watch: Watch = _WATCH.validate_python(stored)
    for rule, one in watch.rules.items():
        if (refused := check(rule, one)) is not None:
            raise ValueError(f"{rule}: {refused.reason}")
    return watch


def check(rule: Rule, setting: Setting) -> Refused | None:
    """Why a rule can't be set like this, or None. Refuses WATCH_LIMIT (least, most), WATCH_MODE."""
    scale = SCALES.get(rule)
    if scale is None or (setting.mode in (Mode.ASK, Mode.STOP) and not scale.at_sale):
        return Refused(Refusal.WATCH_MODE)
    if not scale.least <= setting.limit <= scale.most:
        return Refused(Refusal.WATCH_LIMIT, {"least": scale.least, "most": scale.most})
    return None


def changed(
    watch: Watch, rule: Rule, *, mode: Mode | None = None, limit: int | None = None
) -> Watch | Refused:
    """The settings with another mode or limit of one rule. Refuses as check does."""
    if rule not in SCALES:
        return Refused(Refusal.WATCH_MODE)
    now = watch.of(rule)
    setting = Setting(now.mode if mode is None else mode, now.limit if limit is None else limit)
    if (refused := check(rule, setting)) is not None:
        return refused
    others = {key: value for key, value in watch.rules.items() if key is not rule}
    return replace(watch, rules=others if setting == DEFAULTS[rule] else {**others, rule: setting})


def with_largest(watch: Watch, largest_minor: int) -> Watch | Refused:
    """The settings with another largest receipt without a manager; 0: any. Refuses WATCH_LIMIT."""
    if not 0 <= largest_minor <= MAX_AMOUNT_MINOR:
        return Refused(Refusal.WATCH_LIMIT, {"least": 0, "most": MAX_AMOUNT_MINOR // 100})
    return replace(watch, largest_minor=largest_minor)


def with_numbers(watch: Watch, *, needed: bool) -> Watch:
    """The settings where a sale needs a receipt number, or does not."""
    return replace(watch, needs_number=needed)
