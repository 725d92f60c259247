"""The page of a link that leads nowhere any more."""

from texts.words import Html, Words


def gone(words: Words) -> tuple[Html, Html, Html]:
    """Its title, what to do, and the caption of the link to the chat."""
    return (
        words.t("This link doesn't work any more"),
        words.t("It may be old or was copied in part. Open the message in the chat and tap the link again."),
        words.t("Open the chat"),
    )
