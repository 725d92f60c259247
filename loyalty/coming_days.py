"""A day that is to come, as people type it: "31.12", "31 December", "Friday", "tomorrow"."""

from datetime import date, timedelta

from loyalty.birthdays import Birthday, parse_birthday
from loyalty.characters import plain_characters
from loyalty.refusals import Refusal, Refused

YEARS_AHEAD = 10
SHORTEST_WEEKDAY = 3
# Monday to Sunday; a form may be cut to its first letters.
WEEKDAY_FORMS = (
    "понедельник понедельника monday",
    "вторник вторника tuesday",
    "среда среды среду wednesday",
    "четверг четверга thursday",
    "пятница пятницы пятницу friday",
    "суббота субботы субботу saturday",
    "воскресенье воскресенья sunday",
)
WEEKDAYS = {
    form[:length]: weekday
    for weekday, forms in enumerate(WEEKDAY_FORMS)
    for form in forms.split()
    for length in range(SHORTEST_WEEKDAY, len(form) + 1)
} | {short: weekday for weekday, short in enumerate(("пн", "вт", "ср", "чт", "пт", "сб", "вс"))}
SOON = {"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2}
DAYS_A_WEEK = 7


def coming_day(text: str, today: date) -> date | Refused:
    """The day meant: without a year the next such date, of a weekday the next one after today.

    Refuses DAY_UNCLEAR, also for a day that is past.
    """
    word = plain_characters(text[:60]).casefold()
    if word in SOON:
        return today + timedelta(days=SOON[word])
    if word in WEEKDAYS:
        ahead = (WEEKDAYS[word] - today.weekday() - 1) % DAYS_A_WEEK + 1
        return today + timedelta(days=ahead)
    typed = parse_birthday(text, date(today.year + YEARS_AHEAD, 12, 31))
    if not isinstance(typed, Birthday):
        return Refused(Refusal.DAY_UNCLEAR)
    for year in (today.year, today.year + 1) if typed.year is None else (typed.year,):
        try:
            day = date(year, typed.month, typed.day)
        except ValueError:  # 29 February
            continue
        if day >= today:
            return day
    return Refused(Refusal.DAY_UNCLEAR)
