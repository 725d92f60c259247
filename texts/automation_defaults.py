"""What automations say until their owner writes something else: in both languages, with fields in place."""

from collections.abc import Callable, Mapping

from loyalty.automations import Auto
from loyalty.campaigns import Content, Knob
from loyalty.feedback import BEST_SCORE
from texts.catalogue import LANGUAGES
from texts.words import Html, Words, words_for

STARS = (5, 4, 3, 2, 1)
# The words of a template's fields are put in as they stand: they are filled for each reader.
_FIELDS = {
    name: Html(f"{{{name}}}") for name in ("date", "gift", "gift_until", "holiday", "missing", "next_tier")
}


def defaults(words: Words) -> Mapping[str, tuple[Content, ...]]:
    """By kind, for everybody in the owner's own language, and in each other one beside it."""
    others = [one for one in LANGUAGES if one != words.language]
    spoken = [("", words), *((one, words_for(one, words.zone, words.currency)) for one in others)]
    return {
        kind: tuple(
            Content(0, language, body(said), buttons=_buttons(said, words, kind)) for language, said in spoken
        )
        for kind, body in _BODIES.items()
    }


def holiday(words: Words, key: str) -> Html:
    """What one is wished on this day of the year, "MM-DD"."""
    wish = _HOLIDAYS.get(key)
    return wish(words) if wish else words.t("happy holiday")


def _name(words: Words) -> Html:
    fallback = words.t("Hello")
    return Html(f"{{name|{fallback}}}")


def _usual(words: Words) -> Html:
    fallback = words.t("what you like best")
    return Html(f"{{last_item|{fallback}}}")


def _buttons(words: Words, owner: Words, kind: str) -> tuple[Knob, ...]:
    """An answer is kept in the owner's language, whichever it was given in."""
    if kind == Auto.WHY:
        return tuple(Knob("reply", said(words), said(owner)) for said in _REASONS)
    if kind == Auto.NPS:
        return tuple(Knob("reply", str(score), str(score)) for score in range(BEST_SCORE + 1))
    if kind == Auto.THANKS:
        return tuple(Knob("reply", "⭐️" * stars, str(stars)) for stars in STARS)
    return (Knob("card", words.t("My card")),) if kind in _WITH_CARD else ()


_WITH_CARD = frozenset(
    {Auto.WELCOME, Auto.NEWCOMER, Auto.BIRTHDAY, Auto.COMEBACK, Auto.COMEBACK_2, Auto.NEXT, Auto.UNUSED}
)
_BODIES: Mapping[str, Callable[[Words], Html]] = {
    Auto.WELCOME: lambda w: w.t(
        "{name}, good to have you with us! Show your card at every purchase: points add up by themselves.",
        name=_name(w),
    ),
    Auto.WELCOME_2: lambda w: w.t(
        "{name}, by the way: points pay for a part of any purchase. How many you have: /balance",
        name=_name(w),
    ),
    Auto.WELCOME_3: lambda w: w.t(
        "{name}, thank you for being with us! Where we are and until when we are open: /stores.",
        name=_name(w),
    ),
    Auto.NEWCOMER: lambda w: w.t(
        "{name}, your card is waiting for its first purchase. Come by, we will be glad to see you!",
        name=_name(w),
    ),
    Auto.THANKS: lambda w: w.t("{name}, thank you for coming! How was it with us?", name=_name(w)),
    Auto.NPS: lambda w: w.t(
        "{name}, how likely is it that you recommend us to friends? 0: not at all, 10: for sure.",
        name=_name(w),
    ),
    Auto.BIRTHDAY_BEFORE: lambda w: w.t(
        "{name}, your birthday is soon: {date}! Let us celebrate together, come by on these days.",
        name=_name(w),
        date=_FIELDS["date"],
    ),
    Auto.BIRTHDAY: lambda w: w.t(
        "{name}, happy birthday! 🎂 Joy, warmth and good company to you. We will be glad to see you today.",
        name=_name(w),
    ),
    Auto.COMEBACK: lambda w: w.t(
        "{name}, we have not seen you for a while and miss you! Come by one of these days.", name=_name(w)
    ),
    Auto.COMEBACK_2: lambda w: w.t(
        "{name}, what you like is still here, and so is a place for you. Will you come by?", name=_name(w)
    ),
    Auto.WHY: lambda w: w.t(
        "{name}, you have not been here for long. Please tell us why: it is one tap and helps us a lot.",
        name=_name(w),
    ),
    Auto.NEXT: lambda w: w.t(
        "{name}, it looks as if it were nearly time to see us again. Ready for you: {usual}.",
        name=_name(w),
        usual=_usual(w),
    ),
    Auto.WEEKDAY: lambda w: w.t(
        "{name}, today is your day with us. Waiting for you: {usual}.", name=_name(w), usual=_usual(w)
    ),
    Auto.PAIR: lambda w: w.t(
        "{name}, what you have not tried with us yet: {usual}. Come by, we will tell you where to begin.",
        name=_name(w),
        usual=_usual(w),
    ),
    Auto.TIER_NEAR: lambda w: w.t(
        "{name}, only {missing} are left to the level “{next_tier}”!",
        name=_name(w),
        missing=_FIELDS["missing"],
        next_tier=_FIELDS["next_tier"],
    ),
    Auto.FRIENDS: lambda w: w.t(
        "{name}, do you like it here? Invite a friend, we will thank you with points: /invite", name=_name(w)
    ),
    Auto.UNUSED: lambda w: w.t(
        "{name}, this is still waiting for you: {gift}. Until {gift_until}.",
        name=_name(w),
        gift=_FIELDS["gift"],
        gift_until=_FIELDS["gift_until"],
    ),
    Auto.HOLIDAY: lambda w: w.t(
        "{name}, we wish you a {holiday}! Health, warmth and good company to you.",
        name=_name(w),
        holiday=_FIELDS["holiday"],
    ),
}
_HOLIDAYS: Mapping[str, Callable[[Words], Html]] = {
    "01-01": lambda w: w.t("happy New Year"),
    "01-07": lambda w: w.t("merry Christmas"),
    "02-14": lambda w: w.t("happy Valentine's Day"),
    "02-23": lambda w: w.t("happy Defender's Day"),
    "03-08": lambda w: w.t("happy Women's Day"),
    "05-01": lambda w: w.t("happy May Day"),
    "05-09": lambda w: w.t("happy Victory Day"),
    "12-25": lambda w: w.t("merry Christmas"),
    "12-31": lambda w: w.t("happy New Year's Eve"),
}
_REASONS: tuple[Callable[[Words], Html], ...] = (
    lambda w: w.t("Expensive"),
    lambda w: w.t("Too far away"),
    lambda w: w.t("Did not like it"),
    lambda w: w.t("I go elsewhere now"),
    lambda w: w.t("Just no occasion"),
)
