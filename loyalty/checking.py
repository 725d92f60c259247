"""A programme is checked as a whole: every bound, and rules that contradict each other are named."""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

from loyalty.colours import parse_colour
from loyalty.programme import BRAND_LONGEST, CURRENCIES, Expiry, Programme, TierMetric
from loyalty.refusals import Refusal, Refused
from loyalty.settings import LISTS, Kind, Setting, all_settings, key_of_item, value_at
from loyalty.settings_lists import MOST_ITEMS, NAMED
from loyalty.settings_typed import in_range, is_zone

REMINDER_LEAST_DAYS = 3
DAYS_A_MONTH = 30


class Contradiction(StrEnum):
    """Rules that can't stand together; each is told in the owner's words."""

    NOTHING_GIVEN = "nothing_given"
    STEP_HALF = "step_half"
    LEAST_NOT_MULTIPLE = "least_not_multiple"
    REMINDERS_ORDER = "reminders_order"
    REMINDER_LATE = "reminder_late"
    REMINDER_TOO_EARLY = "reminder_too_early"
    TIER_THRESHOLDS = "tier_thresholds"
    TIER_KEEP = "tier_keep"
    FRIENDS_OFF = "friends_off"
    SAME_NAME = "same_name"
    EVENT_DAYS = "event_days"
    CATEGORY_GONE = "category_gone"
    HOURS_EMPTY = "hours_empty"


def check_programme(programme: Programme) -> Programme | Refused:
    """The programme when it holds together.

    Refuses RATE_OUT_OF_RANGE, BRAND_UNCLEAR, CURRENCY_UNKNOWN, SETTING_RANGE with the setting and its bounds,
    LIST_FULL, and PROGRAMME_CONTRADICTION with the rule and, where there is one, the item's name.
    """
    for one in all_settings(programme):
        if refused := _bound(programme, one):
            return refused
    for name in LISTS:
        items = getattr(programme, name)
        if len(items) > MOST_ITEMS[name]:
            return Refused(Refusal.LIST_FULL, {"most": MOST_ITEMS[name]})
        if len({key_of_item(one) for one in items}) < len(items):
            return _contradiction(Contradiction.SAME_NAME, key_of_item(items[0]))
    for rule in _RULES:
        for rule_broken, title in rule(programme):
            return _contradiction(rule_broken, title)
    return programme


def _contradiction(rule: Contradiction, title: str) -> Refused:
    return Refused(Refusal.PROGRAMME_CONTRADICTION, {"rule": rule.value, "title": title})


def _bound(programme: Programme, one: Setting) -> Refused | None:
    value = value_at(programme, one.path)
    if one.path == "brand":
        fits = isinstance(value, str) and 0 < len(value.strip()) <= BRAND_LONGEST
        return None if fits else Refused(Refusal.BRAND_UNCLEAR, {"longest": BRAND_LONGEST})
    if one.path == "currency":
        return None if value in CURRENCIES else Refused(Refusal.CURRENCY_UNKNOWN)
    if isinstance(value, str):
        return None if _text_fits(one, value) else _out(one)
    if value is None or isinstance(value, date | tuple):
        return None if one.optional or value is not None else _out(one)
    checked = in_range(one, value)
    return checked if isinstance(checked, Refused) else None


def _text_fits(one: Setting, value: str) -> bool:
    if one.kind is Kind.TEXT:
        return one.least <= len(value.strip()) and len(value) <= one.most
    if one.kind is Kind.ZONE:
        return is_zone(value)
    # Choices are enums already, and a category is looked up with the whole.
    return one.kind is not Kind.COLOUR or value in one.presets or parse_colour(value) is not None


def _out(one: Setting) -> Refused:
    return Refused(Refusal.SETTING_RANGE, {"setting": one.path, "least": one.least, "most": one.most})


Broken = Iterator[tuple[Contradiction, str]]


def _giving(programme: Programme) -> Broken:
    rates = [one.rate_bp for one in programme.tiers]
    rates += [one.rate_bp for one in programme.hours]
    rates += [one.rate_bp for one in programme.stores]
    rates += [one.rate_bp or 0 for one in programme.categories if one.earns]
    offs = [programme.discount_bp, *(one.discount_bp for one in programme.tiers)]
    points = [programme.rate_bp, programme.visit_points, programme.step_points]
    if not any((*points, *rates, *offs, programme.stamps)):
        yield Contradiction.NOTHING_GIVEN, ""
    if bool(programme.step_minor) != bool(programme.step_points):
        yield Contradiction.STEP_HALF, ""


def _spending(programme: Programme) -> Broken:
    spending = programme.spending
    # A least of 1 is none: the step itself is the smallest spending then.
    if spending.least_points > 1 and spending.least_points % spending.multiple_points:
        yield Contradiction.LEAST_NOT_MULTIPLE, ""


def _terms(programme: Programme) -> Broken:
    terms = programme.terms
    far, near = terms.reminder_days
    if terms.expiry is Expiry.NEVER:
        return
    if far <= near:
        yield Contradiction.REMINDERS_ORDER, ""
    if terms.remind_first and near < REMINDER_LEAST_DAYS:
        yield Contradiction.REMINDER_LATE, ""
    if far > terms.lifetime_months * DAYS_A_MONTH:
        yield Contradiction.REMINDER_TOO_EARLY, ""


def _tiers(programme: Programme) -> Broken:
    before = 0
    for tier in programme.tiers:
        if tier.threshold <= before:
            yield Contradiction.TIER_THRESHOLDS, tier.name
        if tier.keep > tier.threshold:
            yield Contradiction.TIER_KEEP, tier.name
        before = tier.threshold
    referral = programme.referral
    by_friends = programme.tiers and programme.tier_metric is TierMetric.FRIENDS
    if by_friends and not (referral.inviter_points or referral.friend_points):
        yield Contradiction.FRIENDS_OFF, ""


def _names(programme: Programme) -> Broken:
    for name in NAMED:
        seen: set[str] = set()
        for one in getattr(programme, name):
            if (folded := one.name.strip().casefold()) in seen:
                yield Contradiction.SAME_NAME, one.name
            seen.add(folded)


def _events_and_stamps(programme: Programme) -> Broken:
    for event in programme.events:
        if event.last_day < event.first_day:
            yield Contradiction.EVENT_DAYS, event.name
    meant = [(one.name, one.category) for one in programme.events]
    meant += [(one.name, one.category) for one in programme.stamps]
    for name, category in meant:
        if category and programme.category(category) is None:
            yield Contradiction.CATEGORY_GONE, name


def _hours(programme: Programme) -> Broken:
    for rule in programme.hours:
        if not rule.weekdays or any(day not in range(7) for day in rule.weekdays):
            yield Contradiction.HOURS_EMPTY, ""


_RULES: tuple[Callable[[Programme], Broken], ...] = (
    _giving,
    _spending,
    _terms,
    _tiers,
    _names,
    _events_and_stamps,
    _hours,
)
