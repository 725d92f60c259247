"""Every setting of a programme as data: where it stands, what it may be, and how it is changed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from loyalty.programme import BRAND_LONGEST, CURRENCIES, RATE_MAX_BP, Programme

Value = int | str | date | tuple[int, ...] | None
"""What a setting can be; a yes or no is True or False."""

POINTS_MOST = 1_000_000
MONEY_MOST_MINOR = 100_000_000
FRIENDS_MOST = 10_000
NAME_LONGEST = 30
PERKS_LONGEST = 200
GIFT_LONGEST = 60
DISCOUNT_MOST_BP = 9_000
MINUTES_A_DAY = 24 * 60


class Group(StrEnum):
    """The drawers the settings lie in, in the order they are offered."""

    EARNING = "earning"
    VISITS = "visits"
    SPENDING = "spending"
    TERMS = "terms"
    BONUSES = "bonuses"
    FRIENDS = "friends"
    TIERS = "tiers"
    CATEGORIES = "categories"
    HOURS = "hours"
    STORES = "stores"
    EVENTS = "events"
    STAMPS = "stamps"
    DISCOUNT = "discount"
    REFUNDS = "refunds"
    SHOP = "shop"


class Kind(StrEnum):
    """What a value means: its unit, and how it is typed and shown."""

    PERCENT = "percent"
    POINTS = "points"
    MONEY = "money"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    COUNT = "count"
    TIMES = "times"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CATEGORY = "category"
    COLOUR = "colour"
    ZONE = "zone"
    WEEKDAYS = "weekdays"
    MINUTE = "minute"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. path: "spending.cap_bp"; of a list's item "tiers.t1.name", here with "*" for the item.

    least, most: of numbers, or the length of a text. presets: offered as buttons; for a CHOICE all there is.
    optional: may be None, "as usual". empty: a text may be "".
    """

    path: str
    group: Group
    kind: Kind
    least: int = 0
    most: int = 0
    presets: tuple[Value, ...] = ()
    optional: bool = False
    empty: bool = False


LISTS: dict[str, Group] = {
    "tiers": Group.TIERS,
    "categories": Group.CATEGORIES,
    "hours": Group.HOURS,
    "stores": Group.STORES,
    "events": Group.EVENTS,
    "stamps": Group.STAMPS,
}
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Europe/Kiev",
    "Europe/Minsk",
    "Europe/Warsaw",
    "Europe/Istanbul",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Bishkek",
    "Asia/Yerevan",
    "Asia/Tbilisi",
    "Asia/Baku",
)
COLOURS = ("plain", "silver", "gold", "dark")


def _percent(path: str, group: Group, *presets: int, most: int = RATE_MAX_BP) -> Setting:
    return Setting(path, group, Kind.PERCENT, 0, most, presets)


def _points(path: str, group: Group, *presets: int, least: int = 0) -> Setting:
    return Setting(path, group, Kind.POINTS, least, POINTS_MOST, presets)


def _money(path: str, group: Group, *presets: int, least: int = 0) -> Setting:
    return Setting(path, group, Kind.MONEY, least, MONEY_MOST_MINOR, presets)


def _choice(path: str, group: Group, *presets: str) -> Setting:
    return Setting(path, group, Kind.CHOICE, presets=presets)


def _yes_no(path: str, group: Group) -> Setting:
    return Setting(path, group, Kind.YES_NO, 0, 1, (True, False))


def _name(path: str, group: Group, longest: int = NAME_LONGEST, *, empty: bool = False) -> Setting:
    return Setting(path, group, Kind.TEXT, 0 if empty else 1, longest, empty=empty)


def _category(path: str, group: Group) -> Setting:
    return Setting(path, group, Kind.CATEGORY)


_RATES = (300, 500, 700, 1_000)
_USUAL_RATE = (None, 0, *_RATES)

SETTINGS: tuple[Setting, ...] = (
    _percent("rate_bp", Group.EARNING, *_RATES),
    _choice("base", Group.EARNING, "net", "gross", "either"),
    _choice("rounding", Group.EARNING, "floor", "half_up"),
    _money("minimum_minor", Group.EARNING, 0, 10_000, 30_000, 50_000),
    Setting("staff_rate_bp", Group.EARNING, Kind.PERCENT, 0, RATE_MAX_BP, (None, 0, 100, 300), optional=True),
    _money("point_value_minor", Group.EARNING, 1, 10, 100, 1_000, least=1),
    _points("visit_points", Group.VISITS, 0, 5, 10, 20, 50),
    Setting("visit_hours", Group.VISITS, Kind.HOURS, 1, 720, (1, 4, 12, 24)),
    _money("step_minor", Group.VISITS, 0, 10_000, 50_000, 100_000),
    _points("step_points", Group.VISITS, 0, 1, 5, 10, 50),
    _percent("spending.cap_bp", Group.SPENDING, 2_000, 3_000, 5_000, 10_000),
    _money("spending.least_money_minor", Group.SPENDING, 0, 100, 10_000),
    _points("spending.kept_points", Group.SPENDING, 0, 10, 100),
    _points("spending.least_points", Group.SPENDING, 1, 10, 50, 100, least=1),
    _points("spending.multiple_points", Group.SPENDING, 1, 5, 10, 100, least=1),
    _yes_no("spending.with_code", Group.SPENDING),
    _points("gift_daily_points", Group.SPENDING, 0, 100, 500, 1_000),
    Setting("terms.pending_days", Group.TERMS, Kind.DAYS, 0, 365, (0, 1, 7, 14)),
    _choice("terms.expiry", Group.TERMS, "never", "lot", "inactivity"),
    Setting("terms.lifetime_months", Group.TERMS, Kind.MONTHS, 1, 120, (3, 6, 12, 24)),
    Setting("terms.reminder_days.0", Group.TERMS, Kind.DAYS, 1, 365, (14, 30, 60)),
    Setting("terms.reminder_days.1", Group.TERMS, Kind.DAYS, 1, 365, (3, 7, 14)),
    _points("terms.reminder_least_points", Group.TERMS, 1, 10, 50, least=1),
    _yes_no("terms.remind_first", Group.TERMS),
    _points("bonuses.welcome_points", Group.BONUSES, 0, 50, 100, 200),
    _points("bonuses.phone_points", Group.BONUSES, 0, 20, 50, 100),
    _points("bonuses.birthday_field_points", Group.BONUSES, 0, 20, 50, 100),
    _points("bonuses.birthday_points", Group.BONUSES, 0, 100, 200, 500),
    Setting("bonuses.birthday_window_days", Group.BONUSES, Kind.DAYS, 0, 30, (0, 3, 7)),
    Setting("bonuses.birthday_lifetime_days", Group.BONUSES, Kind.DAYS, 1, 365, (7, 14, 30)),
    _choice("bonuses.leap_day", Group.BONUSES, "february_28", "march_1"),
    _points("bonuses.review_points", Group.BONUSES, 0, 5, 10, 20),
    _points("bonuses.newcomer_cap_points", Group.BONUSES, 0, 200, 300, 500),
    _points("referral.inviter_points", Group.FRIENDS, 0, 100, 150, 300),
    _points("referral.friend_points", Group.FRIENDS, 0, 100, 150, 300),
    _money("referral.minimum_minor", Group.FRIENDS, 0, 30_000, 50_000, 100_000),
    Setting("referral.monthly_cap", Group.FRIENDS, Kind.COUNT, 0, 1_000, (0, 5, 10, 20)),
    _yes_no("referral.staff_earn", Group.FRIENDS),
    _choice("tier_metric", Group.TIERS, "money", "friends"),
    _percent("discount_bp", Group.DISCOUNT, 0, 300, 500, 1_000, most=DISCOUNT_MOST_BP),
    _choice("debt_policy", Group.REFUNDS, "negative_allowed", "within_balance", "only_pending"),
    Setting("refund_days", Group.REFUNDS, Kind.DAYS, 0, 365, (1, 7, 14, 30)),
    _points("manager_points", Group.SHOP, 0, 100, 500, 1_000),
    _points("manager_daily_points", Group.SHOP, 0, 1_000, 2_000, 5_000),
    _name("brand", Group.SHOP, BRAND_LONGEST),
    _choice("currency", Group.SHOP, *CURRENCIES),
    Setting("time_zone", Group.SHOP, Kind.ZONE, presets=ZONES),
)

ITEM_SETTINGS: tuple[Setting, ...] = (
    _name("tiers.*.name", Group.TIERS),
    Setting("tiers.*.threshold", Group.TIERS, Kind.MONEY, 1, MONEY_MOST_MINOR),
    Setting("tiers.*.keep", Group.TIERS, Kind.MONEY, 0, MONEY_MOST_MINOR, (0,)),
    _percent("tiers.*.rate_bp", Group.TIERS, *_RATES),
    Setting(
        "tiers.*.cap_bp",
        Group.TIERS,
        Kind.PERCENT,
        0,
        RATE_MAX_BP,
        (None, 3_000, 5_000, 10_000),
        optional=True,
    ),
    _percent("tiers.*.discount_bp", Group.TIERS, 0, 300, 500, 1_000, most=DISCOUNT_MOST_BP),
    Setting("tiers.*.colour", Group.TIERS, Kind.COLOUR, presets=COLOURS),
    _name("tiers.*.perks", Group.TIERS, PERKS_LONGEST, empty=True),
    _name("categories.*.name", Group.CATEGORIES),
    Setting(
        "categories.*.rate_bp", Group.CATEGORIES, Kind.PERCENT, 0, RATE_MAX_BP, _USUAL_RATE, optional=True
    ),
    _yes_no("categories.*.earns", Group.CATEGORIES),
    _yes_no("categories.*.payable", Group.CATEGORIES),
    Setting("hours.*.weekdays", Group.HOURS, Kind.WEEKDAYS, 1, 7),
    Setting("hours.*.from_minute", Group.HOURS, Kind.MINUTE, 0, MINUTES_A_DAY - 1),
    Setting("hours.*.until_minute", Group.HOURS, Kind.MINUTE, 0, MINUTES_A_DAY),
    _percent("hours.*.rate_bp", Group.HOURS, *_RATES),
    _percent("stores.*.rate_bp", Group.STORES, *_RATES),
    _name("events.*.name", Group.EVENTS),
    Setting("events.*.first_day", Group.EVENTS, Kind.DAY),
    Setting("events.*.last_day", Group.EVENTS, Kind.DAY),
    Setting("events.*.multiplier_bp", Group.EVENTS, Kind.TIMES, 10_100, 100_000, (15_000, 20_000, 30_000)),
    _category("events.*.category", Group.EVENTS),
    Setting("events.*.per_member", Group.EVENTS, Kind.COUNT, 0, POINTS_MOST, (0, 1, 3)),
    Setting("events.*.total", Group.EVENTS, Kind.COUNT, 0, POINTS_MOST, (0, 100, 1_000)),
    _name("stamps.*.name", Group.STAMPS),
    Setting("stamps.*.needed", Group.STAMPS, Kind.COUNT, 1, 100, (5, 6, 9, 10)),
    _name("stamps.*.gift", Group.STAMPS, GIFT_LONGEST),
    _category("stamps.*.category", Group.STAMPS),
    _money("stamps.*.minimum_minor", Group.STAMPS, 0, 10_000, 30_000),
)

_BY_PATH = {one.path: one for one in (*SETTINGS, *ITEM_SETTINGS)}


def setting(programme: Programme, path: str) -> Setting | None:
    """The setting at this path as this programme has it; None for a path or an item that is not there.

    Thresholds of tiers by friends are counted, not paid.
    """
    parts = path.split(".")
    if parts[0] in LISTS:
        if len(parts) != 3 or item(programme, parts[0], parts[1]) is None:
            return None
        found = _BY_PATH.get(f"{parts[0]}.*.{parts[2]}")
        if found is None:
            return None
        by_friends = (
            found.path in ("tiers.*.threshold", "tiers.*.keep") and programme.tier_metric == "friends"
        )
        if by_friends:
            return replace(found, path=path, kind=Kind.COUNT, most=FRIENDS_MOST)
        return replace(found, path=path)
    return _BY_PATH.get(path)


def settings_of(group: Group) -> list[Setting]:
    """The settings of a drawer that stand for themselves, in order."""
    return [one for one in SETTINGS if one.group is group]


def item_settings(programme: Programme, name: str, key: str) -> list[Setting]:
    """The settings of one item of a list, with their full paths."""
    paths = [one.path.replace("*", key) for one in ITEM_SETTINGS if one.path.startswith(f"{name}.*.")]
    return [found for path in paths if (found := setting(programme, path)) is not None]


def all_settings(programme: Programme) -> Iterator[Setting]:
    """Every setting this programme has, those of its items too."""
    yield from SETTINGS
    for name in LISTS:
        for one in getattr(programme, name):
            yield from item_settings(programme, name, key_of_item(one))


def key_of_item(one: Any) -> str:
    """The stable key of a list's item: its own, or the store's number."""
    return str(getattr(one, "key", "")) or str(one.store_id)


def item(programme: Programme, name: str, key: str) -> Any | None:
    """The item with this key in a list of the programme."""
    if name not in LISTS:
        return None
    return next((one for one in getattr(programme, name) if key_of_item(one) == key), None)


def value_at(programme: Programme, path: str) -> Value:
    """What the programme says there, as a plain value. Raises LookupError for a path that is not there."""
    at: Any = programme
    parts = path.split(".")
    if parts[0] in LISTS:
        at, parts = item(programme, parts[0], parts[1]), parts[2:]
    for part in parts:
        if isinstance(at, tuple):
            at = at[int(part)]
        elif at is not None and part in {one.name for one in fields(at)}:
            at = getattr(at, part)
        else:
            raise LookupError(path)
    value: Value = at.value if isinstance(at, Enum) else at
    return value


def changed(programme: Programme, path: str, value: Value) -> Programme:
    """The programme with this value there; tiers stay in the order of their thresholds."""
    parts = path.split(".")
    if parts[0] not in LISTS:
        new: Programme = _put(programme, parts, value)
        return new
    name, key, *rest = parts
    items = tuple(
        _put(one, rest, value) if key_of_item(one) == key else one for one in getattr(programme, name)
    )
    return with_items(programme, name, items)


def with_items(programme: Programme, name: str, items: tuple[Any, ...]) -> Programme:
    """The programme with these items in a list of it."""
    if name == "tiers":
        items = tuple(sorted(items, key=lambda one: one.threshold))
    changes: dict[str, Any] = {name: items}
    return replace(programme, **changes)


def _put(at: Any, parts: list[str], value: Value) -> Any:
    name, *rest = parts
    if isinstance(at, tuple):
        return tuple(value if str(index) == name else one for index, one in enumerate(at))
    present = getattr(at, name)
    new = _put(present, rest, value) if rest else value
    return replace(at, **{name: type(present)(new) if isinstance(present, Enum) else new})
