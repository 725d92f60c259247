"""The settings of each automation: what they may be, and how a typed value is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loyalty.amounts import parse_amount
from loyalty.automations import Auto, Schedule
from loyalty.birthdays import Birthday, parse_birthday
from loyalty.campaigns import Campaign
from loyalty.refusals import Refusal, Refused

MOST_DATES = 20
MONEY_MOST_MINOR = 100_000_000
TENTHS = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]))?")


class Unit(StrEnum):
    """What a value of a setting means.

    TENTHS: times, in tenths, 0: off. HOUR: of the day. DATES: "MM-DD" with blanks between; DATE: an ISO day,
    or "" for none yet. OFFSET: days from a date, before it when negative. CATEGORY: a key, "" for none.
    """

    DAYS = "days"
    HOURS = "hours"
    PURCHASES = "purchases"
    TENTHS = "tenths"
    PERCENT = "percent"
    MONEY = "money"
    HOUR = "hour"
    CATEGORY = "category"
    DATES = "dates"
    DATE = "date"
    OFFSET = "offset"
    MONTH_DAY = "month_day"
    WEEKDAY = "weekday"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; default, least and most in its unit."""

    key: str
    unit: Unit
    default: int | str
    least: int = 0
    most: int = 0


HOUR = Setting("hour", Unit.HOUR, 11, 9, 20)
# Of two messages of one day a birthday goes first.
_EARLY = Setting("hour", Unit.HOUR, 10, 9, 20)
_REST = Setting("rest_days", Unit.DAYS, 28, 7, 365)


def _days(default: int, least: int = 1, most: int = 365) -> Setting:
    return Setting("days", Unit.DAYS, default, least, most)


_MISSED = (
    Setting("tenths", Unit.TENTHS, 20, 0, 99),
    Setting("least_days", Unit.DAYS, 14, 3, 365),
    Setting("purchases", Unit.PURCHASES, 2, 1, 100),
)
SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    Auto.WELCOME: (_days(1, 1, 90), HOUR),
    Auto.WELCOME_2: (_days(4, 1, 90), HOUR),
    Auto.WELCOME_3: (_days(10, 1, 90), HOUR),
    Auto.NEWCOMER: (_days(14, 2), HOUR),
    Auto.THANKS: (Setting("hours", Unit.HOURS, 3, 1, 72), Setting("rest_days", Unit.DAYS, 30, 1, 365)),
    Auto.NPS: (
        Setting("hours", Unit.HOURS, 24, 1, 72),
        Setting("purchases", Unit.PURCHASES, 3, 1, 100),
        Setting("rest_days", Unit.DAYS, 90, 90, 365),
    ),
    Auto.BIRTHDAY: (_EARLY,),
    Auto.BIRTHDAY_BEFORE: (_days(7, 1, 28), _EARLY),
    Auto.COMEBACK: (_days(45, 3, 730), *_MISSED, HOUR),
    Auto.COMEBACK_2: (_days(75, 3, 730), Setting("tenths", Unit.TENTHS, 30, 0, 99), *_MISSED[1:], HOUR),
    Auto.WHY: (_days(120, 3, 730), Setting("tenths", Unit.TENTHS, 40, 0, 99), *_MISSED[1:], HOUR),
    Auto.NEXT: (Setting("floor", Unit.PERCENT, 30, 0, 95), HOUR),
    Auto.WEEKDAY: (Setting("category", Unit.CATEGORY, ""), _REST, HOUR),
    Auto.PAIR: (
        Setting("bought", Unit.CATEGORY, ""),
        Setting("never", Unit.CATEGORY, ""),
        Setting("purchases", Unit.PURCHASES, 3, 1, 100),
        _days(3, 1, 90),
        HOUR,
    ),
    Auto.TIER_NEAR: (Setting("missing", Unit.MONEY, 1_000_00, 1_00, MONEY_MOST_MINOR), _days(1, 1, 30), HOUR),
    Auto.FRIENDS: (_days(3, 1, 90), Setting("purchases", Unit.PURCHASES, 2, 1, 100), HOUR),
    Auto.UNUSED: (_days(3, 1, 30), HOUR),
    Auto.HOLIDAY: (Setting("dates", Unit.DATES, "01-01 02-23 03-08"), HOUR),
    **dict.fromkeys((Auto.BURNING, Auto.BURNING_2, Auto.ACTIVE, Auto.TIER_WARNING), (_EARLY,)),
    Auto.TIER_UP: (Setting("hours", Unit.HOURS, 0, 0, 72),),
    Auto.CUSTOM: (
        Setting("schedule", Unit.SCHEDULE, ""),
        Setting("date", Unit.DATE, ""),
        Setting("weekday", Unit.WEEKDAY, 4, 0, 6),
        Setting("month_day", Unit.MONTH_DAY, 1, 1, 31),
        Setting("offset", Unit.OFFSET, 0, -90, 90),
        HOUR,
    ),
}
# Which settings of the owner's own automation matter with each schedule.
_OF_SCHEDULE: Mapping[str, tuple[str, ...]] = {
    "": ("schedule",),
    Schedule.ONCE: ("schedule", "date", "hour"),
    Schedule.WEEKLY: ("schedule", "weekday", "hour"),
    Schedule.MONTHLY: ("schedule", "month_day", "hour"),
    Schedule.YEARLY: ("schedule", "date", "hour"),
    Schedule.JOINED: ("schedule", "offset", "hour"),
    Schedule.BIRTHDAY: ("schedule", "offset", "hour"),
    Schedule.FIRST_PURCHASE: ("schedule", "offset", "hour"),
}


def value_of(campaign: Campaign, key: str) -> int | str:
    """The value of a setting: the owner's, else the usual one."""
    return campaign.settings.get(key, setting_of(campaign.kind, key).default)


def gift_counts_from(campaign: Campaign, occasion: str, today: date) -> date:
    """The day from which the days of a gift are counted: a birthday still to come, else today.

    So a gift that comes some days before a birthday can be used until some days after it.
    """
    own = campaign.kind == Auto.CUSTOM and value_of(campaign, "schedule") == Schedule.BIRTHDAY
    ahead = campaign.kind == Auto.BIRTHDAY_BEFORE or own
    return max(today, date.fromisoformat(occasion)) if ahead else today


def setting_of(kind: str, key: str) -> Setting:
    """The setting with this key. Raises LookupError when the automation has none."""
    for setting in SETTINGS[kind]:
        if setting.key == key:
            return setting
    raise LookupError(f"{kind} has no setting {key}")


def settings_of(campaign: Campaign) -> tuple[Setting, ...]:
    """The settings that matter to it as it stands, in the order they are offered."""
    every = SETTINGS[campaign.kind]
    if campaign.kind != Auto.CUSTOM:
        return every
    wanted = _OF_SCHEDULE[str(value_of(campaign, "schedule"))]
    return tuple(setting for setting in every if setting.key in wanted)


def typed(setting: Setting, text: str, today: date) -> int | str | Refused:
    """What was typed as a value. Refuses AUTOMATION_VALUE, AUTOMATION_DATE, AUTOMATION_DATES, AMOUNT_..."""
    said = text.strip()
    match setting.unit:
        case Unit.MONEY:
            amount = parse_amount(said)
            return amount if isinstance(amount, Refused) else _in_range(setting, amount.amount_minor)
        case Unit.DATES:
            return _dates(said, today)
        case Unit.DATE:
            return _date(said, today)
        case Unit.TENTHS:
            found = TENTHS.fullmatch(said)
            return _wrong(setting) if found is None else _in_range(setting, _tenths(found))
        case _:
            plain = said.replace("−", "-").removeprefix("+")
            digits = plain.removeprefix("-")
            if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
                return _wrong(setting)
            return _in_range(setting, int(plain))


def chosen(setting: Setting, said: str, categories: tuple[str, ...]) -> int | str | Refused:
    """What a button says as a value: a category's key, a weekday or a schedule. Refuses AUTOMATION_VALUE."""
    match setting.unit:
        case Unit.CATEGORY if said in ("", *categories):
            return said
        case Unit.SCHEDULE if said in set(Schedule):
            return said
        case Unit.WEEKDAY | Unit.HOUR if said.isascii() and said.isdigit() and len(said) < 3:
            return _in_range(setting, int(said))
        case _:
            return _wrong(setting)


def _in_range(setting: Setting, value: int) -> int | Refused:
    return value if setting.least <= value <= setting.most else _wrong(setting)


def _wrong(setting: Setting) -> Refused:
    return Refused(
        Refusal.AUTOMATION_VALUE, {"unit": setting.unit, "least": setting.least, "most": setting.most}
    )


def _tenths(found: re.Match[str]) -> int:
    return int(found[1]) * 10 + int(found[2] or 0)


def _dates(said: str, today: date) -> str | Refused:
    """ "1 января, 23.02, 8 марта": the days of a year."""
    parts = [part.strip() for part in re.split(r"[,;\n]", said) if part.strip()]
    if not parts or len(parts) > MOST_DATES:
        return Refused(Refusal.AUTOMATION_DATES, {"most": MOST_DATES})
    keys = set()
    for part in parts:
        day = parse_birthday(part, today)
        if not isinstance(day, Birthday):
            return Refused(Refusal.AUTOMATION_DATE, {"word": part[:20]})
        keys.add(f"{day.month:02d}-{day.day:02d}")
    return " ".join(sorted(keys))


def _date(said: str, today: date) -> str | Refused:
    """A day: with its year, or the next one of that name."""
    found = re.fullmatch(r"(.*?)[ .,/-]*(20[0-9]{2})?", said, re.DOTALL)
    bare, year = (found[1], found[2]) if found else (said, None)
    day = parse_birthday(bare, today)
    if not isinstance(day, Birthday) or day.year is not None:
        return Refused(Refusal.AUTOMATION_DATE, {"word": said[:20]})
    for number in (int(year),) if year else range(today.year, today.year + 9):
        try:
            found_day = date(number, day.month, day.day)
        except ValueError:
            continue
        if found_day >= today:
            return found_day.isoformat()
    return Refused(Refusal.AUTOMATION_DATE, {"word": said[:20]})
