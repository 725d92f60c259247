"""Who is due when, as rules: being missed, habits, weekdays, predictions and the past, typed values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.automation_settings import (
    SETTINGS,
    Setting,
    Unit,
    chosen,
    gift_counts_from,
    setting_of,
    settings_of,
    typed,
    value_of,
)
from loyalty.automations import (
    DATE_FIELDS,
    LEAST_RHYTHM_DAYS,
    PREDICTIONS_NEEDED,
    Auto,
    Hits,
    Schedule,
    comeback_days,
    hits_of,
    kept_on,
    month_bits,
    next_by_habit,
    next_by_rhythm,
    on_schedule,
    rank,
    told_between,
    usual_weekday,
)
from loyalty.campaigns import Campaign, CampaignState
from loyalty.messages import MessageClass
from loyalty.refusals import Refusal, Refused
from loyalty.statistics import month_bit

TODAY = date(2026, 5, 3)
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


def bought(*days: str) -> list[date]:
    return [date.fromisoformat(day) for day in days]


def test_the_worked_example_of_a_calendar_habit() -> None:
    expected = next_by_habit(bought("2024-10-05", "2025-10-11"), date(2026, 9, 19))
    assert expected == date(2026, 10, 8)
    assert told_between(expected) == (date(2026, 9, 24), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("days", "asked", "expected"),
    [
        ([], "2026-09-19", None),
        (["2025-10-11"], "2026-09-19", None),
        (["2024-10-05", "2024-10-11"], "2026-09-19", None),
        (["2024-10-05", "2025-10-11", "2026-10-02"], "2026-10-02", None),
        (["2024-10-05", "2025-10-11"], "2026-10-09", None),
        (["2023-02-27", "2024-02-29", "2025-02-28"], "2026-01-20", "2026-02-28"),
        (["2023-12-30", "2024-12-31"], "2025-12-01", "2025-12-31"),
        (["2024-01-05", "2025-01-07"], "2025-12-25", "2026-01-06"),
    ],
)
def test_a_habit_needs_two_years_and_a_day_still_to_come(
    days: list[str], asked: str, expected: str | None
) -> None:
    found = next_by_habit(bought(*days), date.fromisoformat(asked))
    assert found == (date.fromisoformat(expected) if expected else None)


def test_who_buys_in_every_month_has_no_habit_of_one() -> None:
    every = [date(2023, 1, 5) + timedelta(days=30 * number) for number in range(44)]
    assert next_by_habit(every, date(2026, 9, 19)) is None


@given(st.lists(DAYS, max_size=12), DAYS)
def test_a_habit_lies_ahead_and_within_two_months(days: list[date], asked: date) -> None:
    past = [day for day in days if day < asked]
    expected = next_by_habit(past, asked)
    if expected is not None:
        assert asked <= expected <= asked + timedelta(days=62)
        assert len({day.year for day in past if day.month == expected.month}) >= 2


@given(st.integers(1, 400), st.integers(1, 730), st.integers(0, 99), st.integers(3, 365))
def test_somebody_is_missed_no_sooner_than_said(rhythm: int, fixed: int, tenths: int, least: int) -> None:
    rule = {"fixed_days": fixed, "times_tenths": tenths, "least_days": least}
    assert comeback_days(0, **rule) == fixed
    days = comeback_days(rhythm, **rule)
    if not tenths:
        assert days == fixed
    else:
        assert days >= least
        assert 10 * days >= rhythm * tenths


def test_a_rhythm_is_known_from_three_intervals_and_three_weeks() -> None:
    assert next_by_rhythm(1_000, 30, days=4) == 1_030
    assert next_by_rhythm(1_000, 30, days=3) is None
    assert next_by_rhythm(1_000, LEAST_RHYTHM_DAYS - 1, days=40) is None


@pytest.mark.parametrize(
    ("on", "weekday"),
    [
        ((0, 0, 0, 0, 5, 0, 0), 4),
        ((0, 0, 0, 0, 4, 0, 0), None),
        ((1, 1, 0, 0, 3, 0, 0), 4),
        ((1, 1, 1, 0, 3, 0, 0), None),
        ((0, 0, 0, 0, 0, 0, 0), None),
    ],
)
def test_a_weekday_is_usual_with_three_of_five_visits(on: tuple[int, ...], weekday: int | None) -> None:
    assert usual_weekday(on) == weekday


def test_predictions_are_held_against_what_happened() -> None:
    steady = [30 * number for number in range(10)]
    assert hits_of(steady) == Hits(6, 6)
    assert hits_of([7 * number for number in range(10)]) == Hits()
    wild = [0, 30, 60, 90, 250, 270, 500]
    assert hits_of(wild).hits < hits_of(wild).tried
    assert Hits(9, PREDICTIONS_NEEDED - 1).rate_bp is None
    assert Hits(PREDICTIONS_NEEDED // 2, PREDICTIONS_NEEDED).rate_bp == 5_000


@given(DAYS)
def test_the_bits_of_a_month_are_those_of_its_days(day: date) -> None:
    assert 1 << month_bits(day.month)[day.year - 2020] == month_bit(day.toordinal())


@given(DAYS)
def test_a_monthly_day_comes_once_a_month_and_a_yearly_one_once_a_year(day: date) -> None:
    month = [day.replace(day=1) + timedelta(days=number) for number in range(28)]
    more = (month[-1] + timedelta(days=number) for number in (1, 2, 3))
    month += [one for one in more if one.month == day.month]
    for wanted in (1, 28, 31):
        settings = {"month_day": wanted}
        assert sum(on_schedule(Schedule.MONTHLY, one, settings) for one in month) == 1
    assert on_schedule(Schedule.YEARLY, day, {"date": day.isoformat()})
    assert on_schedule(Schedule.ONCE, day, {"date": day.isoformat()})
    assert not on_schedule(Schedule.ONCE, day, {"date": "2020-01-01"})
    assert on_schedule(Schedule.WEEKLY, day, {"weekday": day.weekday()})
    assert not any(on_schedule(field, day, {}) for field in DATE_FIELDS)


def test_a_birthday_goes_before_the_others() -> None:
    assert max(rank(Auto.BIRTHDAY), rank(Auto.BIRTHDAY_BEFORE)) < rank(Auto.COMEBACK)


def test_the_29th_of_february_is_kept_on_the_28th() -> None:
    assert kept_on(["02-29"], 2026) == {date(2026, 2, 28): "02-29"}
    assert kept_on(["02-29"], 2028) == {date(2028, 2, 29): "02-29"}


@pytest.mark.parametrize(
    ("kind", "settings", "occasion", "day"),
    [
        (Auto.BIRTHDAY_BEFORE, {}, "2026-05-10", date(2026, 5, 10)),
        (Auto.BIRTHDAY_BEFORE, {}, "2026-05-01", TODAY),
        (Auto.CUSTOM, {"schedule": "birthday"}, "2026-05-10", date(2026, 5, 10)),
        (Auto.CUSTOM, {"schedule": "joined"}, "2026", TODAY),
        (Auto.THANKS, {}, "20260510", TODAY),
    ],
)
def test_a_gift_before_a_birthday_lives_from_the_birthday_on(
    kind: Auto, settings: dict[str, str], occasion: str, day: date
) -> None:
    one = Campaign(1, kind, "", CampaignState.RUNNING, 0, MessageClass.NEWS, settings=settings)
    assert gift_counts_from(one, occasion, TODAY) == day


def test_every_usual_value_is_one_that_could_be_typed() -> None:
    assert set(SETTINGS) == set(Auto)
    for kind, settings in SETTINGS.items():
        for setting in settings:
            if isinstance(setting.default, int):
                assert setting.least <= setting.default <= setting.most, (kind, setting.key)
    with pytest.raises(LookupError):
        setting_of(Auto.WELCOME, "nonsense")


def test_the_owners_own_shows_only_what_its_schedule_needs() -> None:
    plain = Campaign(1, Auto.CUSTOM, "", CampaignState.DRAFT, 0, MessageClass.NEWS)
    assert [one.key for one in settings_of(plain)] == ["schedule"]
    weekly = Campaign(
        1, Auto.CUSTOM, "", CampaignState.DRAFT, 0, MessageClass.NEWS, settings={"schedule": "weekly"}
    )
    assert [one.key for one in settings_of(weekly)] == ["schedule", "weekday", "hour"]
    assert value_of(weekly, "weekday") == 4
    welcome = Campaign(1, Auto.WELCOME, "", CampaignState.DRAFT, 0, MessageClass.NEWS)
    assert settings_of(welcome) == SETTINGS[Auto.WELCOME]
    assert value_of(weekly, "schedule") == "weekly"


NUMBER = Setting("days", Unit.DAYS, 7, 3, 30)


@pytest.mark.parametrize(
    ("setting", "said", "value"),
    [
        (NUMBER, " 14 ", 14),
        (NUMBER, "+14", 14),
        (Setting("offset", Unit.OFFSET, 0, -90, 90), "−3", -3),
        (Setting("tenths", Unit.TENTHS, 20, 0, 99), "1,5", 15),
        (Setting("tenths", Unit.TENTHS, 20, 0, 99), "2", 20),
        (Setting("missing", Unit.MONEY, 1, 100, 1_000_000), "500", 500_00),
        (Setting("dates", Unit.DATES, ""), "9 мая; 01.01\n9 May", "01-01 05-09"),
        (Setting("date", Unit.DATE, ""), "24 декабря", "2026-12-24"),
        (Setting("date", Unit.DATE, ""), "1 марта", "2027-03-01"),
        (Setting("date", Unit.DATE, ""), "24.12.2027", "2027-12-24"),
        (Setting("date", Unit.DATE, ""), "29 февраля", "2028-02-29"),
    ],
)
def test_typed_values(setting: Setting, said: str, value: int | str) -> None:
    assert typed(setting, said, TODAY) == value


@pytest.mark.parametrize(
    ("setting", "said", "reason"),
    [
        (NUMBER, "", Refusal.AUTOMATION_VALUE),
        (NUMBER, "2", Refusal.AUTOMATION_VALUE),
        (NUMBER, "31", Refusal.AUTOMATION_VALUE),
        (NUMBER, "7.5", Refusal.AUTOMATION_VALUE),
        (NUMBER, "٧", Refusal.AUTOMATION_VALUE),
        (NUMBER, "9" * 40, Refusal.AUTOMATION_VALUE),
        (Setting("tenths", Unit.TENTHS, 20, 0, 99), "1,55", Refusal.AUTOMATION_VALUE),
        (Setting("missing", Unit.MONEY, 1, 100, 1_000), "много", Refusal.AMOUNT_UNCLEAR),
        (Setting("missing", Unit.MONEY, 1, 100, 1_000), "500", Refusal.AUTOMATION_VALUE),
        (Setting("dates", Unit.DATES, ""), " , ", Refusal.AUTOMATION_DATES),
        (Setting("dates", Unit.DATES, ""), ",".join(["1.1"] * 21), Refusal.AUTOMATION_DATES),
        (Setting("dates", Unit.DATES, ""), "1 января, 32 мая", Refusal.AUTOMATION_DATE),
        (Setting("date", Unit.DATE, ""), "вчера", Refusal.AUTOMATION_DATE),
        (Setting("date", Unit.DATE, ""), "1.1.2026", Refusal.AUTOMATION_DATE),
        (Setting("date", Unit.DATE, ""), "29.02.2027", Refusal.AUTOMATION_DATE),
        (Setting("date", Unit.DATE, ""), "1.1.1990", Refusal.AUTOMATION_DATE),
    ],
)
def test_slips_are_refused(setting: Setting, said: str, reason: Refusal) -> None:
    refused = typed(setting, said, TODAY)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


@given(st.text(max_size=60), st.sampled_from([one for some in SETTINGS.values() for one in some]))
def test_nothing_typed_or_forged_breaks_or_leaves_its_range(said: str, setting: Setting) -> None:
    for value in (typed(setting, said, TODAY), chosen(setting, said, ("wine",))):
        if isinstance(value, int):
            assert setting.least <= value <= setting.most


def test_buttons_say_only_what_they_offer() -> None:
    category = Setting("category", Unit.CATEGORY, "")
    assert chosen(category, "wine", ("wine",)) == "wine"
    assert chosen(category, "", ("wine",)) == ""
    assert isinstance(chosen(category, "beer", ("wine",)), Refused)
    schedule = setting_of(Auto.CUSTOM, "schedule")
    assert chosen(schedule, "weekly", ()) == "weekly"
    assert isinstance(chosen(schedule, "hourly", ()), Refused)
    weekday = setting_of(Auto.CUSTOM, "weekday")
    assert chosen(weekday, "6", ()) == 6
    assert isinstance(chosen(weekday, "7", ()), Refused)
    assert isinstance(chosen(NUMBER, "7", ()), Refused)
