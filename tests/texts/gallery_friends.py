"""Screens of friends, bonuses and stars at their longest."""

from dataclasses import replace
from datetime import UTC, datetime

from loyalty.programme import Programme, Referral
from loyalty.referrals import Because, Flag, Friend, FriendsReport, FriendState, InviteView, Suspicion
from texts import bonuses, invite, invite_owner, review
from texts.screen import Button, Screen
from texts.words import Words

AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LONG = "W" * 64
BOTH = Referral(inviter_points=99_999, friend_points=99_999, minimum_minor=99_999_99)
PROGRAMME = Programme(1, "Щ" * 40, "KZT", "Europe/Moscow", 750, referral=BOTH)
LINK = "https://t.me/kopilka_coffee_house_moscow_bot?start=i-7Ks9dKq2LmPz0aBcDeFgHi"
FRIENDS = tuple(
    Friend(LONG, state, points, because)
    for state, points, because in (
        (FriendState.JOINED, 0, Because.NOTHING),
        (FriendState.BOUGHT, 0, Because.NOTHING),
        (FriendState.PAID, 99_999, Because.NOTHING),
        (FriendState.PAID, 0, Because.CAP),
        (FriendState.VOID, 0, Because.REJOINED),
        (FriendState.VOID, 0, Because.STAFF),
        (FriendState.REVERSED, 99_999, Because.NOTHING),
    )
)
VIEW = InviteView(LINK, (*FRIENDS, *FRIENDS[:3]), 999, 99, 999_999, works_here=False, programme=PROGRAMME)
TOLD = {"points": 99_999, "available": 9_999_999, "seq": 999_999, "name": LONG, "person": 1}


def screens(words: Words) -> list[Screen]:
    """All of them, for everybody."""
    return [*of_friends(words), *of_bonuses(words), *of_stars(words)]


def of_friends(words: Words) -> list[Screen]:
    rules = (
        Referral(),
        Referral(inviter_points=5),
        Referral(friend_points=5),
        Referral(inviter_points=5, friend_points=1),
        Referral(inviter_points=5, minimum_minor=100),
        Referral(friend_points=5, minimum_minor=100),
    )
    flags = tuple(Suspicion(LONG, flag, 999, AT) for flag in Flag) * 3
    report = FriendsReport(999, 999, 999, 999_999, flags, PROGRAMME)
    quiet = replace(
        report, joined=0, rewarded=0, suspicions=(), programme=replace(PROGRAMME, referral=rules[0])
    )
    return [
        invite.invite(words, VIEW),
        invite.invite(words, replace(VIEW, friends=(), joined=0, earned_points=0, works_here=True)),
        *(
            invite.invite(words, replace(VIEW, friends=(), programme=replace(PROGRAMME, referral=rule)))
            for rule in rules
        ),
        *(Screen(invite.gift(words, rule)) for rule in (BOTH, rules[2])),
        Screen(invite.own_link(words)),
        Screen(invite.old_friend(words)),
        invite_owner.friends(words, report),
        invite_owner.friends(words, quiet),
        *(invite_owner.flagged(words, {**TOLD, "flag": flag.value, "friends": 7}) for flag in Flag),
    ]


def of_bonuses(words: Words) -> list[Screen]:
    parts = [["welcome", 99_999], ["phone", 99_999], ["birthday_field", 99_999]]
    return [
        bonuses.bonus(words, {**TOLD, "parts": parts, "locked": True}),
        bonuses.bonus(words, {**TOLD, "parts": [["review", 1]], "locked": False}),
        *(
            bonuses.birthday(words, {**TOLD, "last_day": "2026-09-14", "late": late})
            for late in (True, False)
        ),
        bonuses.friend_paid(words, {**TOLD, "locked": True}),
        bonuses.friend_gift(words, {**TOLD, "name": "", "locked": False}),
        bonuses.friend_taken(words, {**TOLD, "points": -99_999}),
    ]


def of_stars(words: Words) -> list[Screen]:
    rate: Button = review.rate_button(words, 999_999)
    return [
        Screen(review.done(words).text, ((rate,),)),
        review.ask_stars(words, 999_999),
        review.thanks(words, 999_999, 5),
        review.rated_before(words, 1),
        review.comment_kept(words),
        review.words_please(words, 999_999),
    ]
