"""The programme: what a rule version says. Set by the owner as a whole, versioned, never edited in place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

# Basis points in a whole.
BP_ONE = 10_000
RATE_MAX_BP = 10_000
BRAND_LONGEST = 40
CURRENCIES = (
    "RUB",
    "KZT",
    "UAH",
    "BYN",
    "UZS",
    "KGS",
    "AMD",
    "GEL",
    "AZN",
    "MDL",
    "TRY",
    "PLN",
    "EUR",
    "USD",
)
BASIC = "plain"


class Rounding(StrEnum):
    """How a receipt's points become whole: down, or to the nearest."""

    FLOOR = "floor"
    HALF_UP = "half_up"


class Base(StrEnum):
    """What a percentage is taken of: the money part, the whole receipt, or nothing once points are spent."""

    NET = "net"
    GROSS = "gross"
    EITHER = "either"


class Expiry(StrEnum):
    """When points burn: never, each lot by its own term, or all together after a time without a visit."""

    NEVER = "never"
    LOT = "lot"
    INACTIVITY = "inactivity"


class DebtPolicy(StrEnum):
    """What a refund takes when the points it gave are spent: only what is pending, what is there, or debt."""

    ONLY_PENDING = "only_pending"
    WITHIN_BALANCE = "within_balance"
    NEGATIVE_ALLOWED = "negative_allowed"


class TierMetric(StrEnum):
    """What lifts a member: money of the last twelve months (minor units), or effective friends."""

    MONEY = "money"
    FRIENDS = "friends"


class LeapDay(StrEnum):
    """When people born on 29 February are congratulated in common years."""

    FEBRUARY_28 = "february_28"
    MARCH_1 = "march_1"


@dataclass(frozen=True, slots=True)
class Tier:
    """A level above the basic one. key: stable, kept with members.

    threshold, keep: minor units or friends, by the programme's metric; to reach it and to stay (0: the same).
    cap_bp: None takes the programme's. colour: plain, silver, gold, dark or "#RRGGBB".
    """

    key: str
    name: str
    threshold: int
    keep: int = 0
    rate_bp: int = 0
    cap_bp: int | None = None
    discount_bp: int = 0
    colour: str = "silver"
    perks: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of goods. rate_bp None: the usual rate. earns, payable: may bring points, be paid with them."""

    key: str
    name: str
    rate_bp: int | None = None
    earns: bool = True
    payable: bool = True


@dataclass(frozen=True, slots=True)
class HourRule:
    """A rate for some hours of some weekdays (0 Monday), by the store's clock; minutes of the day, until
    exclusive; a rule that ends at or before its start runs past midnight."""

    key: str
    weekdays: tuple[int, ...]
    from_minute: int
    until_minute: int
    rate_bp: int


@dataclass(frozen=True, slots=True)
class StoreRate:
    """A rate of one store."""

    store_id: int
    rate_bp: int


@dataclass(frozen=True, slots=True)
class Event:
    """A multiplier on the base rate between two days (both inclusive, the programme's zone).

    multiplier_bp: 20,000 doubles. category "": all goods. Limits in purchases, 0: none.
    """

    key: str
    name: str
    first_day: date
    last_day: date
    multiplier_bp: int
    category: str = ""
    per_member: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class StampCard:
    """ "Every 6th coffee is free" is needed 5: after so many stamps the gift is the member's.

    A purchase brings one stamp, at most one in visit_hours a store. minimum_minor: of the money part.
    """

    key: str
    name: str
    needed: int
    gift: str
    category: str = ""
    minimum_minor: int = 0


@dataclass(frozen=True, slots=True)
class Referral:
    """Rewards for bringing a friend, in points (0 and 0: off).

    minimum_minor: money part of the friend's first paid purchase. monthly_cap: rewarded friends a month of
    one inviter, 0: none.
    """

    inviter_points: int = 0
    friend_points: int = 0
    minimum_minor: int = 0
    monthly_cap: int = 10
    staff_earn: bool = False


@dataclass(frozen=True, slots=True)
class Bonuses:
    """Points for an occasion, once each; 0: off.

    birthday_window_days: days late the gift may still come. birthday_lifetime_days: how long it lives.
    newcomer_cap_points: most of joining, telling about oneself and a friend's invitation together, 0: no cap.
    """

    welcome_points: int = 0
    phone_points: int = 0
    birthday_field_points: int = 0
    birthday_points: int = 0
    birthday_window_days: int = 3
    birthday_lifetime_days: int = 30
    leap_day: LeapDay = LeapDay.FEBRUARY_28
    review_points: int = 0
    newcomer_cap_points: int = 0


@dataclass(frozen=True, slots=True)
class Spending:
    """How points pay. cap_bp: share of the eligible sum. least_money_minor: stays money in every receipt.

    kept_points: stay on the card. least_points, multiple_points: smallest spending, and its step.
    """

    cap_bp: int = 3_000
    least_money_minor: int = 100
    kept_points: int = 0
    least_points: int = 1
    multiple_points: int = 1
    with_code: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """When points become usable and when they burn.

    pending_days: from the purchase (0: at once). lifetime_months: of a lot from its activation, or without a
    visit. since: when this way of burning was switched on. reminder_days: before burning, far and near.
    """

    pending_days: int = 0
    expiry: Expiry = Expiry.NEVER
    lifetime_months: int = 12
    since: datetime | None = None
    reminder_days: tuple[int, int] = (30, 7)
    reminder_least_points: int = 1
    remind_first: bool = True


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of the rules.

    rate_bp: share of the base given back, in basis points (500 = 5 %). discount_bp: off every receipt.
    visit_points: for a visit, one in visit_hours a store. step_minor, step_points: points for each full step,
    the rest is carried. point_value_minor: what one point is worth, minor units of the currency (ISO 4217).
    minimum_minor: least money part that earns. gift_daily_points: most a member gives to friends a day.
    refund_days: how long a cashier may refund. manager_points, manager_daily_points: most a manager gives by
    hand at once and in a day without an owner. time_zone: IANA name; it decides days for the ledger.
    """

    version: int
    brand: str
    currency: str
    time_zone: str
    rate_bp: int = 500
    point_value_minor: int = 100
    discount_bp: int = 0
    visit_points: int = 0
    visit_hours: int = 4
    step_minor: int = 0
    step_points: int = 0
    rounding: Rounding = Rounding.FLOOR
    base: Base = Base.NET
    minimum_minor: int = 0
    staff_rate_bp: int | None = None
    spending: Spending = Spending()
    terms: Terms = Terms()
    bonuses: Bonuses = Bonuses()
    referral: Referral = Referral()
    tier_metric: TierMetric = TierMetric.MONEY
    tiers: tuple[Tier, ...] = ()
    categories: tuple[Category, ...] = ()
    hours: tuple[HourRule, ...] = ()
    stores: tuple[StoreRate, ...] = ()
    events: tuple[Event, ...] = ()
    stamps: tuple[StampCard, ...] = ()
    debt_policy: DebtPolicy = DebtPolicy.NEGATIVE_ALLOWED
    gift_daily_points: int = 500
    refund_days: int = 14
    manager_points: int = 500
    manager_daily_points: int = 2_000

    def tier(self, key: str) -> Tier | None:
        """The tier with this key; None for the basic one and for one that is no more."""
        return next((one for one in self.tiers if one.key == key), None)

    def category(self, key: str) -> Category | None:
        """The category with this key."""
        return next((one for one in self.categories if one.key == key), None)


_PROGRAMME = TypeAdapter(Programme)


def rules_of(programme: Programme) -> dict[str, Any]:
    """The rules as plain values for storing; the version is the row's own key."""
    rules: dict[str, Any] = _PROGRAMME.dump_python(programme, mode="json")
    del rules["version"]
    return rules


def programme_of(version: int, rules: Mapping[str, Any]) -> Programme:
    """The programme these stored values say; a value of a later day that is missing is its default.

    Raises ValueError when they are no programme.
    """
    return _PROGRAMME.validate_python({**rules, "version": version})


def same_rules(one: Programme, other: Programme) -> bool:
    """Whether two versions say the same."""
    return replace(one, version=0) == replace(other, version=0)
