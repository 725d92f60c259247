"""Two years on a fast clock: silences, sudden deaths, changes of clocks, and every message in its place."""

from datetime import timedelta
from pathlib import Path

from bench.years.judge import judged
from bench.years.play import lived, states


async def test_two_years_of_fifty_members_go_as_the_model_says(tmp_path: Path) -> None:
    years = await lived(tmp_path, people=50, days=730, seed=7, tick=timedelta(hours=8))
    verdict = judged(years)
    assert verdict.missed == []
    assert verdict.doubled == []
    assert verdict.outside_window == []
    assert verdict.without_consent == []
    assert years.deaths > 10
    ends = states(years)
    assert ends["sent"] > 200
    assert ends["skipped"] > 50
    assert {"welcome", "newcomer", "thanks", "birthday", "birthday_before", "comeback", "why_left"} <= {
        kind for (kind, _, _), (state, _, _) in years.ended.items() if state == "sent"
    }


async def test_the_model_notices_what_is_amiss(tmp_path: Path) -> None:
    years = await lived(tmp_path, people=12, days=40, seed=3, tick=timedelta(hours=6))
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
