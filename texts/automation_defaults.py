"""What automations say until their owner writes something else: in both languages, with fields in place."""

from collections.abc import Callable, Mapping

from loyalty.automations import Auto
from loyalty.campaigns import Content, Knob
from loyalty.feedback import BEST_SCORE
from texts.catalogue import LANGUAGES
from texts.words import Html, Words, words_for

STARS = (5, 4, 3, 2, 1)


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


def _fields(words: Words) -> Mapping[str, Html]:
    """The fields of a template, put in as they stand: they are filled for each reader."""
    hello, usual = words.t("Hello"), words.t("what you like best")
    plain = ("date", "gift", "gift_until", "holiday", "missing", "next_tier")
    return {
        "name": Html(f"{{name|{hello}}}"),
        "usual": Html(f"{{last_item|{usual}}}"),
        **{name: Html(f"{{{name}}}") for name in plain},
    }


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
    {
        Auto.WELCOME,
        Auto.NEWCOMER,
        Auto.BIRTHDAY,
        Auto.COMEBACK,
        Auto.COMEBACK_2,
        Auto.NEXT,
        Auto.UNUSED,
        Auto.BURNING,
        Auto.BURNING_2,
        Auto.ACTIVE,
    }
)
_BODIES: Mapping[str, Callable[[Words], Html]] = {
    Auto.WELCOME: lambda w: w.t(
        "{name}, good to have you with us! Show your card at every purchase: points add up by themselves.",
        **_fields(w),
    ),
    Auto.WELCOME_2: lambda w: w.t(
        "{name}, by the way: points pay for a part of any purchase. How many you have: /balance",
        **_fields(w),
    ),
    Auto.WELCOME_3: lambda w: w.t(
        "{name}, thank you for being with us! Where we are and until when we are open: /stores.",
        **_fields(w),
    ),
    Auto.NEWCOMER: lambda w: w.t(
        "{name}, your card is waiting for its first purchase. Come by, we will be glad to see you!",
        **_fields(w),
    ),
    Auto.THANKS: lambda w: w.t("{name}, thank you for coming! How was it with us?", **_fields(w)),
    Auto.NPS: lambda w: w.t(
        "{name}, how likely is it that you recommend us to friends? 0: not at all, 10: for sure.",
        **_fields(w),
    ),
    Auto.BIRTHDAY_BEFORE: lambda w: w.t(
        "{name}, your birthday is soon: {date}! Let us celebrate together, come by on these days.",
        **_fields(w),
    ),
    Auto.BIRTHDAY: lambda w: w.t(
        "{name}, happy birthday! 🎂 Joy, warmth and good company to you. We will be glad to see you today.",
        **_fields(w),
    ),
    Auto.COMEBACK: lambda w: w.t(
        "{name}, we have not seen you for a while and miss you! Come by one of these days.", **_fields(w)
    ),
    Auto.COMEBACK_2: lambda w: w.t(
        "{name}, what you like is still here, and so is a place for you. Will you come by?", **_fields(w)
    ),
    Auto.WHY: lambda w: w.t(
        "{name}, you have not been here for long. Please tell us why: it is one tap and helps us a lot.",
        **_fields(w),
    ),
    Auto.NEXT: lambda w: w.t(
        "{name}, it looks as if it were nearly time to see us again. Ready for you: {usual}.",
        **_fields(w),
    ),
    Auto.WEEKDAY: lambda w: w.t("{name}, today is your day with us. Waiting for you: {usual}.", **_fields(w)),
    Auto.PAIR: lambda w: w.t(
        "{name}, what you have not tried with us yet: {usual}. Come by, we will tell you where to begin.",
        **_fields(w),
    ),
    Auto.TIER_NEAR: lambda w: w.t(
        "{name}, only {missing} are left to the level “{next_tier}”!",
        **_fields(w),
    ),
    Auto.FRIENDS: lambda w: w.t(
        "{name}, do you like it here? Invite a friend, we will thank you with points: /invite", **_fields(w)
    ),
    Auto.UNUSED: lambda w: w.t(
        "{name}, this is still waiting for you: {gift}. Until {gift_until}.",
        **_fields(w),
    ),
    Auto.HOLIDAY: lambda w: w.t(
        "{name}, we wish you a {holiday}! Health, warmth and good company to you.",
        **_fields(w),
    ),
    # Below these stand the programme's own figures.
    Auto.BURNING: lambda w: w.t(
        "{name}, you have points with us that are worth coming by for. We will be glad to see you!",
        **_fields(w),
    ),
    Auto.BURNING_2: lambda w: w.t(
        "{name}, the last days for some of your points. It would be a pity to lose them!", **_fields(w)
    ),
    Auto.ACTIVE: lambda w: w.t("{name}, good news from your card!", **_fields(w)),
    Auto.TIER_UP: lambda w: w.t("{name}, congratulations! Thank you for being with us.", **_fields(w)),
    Auto.TIER_WARNING: lambda w: w.t(
        "{name}, we would like you to keep your level. Come by, you know the way!", **_fields(w)
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
