"""Opening hours of a week: read from what people type, kept, and asked whether a store is open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from loyalty.characters import plain_characters
from loyalty.refusals import Refusal, Refused

DAYS_A_WEEK = 7
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR
LONGEST_HOURS = 200


@dataclass(frozen=True, slots=True)
class Span:
    """Open from and to, in minutes of the local day; the end may lie in the next one (above 24 hours)."""

    opens: int
    closes: int


Week = tuple[Span | None, ...]
"""Monday to Sunday; None: closed that day."""

ALWAYS = Span(0, MINUTES_A_DAY)


@dataclass(frozen=True, slots=True)
class Opening:
    """A store at a moment. minute: of the local day, when it closes, or opens next.

    days: until then, 0 today; None with `minute` 0: it never changes.
    """

    is_open: bool
    minute: int = 0
    days: int | None = None


_NAMES = (
    ("пн", "пон", "понедельник", "понедельника", "понедельникам", "mon", "mo", "monday", "mondays"),
    ("вт", "вторник", "вторника", "вторникам", "tue", "tu", "tues", "tuesday", "tuesdays"),
    ("ср", "среда", "среды", "среду", "средам", "wed", "we", "wednesday", "wednesdays"),
    ("чт", "чет", "четверг", "четверга", "четвергам", "thu", "th", "thur", "thurs", "thursday", "thursdays"),
    ("пт", "пят", "пятница", "пятницы", "пятницу", "пятницам", "fri", "fr", "friday", "fridays"),
    ("сб", "суб", "суббота", "субботы", "субботу", "субботам", "sat", "sa", "saturday", "saturdays"),
    ("вс", "вск", "воскресенье", "воскресенья", "воскресеньям", "sun", "su", "sunday", "sundays"),
)
_DAY: Mapping[str, int] = {name: day for day, names in enumerate(_NAMES) for name in names}
_EVERY_DAY = range(DAYS_A_WEEK)
_GROUPS: Mapping[str, range] = {
    **dict.fromkeys(
        ("ежедневно", "каждый день", "без выходных", "daily", "every day", "everyday"), _EVERY_DAY
    ),
    **dict.fromkeys(("будни", "будням", "рабочие дни", "weekdays", "working days"), range(5)),
    **dict.fromkeys(("выходные", "выходным", "weekends", "weekend"), range(5, DAYS_A_WEEK)),
}
_CLOSED = ("выходной", "закрыто", "не работаем", "closed", "day off")
_AROUND = ("круглосуточно", "24 часа", "24/7", "24 hours", "around the clock")
_TIME = r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?(?:[ч]\b)?"
_SPAN = re.compile(rf"(?:с |from )?{_TIME} ?(?:-|до|to|till) ?{_TIME}(?![\d:])")
_FILLERS = re.compile(r"(?:[ ,;.:]|\bи\b|\band\b|\bпо\b|\bon\b)+")
_WORDS = sorted((*_DAY, *_GROUPS), key=len, reverse=True)
_DAYS = re.compile(
    rf"({'|'.join(map(re.escape, _WORDS))})\b\.?(?: ?- ?({'|'.join(map(re.escape, _WORDS))})\b)?"
)
_SHUT = re.compile("|".join(map(re.escape, _CLOSED)))
_ALL_DAY = re.compile("|".join(map(re.escape, _AROUND)))


def parse_hours(text: str) -> Week | Refused:
    """Hours like "пн-пт 9-21, сб-вс 10-20", "daily 10am-8pm", "вс выходной"; days not named are closed.

    Hours without days hold on every day; an end before the beginning lies in the next day.
    Refuses HOURS_UNCLEAR (piece: what can't be read), HOURS_IMPOSSIBLE (piece: no such time).
    """
    rest = plain_characters(text[:LONGEST_HOURS]).lower()
    week: list[Span | None] = [None] * DAYS_A_WEEK
    days: set[int] = set()
    told = False
    while rest := rest[_skipped(rest) :]:
        if (named := _DAYS.match(rest)) is not None:
            days |= _range(named[1], named[2])
            rest = rest[named.end() :]
            continue
        read = _read_span(rest)
        if isinstance(read, Refused):
            return read
        span, length = read
        if told and not days:  # a second time for the same days, a break at noon: one span a day is kept
            return Refused(Refusal.HOURS_UNCLEAR, {"piece": rest[:length].strip()})
        for day in days or _EVERY_DAY:
            week[day] = span
        days, told, rest = set(), True, rest[length:]
    if days or not told:
        return Refused(Refusal.HOURS_UNCLEAR, {"piece": plain_characters(text[:LONGEST_HOURS])})
    return tuple(week)


def _skipped(rest: str) -> int:
    filler = _FILLERS.match(rest)
    return filler.end() if filler else 0


def _range(first: str, last: str | None) -> set[int]:
    """The days of a word or of two with a dash; "сб-вт" goes over the end of the week."""
    if last is None or first in _GROUPS or last in _GROUPS:
        words = (first,) if last is None else (first, last)
        return {day for word in words for day in _GROUPS.get(word, (_DAY.get(word, 0),))}
    begin, count = _DAY[first], (_DAY[last] - _DAY[first]) % DAYS_A_WEEK + 1
    return {(begin + step) % DAYS_A_WEEK for step in range(count)}


def _read_span(rest: str) -> tuple[Span | None, int] | Refused:
    """The hours at the beginning of a text, and how long they are written."""
    if (shut := _SHUT.match(rest)) is not None:
        return None, shut.end()
    if (always := _ALL_DAY.match(rest)) is not None:
        return ALWAYS, always.end()
    written = _SPAN.match(rest)
    if written is None:
        return Refused(Refusal.HOURS_UNCLEAR, {"piece": rest.split(",")[0][:30].strip()})
    opens, closes = _minute(*written.group(1, 2, 3)), _minute(*written.group(4, 5, 6))
    if opens is None or closes is None or opens in (closes, MINUTES_A_DAY):
        return Refused(Refusal.HOURS_IMPOSSIBLE, {"piece": written[0].strip()})
    return Span(opens, closes if closes > opens else closes + MINUTES_A_DAY), written.end()


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    """The minute of the day; 24:00 is its end. None when there is no such time."""
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    total = hours * MINUTES_AN_HOUR + minutes
    return total if minutes < MINUTES_AN_HOUR and total <= MINUTES_A_DAY else None


def written(week: Week) -> dict[str, str]:
    """The week as plain values for storing: weekday (0 is Monday) to "09:00-21:00"."""
    return {str(day): f"{clock(one.opens)}-{clock(one.closes)}" for day, one in enumerate(week) if one}


def read_hours(stored: Mapping[str, str]) -> Week:
    """The week these stored values say."""
    return tuple(_stored(stored.get(str(day), "")) for day in range(DAYS_A_WEEK))


def clock(minute: int) -> str:
    """ "09:00"; above 24 hours the time of the next day."""
    of_day = minute if minute == MINUTES_A_DAY else minute % MINUTES_A_DAY
    return f"{of_day // MINUTES_AN_HOUR:02}:{of_day % MINUTES_AN_HOUR:02}"


def _stored(text: str) -> Span | None:
    if not text:
        return None
    opens, closes = (int(one[:2]) * MINUTES_AN_HOUR + int(one[3:]) for one in text.split("-"))
    return Span(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def is_open(hours: Week | None, local: datetime, slack_minutes: int = 0) -> bool:
    """Whether a store is open at this local time, give or take the slack; where hours are unknown: always."""
    if hours is None:
        return True
    minute = local.hour * MINUTES_AN_HOUR + local.minute
    for ago in (-1, 0, 1):
        span = hours[(local.weekday() - ago) % DAYS_A_WEEK]
        if span is None:
            continue
        now = minute + ago * MINUTES_A_DAY
        if span.opens - slack_minutes <= now < span.closes + slack_minutes:
            return True
    return False


def opening(hours: Week, local: datetime) -> Opening:
    """Whether a store is open at this local time, and when that changes."""
    minute = local.hour * MINUTES_AN_HOUR + local.minute
    spans = [
        (span.opens + day * MINUTES_A_DAY, span.closes + day * MINUTES_A_DAY)
        for day in range(-1, DAYS_A_WEEK + 2)
        if (span := hours[(local + timedelta(days=day)).weekday()]) is not None
    ]
    now_open = next((closes for opens, closes in spans if opens <= minute < closes), None)
    if now_open is None:
        coming = next((opens for opens, _ in spans if opens > minute), None)
        return Opening(is_open=False) if coming is None else _at(coming, is_open=False)
    for opens, closes in spans:  # the days of a store that never closes follow without a gap
        if opens <= now_open < closes:
            now_open = closes
    return Opening(is_open=True) if now_open > DAYS_A_WEEK * MINUTES_A_DAY else _at(now_open, is_open=True)


def _at(minute: int, *, is_open: bool) -> Opening:
    # What closes at midnight closes at the end of this day.
    days = (minute - is_open) // MINUTES_A_DAY
    return Opening(is_open, minute - days * MINUTES_A_DAY, days)
