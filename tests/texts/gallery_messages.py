"""The settings of messages, with everything muted and nothing."""

from loyalty.messages import Preferences, Topic
from texts import message_settings
from texts.screen import Screen
from texts.words import Words


def screens(words: Words) -> list[Screen]:
    everything = Preferences(frozenset(Topic), 18, 12, "Europe/Kaliningrad")
    return [
        message_settings.message_settings(words, Preferences(), "Asia/Yekaterinburg", news=True),
        message_settings.message_settings(words, everything, "Europe/Moscow", news=False),
        message_settings.quiet_hours(words),
        message_settings.zones(words, "Europe/Moscow"),
    ]
