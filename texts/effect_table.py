"""The people of a campaign as a table to take along."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from loyalty.campaigns import CONTROL, RecipientLine, RecipientList
from texts.effect import VARIANTS, reason_in_words
from texts.screen import Document, Screen
from texts.words import Html, Words, escaped

Cell = str | int | float | None


def recipients_table(words: Words, lines: Sequence[RecipientLine]) -> tuple[list[str], list[list[Cell]]]:
    """The headings and the rows: who, what became of his message, what he bought since."""
    headings = (
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
    cents = 10 ** get_currency_precision(words.currency)
    return [str(heading) for heading in headings], [_row(words, line, cents) for line in lines]


def recipients_file(words: Words, found: RecipientList, content: bytes) -> Screen:
    """The file, and what is in it."""
    said = words.n("{count} person", "{count} people", len(found.lines))
    if found.total > len(found.lines):
        said = words.t(
            "The first {shown} of {total} people",
            shown=words.number(len(found.lines)),
            total=words.number(found.total),
        )
    text = words.t("{people}. Orders and revenue are those of {days} days.", people=said, days=found.days)
    return Screen(text, document=Document(str(words.t("recipients")) + ".xlsx", content))


def _row(words: Words, line: RecipientLine, cents: int) -> list[Cell]:
    return [
        line.name,
        line.number,
        str(words.t("Control group")) if line.arm == CONTROL else VARIANTS[line.arm],
        str(state_in_words(words, line.state)),
        str(reason_in_words(words, line.reason)) if line.reason else "",
        _moment(words, line.ended_at),
        _moment(words, line.clicked_at),
        line.orders,
        line.revenue_minor / cents,
    ]


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


def _moment(words: Words, at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(ZoneInfo(words.zone)):%Y-%m-%d %H:%M}"
