"""Why rules are no good, in the owner's words."""

from collections.abc import Callable, Mapping

from loyalty.checking import Contradiction
from loyalty.programme import Programme
from loyalty.settings import ITEM_SETTINGS, SETTINGS, Kind
from texts.program_labels import label, plain_path
from texts.program_values import value_words
from texts.words import Html, Words

Detail = Mapping[str, int | str]

# Only for values that don't depend on the programme.
_ANY = Programme(0, "", "", "UTC")
_BY_PATH = {one.path: one for one in (*SETTINGS, *ITEM_SETTINGS)}

_CONTRADICTIONS: Mapping[Contradiction, Callable[[Words, str], Html]] = {
    Contradiction.NOTHING_GIVEN: lambda w, _: w.t(
        "These rules give nothing: no points, no discount, no stamps. Set at least one of them."
    ),
    Contradiction.STEP_HALF: lambda w, _: w.t(
        "A step of money and the points for it belong together: set both, or neither."
    ),
    Contradiction.LEAST_NOT_MULTIPLE: lambda w, _: w.t(
        "The smallest spending must be made of whole steps in which points are spent."
    ),
    Contradiction.REMINDERS_ORDER: lambda w, _: w.t("The first reminder must come before the second one."),
    Contradiction.REMINDER_LATE: lambda w, _: w.t(
        "The second reminder must go out at least three days before points burn."
    ),
    Contradiction.REMINDER_TOO_EARLY: lambda w, _: w.t("The first reminder would come before the points do."),
    Contradiction.TIER_THRESHOLDS: lambda w, title: w.t(
        "Tier “{title}” must be reached later than the one below it.", title=title
    ),
    Contradiction.TIER_KEEP: lambda w, title: w.t(
        "Tier “{title}” can't be harder to keep than to reach.", title=title
    ),
    Contradiction.FRIENDS_OFF: lambda w, _: w.t(
        "Levels count friends, but bringing friends is switched off. Give points for friends first."
    ),
    Contradiction.SAME_NAME: lambda w, title: w.t(
        "“{title}” is there twice. Names must differ.", title=title
    ),
    Contradiction.EVENT_DAYS: lambda w, title: w.t("“{title}” ends before it begins.", title=title),
    Contradiction.CATEGORY_GONE: lambda w, title: w.t(
        "“{title}” is about goods that are not there any more.", title=title
    ),
    Contradiction.HOURS_EMPTY: lambda w, _: w.t("Hours need at least one weekday."),
}


def contradiction(words: Words, detail: Detail) -> Html:
    """Two rules that can't stand together."""
    return _CONTRADICTIONS[Contradiction(str(detail["rule"]))](words, str(detail["title"]))


def setting_range(words: Words, detail: Detail) -> Html:
    """A value outside its bounds, with the setting's name."""
    path = plain_path(str(detail["setting"]))
    one = _BY_PATH[path]
    name = label(words, path)
    if one.kind in (Kind.TEXT, Kind.COLOUR, Kind.ZONE, Kind.DAY):
        return words.t("{label}: that won't do. Please choose another one.", label=name)
    least, most = (
        value_words(words, _ANY, one, int(detail[side])) if side == "most" or detail[side] else words.t("0")
        for side in ("least", "most")
    )
    return words.t("{label} must be from {least} to {most}.", label=name, least=least, most=most)


def setting_unclear(words: Words, detail: Detail) -> Html:
    """Something typed that can't be read, with an example of what can."""
    said = {
        Kind.TIMES: words.t("I can't read that. Type how many times, for example 2 or 1.5."),
        Kind.MINUTE: words.t("I can't read a time there. Type it like this: 9:00 or 21:30"),
        Kind.COLOUR: words.t("I can't read a colour there. Type it like this: #1B7F5E"),
    }
    return said.get(Kind(str(detail["kind"]))) or words.t(
        "I can't read a whole number there. Type it like this: 10"
    )
