"""Why a file is not imported, or an import not taken back."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from loyalty.refusals import Refusal
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def _same(words: Words, detail: Detail) -> Html:
    at = datetime.fromtimestamp(int(detail["at_seconds"]), UTC)
    return words.t(
        "This very file was imported in this way already: {moment}. Nothing was done twice.",
        moment=words.moment(at),
    )


def _used(words: Words, detail: Detail) -> Html:
    return words.n(
        "Too late to take the import back: {count} of its rows has been used. Correct balances in /member.",
        "Too late to take the import back: {count} of its rows have been used. Correct balances in /member.",
        int(detail["count"]),
    )


IMPORT_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.IMPORT_TOO_LARGE: lambda w, _: w.t(
        "The file is too large: 10 MB at most. Send it in several parts."
    ),
    Refusal.IMPORT_TOO_LONG: lambda w, d: w.n(
        "The file is too long: {count} row at most. Send it in several parts.",
        "The file is too long: {count} rows at most. Send it in several parts.",
        int(d["most"]),
    ),
    Refusal.IMPORT_UNREADABLE: lambda w, _: w.t(
        "I can't read this file. Save the table as CSV or XLSX and send it again."
    ),
    Refusal.IMPORT_HEADER: lambda w, _: w.t(
        "There is no column with phones or card numbers. The first row needs headings: phone, name, points."
    ),
    Refusal.IMPORT_EMPTY: lambda w, _: w.t("The file holds no rows."),
    Refusal.IMPORT_SAME: _same,
    Refusal.IMPORT_BUSY: lambda w, _: w.t("Another import is under way. Please wait until it is done."),
    Refusal.IMPORT_OVER: lambda w, _: w.t(
        "This step is behind us already. Send /import to see where things are."
    ),
    Refusal.IMPORT_USED: _used,
}
