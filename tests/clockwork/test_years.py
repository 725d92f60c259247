"""Years on a fast clock: silences, sudden deaths, changes of clocks, and every message in its place."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.years.judge import Verdict, judged
from bench.years.play import SETTINGS, Years, lived, lived_in, states
from bench.years.town import Person, Town
from loyalty.automations import STANDING, Auto, Schedule

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


async def test_a_birthday_told_once_more_stays_and_one_moved_to_the_same_day_is_kept_once(
    tmp_path: Path,
) -> None:
    begins, joined = datetime(2025, 10, 1, 6, tzinfo=UTC), datetime(2024, 1, 5, 9, tzinfo=UTC)
    tellings = (
        ("2025-11-10", 30, (11, 10), (11, 10)),  # once more within 30 days of it: that is no change
        ("2025-12-20", 9, (12, 20), (12, 20)),  # once more long before it
        ("2026-02-28", 60, (2, 29), (2, 28)),  # another birthday, kept on the same day of a common year
    )

    def made(first_id: int) -> Town:
        people = []
        for number, (_, after_days, born, again) in enumerate(tellings):
            told = [(joined, born), (begins + timedelta(days=after_days), again)]
            people.append(Person(first_id + number, "", "c", joined, told, [(joined, True)]))
        return Town(begins, datetime(2026, 3, 5, tzinfo=UTC), people, [])

    kinds = ("birthday", "birthday_before", "custom:birthday")
    years = await lived_in(tmp_path, begins, made, seed=1, tick=timedelta(hours=8), kinds=kinds)
    as_it_should(judged(years))
    sent = {key for key, (state, _, _) in years.ended.items() if state == "sent"}
    told_of = zip(years.town.people, tellings, strict=True)
    assert sent == {(kind, person.id, told[0]) for person, told in told_of for kind in kinds}


def test_every_automation_is_among_those_of_the_years() -> None:
    own = {f"custom:{schedule}" for schedule in Schedule}
    # What the programme tells by itself comes with its points and levels: tests/actions/test_own_words*.
    assert set(SETTINGS) == own | set(Auto) - {Auto.CUSTOM} - set(STANDING)


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
