"""Years on a fast clock: silences, sudden deaths, changes of clocks, and every message in its place."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.years.judge import Verdict, judged
from bench.years.play import SETTINGS, Years, lived, states
from loyalty.automations import Auto, Schedule

# What follows each member's own dates.
USUAL = ("welcome", "newcomer", "thanks", "birthday", "birthday_before", "comeback", "why_left", "holiday")
# Over New Year and 29 February.
WINTER = datetime(2027, 12, 15, 6, tzinfo=UTC)


def sent_kinds(years: Years) -> Counter[str]:
    return Counter(kind for (kind, _, _), (state, _, _) in years.ended.items() if state == "sent")


def as_it_should(verdict: Verdict) -> None:
    assert verdict.missed == []
    assert verdict.doubled == []
    assert verdict.outside_window == []
    assert verdict.without_consent == []


async def test_two_years_of_fifty_members_go_as_the_model_says(tmp_path: Path) -> None:
    years = await lived(tmp_path, people=50, days=730, seed=7, tick=timedelta(hours=11), kinds=USUAL)
    as_it_should(judged(years))
    assert years.deaths > 10
    ends = states(years)
    assert ends["sent"] > 200
    assert ends["skipped"] > 50
    assert set(USUAL) == set(sent_kinds(years))


async def test_a_winter_with_every_automation_there_is_goes_as_the_model_says(tmp_path: Path) -> None:
    years = await lived(tmp_path, people=100, days=85, seed=31, tick=timedelta(hours=8), begins=WINTER)
    as_it_should(judged(years))
    assert set(sent_kinds(years)) == set(SETTINGS)


def test_every_automation_is_among_those_of_the_years() -> None:
    own = {f"custom:{schedule}" for schedule in Schedule}
    assert set(SETTINGS) == own | set(Auto) - {Auto.CUSTOM}


async def test_the_model_notices_what_is_amiss(tmp_path: Path) -> None:
    years = await lived(tmp_path, people=12, days=40, seed=3, tick=timedelta(hours=6), kinds=USUAL)
    assert judged(years).clean
    key, (_, at, _) = next((key, end) for key, end in years.ended.items() if end[0] == "sent")
    recipient = next(number for number, one in years.recipients.items() if one == key)
    assert at is not None
    years.delivered.append((recipient, at))
    assert len(judged(years).doubled) == 1
    del years.delivered[-1]
    years.ended[key] = ("skipped", at, "lost")
    assert len(judged(years).missed) == 1
    years.ended[key] = ("sent", at + timedelta(days=20), "")
    assert judged(years).outside_window
    person = next(one for one in years.town.people if one.id == key[1])
    person.consents[:] = [(person.joined_at, False)]
    assert judged(years).without_consent
