"""All versions of the rules, for the owner: who changed what and when, each one readable in full."""

from datetime import date

from loyalty.settings import Group
from loyalty.settings_views import Desk, RulesView, VersionLine, VersionPage
from texts.admin import back
from texts.program_fields import back_to, drawer_lines, rows
from texts.program_labels import group_name
from texts.program_values import Stores, difference_line
from texts.rules import rules_text
from texts.screen import Button, Screen, act
from texts.words import Html, Words

A_ROW = 3
CHANGES_SHOWN = 3
LONGEST_TEXT = 3_800


def versions_screen(words: Words, page: VersionPage, today: date) -> Screen:
    """The versions, newest first, with their buttons."""
    lines = [_version(words, line, page.stores, today) for line in page.lines]
    buttons = [
        Button(words.t("No. {version}", version=one.rules.version), act("program.version", one.rules.version))
        for one in page.lines
    ]
    turns = []
    if page.newer is not None:
        turns.append(Button(words.t("‹ Newer"), act("program.versions", page.newer)))
    if page.older is not None:
        turns.append(Button(words.t("Older ›"), act("program.versions", page.older)))
    beside = [tuple(turns)] if turns else []
    return Screen(Html("\n\n".join(lines)), (*rows(buttons, A_ROW), *beside, back(words, "program")))


def version_screen(words: Words, view: RulesView, today: date) -> Screen:
    """A version in plain words, with the way to all its settings."""
    rules = view.rules
    since = words.moment(view.since, today)
    head = words.t("<b>Rules No. {version}</b>, from {since}", version=rules.version, since=since)
    if view.until is not None:
        until = words.moment(view.until, today)
        head = words.t(
            "<b>Rules No. {version}</b>, from {since} until {until}",
            version=rules.version,
            since=since,
            until=until,
        )
    if view.author:
        author = words.t("Saved by {name}", name=view.author)
        head = Html(f"{head}\n{author}")
    text = Html(f"{head}\n\n{rules_text(words, rules, view.stores, today, ended=view.until is not None)}")
    drawers = [
        Button(group_name(words, group), act("program.version", rules.version, group.value))
        for group in Group
    ]
    return Screen(text, (*rows(drawers, A_ROW), back(words, "program.versions")))


def version_drawer(words: Words, view: RulesView, group: Group, first: int = 0) -> Screen:
    """All that a drawer of an old version says, from this line on; a long one goes on with a button."""
    rules = view.rules
    head = words.t(
        "<b>Rules No. {version}: {group}</b>", version=rules.version, group=group_name(words, group)
    )
    lines = drawer_lines(words, Desk(rules, rules, 0, (), None, view.stores), group)
    text, last = head, first
    for line in lines[first:]:
        if len(text) + len(line) > LONGEST_TEXT:
            break
        text, last = Html(f"{text}\n{line}"), last + 1
    more: list[tuple[Button, ...]] = []
    if last < len(lines):
        more.append((Button(words.t("More ›"), act("program.version", rules.version, group.value, last)),))
    if text == head:
        text = words.t("{head}\nnothing", head=head)
    return Screen(text, (*more, back_to(words, act("program.version", rules.version))))


def no_such_version(words: Words) -> Screen:
    """A number no version has."""
    return Screen(words.t("There is no such version."), (back(words, "program.versions"),))


def _version(words: Words, line: VersionLine, stores: Stores, today: date) -> Html:
    head = words.t(
        "<b>No. {version}</b>, {moment}", version=line.rules.version, moment=words.moment(line.at, today)
    )
    if line.author:
        head = words.t("{head}, {name}", head=head, name=line.author)
    if line.changes is None or line.before is None:
        first = words.t("The first rules")
        return Html(f"{head}\n{first}")
    before = line.before
    found = [difference_line(words, before, line.rules, one, stores) for one in line.changes[:CHANGES_SHOWN]]
    if (rest := len(line.changes) - CHANGES_SHOWN) > 0:
        found.append(words.n("… and {count} more", "… and {count} more", rest))
    return Html("\n".join([head, *found]))
