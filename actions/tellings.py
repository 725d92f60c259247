"""How what the programme tells by itself becomes a message of an automation: which, for what, saying what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.remind_burning import KIND as BURNING
from actions.review_tiers import WARNING
from actions.tier_changes import REACHED, benefits_of
from actions.wake_points import KIND as ACTIVE
from loyalty.automations import Auto
from loyalty.expiry import is_last_call
from loyalty.programme import BASIC, Programme, TierMetric
from loyalty.tiers import shown_name

Data = Mapping[str, Any]
# What a message to try out speaks of.
SAMPLE_AHEAD, SAMPLE_POINTS, SAMPLE_BALANCE, SAMPLE_MINOR = timedelta(days=7), 120, 340, 300_00


@dataclass(frozen=True, slots=True)
class Telling:
    """A kind of notice that may go in its owner's words.

    automation: whose words, by the notice's data and the day. occasion: the key; "" when it is none for them.
    values: what goes into the fields. tells: the fields that tell all of it; none when nothing but the
    figures does. sample: data of a notice like it.
    """

    automation: Callable[[Data, Programme, date], Auto]
    occasion: Callable[[Data, date], str]
    values: Callable[[Data], Mapping[str, str | int]]
    tells: Callable[[Data], frozenset[str]]
    sample: Callable[[Programme, date], Data]


def sample_of(kind: str, programme: Programme, now: datetime) -> Data:
    """Data of a notice of this kind as somebody might get it."""
    soon = (now + SAMPLE_AHEAD).astimezone(ZoneInfo(programme.time_zone)).date()
    return TELLINGS[kind].sample(programme, soon)


def _reminder(data: Data, programme: Programme, today: date) -> Auto:
    last = date.fromisoformat(data["occasion"] or data["days"][0][0])
    return Auto.BURNING_2 if is_last_call(last, programme.terms, today) else Auto.BURNING


def _burning(data: Data) -> Mapping[str, str | int]:
    day, points = data["days"][0]
    return {"burning": points, "burning_on": day}


def _warning(data: Data) -> Mapping[str, str | int]:
    missing = {"missing": data["missing"]} if data["metric"] == TierMetric.MONEY else {}
    return {"date": data["last_day"], **missing}


def _highest(programme: Programme) -> str:
    return programme.tiers[-1].key if programme.tiers else BASIC


def _falling(programme: Programme, soon: date) -> Data:
    return {
        "tier_name": shown_name(programme, _highest(programme)),
        "below": shown_name(programme, BASIC),
        "missing": SAMPLE_MINOR,
        "metric": TierMetric.MONEY.value,
        "last_day": soon.isoformat(),
    }


def _nothing(_: Data) -> Mapping[str, str | int]:
    return {}


def _figures(_: Data) -> frozenset[str]:
    return frozenset()


TELLINGS: Mapping[str, Telling] = {
    BURNING: Telling(
        _reminder,
        lambda data, _: str(data["occasion"]),
        _burning,
        # Of several days the fields name the first one only.
        lambda data: frozenset({"burning", "burning_on"} if len(data["days"]) == 1 else ()),
        lambda _, soon: {"days": [[soon.isoformat(), SAMPLE_POINTS]], "idle": False},
    ),
    ACTIVE: Telling(
        lambda *_: Auto.ACTIVE,
        lambda _, today: today.isoformat(),
        _nothing,
        _figures,
        lambda *_: {"points": SAMPLE_POINTS, "available": SAMPLE_BALANCE},
    ),
    REACHED: Telling(
        lambda *_: Auto.TIER_UP,
        # A purchase taken back and made again reaches it once.
        lambda data, today: f"{data['tier']}:{today.year}",
        _nothing,
        _figures,
        lambda programme, _: benefits_of(programme, _highest(programme)),
    ),
    WARNING: Telling(
        lambda *_: Auto.TIER_WARNING,
        lambda data, _: f"{data.get('tier', '')}:{data['last_day']}",
        _warning,
        lambda data: frozenset({"missing", "date"} if data["metric"] == TierMetric.MONEY else ()),
        _falling,
    ),
}
