"""Items of a programme's lists come and go: tiers, categories, hours, stores, events, stamp cards."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from loyalty.programme import Category, Event, HourRule, Programme, StampCard, StoreRate, Tier
from loyalty.refusals import Refusal, Refused
from loyalty.settings import LISTS, MONEY_MOST_MINOR, item, key_of_item, with_items

MOST_ITEMS = {"tiers": 10, "categories": 30, "hours": 20, "stores": 50, "events": 20, "stamps": 10}
NAMED = ("tiers", "categories", "events", "stamps")
WORKDAYS = (0, 1, 2, 3, 4)
MORNING = (9 * 60, 12 * 60)
FIRST_THRESHOLD_MINOR = 1_000_000
FIRST_THRESHOLD_FRIENDS = 3
EVENT_DAYS = 7
STAMPS_NEEDED = 5
BETTER_BP = 200


def added(
    programme: Programme, name: str, title: str, taken: Collection[str], today: date
) -> tuple[Programme, str] | Refused:
    """The programme with one more item, sensible at once, and the item's key.

    title: its name; for "stores" the store's number. taken: keys that earlier versions used, which members
    may still carry. Refuses LIST_FULL, and SETTING_GONE for a list that is none.
    """
    if name not in LISTS:
        return Refused(Refusal.SETTING_GONE)
    items: tuple[Any, ...] = getattr(programme, name)
    if len(items) >= MOST_ITEMS[name]:
        return Refused(Refusal.LIST_FULL, {"most": MOST_ITEMS[name]})
    if name == "stores":
        if not title.isdigit() or item(programme, name, title) is not None:
            return Refused(Refusal.SETTING_GONE)
        return with_items(programme, name, (*items, StoreRate(int(title), programme.rate_bp))), title
    keys = {*taken, *map(key_of_item, items)}
    key = next(key for number in count(1) if (key := f"{name[0]}{number}") not in keys)
    return with_items(programme, name, (*items, _fresh(programme, name, key, title, today))), key


def removed(programme: Programme, name: str, key: str) -> Programme:
    """The programme without this item; what pointed to a category points to all goods."""
    items = tuple(one for one in getattr(programme, name) if key_of_item(one) != key)
    programme = with_items(programme, name, items)
    if name != "categories":
        return programme
    events = tuple(replace(one, category="") if one.category == key else one for one in programme.events)
    stamps = tuple(replace(one, category="") if one.category == key else one for one in programme.stamps)
    return replace(programme, events=events, stamps=stamps)


def _fresh(programme: Programme, name: str, key: str, title: str, today: date) -> Any:
    if name == "tiers":
        return _fresh_tier(programme, key, title)
    if name == "categories":
        return Category(key, title)
    if name == "hours":
        return HourRule(key, WORKDAYS, *MORNING, min(programme.rate_bp + BETTER_BP, 10_000))
    if name == "events":
        return Event(key, title, today, today + timedelta(days=EVENT_DAYS - 1), 20_000)
    return StampCard(key, title, STAMPS_NEEDED, title)


def _fresh_tier(programme: Programme, key: str, title: str) -> Tier:
    """Twice as far as the highest one, and a little better."""
    if not programme.tiers:
        by_money = programme.tier_metric == "money"
        threshold = FIRST_THRESHOLD_MINOR if by_money else FIRST_THRESHOLD_FRIENDS
        return Tier(key, title, threshold, rate_bp=min(programme.rate_bp + BETTER_BP, 10_000))
    last = programme.tiers[-1]
    threshold = last.threshold * 2 if last.threshold * 2 <= MONEY_MOST_MINOR else last.threshold + 1
    return Tier(key, title, threshold, rate_bp=min(last.rate_bp + BETTER_BP, 10_000), colour="gold")
