"""The other languages, each offered by its own name."""

from texts.catalogue import LANGUAGES
from texts.screen import Button, act
from texts.words import Words

NAMES = {"ru": "Русский", "en": "English"}


def language_buttons(words: Words) -> tuple[Button, ...]:
    """A button for every language but the one that is spoken now."""
    return tuple(
        Button(NAMES[language], act("language", language))
        for language in LANGUAGES
        if language != words.language
    )
