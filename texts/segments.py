"""Audiences as an owner chooses them and puts them together: the list, the desk, examples, names."""

from collections.abc import Callable, Mapping

from loyalty.audience import written
from loyalty.audience_edits import parts_of
from loyalty.audience_ready import READY
from loyalty.audience_tree import FIELDS, And, Node, Not, Or, conditions
from loyalty.audience_views import (
    AudienceChosen,
    AudienceDesk,
    AudienceExamples,
    AudienceList,
    Reach,
    Segment,
)
from loyalty.audience_words import FIELD_WORDS, spelt
from loyalty.campaigns import BROADCAST
from loyalty.price_bands import asked_bands
from texts.admin import back
from texts.price_bands import bands_words
from texts.screen import LONGEST_BUTTON, Button, Screen, act, shortened
from texts.segment_words import audience_words, part_words
from texts.words import Html, Words, escaped

SHOWN_PARTS = 8
SHOWN_HEAD = 9
SHOWN_SAVED = 30
LONGEST_SAID = 1_200
LONGEST_TYPED = 1_400
HALF = 2

READY_NAMES: Mapping[str, Callable[[Words], Html]] = {
    "all": lambda w: w.t("Everybody reachable"),
    "new": lambda w: w.t("Joined, not bought"),
    "once": lambda w: w.t("Bought once"),
    "regular": lambda w: w.t("Regulars"),
    "sleeping": lambda w: w.t("Asleep 2–6 months"),
    "lost": lambda w: w.t("Gone for 6 months"),
    "birthday": lambda w: w.t("Birthday in a week"),
    "burning": lambda w: w.t("Points burn soon"),
    "unspent": lambda w: w.t("Many points unspent"),
    "dropping": lambda w: w.t("Level drops soon"),
    "generous": lambda w: w.t("Large receipts"),
    "friends": lambda w: w.t("Brought friends"),
    "unreachable": lambda w: w.t("Can't be reached"),
    "fridays": lambda w: w.t("Wine on Fridays"),
    "never": lambda w: w.t("Buys A, never B"),
}


def audiences(words: Words, view: AudienceList) -> Screen:
    """The saved ones, and the ways to a new one."""
    text = words.t(
        "<b>Who is meant</b>\nTake a ready-made or a saved audience, or put one together. "
        "I count the people at every step."
    )
    saved = [Button(shortened(one.name), act("seg.open", one.id)) for one in view.saved[:SHOWN_SAVED]]
    rows: list[tuple[Button, ...]] = _paired(saved)
    rows.append(
        (
            Button(words.t("Ready-made"), act("seg.ready")),
            Button(words.t("Put together"), act("seg.new"), style="primary"),
        )
    )
    if view.begun:
        rows.append((Button(words.t("Back to the draft"), act("seg.desk")),))
    return Screen(text, (*rows, _way_back(words, view.campaign_id, view.campaign_kind)))


def ready_made(words: Words) -> Screen:
    """Audiences most shops need."""
    buttons = [Button(READY_NAMES[key](words), act("seg.take", key)) for key in READY]
    text = words.t("<b>Ready-made</b>\nEach can be changed afterwards.")
    return Screen(text, (*_paired(buttons), back(words, "seg.list")))


def pick_goods(words: Words, view: AudienceDesk, key: str, picked: tuple[str, ...]) -> Screen:
    """Which goods does the ready-made audience mean?"""
    goods = view.names.get("category", {})
    if len(goods) < READY[key].picks:
        text = words.t(
            "For this audience I need to know what people buy. Name kinds of goods in the rules: /program"
        )
        return Screen(text, (back(words, "seg.ready"),))
    buttons = [
        Button(shortened(name), act("seg.take", key, *picked, one))
        for one, name in goods.items()
        if one not in picked
    ]
    text = words.t("Which goods do they buy?")
    if picked:
        text = words.t("And which do they never buy?")
    return Screen(text, (*_paired(buttons), back(words, "seg.ready")))


def desk(words: Words, view: AudienceDesk) -> Screen:
    """Whom the draft means, how many they are, and what can be changed."""
    rows = _part_rows(words, view.node, view.draft.revision)
    rows.append(
        (
            Button(words.t("Add a condition"), act("seg.add")),
            Button(words.t("Type it"), act("seg.type")),
        )
    )
    if view.reach.people and not view.is_everybody:
        rows.append(
            (
                Button(words.t("Show examples"), act("seg.examples")),
                Button(words.t("Other audiences"), act("seg.list")),
            )
        )
    else:
        rows.append((Button(words.t("Other audiences"), act("seg.list")),))
    rows += _keeping(words, view)
    if view.campaign_kind:
        use = Button(words.t("Choose these people"), act("seg.use", view.draft.revision), style="primary")
        rows.append((use,))
    last = _way_back(words, view.draft.campaign_id if view.campaign_kind else 0, view.campaign_kind)
    return Screen(desk_text(words, view), (*rows, last))


def desk_text(words: Words, view: AudienceDesk) -> Html:
    """The audience in words, as it is typed, and counted."""
    blocks = [whom(words, view.node), reach_words(words, view.reach)]
    if view.bands is not None:
        blocks.insert(1, bands_words(words, view.bands, asked_bands(view.node)))
    if view.saved is not None:
        line = words.t("Saved as “{name}”, changed since.", name=view.saved.name)
        if not view.changed:
            line = words.t("Saved as “{name}”.", name=view.saved.name)
        blocks.append(line)
    return Html("\n\n".join(blocks))


def whom(words: Words, node: Node) -> Html:
    """An audience in words and as it is typed; node with the names of the shop's things."""
    said = audience_words(words, node)
    if len(said) > LONGEST_SAID:
        number = sum(1 for _ in conditions(node))
        said = words.n("{count} condition", "{count} conditions", number)
    typed = written(node, words.language)
    if not typed:
        return words.t("<b>{who}</b>", who=said)
    return Html(words.t("<b>{who}</b>", who=said) + f"\n<code>{escaped(_cut(typed))}</code>")


def reach_words(words: Words, reach: Reach) -> Html:
    """How many they are, and how many of them a message can reach."""
    people = words.n("{count} person fits.", "{count} people fit.", reach.people)
    if not reach.people:
        return words.t("Nobody fits.")
    near = words.t(
        "Can be written to: {count}, of them {wanting} want news.",
        count=words.number(reach.reachable),
        wanting=words.number(reach.wanting),
    )
    return Html(f"{people}\n{near}")


def part(words: Words, view: AudienceDesk, place: int) -> Screen:
    """One condition, to be turned round or taken out."""
    node, revision = parts_of(view.node)[place], view.draft.revision
    turn = words.t("Mean the opposite") if not isinstance(node, Not) else words.t("Without “not”")
    return Screen(
        words.t("<b>{what}</b>\nWhat shall become of it?", what=part_words(words, node)),
        (
            (
                Button(turn, act("seg.do", revision, "turn", place)),
                Button(words.t("Take it out"), act("seg.do", revision, "drop", place)),
            ),
            back(words, "seg.desk"),
        ),
    )


def examples(words: Words, view: AudienceExamples) -> Screen:
    """Some of the people."""
    if not view.people:
        return Screen(words.t("Nobody fits."), (back(words, "seg.desk"),))
    head = words.t("<b>Some of {count}</b>", count=words.number(view.count))
    if view.count <= len(view.people):
        head = words.t("<b>Everybody who fits</b>")
    lines = [
        words.t("{name} …{end}", name=name or words.t("Without a name"), end=number[-4:])
        for name, number in view.people
    ]
    return Screen(Html("\n".join([head, *lines])), (back(words, "seg.desk"),))


def ask_expression(words: Words, view: AudienceDesk) -> Screen:
    """How an expression is typed."""
    text = words.t(
        "Type who is meant, for example:\n<code>last_purchase &gt; 60d and purchases &gt;= 3</code>\n"
        "<code>average &gt; 500 and not (birthday in 7d or tier = gold)</code>\n\nWords I know: {words}",
        words=", ".join(spelt(FIELD_WORDS, field, words.language) for field in FIELDS),
    )
    typed = written(view.node, words.language)
    if typed:
        text = Html(text + "\n\n" + words.t("Now it is:") + f"\n<code>{escaped(_cut(typed))}</code>")
    return Screen(text, (back(words, "seg.desk"),))


def ask_name(words: Words) -> Screen:
    """What shall it be called?"""
    return Screen(words.t("What shall this audience be called?"), (back(words, "seg.desk"),))


def ask_deleting(words: Words, one: Segment) -> Screen:
    """Is he sure?"""
    text = words.t(
        "Delete “{name}”? Messages it was chosen for keep their audience.",
        name=one.name,
    )
    yes = Button(words.t("Yes, delete"), act("seg.del.ok", one.id), style="danger")
    return Screen(text, ((yes,), back(words, "seg.desk")))


def chosen(words: Words, view: AudienceChosen) -> Screen:
    """The campaign has got it."""
    text = Html(words.t("Chosen.") + "\n\n" + desk_text(words, view.desk))
    done = Button(words.t("Done"), _campaign(view.campaign_kind, view.campaign_id), style="primary")
    return Screen(text, ((done,), (Button(words.t("Change it"), act("seg.desk")),)))


def _part_rows(words: Words, node: Node, revision: int) -> list[tuple[Button, ...]]:
    parts = parts_of(node)
    rows: list[tuple[Button, ...]] = [
        (Button(_ends(written(part, words.language)), act("seg.part", revision, place)),)
        for place, part in enumerate(parts[:SHOWN_PARTS])
    ]
    if isinstance(node, And) and len(parts) > 1:
        rows.append((Button(words.t("One of them will do"), act("seg.do", revision, "joint", 0)),))
    elif isinstance(node, Or) and len(parts) > 1:
        rows.append((Button(words.t("All of them together"), act("seg.do", revision, "joint", 0)),))
    return rows


def _keeping(words: Words, view: AudienceDesk) -> list[tuple[Button, ...]]:
    if view.saved is None:
        return [] if view.is_everybody else [(Button(words.t("Save with a name"), act("seg.save")),)]
    one = view.saved
    rows: list[tuple[Button, ...]] = [
        (
            Button(words.t("Rename"), act("seg.name", one.id)),
            Button(words.t("Delete"), act("seg.del", one.id)),
        )
    ]
    if view.changed:
        save = Button(words.t("Save changes"), act("seg.over", view.draft.revision))
        rows.insert(0, (save, Button(words.t("Save as new"), act("seg.save"))))
    return rows


def _way_back(words: Words, campaign_id: int, campaign_kind: str) -> tuple[Button, ...]:
    if not campaign_id:
        return back(words, "admin")
    return (Button(words.t("‹ Back"), _campaign(campaign_kind, campaign_id)),)


def _campaign(kind: str, campaign_id: int) -> str:
    return act("camp.show" if kind == BROADCAST else "auto.show", campaign_id)


def _paired(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + HALF]) for at in range(0, len(buttons), HALF)]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TYPED else f"{text[:LONGEST_TYPED]}…"


def _ends(text: str) -> str:
    """What a button can show of a condition: two about the same thing differ at the end."""
    rest = LONGEST_BUTTON - SHOWN_HEAD - 1
    return text if len(text) <= LONGEST_BUTTON else f"{text[:SHOWN_HEAD]}…{text[-rest:]}"
