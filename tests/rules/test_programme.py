"""A programme holds together as a whole or is refused, and what is wrong is named."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from loyalty.checking import Contradiction, check_programme
from loyalty.presets import Preset, preset
from loyalty.programme import (
    BRAND_LONGEST,
    CURRENCIES,
    RATE_MAX_BP,
    Bonuses,
    Category,
    Event,
    Expiry,
    HourRule,
    Programme,
    Referral,
    Spending,
    StampCard,
    StoreRate,
    Terms,
    Tier,
    TierMetric,
    programme_of,
    rules_of,
)
from loyalty.refusals import Refusal, Refused
from tests.rules.programmes import DAY, GOLD, RICH, SILVER, SOUND


def why(programme: Programme) -> tuple[Refusal, Any]:
    checked = check_programme(programme)
    assert isinstance(checked, Refused)
    return checked.reason, checked.detail.get("rule", checked.detail.get("setting", ""))


@pytest.mark.parametrize(
    "programme",
    [
        SOUND,
        RICH,
        replace(SOUND, rate_bp=0, discount_bp=500),
        replace(SOUND, rate_bp=0, visit_points=10),
        replace(SOUND, rate_bp=0, step_minor=100, step_points=1),
        replace(SOUND, rate_bp=0, stamps=(StampCard("s1", "Coffee", 5, "a coffee"),)),
        replace(SOUND, rate_bp=0, stores=(StoreRate(1, 700),)),
        replace(SOUND, rate_bp=RATE_MAX_BP),
        replace(SOUND, brand="х" * BRAND_LONGEST),
        replace(SOUND, time_zone="UTC"),
        replace(SOUND, spending=Spending(multiple_points=10)),
        replace(SOUND, terms=Terms(reminder_days=(1, 7))),
        replace(SOUND, terms=Terms(expiry=Expiry.LOT, reminder_days=(2, 1), remind_first=False)),
        replace(
            SOUND, tiers=(Tier("t1", "Friend", 3),), tier_metric=TierMetric.FRIENDS, referral=Referral(10)
        ),
        *(replace(SOUND, currency=currency) for currency in CURRENCIES),
        *(preset(kind, SOUND, ("s1", "Coffee", "a coffee")) for kind in Preset),
    ],
)
def test_a_sound_programme_is_taken_as_it_is(programme: Programme) -> None:
    assert check_programme(programme) == programme


@pytest.mark.parametrize(
    ("programme", "reason", "where"),
    [
        (replace(SOUND, rate_bp=-1), Refusal.RATE_OUT_OF_RANGE, ""),
        (replace(SOUND, rate_bp=RATE_MAX_BP + 1), Refusal.RATE_OUT_OF_RANGE, ""),
        (replace(SOUND, brand=""), Refusal.BRAND_UNCLEAR, ""),
        (replace(SOUND, brand="  "), Refusal.BRAND_UNCLEAR, ""),
        (replace(SOUND, brand="х" * (BRAND_LONGEST + 1)), Refusal.BRAND_UNCLEAR, ""),
        (replace(SOUND, currency="rub"), Refusal.CURRENCY_UNKNOWN, ""),
        (replace(SOUND, time_zone="Mars/Olympus"), Refusal.SETTING_RANGE, "time_zone"),
        (replace(SOUND, time_zone="../etc"), Refusal.SETTING_RANGE, "time_zone"),
        (replace(SOUND, visit_points=1_000_001), Refusal.SETTING_RANGE, "visit_points"),
        (replace(SOUND, visit_hours=0), Refusal.SETTING_RANGE, "visit_hours"),
        (replace(SOUND, point_value_minor=0), Refusal.SETTING_RANGE, "point_value_minor"),
        (replace(SOUND, staff_rate_bp=10_001), Refusal.SETTING_RANGE, "staff_rate_bp"),
        (replace(SOUND, spending=Spending(10_001)), Refusal.SETTING_RANGE, "spending.cap_bp"),
        (
            replace(SOUND, spending=Spending(multiple_points=0)),
            Refusal.SETTING_RANGE,
            "spending.multiple_points",
        ),
        (
            replace(SOUND, bonuses=Bonuses(birthday_window_days=31)),
            Refusal.SETTING_RANGE,
            "bonuses.birthday_window_days",
        ),
        (replace(SOUND, tiers=(replace(SILVER, name=""),)), Refusal.SETTING_RANGE, "tiers.t1.name"),
        (replace(SOUND, tiers=(replace(SILVER, perks="x" * 201),)), Refusal.SETTING_RANGE, "tiers.t1.perks"),
        (replace(SOUND, tiers=(replace(SILVER, colour="pink"),)), Refusal.SETTING_RANGE, "tiers.t1.colour"),
        (replace(SOUND, tiers=(SILVER,) * 11), Refusal.LIST_FULL, ""),
        (
            replace(SOUND, tiers=(replace(SILVER, threshold=10_001),), tier_metric=TierMetric.FRIENDS),
            Refusal.SETTING_RANGE,
            "tiers.t1.threshold",
        ),
    ],
)
def test_a_value_out_of_bounds_is_named(programme: Programme, reason: Refusal, where: str) -> None:
    assert why(programme) == (reason, where)


def test_a_missing_value_is_named() -> None:
    assert why(replace(SOUND, visit_points=None)) == (Refusal.SETTING_RANGE, "visit_points")  # type: ignore[arg-type]  # as a damaged row would


def test_rule_34_a_lifetime_of_0_months_is_refused() -> None:
    terms = Terms(expiry=Expiry.LOT, lifetime_months=0)
    assert why(replace(SOUND, terms=terms)) == (Refusal.SETTING_RANGE, "terms.lifetime_months")


@pytest.mark.parametrize(
    ("programme", "rule"),
    [
        (replace(SOUND, rate_bp=0), Contradiction.NOTHING_GIVEN),
        (replace(SOUND, rate_bp=0, categories=(Category("c1", "Wine"),)), Contradiction.NOTHING_GIVEN),
        (replace(SOUND, step_minor=100), Contradiction.STEP_HALF),
        (replace(SOUND, step_points=1), Contradiction.STEP_HALF),
        (
            replace(SOUND, spending=Spending(least_points=15, multiple_points=10)),
            Contradiction.LEAST_NOT_MULTIPLE,
        ),
        (
            replace(SOUND, terms=Terms(expiry=Expiry.LOT, reminder_days=(7, 7))),
            Contradiction.REMINDERS_ORDER,
        ),
        (replace(SOUND, terms=Terms(expiry=Expiry.LOT, reminder_days=(7, 2))), Contradiction.REMINDER_LATE),
        (
            replace(SOUND, terms=Terms(expiry=Expiry.INACTIVITY, lifetime_months=1, reminder_days=(31, 7))),
            Contradiction.REMINDER_TOO_EARLY,
        ),
        (replace(SOUND, tiers=(SILVER, replace(GOLD, threshold=10_000))), Contradiction.TIER_THRESHOLDS),
        (replace(SOUND, tiers=(GOLD, SILVER)), Contradiction.TIER_THRESHOLDS),
        (replace(SOUND, tiers=(replace(SILVER, keep=10_001),)), Contradiction.TIER_KEEP),
        (
            replace(SOUND, tiers=(Tier("t1", "Friend", 3),), tier_metric=TierMetric.FRIENDS),
            Contradiction.FRIENDS_OFF,
        ),
        (replace(SOUND, tiers=(SILVER, replace(GOLD, name=" silver"))), Contradiction.SAME_NAME),
        (replace(SOUND, tiers=(SILVER, replace(GOLD, key="t1"))), Contradiction.SAME_NAME),
        (
            replace(SOUND, events=(Event("e1", "May", DAY, date(2026, 5, 2), 20_000),)),
            Contradiction.EVENT_DAYS,
        ),
        (
            replace(SOUND, events=(Event("e1", "May", DAY, DAY, 20_000, "c9"),)),
            Contradiction.CATEGORY_GONE,
        ),
        (replace(SOUND, stamps=(StampCard("s1", "Tea", 5, "tea", "c9"),)), Contradiction.CATEGORY_GONE),
        (replace(SOUND, hours=(HourRule("h1", (), 0, 60, 700),)), Contradiction.HOURS_EMPTY),
        (replace(SOUND, hours=(HourRule("h1", (7,), 0, 60, 700),)), Contradiction.HOURS_EMPTY),
    ],
)
def test_rules_that_contradict_each_other_are_named(programme: Programme, rule: Contradiction) -> None:
    assert why(programme) == (Refusal.PROGRAMME_CONTRADICTION, rule.value)


def test_stored_rules_make_the_same_programme_again() -> None:
    for programme in (SOUND, RICH):
        assert programme_of(4, rules_of(programme)) == programme
    assert "version" not in rules_of(SOUND)


@pytest.mark.parametrize("kind", Preset)
def test_a_ready_made_programme_keeps_the_shop_as_it_is(kind: Preset) -> None:
    shop = replace(RICH, point_value_minor=10, currency="KZT", time_zone="Asia/Almaty")
    made = preset(kind, shop, ("s7", "Coffee", "a coffee"))
    assert (made.version, made.brand, made.currency, made.time_zone) == (4, "Маяк", "KZT", "Asia/Almaty")
    assert made.point_value_minor == 10
    gives = {
        Preset.PERCENT: made.rate_bp,
        Preset.VISIT: made.visit_points,
        Preset.STEP: made.step_points,
        Preset.DISCOUNT: made.discount_bp,
        Preset.STAMPS: len(made.stamps),
    }
    assert [one for one, gift in gives.items() if gift] == [kind]
