"""What a member hears about, when, and by which clock."""

from collections.abc import Sequence

from loyalty.messages import QUIET_HOURS, Preferences, Topic
from loyalty.settings import ZONES
from texts.program_values import city, time_words
from texts.screen import Button, Screen, act
from texts.words import Html, Words, escaped

A_ROW = 3


def message_settings(words: Words, chosen: Preferences, programme_zone: str) -> Screen:
    """The topics, each with its button, the quiet hours and the zone."""
    zone = city(words, chosen.time_zone or programme_zone)
    lines = [
        words.t("<b>Messages</b>"),
        words.t("Receipts, codes and everything that protects your points always come."),
        words.t("Press a topic to switch it on or off: ✓ means it comes."),
        words.t(
            "News and offers don't come between {begins} and {ends}, {city} time.",
            begins=time_words(chosen.quiet_from_hour * 60),
            ends=time_words(chosen.quiet_until_hour * 60),
            city=escaped(zone),
        ),
    ]
    topics = [_topic(words, topic, muted=topic in chosen.muted) for topic in Topic]
    return Screen(
        Html("\n".join(lines)),
        (
            *_rows(topics, 2),
            (
                Button(words.t("Quiet hours"), act("messages.quiet")),
                Button(words.t("Time zone"), act("messages.zones")),
            ),
            (Button(words.t("‹ Settings"), act("settings")),),
        ),
    )


def quiet_hours(words: Words) -> Screen:
    """From when until when nothing that can wait is sent."""
    hours = [
        Button(f"{time_words(begins * 60)}–{time_words(ends * 60)}", act("messages.hours", begins, ends))
        for begins, ends in QUIET_HOURS
    ]
    text = words.t("When should news and offers wait?")
    return Screen(text, (*_rows(hours, 2), (Button(words.t("‹ Messages"), act("messages")),)))


def zones(words: Words, programme_zone: str) -> Screen:
    """Where the member lives; the shop's own clock first."""
    cities = [
        Button(city(words, zone), act("messages.zone", zone)) for zone in ZONES if zone != programme_zone
    ]
    shop = Button(words.t("As in the shop"), act("messages.zone"), style="primary")
    text = words.t("Where do you live? Messages come by the clock of your city.")
    return Screen(text, ((shop,), *_rows(cities, A_ROW), (Button(words.t("‹ Messages"), act("messages")),)))


def _topic(words: Words, topic: Topic, *, muted: bool) -> Button:
    names = {
        Topic.DATES: words.t("Points' dates"),
        Topic.BIRTHDAY: words.t("Birthday"),
        Topic.FRIENDS: words.t("Friends"),
        Topic.TIER: words.t("Level"),
    }
    name = names[topic]
    return Button(name if muted else f"✓ {name}", act("messages.topic", topic.value, 1 if muted else 0))


def _rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
