"""The names of automations, of their settings and of what these are set to."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from babel.dates import get_day_names

from loyalty.automation_settings import Setting, Unit
from loyalty.automations import Auto, Idle, Schedule
from loyalty.campaigns import Campaign
from texts.automation_defaults import holiday as holiday
from texts.formats import locale_of
from texts.words import Html, Words, escaped

# Any leap year: every date of a year is one of its days.
_YEAR = 2028


def title(words: Words, one: Campaign) -> str:
    """What it is called: the owner's own as he named it."""
    return one.title if one.kind == Auto.CUSTOM else kind_title(words, one.kind)


def kind_title(words: Words, kind: str) -> Html:
    """What automations of this kind are called."""
    return _TITLES[kind](words)


def about(words: Words, kind: str) -> Html:
    """What it does, in a sentence."""
    return _ABOUT[kind](words)


def idle(words: Words, why: Idle) -> Html:
    """Why it would write to nobody."""
    return _IDLE[why](words)


def label(words: Words, setting: Setting) -> Html:
    """What is set."""
    return _LABELS[setting.key](words)


def value(words: Words, setting: Setting, said: int | str, categories: Sequence[tuple[str, str]]) -> str:
    """What it is set to."""
    if isinstance(said, str):
        return _text(words, setting, said, categories)
    match setting.unit:
        case Unit.TENTHS:
            return _times(words, said)
        case Unit.OFFSET:
            return offset(words, said)
        case Unit.WEEKDAY:
            return weekdays(words)[said]
    return _NUMBERS[setting.unit](words, said)


def offset(words: Words, days: int) -> Html:
    """So many days before or after a date, or the day itself."""
    if not days:
        return words.t("on the day")
    if days < 0:
        return words.n("{count} day before", "{count} days before", -days)
    return words.n("{count} day after", "{count} days after", days)


def schedule(words: Words, key: str) -> Html:
    """When the owner's own automation goes."""
    found = _SCHEDULES.get(key)
    return found(words) if found else words.t("not chosen yet")


def _times(words: Words, tenths: int) -> Html:
    if not tenths:
        return words.t("off")
    comma = "," if words.language == "ru" else "."
    return Html(f"× {tenths // 10}{comma}{tenths % 10}" if tenths % 10 else f"× {tenths // 10}")


def _text(words: Words, setting: Setting, said: str, categories: Sequence[tuple[str, str]]) -> str:
    match setting.unit:
        case Unit.SCHEDULE:
            return schedule(words, said)
        case Unit.CATEGORY:
            return escaped(dict(categories).get(said, "")) or words.t("not chosen yet")
        case Unit.DATES:
            return ", ".join(words.day(date.fromisoformat(f"{_YEAR}-{key}")) for key in said.split())
        case _:
            return words.day(date.fromisoformat(said)) if said else words.t("not chosen yet")


def weekdays(words: Words) -> list[str]:
    """The days of the week from Monday on."""
    names = get_day_names("wide", "stand-alone", locale_of(words.language))
    return [names[day] for day in range(len(names))]


_NUMBERS: Mapping[Unit, Callable[[Words, int], str]] = {
    Unit.DAYS: lambda w, n: w.n("{count} day", "{count} days", n),
    Unit.HOURS: lambda w, n: w.n("{count} hour", "{count} hours", n),
    Unit.PURCHASES: lambda w, n: w.n("{count} purchase", "{count} purchases", n),
    Unit.PERCENT: lambda w, n: w.rate(n * 100),
    Unit.MONEY: lambda w, n: w.money(n),
    Unit.HOUR: lambda _, n: f"{n}:00",
    Unit.MONTH_DAY: lambda w, n: w.t("day {number}", number=n),
}
_LABELS: Mapping[str, Callable[[Words], Html]] = {
    "days": lambda w: w.t("Days"),
    "hour": lambda w: w.t("At what hour"),
    "hours": lambda w: w.t("After the purchase"),
    "rest_days": lambda w: w.t("Not more often than"),
    "tenths": lambda w: w.t("Own rhythm"),
    "least_days": lambda w: w.t("Not before"),
    "purchases": lambda w: w.t("Purchases at least"),
    "floor": lambda w: w.t("Least accuracy"),
    "category": lambda w: w.t("Only goods"),
    "bought": lambda w: w.t("Buys"),
    "never": lambda w: w.t("Never bought"),
    "missing": lambda w: w.t("Missing at most"),
    "dates": lambda w: w.t("Dates"),
    "schedule": lambda w: w.t("When"),
    "date": lambda w: w.t("Date"),
    "weekday": lambda w: w.t("Weekday"),
    "month_day": lambda w: w.t("Day of the month"),
    "offset": lambda w: w.t("Which day"),
}
_SCHEDULES: Mapping[str, Callable[[Words], Html]] = {
    Schedule.ONCE: lambda w: w.t("once"),
    Schedule.WEEKLY: lambda w: w.t("every week"),
    Schedule.MONTHLY: lambda w: w.t("every month"),
    Schedule.YEARLY: lambda w: w.t("every year"),
    Schedule.JOINED: lambda w: w.t("years with us"),
    Schedule.BIRTHDAY: lambda w: w.t("birthday"),
    Schedule.FIRST_PURCHASE: lambda w: w.t("first purchase"),
}
_TITLES: Mapping[str, Callable[[Words], Html]] = {
    Auto.WELCOME: lambda w: w.t("Welcome 1"),
    Auto.WELCOME_2: lambda w: w.t("Welcome 2"),
    Auto.WELCOME_3: lambda w: w.t("Welcome 3"),
    Auto.NEWCOMER: lambda w: w.t("No purchase yet"),
    Auto.THANKS: lambda w: w.t("Thanks and rating"),
    Auto.NPS: lambda w: w.t("Recommend us?"),
    Auto.BIRTHDAY_BEFORE: lambda w: w.t("Before birthday"),
    Auto.BIRTHDAY: lambda w: w.t("On the birthday"),
    Auto.COMEBACK: lambda w: w.t("Come back 1"),
    Auto.COMEBACK_2: lambda w: w.t("Come back 2"),
    Auto.WHY: lambda w: w.t("Why did you stop?"),
    Auto.NEXT: lambda w: w.t("Next purchase"),
    Auto.WEEKDAY: lambda w: w.t("Usual weekday"),
    Auto.PAIR: lambda w: w.t("Never tried"),
    Auto.TIER_NEAR: lambda w: w.t("Level is near"),
    Auto.FRIENDS: lambda w: w.t("Invite a friend"),
    Auto.UNUSED: lambda w: w.t("Forgotten offer"),
    Auto.HOLIDAY: lambda w: w.t("Holidays"),
    Auto.BURNING: lambda w: w.t("Points burn 1"),
    Auto.BURNING_2: lambda w: w.t("Points burn 2"),
    Auto.ACTIVE: lambda w: w.t("Points active"),
    Auto.TIER_UP: lambda w: w.t("Level reached"),
    Auto.TIER_WARNING: lambda w: w.t("Level at risk"),
    Auto.CUSTOM: lambda w: w.t("Your own"),
}
_ABOUT: Mapping[str, Callable[[Words], Html]] = {
    Auto.WELCOME: lambda w: w.t("So many days after joining, to everybody new."),
    Auto.WELCOME_2: lambda w: w.t("So many days after joining, to everybody new."),
    Auto.WELCOME_3: lambda w: w.t("So many days after joining, to everybody new."),
    Auto.NEWCOMER: lambda w: w.t("To those who joined so many days ago and have not bought anything."),
    Auto.THANKS: lambda w: w.t("Some hours after a purchase: thanks, and a rating with one tap."),
    Auto.NPS: lambda w: w.t(
        "Some hours after a purchase, once a quarter at most: would he recommend you, from 0 to 10 (NPS)?"
    ),
    Auto.BIRTHDAY_BEFORE: lambda w: w.t(
        "So many days before the birthday, once a year. A gift can be used at once, and so many days after "
        "the birthday."
    ),
    Auto.BIRTHDAY: lambda w: w.t("On the birthday itself, once a year."),
    Auto.COMEBACK: lambda w: w.t(
        "To those who stay away longer than they usually do: their own rhythm so many times, or, where it is "
        "not known yet, the fixed number of days."
    ),
    Auto.COMEBACK_2: lambda w: w.t("The second step, for those who have not come after the first one."),
    Auto.WHY: lambda w: w.t(
        "The last step: a question with ready answers. The answers are collected for you."
    ),
    Auto.NEXT: lambda w: w.t(
        "One to two weeks before somebody is likely to come: by his own rhythm, or by the month in which he "
        "buys every year."
    ),
    Auto.WEEKDAY: lambda w: w.t("On the morning of the weekday on which somebody usually comes."),
    Auto.PAIR: lambda w: w.t("To those who buy one kind of goods and have never tried another."),
    Auto.TIER_NEAR: lambda w: w.t("To those who lack little to the next level, after a purchase."),
    Auto.FRIENDS: lambda w: w.t("After a purchase, to those who have never invited anybody; once."),
    Auto.UNUSED: lambda w: w.t("So many days before an offer ends that was not used."),
    Auto.HOLIDAY: lambda w: w.t("To everybody, on the dates you set."),
    Auto.BURNING: lambda w: w.t("Your words in the first reminder of points that burn soon."),
    Auto.BURNING_2: lambda w: w.t("Your words in the last reminder before points burn."),
    Auto.ACTIVE: lambda w: w.t("Your words on the day on which new points can be used."),
    Auto.TIER_UP: lambda w: w.t("Your words when somebody has reached a level."),
    Auto.TIER_WARNING: lambda w: w.t(
        "Your words a month before somebody’s level would fall: what is missing, and until when."
    ),
    Auto.CUSTOM: lambda w: w.t("Your own: you choose whom, when and what."),
}
_IDLE: Mapping[Idle, Callable[[Words], Html]] = {
    Idle.SAID_ALREADY: lambda w: w.t(
        "The programme says this already, with points: one message is enough. See /program."
    ),
    Idle.NO_TIERS: lambda w: w.t("There are no levels for purchases yet. Set them in /program."),
    Idle.NO_LEVELS: lambda w: w.t("There are no levels yet. Set them in /program."),
    Idle.NO_PENDING: lambda w: w.t(
        "With you points can be used at once, so nobody waits for them. See /program."
    ),
    Idle.NO_FRIENDS: lambda w: w.t("There is nothing for bringing a friend yet. Set it in /program."),
    Idle.NO_CATEGORIES: lambda w: w.t("Choose what they buy and what they have never bought."),
    Idle.NO_DATES: lambda w: w.t("Set at least one date."),
}
