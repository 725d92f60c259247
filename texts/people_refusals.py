"""Why something about a person or his books is not done."""

from collections.abc import Callable, Mapping

from loyalty.refusals import Refusal
from texts.birthday import birthday_changed
from texts.freezing import refusal as points_frozen
from texts.words import Html, Words

Detail = Mapping[str, int | str]


def _name_too_long(words: Words, detail: Detail) -> Html:
    return words.n(
        "That is too long for the card. Up to {count} character, please.",
        "That is too long for the card. Up to {count} characters, please.",
        int(detail["longest"]),
    )


PEOPLE_REFUSALS: Mapping[Refusal, Callable[[Words, Detail], Html]] = {
    Refusal.BIRTHDAY_CHANGED: birthday_changed,
    Refusal.BIRTHDAY_UNCLEAR: lambda w, _: w.t(
        "I can't read a date there. Type it like this: May 15 or 15.05"
    ),
    Refusal.BIRTHDAY_IMPOSSIBLE: lambda w, _: w.t(
        "There is no such day in the calendar. Please check the date."
    ),
    Refusal.BIRTHDAY_IN_FUTURE: lambda w, _: w.t(
        "That day is still to come. Please check the year, or leave it out."
    ),
    Refusal.BIRTHDAY_TOO_OLD: lambda w, _: w.t(
        "That is very long ago. Please check the year, or leave it out."
    ),
    Refusal.NAME_EMPTY: lambda w, _: w.t("I can't see a name there. Please type it."),
    Refusal.NAME_TOO_LONG: _name_too_long,
    Refusal.PHONE_FOREIGN: lambda w, _: w.t(
        "That is somebody else's number. Please share your own with the key."
    ),
    Refusal.PHONE_UNCLEAR: lambda w, _: w.t("I can't read this number. Try the key once more, or skip this."),
    Refusal.PHONE_TAKEN: lambda w, _: w.t("This number belongs to another card already. Please skip this."),
    Refusal.NOT_JOINED: lambda w, _: w.t("There is no card yet. Send /start, it takes less than a minute."),
    Refusal.MERGE_SAME: lambda w, _: w.t("That is the same card. Name the other one."),
    Refusal.MERGE_STAFF: lambda w, _: w.t(
        "One of the two works here: remove them from the team first, then merge the cards."
    ),
    Refusal.MERGE_FROZEN: lambda w, _: w.t(
        "The points of one of the two are on hold. Set them free first, then merge the cards."
    ),
    Refusal.MERGE_AT_TILL: lambda w, _: w.t(
        "A till is serving one of the two cards right now. Try again in a few minutes."
    ),
    Refusal.MERGE_OVER: lambda w, _: w.t(
        "This can't be undone: the card went on into another one. Undo that merge first."
    ),
    Refusal.MERGE_ERASED: lambda w, _: w.t(
        "This person has asked to be erased since. Nothing is known of the two cards any more, so they stay "
        "one."
    ),
    Refusal.UNMERGE_TOO_LATE: lambda w, d: w.n(
        "A merge can be undone for {count} day only. Now the card stays as it is.",
        "A merge can be undone for {count} days only. Now the card stays as it is.",
        int(d["days"]),
    ),
    Refusal.UNMERGE_SPENT: lambda w, _: w.t(
        "Points, purchases or stamps of the merged card have been used since, so it can't be taken apart."
    ),
    Refusal.NO_DEBT: lambda w, _: w.t("Nothing is owed any more."),
    Refusal.MEMBER_UNKNOWN: lambda w, _: w.t(
        "I can't find anybody like that. Check the number, or type a part of the name."
    ),
    Refusal.TIER_GONE: lambda w, _: w.t("This level is not in the programme any more."),
    Refusal.DAY_TOO_FAR: lambda w, _: w.t(
        "Choose a day between today and three years from now, for example 31.12."
    ),
    Refusal.GRANT_RANGE: lambda w, d: w.t(
        "Type a whole number of points from 1 to {most}.", most=w.number(int(d["most"]))
    ),
    Refusal.REASON_UNCLEAR: lambda w, _: w.t(
        "Type in a few words what the points are for, 200 characters at most."
    ),
    Refusal.GRANT_OVER: lambda w, _: w.t("This gift is decided already or has waited too long."),
    Refusal.GRANT_TOO_EARLY: lambda w, d: w.n(
        "A large gift needs a second look: in {count} minute, please.",
        "A large gift needs a second look: in {count} minutes, please.",
        int(d["minutes"]),
    ),
    Refusal.GRANT_OTHER_OWNER: lambda w, _: w.t("Such a gift takes two: an owner has to approve it."),
    Refusal.CONTEST_UNKNOWN: lambda w, _: w.t("I can't find this change. Please open it in /history."),
    Refusal.CONTESTED_ALREADY: lambda w, _: w.t("The owner has looked at this already, it is decided."),
    Refusal.CONTEST_DECIDED: lambda w, _: w.t(
        "The owner decided this after looking. If it is unclear, please ask in the shop."
    ),
    Refusal.CONTEST_BY_ITSELF: lambda w, _: w.t(
        "Nobody used your card here: this came by the programme's rules. See /rules"
    ),
    Refusal.CONTEST_TOO_LATE: lambda w, d: w.n(
        "More than {count} day has passed. Please ask in the shop.",
        "More than {count} days have passed. Please ask in the shop.",
        int(d["days"]),
    ),
    Refusal.TOO_MANY_CASES: lambda w, _: w.t(
        "The owner is looking into three changes of yours already. Please wait for the answer."
    ),
    Refusal.CASE_CLOSED: lambda w, _: w.t("This case is closed already."),
    Refusal.POINTS_FROZEN: points_frozen,
    Refusal.FREEZE_OWN: lambda w, _: w.t("These are your own points. Another owner has to decide that."),
    Refusal.FREEZE_REASON: lambda w, d: w.n(
        "Type in a few words why, {count} character at most.",
        "Type in a few words why, {count} characters at most.",
        int(d["longest"]),
    ),
    Refusal.WORKS_HERE: lambda w, _: w.t(
        "You work here: first an owner has to end your role, then everything about you can be deleted."
    ),
    Refusal.CASE_OWN: lambda w, _: w.t(
        "This case is about you or a sale of yours. An owner has to decide it."
    ),
}
