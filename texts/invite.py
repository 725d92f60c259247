"""Bringing a friend: the member's link with its poster, what both get, and the story of his friends."""

from html import unescape
from urllib.parse import quote

from loyalty.names import first_name
from loyalty.programme import Programme, Referral
from loyalty.referrals import Because, Friend, FriendState, InviteView, is_on
from texts.poster import PosterFace, poster_picture
from texts.screen import Button, Screen
from texts.words import Html, Words


def invite(words: Words, view: InviteView) -> Screen:
    """One message with everything: what both get, the link, the poster, and who has come."""
    parts = [
        words.t("<b>Bring a friend</b>"),
        _promise(words, view),
        words.t("Show the code or send the link:\n{link}", link=view.link),
        *_story(words, view),
    ]
    share = Button(words.t("Send to a friend"), url=_share_url(words, view), style="primary")
    copy = Button(words.t("Copy the link"), copy=view.link)
    return Screen(Html("\n\n".join(parts)), ((share,), (copy,)), picture=poster_picture(_face(words, view)))


def own_link(words: Words) -> Html:
    """Whoever opens his own invitation."""
    return words.t("This is your own invitation. Send it to a friend: /invite")


def old_friend(words: Words) -> Html:
    """Whoever is with us already."""
    return words.t(
        "You are with us already, so this invitation is for others. Bring your own friends: /invite"
    )


def both_get(words: Words, referral: Referral) -> Html:
    """The rewards in one sentence; for a referral that is on."""
    friend, inviter = words.points(referral.friend_points), words.points(referral.inviter_points)
    figures = {"friend": friend, "inviter": inviter, "amount": words.money(referral.minimum_minor)}
    if not referral.friend_points:
        if referral.minimum_minor:
            return words.t(
                "You get {inviter} after a friend's first purchase of {amount} or more.", **figures
            )
        return words.t("You get {inviter} after a friend's first purchase.", **figures)
    if not referral.inviter_points:
        if referral.minimum_minor:
            return words.t("Your friend gets {friend} after a first purchase of {amount} or more.", **figures)
        return words.t("Your friend gets {friend} after the first purchase.", **figures)
    if referral.minimum_minor:
        return words.t(
            "After a friend's first purchase of {amount} or more the friend gets {friend}, and you get "
            "{inviter}.",
            **figures,
        )
    return words.t(
        "After a friend's first purchase the friend gets {friend}, and you get {inviter}.", **figures
    )


def gift(words: Words, referral: Referral) -> Html:
    """What a friend who opens an invitation gets by it."""
    points = words.points(referral.friend_points)
    if not referral.minimum_minor:
        return words.t("A gift for you: {points} after the first purchase.", points=points)
    amount = words.money(referral.minimum_minor)
    return words.t(
        "A gift for you: {points} after the first purchase of {amount} or more.", points=points, amount=amount
    )


def _promise(words: Words, view: InviteView) -> Html:
    referral = view.programme.referral
    if _brings_nothing(view):
        return words.t("You work here, so your friends bring no points. They are welcome all the same.")
    if not is_on(referral):
        return words.t("There are no points for it just now, but we thank you for every friend.")
    return both_get(words, referral)


def _brings_nothing(view: InviteView) -> bool:
    """Colleagues bring friends without a reward, unless the owner wants it otherwise."""
    return view.works_here and not view.programme.referral.staff_earn


def _gift_points(view: InviteView) -> int:
    return 0 if _brings_nothing(view) else view.programme.referral.friend_points


def _story(words: Words, view: InviteView) -> list[Html]:
    if not view.friends:
        return []
    lines = [_friend(words, friend, view.programme) for friend in view.friends]
    if more := view.joined - len(view.friends):
        lines.append(words.n("and {count} more friend", "and {count} more friends", more))
    if view.earned_points:
        lines.append(words.t("Brought you {points} in all.", points=words.points(view.earned_points)))
    return [Html("\n".join(lines))]


def _friend(words: Words, friend: Friend, programme: Programme) -> Html:
    name = first_name(friend.name) or words.t("A friend")
    points = words.number(friend.points or programme.referral.inviter_points)
    match friend.state:
        case FriendState.JOINED:
            return words.t("{name}: has the card", name=name)
        case FriendState.BOUGHT:
            return words.t("{name}: has the card → bought → {points} on the way", name=name, points=points)
        case FriendState.PAID if friend.points:
            return words.t("{name}: has the card → bought → <b>+{points}</b>", name=name, points=points)
        case FriendState.REVERSED:
            return words.t("{name}: returned the purchase", name=name)
        case _:
            return _without_reward(words, name, friend.because)


def _without_reward(words: Words, name: str, because: Because) -> Html:
    match because:
        case Because.CAP:
            return words.t("{name}: bought, over this month's limit", name=name)
        case Because.BOUGHT_BEFORE | Because.REJOINED:
            return words.t("{name}: was with us before", name=name)
        case _:
            return words.t("{name}: has the card, no points for this one", name=name)


def _share_url(words: Words, view: InviteView) -> str:
    """The messenger's own way of passing a link on, with words that need no more than a tap."""
    text = unescape(_ready_message(words, view))
    return f"https://t.me/share/url?url={quote(view.link, safe='')}&text={quote(text, safe='')}"


def _ready_message(words: Words, view: InviteView) -> Html:
    figures = {"brand": view.programme.brand, "rate": words.rate(view.programme.rate_bp)}
    if points := _gift_points(view):
        return words.t(
            "{brand}: {rate} of every purchase comes back as points. By my link you get {points} more after "
            "the first purchase.",
            **figures,
            points=words.points(points),
        )
    return words.t(
        "{brand}: {rate} of every purchase comes back as points. Get a card by my link.", **figures
    )


def _face(words: Words, view: InviteView) -> PosterFace:
    programme = view.programme
    if points := _gift_points(view):
        benefit = words.t("{points} after the first purchase", points=words.points(points))
    else:
        benefit = words.t("{rate} of every purchase comes back", rate=words.rate(programme.rate_bp))
    bot_name = view.link.partition("t.me/")[2].partition("?")[0]
    return PosterFace(
        brand=programme.brand,
        headline=unescape(words.t("Points for you")),
        benefit=unescape(benefit),
        bot_name=f"@{bot_name}",
        link=view.link,
    )
