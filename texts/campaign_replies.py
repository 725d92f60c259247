"""What a customer hears after a tap under a campaign's message, and when he writes to the shop."""

from collections.abc import Callable, Mapping
from typing import Any

from texts.screen import Button, Screen, act
from texts.words import Html, Words

Data = Mapping[str, Any]


def answer_kept(words: Words, answer: str) -> Html:
    """In a passing line: the message itself stays."""
    return words.t("Thank you! Noted: {answer}", answer=answer)


def answered_before(words: Words) -> Html:
    """A second tap."""
    return words.t("You have answered already. Thank you!")


def what_is_wrong(words: Words) -> Screen:
    """After a low mark."""
    text = words.t(
        "We're sorry to hear that. What should we do better? Just write: the manager reads it at once."
    )
    return Screen(text, ((Button(words.t("Nothing to add"), act("complain.no")),),))


def ask_complaint(words: Words) -> Screen:
    """/write."""
    text = words.t("What happened, or what would you like? Just write: the manager reads it at once.")
    return Screen(text, ((Button(words.t("Never mind"), act("complain.no")),),))


def complaint_kept(words: Words) -> Screen:
    """After his words."""
    return Screen(
        words.t("Thank you, the manager has got it and will answer here. Until then no news come from us.")
    )


def nothing_more(words: Words) -> Screen:
    """He doesn't want to say more."""
    return Screen(words.t("All right. If anything comes up: /write"))


def words_please(words: Words) -> Screen:
    """A picture or a voice in place of words."""
    return Screen(
        words.t("Please write it in words."), ((Button(words.t("Never mind"), act("complain.no")),),)
    )


def interest_kept(words: Words) -> Html:
    """The shop knows."""
    return words.t("Thank you! We'll write to you here.")


def unsubscribed(words: Words) -> Screen:
    """News come no more; what concerns the points still does."""
    text = words.t(
        "Done: no more news and offers. Receipts and everything about your points still come.\n"
        "If you change your mind, press the button or look into /settings."
    )
    again = Button(words.t("Bring news back"), act("news.on"))
    return Screen(text, ((again,), (Button(words.t("What I get"), act("what")),)))


def unsubscribed_before(words: Words) -> Html:
    """There was nothing to stop."""
    return words.t("News are off already.")


def subscribed(words: Words) -> Screen:
    """He has thought better of it."""
    text = words.t("News and offers come again, at most four a month.")
    return Screen(text, ((Button(words.t("What I get"), act("what")),),))


def _answered(words: Words, data: Data) -> Screen:
    """The shop answers a complaint or a wish."""
    text = words.t("The shop answers you:\n{text}", text=data["text"])
    return Screen(text, ((Button(words.t("Write back"), act("complain")),),))


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {"answered": _answered}
