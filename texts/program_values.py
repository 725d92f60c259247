"""Values of settings in words, and what differs between two programmes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby

from babel.dates import get_day_names, get_timezone_location

from loyalty.programme import HourRule, Programme
from loyalty.settings import LISTS, Kind, Setting, Value, item, setting
from loyalty.settings_diff import Difference
from texts.formats import CURRENCY_SIGNS, NO_BREAK_SPACE, locale_of
from texts.program_labels import group_name, label, plain_path
from texts.words import Html, Words, escaped

Stores = Mapping[int, str]

CHOICES: Mapping[tuple[str, str], Callable[[Words], Html]] = {
    ("base", "net"): lambda w: w.t("money paid"),
    ("base", "gross"): lambda w: w.t("whole receipt"),
    ("base", "either"): lambda w: w.t("points or percent"),
    ("rounding", "floor"): lambda w: w.t("down"),
    ("rounding", "half_up"): lambda w: w.t("to the nearest"),
    ("terms.expiry", "never"): lambda w: w.t("never"),
    ("terms.expiry", "lot"): lambda w: w.t("each by its term"),
    ("terms.expiry", "inactivity"): lambda w: w.t("without a visit"),
    ("bonuses.leap_day", "february_28"): lambda w: w.t("28 February"),
    ("bonuses.leap_day", "march_1"): lambda w: w.t("1 March"),
    ("tier_metric", "money"): lambda w: w.t("money of a year"),
    ("tier_metric", "friends"): lambda w: w.t("friends of a year"),
    ("debt_policy", "negative_allowed"): lambda w: w.t("the card owes them"),
    ("debt_policy", "within_balance"): lambda w: w.t("what is there"),
    ("debt_policy", "only_pending"): lambda w: w.t("only waiting ones"),
    ("tiers.*.colour", "plain"): lambda w: w.t("plain"),
    ("tiers.*.colour", "silver"): lambda w: w.t("silver"),
    ("tiers.*.colour", "gold"): lambda w: w.t("gold"),
    ("tiers.*.colour", "dark"): lambda w: w.t("dark"),
}
# What nothing means, where it is not "none".
ZERO: Mapping[str, Callable[[Words], Html]] = {
    "terms.pending_days": lambda w: w.t("at once"),
    "tiers.*.keep": lambda w: w.t("as reached"),
    "referral.monthly_cap": lambda w: w.t("no limit"),
    "events.*.per_member": lambda w: w.t("no limit"),
    "events.*.total": lambda w: w.t("no limit"),
    "bonuses.birthday_window_days": lambda w: w.t("the day itself"),
    "refund_days": lambda w: w.t("the same day"),
}


def priced(words: Words, programme: Programme) -> Words:
    """The same person's words, with money in the programme's own currency."""
    return Words(words.language, words.zone, programme.currency)


def value_words(words: Words, programme: Programme, one: Setting, value: Value) -> Html:
    """A value as people say it; short enough for a button when it is one of the presets."""
    path = plain_path(one.path)
    if value is None:
        return words.t("as usual")
    if isinstance(value, date):
        return escaped(words.day(value, date(1, 1, 1)))
    if isinstance(value, tuple):
        return escaped(weekdays(words, value))
    if isinstance(value, str):
        return _text(words, programme, one, value)
    if one.kind is Kind.YES_NO:
        return words.t("yes") if value else words.t("no")
    if value == 0 and one.kind not in (Kind.PERCENT, Kind.MINUTE):
        nothing = ZERO.get(path)
        return words.t("none") if nothing is None else nothing(words)
    return Html(_number(words, one.kind, value))


def _number(words: Words, kind: Kind, value: int) -> str:
    said: Mapping[Kind, Callable[[int], str]] = {
        Kind.PERCENT: words.rate,
        Kind.POINTS: words.points,
        Kind.MONEY: words.money,
        Kind.DAYS: lambda count: words.n("{count} day", "{count} days", count),
        Kind.MONTHS: lambda count: words.n("{count} month", "{count} months", count),
        Kind.HOURS: lambda count: words.n("{count} hour", "{count} hours", count),
        Kind.TIMES: lambda times: times_words(words, times),
        Kind.MINUTE: time_words,
    }
    return said.get(kind, words.number)(value)


def _text(words: Words, programme: Programme, one: Setting, value: str) -> Html:
    if known := CHOICES.get((plain_path(one.path), value)):
        return known(words)
    if one.kind is Kind.CATEGORY:
        category = programme.category(value)
        return words.t("all goods") if category is None else escaped(category.name)
    if one.path == "currency":
        return escaped(f"{value} {CURRENCY_SIGNS.get(value, '')}".strip())
    if one.kind is Kind.ZONE:
        return escaped(city(words, value))
    return escaped(value) if value else words.t("none")


def city(words: Words, zone: str) -> str:
    """The place a time zone is named after; a plain offset stays as it is."""
    if "/" not in zone:
        return zone
    if zone == "Europe/Kiev":  # Babel knows the city by its newer key only, and not in Russian
        return words.t("Kyiv")
    return str(get_timezone_location(zone, locale_of(words.language), return_city=True))


def times_words(words: Words, multiplier_bp: int) -> str:
    """20,000 as "×2", 15,000 as "×1,5"."""
    percent = words.rate(multiplier_bp // 100)
    return f"×{percent.removesuffix('%').rstrip(f' {NO_BREAK_SPACE}')}"


def time_words(minute: int) -> str:
    """A minute of the day as "9:00"."""
    return f"{minute // 60}:{minute % 60:02}"


def weekdays(words: Words, days: Sequence[int]) -> str:
    """ "пн–пт, вс"; a dash when there are none."""
    names = get_day_names("abbreviated", locale=locale_of(words.language))
    spans = []
    for _, run in groupby(enumerate(sorted(set(days) & set(range(7)))), lambda pair: pair[1] - pair[0]):
        span = [day for _, day in run]
        if len(span) > 2:
            spans.append(f"{names[span[0]]}–{names[span[-1]]}")
        else:
            spans += [names[day] for day in span]
    return ", ".join(spans) or "–"


def hours_words(words: Words, rule: HourRule) -> str:
    """ "пн–пт 9:00–12:00"."""
    return f"{weekdays(words, rule.weekdays)} {time_words(rule.from_minute)}–{time_words(rule.until_minute)}"


def item_title(words: Words, programme: Programme, name: str, key: str, stores: Stores) -> str:
    """What an item of a list is called."""
    one = item(programme, name, key)
    if name == "stores":
        return store_title(words, int(key), stores)
    if one is None:
        return key
    return hours_words(words, one) if isinstance(one, HourRule) else str(one.name)


def store_title(words: Words, store_id: int, stores: Stores) -> str:
    """What a store is called; the only one has no name."""
    return stores.get(store_id) or words.t("Our store")


def difference_line(
    words: Words, before: Programme, after: Programme, one: Difference, stores: Stores
) -> Html:
    """ "Points back: 5 % → 7 %", "Tiers, Gold: added"."""
    name, _, rest = one.path.partition(".")
    if name in LISTS:
        return _item_line(words, before, after, one, stores, (name, rest))
    return words.t(
        "{label}: {before} → {after}", label=label(words, one.path), **_sides(words, before, after, one)
    )


def _item_line(
    words: Words,
    before: Programme,
    after: Programme,
    one: Difference,
    stores: Stores,
    place: tuple[str, str],
) -> Html:
    name, rest = place
    key = rest.partition(".")[0]
    group = group_name(words, LISTS[name])
    where = after if item(after, name, key) is not None else before
    title = item_title(words, where, name, key, stores)
    if "." in rest:
        said = {"label": label(words, one.path), **_sides(words, before, after, one)}
        return words.t("{group}, {title}, {label}: {before} → {after}", group=group, title=title, **said)
    if one.before is None:
        return words.t("{group}: {title} added", group=group, title=title)
    return words.t("{group}: {title} removed", group=group, title=title)


def _sides(words: Words, before: Programme, after: Programme, one: Difference) -> dict[str, Html]:
    sides: dict[str, Html] = {}
    for side, programme, value in (("before", before, one.before), ("after", after, one.after)):
        known = setting(programme, one.path)
        sides[side] = (
            escaped(str(value))
            if known is None
            else value_words(priced(words, programme), programme, known, value)
        )
    return sides
