"""The draft of the rules: what differs, what it would have cost, and saving it."""

from loyalty.refusals import Refused
from loyalty.settings_views import Desk, Preview, Saved
from texts.admin import back
from texts.program_cost import cost
from texts.program_fields import some
from texts.program_values import difference_line
from texts.refusals import refused
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def draft_screen(
    words: Words,
    desk: Desk,
    preview: Preview | None,
    moved: Refused | None = None,
    *,
    reckoning: bool = False,
) -> Screen:
    """What differs from the rules in force and what it would have cost; saved with one tap.

    reckoning: the figures are still to come. moved: why the last tap on "Save" saved nothing.
    """
    if not desk.differences:
        text = words.t("It was like that already: nothing differs from the rules in force.")
        return Screen(text, (back(words, "program"),))
    head = words.n(
        "<b>Your draft: {count} change</b>, not in force yet.",
        "<b>Your draft: {count} changes</b>, not in force yet.",
        len(desk.differences),
    )
    parts = [head, changes(words, desk)]
    if moved is not None:
        parts.insert(0, refused(words, moved))
    if desk.fault is not None:
        parts.append(words.t("It can't be saved yet. {why}", why=refused(words, desk.fault)))
    if preview is not None:
        parts.append(cost(words, desk, preview))
    elif reckoning:
        parts.append(words.t("I am reckoning what it would have cost. A moment, please."))
    return Screen(Html("\n\n".join(parts)), _buttons(words, desk))


def changes(words: Words, desk: Desk) -> Html:
    """The differences, a line each."""
    lines = [difference_line(words, desk.present, desk.draft, one, desk.stores) for one in desk.differences]
    return Html("\n".join(some(words, [words.t("• {change}", change=line) for line in lines])))


def saved_screen(words: Words, saved: Saved) -> Screen:
    """A new version is in force."""
    if not saved.differences:
        text = words.t("It was like that already: nothing differs from the rules in force.")
        return Screen(text, (back(words, "program"),))
    head = words.t(
        "Done. Rules No. {version} hold from the next purchase on.", version=saved.desk.present.version
    )
    desk = Desk(saved.before, saved.desk.present, 0, saved.differences, None, saved.desk.stores)
    read = Button(words.t("As customers read it"), act("rules", saved.desk.present.version))
    return Screen(Html(f"{head}\n\n{changes(words, desk)}"), ((read,), back(words, "program")))


def ask_discard(words: Words, desk: Desk) -> Screen:
    """Whether the draft shall go."""
    text = words.n(
        "Throw away {count} change? The rules in force stay as they are.",
        "Throw away {count} changes? The rules in force stay as they are.",
        len(desk.differences),
    )
    yes = Button(words.t("Yes, throw away"), act("program.drop"), style="danger")
    return Screen(text, ((yes,), back(words, "program.draft")))


def _buttons(words: Words, desk: Desk) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if desk.fault is None:
        caption = words.t("Save as No. {version}", version=desk.present.version + 1)
        rows.append(
            (Button(caption, act("program.save", desk.present.version, desk.revision), style="primary"),)
        )
    rows.append((Button(words.t("Discard"), act("program.discard")),))
    return (*rows, back(words, "program"))
