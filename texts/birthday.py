"""A small calendar for a birthday: first the month, then the day."""

from collections.abc import Mapping
from datetime import date

from loyalty.birthdays import LEAP_YEAR, Birthday, days_in_month
from texts.formats import locale_of
from texts.screen import Button, Screen, act
from texts.words import Html, Words

MONTHS_A_ROW = 3
DAYS_A_ROW = 7
# Three longer names side by side break on a narrow phone.
LONGEST_MONTH = 8


def ask_month(words: Words, known: Birthday | None, door: str = "join") -> Screen:
    """Twelve months; first of all the day the person's profile shows, if it does. door: who asks."""
    text = words.t("When is your birthday? Choose the month or type the date, such as May 15.")
    names = _month_names(words)
    months = [Button(names[month - 1], act(f"{door}.month", month)) for month in range(1, 13)]
    rows = _in_rows(months, MONTHS_A_ROW)
    if known is not None:
        data = act(f"{door}.day", known.month, known.day, *(() if known.year is None else (known.year,)))
        rows.insert(0, (Button(birthday_text(words, known), data, style="primary"),))
    return Screen(text, (*rows, (_leave(words, door),)))


def ask_day(words: Words, month: int, door: str = "join") -> Screen:
    """The days a month can have, and the way back."""
    name = str(locale_of(words.language).months["stand-alone"]["wide"][month]).capitalize()
    days = [Button(str(day), act(f"{door}.day", month, day)) for day in range(1, days_in_month(month) + 1)]
    back = Button(words.t("‹ Back"), act(f"{door}.months"))
    return Screen(
        words.t("{month}: which day?", month=name), (*_in_rows(days, DAYS_A_ROW), (back, _leave(words, door)))
    )


def birthday_changed(words: Words, detail: Mapping[str, int | str]) -> Html:
    """Too soon after the last change."""
    return words.t(
        "A birthday can be changed once a year: the next time from {day} on.",
        day=words.day(date.fromisoformat(str(detail["day"]))),
    )


def birthday_text(words: Words, birthday: Birthday) -> str:
    """ "15 May", with the year when it is known."""
    if birthday.year is None:
        return words.day(date(LEAP_YEAR, birthday.month, birthday.day))
    return words.day(date(birthday.year, birthday.month, birthday.day), today=date.min)


def _month_names(words: Words) -> list[str]:
    """January to December, all of them short when one is too long for its button."""
    known = locale_of(words.language).months["stand-alone"]
    wide, short = ([str(known[width][month]) for month in range(1, 13)] for width in ("wide", "abbreviated"))
    names = wide if max(map(len, wide)) <= LONGEST_MONTH else short
    return [name.capitalize() for name in names]


def _leave(words: Words, door: str) -> Button:
    if door == "settings":
        return Button(words.t("‹ Settings"), act("settings"))
    return Button(words.t("Skip"), act("join.nobirthday"))


def _in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]
