"""What a person sets for himself: the language, and whether he gets news."""

from texts.languages import language_buttons
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def settings(words: Words, name: str, *, advertising: bool | None) -> Screen:
    """The settings as they are, each with its button. advertising: None for staff without a card."""
    lines = [words.t("<b>Settings</b>")]
    buttons: tuple[tuple[Button, ...], ...] = (language_buttons(words),)
    if name:
        lines.append(words.t("Name: {name}", name=name))
    lines.append(words.t("Language: English"))
    if advertising is not None:
        lines.append(words.t("News and offers: yes") if advertising else words.t("News and offers: no"))
        label = words.t("Stop the news") if advertising else words.t("Send me news")
        buttons = ((Button(label, act("settings.news", 0 if advertising else 1)),), *buttons)
    return Screen(Html("\n".join(lines)), buttons)
