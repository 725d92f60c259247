"""Members and balances from another programme: what a file would do, how far it is, what came of it."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from loyalty.import_columns import Column
from loyalty.import_rows import BadRow, Fault
from loyalty.importing import SHOWN_BAD, ImportState, ImportView, Mode, What
from texts.admin import back
from texts.import_words import column_name, fault_name
from texts.screen import Button, Document, Screen, act
from texts.words import Html, Words

Data = Mapping[str, Any]
SHOWN_IGNORED = 5


def how(words: Words, last: ImportView | None) -> Screen:
    """What to send; and the way to the last import."""
    text = words.t(
        "<b>Members from another programme</b>\n"
        "Send me the table as a file here: CSV or XLSX, up to 10 MB. The first row holds headings.\n"
        "I need the phone or the card number. I also understand: name, points, birthday, joined, "
        "total spent with last purchase, expires.\n"
        "Past purchases come in a file of their own: phone or card, date, amount, receipt.\n"
        "First I show what would happen. Nobody gets a message."
    )
    rows = ((Button(words.t("The last import"), act("import", last.import_id)),),) if last else ()
    return Screen(text, (*rows, back(words)))


def checking_file(words: Words) -> Screen:
    """The first line, while the file is read."""
    return Screen(words.t("Reading the file…"))


def import_screen(words: Words, view: ImportView) -> Screen:
    """The import as it stands."""
    return _SCREENS[view.state](words, view)


def ask_mode(words: Words, view: ImportView, mode: Mode) -> Screen:
    """Sure? What exactly will happen to the balances."""
    if view.what is What.PURCHASES:
        text = words.n(
            "Add {count} past purchase? They count for levels and reports; no points come of them.",
            "Add {count} past purchases? They count for levels and reports; no points come of them.",
            view.total,
        )
    elif mode is Mode.ADD:
        text = words.t(
            "<b>Add to the balances</b>\n{points} come on top of what {members} have. Shall I?",
            **_figures(words, view),
        )
    else:
        text = words.t(
            "<b>Set the balances</b>\nAfterwards {members} have exactly what the file says, {points} "
            "together: more than that is taken off, also points earned here. Shall I?",
            **_figures(words, view),
        )
    style: Any = "danger" if mode is Mode.SET else "success"
    yes = Button(words.t("Yes, import"), act("import.go", view.import_id, mode.value), style=style)
    return Screen(text, ((yes,), (Button(words.t("‹ Back"), act("import", view.import_id)),)))


def ask_undo(words: Words, view: ImportView) -> Screen:
    """Sure? What goes back."""
    text = words.t(
        "Take the whole import back? Balances become what they were before it, and members it made "
        "are forgotten."
    )
    yes = Button(words.t("Yes, take it back"), act("import.undo", view.import_id), style="danger")
    return Screen(text, ((yes,), (Button(words.t("‹ Back"), act("import", view.import_id)),)))


def bad_rows(words: Words, view: ImportView) -> Screen | None:
    """Every row that is left out as a file, when there are more than the message lists."""
    if len(view.bad) <= SHOWN_BAD:
        return None
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow((words.t("Row"), words.t("What is wrong")))
    writer.writerows((row.number, fault_name(words, row.fault)) for row in view.bad)
    document = Document("import-rows.csv", out.getvalue().encode("utf-8-sig"))
    return Screen(words.t("All rows that are left out."), document=document)


def progress(words: Words, data: Data) -> Screen:
    """The message of an import under way, as it is now."""
    return import_screen(words, data["view"])


def adopted(words: Words, data: Data) -> Screen:
    """To a person who was expected: his points were waiting."""
    return Screen(
        words.t(
            "Welcome back! {points} were waiting for you. You can spend {total} now.",
            points=words.points(data["points"]),
            total=words.number(data["available"]),
        )
    )


# --- the states ---


def _draft(words: Words, view: ImportView) -> Screen:
    blocks = [_head(words, view), _columns(words, view), _would(words, view)]
    if view.bad:
        blocks.append(_bad(words, view))
    drop = Button(words.t("Don't import"), act("import.drop", view.import_id))
    if not view.total:
        blocks.append(words.t("There is nothing to import."))
        return Screen(Html("\n\n".join(blocks)), ((drop,),))
    if view.what is What.PURCHASES:
        add = Button(words.t("Add purchases"), act("import.mode", view.import_id, Mode.ADD.value))
        return Screen(Html("\n\n".join(blocks)), ((add,), (drop,)))
    modes = (
        (Button(words.t("Add to balances"), act("import.mode", view.import_id, Mode.ADD.value)),),
        (Button(words.t("Set balances"), act("import.mode", view.import_id, Mode.SET.value)),),
    )
    blocks.append(
        words.t("Add: the file's points come on top. Set: the file's figure takes the place of the balance.")
    )
    return Screen(Html("\n\n".join(blocks)), (*modes, (drop,)))


def _dropped(words: Words, view: ImportView) -> Screen:
    text = words.t("The file is forgotten, nothing was changed.")
    return Screen(Html(f"{_head(words, view)}\n\n{text}"), (back(words),))


def _running(words: Words, view: ImportView) -> Screen:
    text = words.t(
        "Importing: {done} of {total} rows. The shop goes on working meanwhile.",
        done=words.number(view.done),
        total=words.number(view.total),
    )
    stop = Button(words.t("Stop"), act("import.stop", view.import_id))
    return Screen(Html(f"{_head(words, view)}\n\n{text}"), ((stop,),))


def _stopped(words: Words, view: ImportView) -> Screen:
    text = words.t(
        "Stopped after {done} of {total} rows.", done=words.number(view.done), total=words.number(view.total)
    )
    rows = (
        (Button(words.t("Go on"), act("import.resume", view.import_id), style="primary"),),
        (Button(words.t("Take the import back"), act("import.back", view.import_id), style="danger"),),
    )
    return Screen(Html("\n\n".join([_head(words, view), text, _came(words, view)])), (*rows, back(words)))


def _done(words: Words, view: ImportView) -> Screen:
    text = words.t("<b>Imported.</b> Nobody was sent a message.")
    undo = (Button(words.t("Take the import back"), act("import.back", view.import_id), style="danger"),)
    return Screen(Html("\n\n".join([_head(words, view), text, _came(words, view)])), (undo, back(words)))


def _undoing(words: Words, view: ImportView) -> Screen:
    text = words.n(
        "Taking it back: {count} row so far.",
        "Taking it back: {count} rows so far.",
        view.figures.get("undone", 0),
    )
    return Screen(Html(f"{_head(words, view)}\n\n{text}"))


def _undone(words: Words, view: ImportView) -> Screen:
    lines = [words.t("<b>The import was taken back.</b> Balances are what they were before it.")]
    if kept := view.figures.get("kept", 0):
        lines.append(
            words.n(
                "{count} row was used meanwhile and stays.",
                "{count} rows were used meanwhile and stay.",
                kept,
            )
        )
    return Screen(Html("\n\n".join([_head(words, view), *lines])), (back(words),))


_SCREENS = {
    ImportState.DRAFT: _draft,
    ImportState.DROPPED: _dropped,
    ImportState.RUNNING: _running,
    ImportState.STOPPED: _stopped,
    ImportState.DONE: _done,
    ImportState.UNDOING: _undoing,
    ImportState.UNDONE: _undone,
}


# --- parts ---


def _head(words: Words, view: ImportView) -> Html:
    if view.what is What.PURCHASES:
        return words.t("<b>Past purchases</b> · {name}", name=view.name)
    return words.t("<b>Members from a file</b> · {name}", name=view.name)


def _columns(words: Words, view: ImportView) -> Html:
    """Which heading was taken for what."""
    shown = [
        words.t("{heading}: {meaning}", heading=heading, meaning=column_name(words, Column(column)))
        for column, heading in view.columns
    ]
    if view.ignored:
        names = ", ".join(view.ignored[:SHOWN_IGNORED])
        shown.append(words.t("Not needed: {names}", names=names))
    return Html("\n".join([words.t("I read the columns like this:"), *shown]))


def _would(words: Words, view: ImportView) -> Html:
    if view.what is What.PURCHASES:
        return words.n("{count} purchase can be added.", "{count} purchases can be added.", view.total)
    lines = [
        words.n("{count} new member", "{count} new members", view.fresh),
        words.n("{count} known member", "{count} known members", view.known),
        words.t("{points} altogether", points=words.points(view.points)),
    ]
    if view.floored:
        lines.append(
            words.n(
                "{count} balance with a fraction is rounded down",
                "{count} balances with a fraction are rounded down",
                view.floored,
            )
        )
    return Html("\n".join(lines))


def _bad(words: Words, view: ImportView) -> Html:
    head = words.n("{count} row is left out:", "{count} rows are left out:", len(view.bad))
    shown = [_bad_row(words, row) for row in view.bad[:SHOWN_BAD]]
    if len(view.bad) > SHOWN_BAD:
        shown.append(words.t("All of them are in the file below."))
    doubles = sum(row.fault is Fault.DOUBLE for row in view.bad)
    if doubles:
        shown.append(
            words.n(
                "{count} of them is in the file twice.", "{count} of them are in the file twice.", doubles
            )
        )
    return Html("\n".join([head, *shown]))


def _bad_row(words: Words, row: BadRow) -> Html:
    return words.t(
        "row {number}: {fault}", number=words.number(row.number), fault=fault_name(words, row.fault)
    )


def _came(words: Words, view: ImportView) -> Html:
    """What has been done, in figures."""
    figures = view.figures
    lines = []
    if made := figures.get("made"):
        lines.append(words.n("{count} member added", "{count} members added", made))
    if changed := figures.get("changed"):
        lines.append(words.n("{count} balance changed", "{count} balances changed", changed))
    if raised := figures.get("raised"):
        lines.append(words.t("{points} given", points=words.points(raised)))
    if lowered := figures.get("lowered"):
        lines.append(words.t("{points} taken off", points=words.points(lowered)))
    if bought := figures.get("bought"):
        lines.append(words.n("{count} past purchase added", "{count} past purchases added", bought))
    if left := figures.get("left"):
        lines.append(
            words.n(
                "{count} row could not be done: something about its member has changed meanwhile",
                "{count} rows could not be done: something about their members has changed meanwhile",
                left,
            )
        )
    return Html("\n".join(lines)) if lines else words.t("Nothing had to be changed.")


def _figures(words: Words, view: ImportView) -> dict[str, Html]:
    return {
        "points": words.points(view.points),
        "members": words.n("{count} member", "{count} members", view.total),
    }


NOTICES = {"adopted": adopted, "edit.import": progress}
