"""Screens of an import in every state, with the longest of everything."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.import_columns import Column
from loyalty.import_rows import BadRow, Fault
from loyalty.importing import ImportState, ImportView, Mode, What
from loyalty.refusals import Refusal, Refused
from texts import importing
from texts.refusals import refused
from texts.screen import Screen
from texts.words import Words

FIGURES = {"made": 9_999, "changed": 20_000, "raised": 99_999_999, "lowered": 99_999, "bought": 21, "left": 3}
VIEW = ImportView(
    import_id=123,
    name="Клиенты <b>все</b> " + "Щ" * 45,
    what=What.MEMBERS,
    state=ImportState.DRAFT,
    mode="",
    at=datetime(2026, 5, 3, 12, tzinfo=UTC),
    columns=tuple((column.value, "Щ" * 25) for column in Column),
    ignored=("<i>Я</i>" * 5,) * 9,
    bad=tuple(BadRow(number * 1_000, fault) for number, fault in enumerate(Fault, 1)),
    total=20_000,
    done=12_345,
    fresh=9_999,
    known=10_001,
    points=99_999_999,
    floored=4_321,
    figures=FIGURES,
)
PAST = replace(VIEW, what=What.PURCHASES)


def screens(words: Words) -> list[Screen]:
    refusals = (
        Refused(Refusal.IMPORT_TOO_LARGE),
        Refused(Refusal.IMPORT_TOO_LONG, {"most": 20_000}),
        Refused(Refusal.IMPORT_UNREADABLE),
        Refused(Refusal.IMPORT_HEADER),
        Refused(Refusal.IMPORT_EMPTY),
        Refused(Refusal.IMPORT_SAME, {"at_seconds": 1_777_777_777}),
        Refused(Refusal.IMPORT_BUSY),
        Refused(Refusal.IMPORT_OVER),
        Refused(Refusal.IMPORT_USED, {"count": 21}),
    )
    return [
        importing.how(words, VIEW),
        importing.how(words, None),
        importing.checking_file(words),
        *(importing.import_screen(words, replace(VIEW, state=state)) for state in ImportState),
        importing.import_screen(words, PAST),
        importing.import_screen(words, replace(VIEW, total=0)),
        importing.import_screen(words, replace(VIEW, state=ImportState.DONE, figures={})),
        importing.import_screen(
            words, replace(VIEW, state=ImportState.UNDONE, figures={"kept": 2, "undone": 3})
        ),
        *(importing.ask_mode(words, VIEW, mode) for mode in Mode),
        importing.ask_mode(words, PAST, Mode.ADD),
        importing.ask_undo(words, VIEW),
        *(screen for screen in (importing.bad_rows(words, VIEW),) if screen),
        importing.progress(words, {"view": VIEW}),
        importing.adopted(words, {"points": 99_999, "available": 99_999}),
        *(Screen(refused(words, one)) for one in refusals),
    ]
