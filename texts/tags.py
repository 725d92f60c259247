"""The tags of a member, for owners and managers."""

from loyalty.tags import LONGEST_TAG, MOST_TAGS, TagsView, key_of
from texts.screen import Button, Screen, act, shortened
from texts.words import Html, Words

TAGS_A_ROW = 2


def tags(words: Words, view: TagsView) -> Screen:
    """Each tag with a button that takes it away, and one for another."""
    buttons = [
        Button(shortened(f"✕ {tag}"), act("tags.off", view.member_id, key_of(tag))) for tag in view.tags
    ]
    rows = [tuple(buttons[n : n + TAGS_A_ROW]) for n in range(0, len(buttons), TAGS_A_ROW)]
    if len(view.tags) < MOST_TAGS:
        rows.append((Button(words.t("Add a tag"), act("tags.add", view.member_id), style="primary"),))
    rows.append((Button(words.t("‹ Back"), act("member", view.member_id)),))
    lines = [words.t("<b>Tags of {name}</b>", name=view.name or words.t("Without a name"))]
    lines.append(
        words.t("A tap takes a tag away.")
        if view.tags
        else words.t("None yet. A tag is your own word for what some members have in common.")
    )
    return Screen(Html("\n".join(lines)), tuple(rows))


def ask_tag(words: Words, view: TagsView) -> Screen:
    """Which tag?"""
    text = words.n(
        "Type the tag, up to {count} character, for example: wedding.",
        "Type the tag, up to {count} characters, for example: wedding.",
        LONGEST_TAG,
    )
    return Screen(text, ((Button(words.t("‹ Back"), act("tags", view.member_id)),),))
