"""What a member hears about, when, and by which clock: to read, and to change."""

from collections.abc import Mapping, Sequence

from loyalty.messages import BUDGET, BUDGET_TIME, QUIET_HOURS, Preferences, Topic
from loyalty.settings import ZONES
from texts.program_values import city, time_words
from texts.screen import Button, Screen, act
from texts.words import Html, Words, escaped

A_ROW = 3


def message_settings(words: Words, chosen: Preferences, programme_zone: str, *, news: bool) -> Screen:
    """The topics and the news, each with its button, the quiet hours and the zone."""
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
    name = words.t("News and offers")
    topics.append(Button(f"✓ {name}" if news else name, act("messages.news", 0 if news else 1)))
    return Screen(
        Html("\n".join(lines)),
        (
            *_rows(topics, 2),
            (
                Button(words.t("Quiet hours"), act("messages.quiet")),
                Button(words.t("Time zone"), act("messages.zones")),
            ),
            (Button(words.t("What I get"), act("what")),),
            (Button(words.t("‹ Settings"), act("settings")),),
        ),
    )


def what_comes(words: Words, chosen: Preferences, programme_zone: str, *, news: bool) -> Screen:
    """What comes when, in plain words, and how each of it is changed or stopped."""
    # Questions are marketing: they come with the news or not at all.
    topics = [topic for topic in Topic if news or topic is not Topic.QUESTIONS]
    parts = [
        words.t("<b>What comes from us</b>"),
        words.t("Always: receipts, codes, questions of the till and whatever protects your points."),
        _topics(words, [topic for topic in topics if topic not in chosen.muted]),
        _news(words, chosen, programme_zone) if news else words.t("News and offers: none."),
        words.t("If you block the bot in Telegram, nothing comes at all; your points stay on the card."),
    ]
    switch = words.t("Stop the news") if news else words.t("Send me news")
    return Screen(
        Html("\n\n".join(parts)),
        (
            (Button(switch, act("what.news", 0 if news else 1)),),
            (
                Button(words.t("Topics"), act("messages")),
                Button(words.t("Quiet hours"), act("messages.quiet")),
            ),
            (Button(words.t("‹ Settings"), act("settings")),),
        ),
    )


def _topics(words: Words, on: Sequence[Topic]) -> Html:
    if not on:
        return words.t("By topic: nothing, you have switched all of them off.")
    return words.t(
        "By topic: {topics}.", topics=Html(", ".join(_names(words)[topic].lower() for topic in on))
    )


def _news(words: Words, chosen: Preferences, programme_zone: str) -> Html:
    return words.t(
        "News and offers: at most {most} in {days} days and one a day, never between {begins} and {ends} "
        "({city} time). One tap on “Unsubscribe” under any of them, and no more come.",
        most=BUDGET,
        days=BUDGET_TIME.days,
        begins=time_words(chosen.quiet_from_hour * 60),
        ends=time_words(chosen.quiet_until_hour * 60),
        city=city(words, chosen.time_zone or programme_zone),
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
    name = _names(words)[topic]
    return Button(name if muted else f"✓ {name}", act("messages.topic", topic.value, 1 if muted else 0))


def _names(words: Words) -> Mapping[Topic, Html]:
    return {
        Topic.DATES: words.t("Points' dates"),
        Topic.BIRTHDAY: words.t("Birthday"),
        Topic.FRIENDS: words.t("Friends"),
        Topic.TIER: words.t("Level"),
        Topic.QUESTIONS: words.t("Ratings, questions"),
    }


def _rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
