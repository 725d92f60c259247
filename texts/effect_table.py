"""The people of a campaign as a table to take along."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from loyalty.campaigns import CONTROL, RecipientLine, RecipientList
from texts.effect import VARIANTS, reason_in_words
from texts.screen import Document, Screen
from texts.words import Html, Words, escaped

Cell = str | int | float | None


def headings(words: Words) -> list[str]:
    """The first row."""
    return [
        str(heading)
        for heading in (
            words.t("Name"),
            words.t("Card"),
            words.t("Variant"),
            words.t("Message"),
            words.t("Why"),
            words.t("When"),
            words.t("Pressed a button or link"),
            words.t("Orders"),
            words.t("Revenue"),
        )
    ]


def lines_in_words(words: Words) -> Callable[[RecipientLine], list[Cell]]:
    """Makes the row of a line: who, what became of his message, what he bought since."""
    zone, cents = ZoneInfo(words.zone), 10 ** get_currency_precision(words.currency)
    # There may be a hundred thousand lines, and few different words.
    state_of = cache(lambda state: str(state_in_words(words, state)))
    reason_of = cache(lambda reason: str(reason_in_words(words, reason)) if reason else "")
    arms = {CONTROL: str(words.t("Control group")), **dict(enumerate(VARIANTS))}

    def moment(at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

    def row(line: RecipientLine) -> list[Cell]:
        return [
            line.name,
            line.number,
            arms[line.arm],
            state_of(line.state),
            reason_of(line.reason),
            moment(line.ended_at),
            moment(line.clicked_at),
            line.orders,
            line.revenue_minor / cents,
        ]

    return row


def recipients_file(words: Words, found: RecipientList, content: bytes) -> Screen:
    """The file, and what is in it."""
    text = words.t(
        "{people}. Orders and revenue are those of {days} days.",
        people=_number(words, found),
        days=found.days,
    )
    if found.title:
        text = Html("\n".join((words.t("<b>{title}</b>", title=found.title), text)))
    return Screen(text, document=Document(str(words.t("recipients")) + ".xlsx", content))


def _number(words: Words, found: RecipientList) -> Html:
    if found.total > found.shown:
        shown, total = words.number(found.shown), words.number(found.total)
        return words.t("The first {shown} of {total} messages", shown=shown, total=total)
    return words.n("{count} message", "{count} messages", found.shown)


def state_in_words(words: Words, state: str) -> Html:
    """What became of one message."""
    known = {
        "waiting": words.t("Waiting"),
        "handed": words.t("Under way"),
        "sent": words.t("Delivered"),
        "failed": words.t("Not delivered"),
        "unknown": words.t("Not known"),
        "skipped": words.t("Not sent"),
        "control": words.t("Control group"),
    }
    return known.get(state) or escaped(state)
