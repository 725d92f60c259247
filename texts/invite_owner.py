"""The owner's page about friends: this month in a sentence, and what looks made up."""

from collections.abc import Mapping
from typing import Any

from loyalty.referrals import Flag, FriendsReport, Suspicion, is_on
from texts.admin import back
from texts.invite import both_get
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def friends(words: Words, report: FriendsReport) -> Screen:
    """What friends brought this month, the reward in force, and the flags of the last three months."""
    referral = report.programme.referral
    parts = [words.t("<b>Friends by invitation</b>"), _month(words, report)]
    if is_on(referral):
        parts.append(words.t("What your customers read:\n{rule}", rule=both_get(words, referral)))
    else:
        parts.append(words.t("Friends bring no points just now: /program"))
    if report.suspicions:
        lines = [_line(words, one) for one in report.suspicions]
        parts.append(Html("\n".join([words.t("<b>Worth a look</b>"), *lines])))
    return Screen(Html("\n\n".join(parts)), (back(words),))


def flagged(words: Words, data: Mapping[str, Any]) -> Screen:
    """Told once a month about an inviter and a reason."""
    reason = _reason(words, Flag(data["flag"]), data["friends"])
    text = words.t("The friends of {name} are worth a look: {reason}.", name=data["name"], reason=reason)
    return Screen(text, ((Button(words.t("Show friends"), act("friends")),),))


def _month(words: Words, report: FriendsReport) -> Html:
    joined = words.n("{count} friend joined this month", "{count} friends joined this month", report.joined)
    if not report.joined and not report.rewarded:
        return words.t("Nobody was brought by a friend this month.")
    return words.t(
        "{joined}, {bought} of them bought. Rewards: {rewarded}, {points} to those who invited.",
        joined=joined,
        bought=words.number(report.bought),
        rewarded=words.number(report.rewarded),
        points=words.points(report.points),
    )


def _line(words: Words, one: Suspicion) -> Html:
    return words.t(
        "{day}: {name}, {reason}",
        day=words.moment(one.at),
        name=words.t("Erased customer") if one.erased else one.name or words.t("no name"),
        reason=_reason(words, one.flag, one.friends),
    )


def _reason(words: Words, flag: Flag, friends: int) -> Html:
    match flag:
        case Flag.BURST:
            return words.n("{count} friend in a day", "{count} friends in a day", friends)
        case Flag.TILL:
            return words.n(
                "{count} smallest first purchase in a row with one cashier",
                "{count} smallest first purchases in a row with one cashier",
                friends,
            )
        case Flag.ONCE:
            return words.n("{count} friend never came again", "{count} friends never came again", friends)
        case Flag.STAFF:
            return words.t("a friend came by the link of a colleague")
