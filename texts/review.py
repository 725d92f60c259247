"""One tap 1 to 5 after a purchase, and a word with it if one likes."""

from loyalty.bonuses import MOST_STARS
from texts.screen import Button, Screen, act
from texts.words import Words


def rate_button(words: Words, purchase_id: int) -> Button:
    """Under the message about a purchase."""
    return Button(words.t("Rate"), act("review", purchase_id))


def ask_stars(words: Words, purchase_id: int) -> Screen:
    """Five buttons, from worst to best."""
    stars = tuple(
        Button(str(count), act("review.stars", purchase_id, count)) for count in range(1, MOST_STARS + 1)
    )
    return Screen(words.t("How was it? 1 is bad, 5 is excellent."), (stars,))


def thanks(words: Words, purchase_id: int, stars: int) -> Screen:
    """The stars are kept; a comment may follow."""
    text = words.t(
        "{stars} out of {most} ⭐ Thank you! Would you like to add a few words? Just type them.",
        stars=stars,
        most=MOST_STARS,
    )
    return Screen(text, ((Button(words.t("No comment"), act("review.done", purchase_id)),),))


def rated_before(words: Words, stars: int) -> Screen:
    """A second tap on an old message."""
    return Screen(
        words.t(
            "You have rated this purchase already: {stars} out of {most}. Thank you!",
            stars=stars,
            most=MOST_STARS,
        )
    )


def comment_kept(words: Words) -> Screen:
    """After a typed word."""
    return Screen(words.t("Thank you, we will read it."))


def done(words: Words) -> Screen:
    """After the stars alone."""
    return Screen(words.t("Thank you for your opinion."))


def words_please(words: Words, purchase_id: int) -> Screen:
    """A picture or a voice in place of words."""
    button = Button(words.t("No comment"), act("review.done", purchase_id))
    return Screen(words.t("Please type it in words, or press the button."), ((button,),))
