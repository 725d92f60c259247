"""Settings as data: every path leads somewhere, typed and tapped values are read, lists grow and shrink."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.checking import check_programme
from loyalty.programme import BASIC, Category, Event, Programme, Tier, TierMetric
from loyalty.refusals import Refusal, Refused
from loyalty.settings import (
    LISTS,
    SETTINGS,
    Group,
    Kind,
    Setting,
    all_settings,
    changed,
    item,
    item_settings,
    setting,
    settings_of,
    value_at,
)
from loyalty.settings_diff import Difference, differences, merged
from loyalty.settings_lists import MOST_ITEMS, added, removed
from loyalty.settings_typed import read_token, read_typed, token_of
from tests.rules.programmes import DAY, RICH, SOUND


def at(path: str, programme: Programme = RICH) -> Setting:
    found = setting(programme, path)
    assert found is not None
    return found


def typed(path: str, text: str, programme: Programme = RICH) -> Any:
    value = read_typed(at(path, programme), text, DAY)
    return value.reason if isinstance(value, Refused) else value


def test_every_setting_is_read_and_set_again_by_its_button() -> None:
    for one in all_settings(RICH):
        value = value_at(RICH, one.path)
        assert changed(RICH, one.path, value) == RICH
        for choice in one.presets:
            assert read_token(one, token_of(choice), RICH) == choice
            assert value_at(changed(RICH, one.path, choice), one.path) == choice
        assert len(f"program.set:{one.path}:{token_of(value)}".encode()) <= 64 or one.kind is Kind.TEXT


def test_every_group_has_something_to_set() -> None:
    drawers = {one.group for one in SETTINGS} | set(LISTS.values())
    assert drawers == set(Group)
    assert [one.path for one in settings_of(Group.DISCOUNT)] == ["discount_bp"]


@pytest.mark.parametrize(
    "path",
    ["", "x", "rate", "tiers", "tiers.t1", "tiers.t9.name", "tiers.t1.key", "spending", "hours.h1.x.y"],
)
def test_a_path_that_leads_nowhere_is_no_setting(path: str) -> None:
    assert setting(RICH, path) is None


def test_a_field_nobody_has_is_an_error() -> None:
    for path in ("nothing", "tiers.t9.name"):
        with pytest.raises(LookupError):
            value_at(RICH, path)
    assert item(RICH, "nothing", "t1") is None


def test_changed_touches_one_thing_only() -> None:
    assert changed(SOUND, "terms.reminder_days.1", 5).terms.reminder_days == (30, 5)
    assert changed(RICH, "stores.1.rate_bp", 900).stores[0].rate_bp == 900
    assert changed(RICH, "tiers.t1.cap_bp", 100).tiers[1] == RICH.tiers[1]
    assert changed(SOUND, "tier_metric", "friends").tier_metric is TierMetric.FRIENDS


def test_tiers_stay_in_the_order_of_their_thresholds() -> None:
    assert [tier.key for tier in changed(RICH, "tiers.t1.threshold", 30_000).tiers] == ["t2", "t1"]


def test_thresholds_of_tiers_by_friends_are_counted() -> None:
    by_friends = replace(RICH, tier_metric=TierMetric.FRIENDS)
    assert at("tiers.t1.threshold").kind is Kind.MONEY
    assert at("tiers.t1.threshold", by_friends).kind is Kind.COUNT
    assert at("tiers.t1.rate_bp", by_friends).kind is Kind.PERCENT


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("rate_bp", "7,5 %", 750),
        ("rate_bp", "5%%", Refusal.RATE_UNCLEAR),
        ("rate_bp", "5" * 10_000, Refusal.RATE_UNCLEAR),
        ("minimum_minor", "5" * 10_000, Refusal.AMOUNT_UNCLEAR),
        ("events.e1.last_day", "5" * 10_000, Refusal.DAY_UNCLEAR),
        ("rate_bp", "101", Refusal.RATE_OUT_OF_RANGE),
        ("discount_bp", "95", Refusal.SETTING_RANGE),
        ("visit_points", "10", 10),
        ("visit_points", "1 000 баллов", 1_000),
        ("visit_points", "-3", Refusal.SETTING_RANGE),
        ("visit_points", "1e9", Refusal.SETTING_UNCLEAR),
        ("visit_points", "1000001", Refusal.SETTING_RANGE),
        ("visit_points", "😀", Refusal.SETTING_UNCLEAR),
        ("visit_points", "9" * 10_000, Refusal.SETTING_UNCLEAR),
        ("visit_hours", "24 часа", 24),
        ("visit_hours", "0", Refusal.SETTING_RANGE),
        ("minimum_minor", "300,50 ₽", 30_050),
        ("minimum_minor", "0", 0),
        ("minimum_minor", "-3", Refusal.SETTING_RANGE),
        ("minimum_minor", "300 №17", Refusal.AMOUNT_UNCLEAR),
        ("minimum_minor", "many", Refusal.AMOUNT_UNCLEAR),
        ("minimum_minor", "99999999", Refusal.SETTING_RANGE),
        ("terms.lifetime_months", "0", Refusal.SETTING_RANGE),
        ("events.e1.multiplier_bp", "x2", 20_000),
        ("events.e1.multiplier_bp", "1,5", 15_000),
        ("events.e1.multiplier_bp", "1", Refusal.SETTING_RANGE),
        ("events.e1.multiplier_bp", "вдвое", Refusal.SETTING_UNCLEAR),
        ("events.e1.first_day", "4 мая", date(2026, 5, 4)),
        ("events.e1.first_day", "02.05", date(2027, 5, 2)),
        ("events.e1.first_day", "01.01.2026", date(2026, 1, 1)),
        ("events.e1.first_day", "01.01.1999", Refusal.DAY_UNCLEAR),
        ("events.e1.first_day", "31.02", Refusal.DAY_IMPOSSIBLE),
        ("events.e1.first_day", "29.02", Refusal.DAY_IMPOSSIBLE),
        ("events.e1.first_day", "soon", Refusal.DAY_UNCLEAR),
        ("hours.h1.from_minute", "9", 540),
        ("hours.h1.until_minute", "24:00", 1_440),
        ("hours.h1.from_minute", "24:00", Refusal.SETTING_RANGE),
        ("hours.h1.from_minute", "9:60", Refusal.SETTING_UNCLEAR),
        ("hours.h1.from_minute", "25:00", Refusal.SETTING_UNCLEAR),
        ("hours.h1.from_minute", "noon", Refusal.SETTING_UNCLEAR),
        ("hours.h1.weekdays", "1", Refusal.SETTING_UNCLEAR),
        ("tiers.t1.colour", "1b7f5e", "#1B7F5E"),
        ("tiers.t1.colour", "gold", "gold"),
        ("tiers.t1.colour", "pink", Refusal.SETTING_UNCLEAR),
        ("tiers.t1.name", "  Золото 😀 ", "Золото 😀"),
        ("tiers.t1.name", "х" * 31, Refusal.LABEL_UNCLEAR),
        ("tiers.t1.name", "-", "-"),
        ("tiers.t1.perks", "-", ""),
        ("tiers.t1.perks", "х" * 10_000, Refusal.LABEL_UNCLEAR),
        ("brand", "", Refusal.BRAND_UNCLEAR),
        ("brand", "х" * 41, Refusal.BRAND_UNCLEAR),
    ],
)
def test_what_an_owner_types_is_read_or_kindly_refused(path: str, text: str, value: Any) -> None:
    assert typed(path, text) == value


@given(st.text(max_size=200), st.sampled_from([one.path for one in all_settings(RICH)]))
def test_whatever_is_typed_keeps_the_bounds(text: str, path: str) -> None:
    value = read_typed(at(path), text, DAY)
    if isinstance(value, Refused) or path.endswith("day"):
        return
    checked = check_programme(changed(RICH, path, value))
    assert not isinstance(checked, Refused) or checked.reason is Refusal.PROGRAMME_CONTRADICTION


@pytest.mark.parametrize(
    ("path", "said", "value"),
    [
        ("staff_rate_bp", "-", None),
        ("rate_bp", "-", Refusal.SETTING_GONE),
        ("rate_bp", "x", Refusal.SETTING_GONE),
        ("rate_bp", "10001", Refusal.RATE_OUT_OF_RANGE),
        ("rate_bp", "9" * 40, Refusal.SETTING_GONE),
        ("events.e1.category", "c1", "c1"),
        ("events.e1.category", "-", ""),
        ("events.e1.category", "c9", Refusal.SETTING_GONE),
        ("tiers.t1.perks", "-", ""),
        ("base", "gross", "gross"),
        ("base", "brutto", Refusal.SETTING_GONE),
        ("currency", "BTC", Refusal.CURRENCY_UNKNOWN),
        ("time_zone", "Asia/Almaty", "Asia/Almaty"),
        ("spending.with_code", "1", True),
        ("spending.with_code", "0", False),
    ],
)
def test_what_a_button_says_is_read_even_when_it_is_forged(path: str, said: str, value: Any) -> None:
    read = read_token(at(path), said, RICH)
    assert (read.reason if isinstance(read, Refused) else read) == value


@pytest.mark.parametrize("name", [name for name in LISTS if name != "stores"])
def test_a_new_item_is_sound_at_once_and_has_a_key_of_its_own(name: str) -> None:
    taken = {f"{name[0]}{number}" for number in range(1, 4)}
    outcome = added(SOUND, name, "New", taken, DAY)
    assert isinstance(outcome, tuple)
    programme, key = outcome
    assert key == f"{name[0]}4"
    assert check_programme(programme) == programme
    assert removed(programme, name, key) == SOUND


def test_a_store_is_added_by_its_number_once() -> None:
    outcome = added(SOUND, "stores", "7", (), DAY)
    assert isinstance(outcome, tuple)
    assert outcome[0].stores[0].store_id == 7
    for title in ("7", "x", ""):
        again = added(outcome[0], "stores", title, (), DAY)
        assert isinstance(again, Refused)
        assert again.reason is Refusal.SETTING_GONE


def test_a_list_has_an_end_and_only_lists_grow() -> None:
    programme = SOUND
    for number in range(MOST_ITEMS["tiers"]):
        outcome = added(programme, "tiers", f"Tier {number}", (), DAY)
        assert isinstance(outcome, tuple)
        programme = outcome[0]
    assert check_programme(programme) == programme
    full, none = added(programme, "tiers", "One more", (), DAY), added(SOUND, "brand", "x", (), DAY)
    assert isinstance(full, Refused)
    assert full.reason is Refusal.LIST_FULL
    assert isinstance(none, Refused)
    assert none.reason is Refusal.SETTING_GONE


def test_a_tier_above_the_highest_one_is_a_little_higher() -> None:
    high = replace(SOUND, tiers=(Tier("t1", "High", 99_000_000),))
    outcome = added(high, "tiers", "Higher", (), DAY)
    by_friends = added(replace(SOUND, tier_metric=TierMetric.FRIENDS), "tiers", "Friend", (), DAY)
    assert isinstance(outcome, tuple)
    assert isinstance(by_friends, tuple)
    assert [tier.threshold for tier in outcome[0].tiers] == [99_000_000, 99_000_001]
    assert by_friends[0].tiers[0].threshold == 3


def test_what_pointed_to_a_removed_category_is_about_all_goods() -> None:
    programme = removed(RICH, "categories", "c1")
    assert (programme.events[0].category, programme.stamps[0].category) == ("", "c2")
    assert removed(programme, "categories", "c2").stamps[0].category == ""
    assert check_programme(programme) == programme


def test_differences_name_every_setting_that_changed() -> None:
    other = replace(
        changed(changed(RICH, "rate_bp", 700), "tiers.t1.name", "Bronze"),
        categories=(RICH.categories[0], Category("c3", "Tea")),
        hours=(),
    )
    assert differences(RICH, other) == (
        Difference("rate_bp", 500, 700),
        Difference("tiers.t1.name", "Silver", "Bronze"),
        Difference("categories.c3", None, "Tea"),
        Difference("categories.c2", "Delivery", None),
        Difference("hours.h1", "h1", None),
    )
    assert differences(RICH, RICH) == ()


def test_changes_are_laid_over_rules_that_moved_meanwhile() -> None:
    mine = replace(changed(RICH, "rate_bp", 700), hours=())
    theirs = replace(changed(RICH, "brand", "Порт"), stores=())
    both = merged(RICH, mine, theirs)
    assert (both.rate_bp, both.brand, both.hours, both.stores) == (700, "Порт", (), ())
    assert both.tiers == RICH.tiers


def test_an_event_begins_today_and_lasts_a_week() -> None:
    outcome = added(SOUND, "events", "May", (), DAY)
    assert isinstance(outcome, tuple)
    assert outcome[0].events == (Event("e1", "May", DAY, DAY + timedelta(days=6), 20_000),)
    assert item_settings(outcome[0], "events", "e1")[0].path == "events.e1.name"
    assert outcome[0].tier(BASIC) is None
