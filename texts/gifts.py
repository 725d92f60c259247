"""Points for a friend: how many, the link to send, the friend's question, and how it ended."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from loyalty.gifts import GiftLimits, GiftState, GiftView
from loyalty.names import first_name
from texts.screen import Button, Screen, act
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]
GiftScreen = Callable[[Words, GiftView], Screen]


def ask_points(words: Words, limits: GiftLimits, offered: Sequence[GiftView]) -> Screen:
    """How many points; and what is under way already."""
    text = words.n(
        "How many points shall your friend get? Type a number. You can give {count} point now.",
        "How many points shall your friend get? Type a number. You can give up to {count} points now.",
        limits.most,
    )
    under_way = under_way_buttons(words, offered)
    return Screen(text, (*under_way, (_rewards(words),)))


def under_way(words: Words, offered: Sequence[GiftView], why: Html) -> Screen:
    """No gift can be made now, but some are under way."""
    return Screen(why, (*under_way_buttons(words, offered), (_rewards(words),)))


def under_way_buttons(words: Words, offered: Sequence[GiftView]) -> tuple[tuple[Button, ...], ...]:
    """A button for each of the newest gifts nobody answered yet."""
    return tuple(
        (Button(words.t("Offered: {points}", points=words.number(one.points)), act("gift", one.id)),)
        for one in offered[-3:]
    )


def typed_number_please(words: Words) -> Screen:
    """A picture or the like came where a number was asked for."""
    return Screen(words.t("I am waiting for a number. Type it in digits, for example 100."))


def offered(words: Words, view: GiftView) -> Screen:
    """The link, ready to be sent."""
    text = words.n(
        "{count} point is put aside for your friend until {moment}. Send this link to accept it:\n{link}",
        "{count} points are put aside for your friend until {moment}. Send this link to accept them:\n{link}",
        view.points,
        moment=words.moment(view.expires_at),
        link=view.link,
    )
    share = f"https://t.me/share/url?url={quote(view.link, safe='')}"
    rows = (
        (Button(words.t("Send to a friend"), url=share, style="primary"),),
        (Button(words.t("Copy the link"), copy=view.link),),
        (Button(words.t("Cancel the gift"), act("gift.ask", view.id)),),
    )
    return Screen(text, rows)


def ask_cancel(words: Words, view: GiftView) -> Screen:
    """The link dies with it, so it is asked about first."""
    text = words.n(
        "Take {count} point back? The link stops working.",
        "Take {count} points back? The link stops working.",
        view.points,
    )
    yes = Button(words.t("Yes, cancel it"), act("gift.off", view.id), style="danger")
    return Screen(text, ((yes,), (Button(words.t("No, leave it"), act("gift", view.id)),)))


def cancelled(words: Words, view: GiftView) -> Screen:
    """Taken back."""
    text = words.n(
        "The gift is taken back, {count} point is yours again.",
        "The gift is taken back, {count} points are yours again.",
        view.points,
    )
    return Screen(text, ((_rewards(words),),))


def answered(words: Words, view: GiftView) -> Screen:
    """In place of the friend's question."""
    if view.state is GiftState.ACCEPTED:
        return Screen(words.t("Accepted: {points} from a friend.", points=words.points(view.points)))
    return Screen(words.t("You declined the gift. The points go back to your friend."))


def _rewards(words: Words) -> Button:
    return Button(words.t("‹ To the rewards"), act("rewards", 0))


def _offered(words: Words, data: Data) -> Screen:
    text = words.n(
        "<b>{name}</b> gives you {count} point. Accept? There is time until {moment}.",
        "<b>{name}</b> gives you {count} points. Accept? There is time until {moment}.",
        data["points"],
        name=_name(words, data),
        moment=words.moment(datetime.fromtimestamp(data["until_seconds"], UTC)),
    )
    accept = Button(words.t("Accept the gift"), act("gift.yes", data["gift"]), style="success")
    return Screen(text, ((accept,), (Button(words.t("No, thank you"), act("gift.no", data["gift"])),)))


def _received(words: Words, data: Data) -> Screen:
    text = words.n(
        "+{count} point ⭐ A gift to you from a friend: {name}. You have {total} now.",
        "+{count} points ⭐ A gift to you from a friend: {name}. You have {total} now.",
        data["points"],
        name=_name(words, data),
        total=words.number(data["available"]),
    )
    return Screen(text, ((not_me(words, data["seq"]),),))


def _taken(words: Words, data: Data) -> Screen:
    text = words.t(
        "Your gift was accepted: {name}, {points}. You have {total} left.",
        name=_name(words, data),
        points=words.points(data["points"]),
        total=words.number(data["available"]),
    )
    return Screen(text, ((not_me(words, data["seq"]),),))


def _back(words: Words, data: Data) -> Screen:
    reasons = {
        GiftState.DECLINED: words.t("Your friend declined the gift."),
        GiftState.EXPIRED: words.t("Nobody accepted your gift in time."),
        GiftState.CANCELLED: words.t("The gift could not be handed over."),
    }
    again = words.n(
        "{count} point is yours again, you have {total}.",
        "{count} points are yours again, you have {total}.",
        data["points"],
        total=words.number(data["available"]),
    )
    return Screen(Html(f"{reasons[GiftState(data['state'])]} {again}"))


def _off(words: Words, data: Data) -> Screen:
    text = words.n(
        "{name}: the gift of {count} point is not there any more.",
        "{name}: the gift of {count} points is not there any more.",
        data["points"],
        name=_name(words, data),
    )
    return Screen(text)


def _name(words: Words, data: Data) -> str:
    return first_name(data["name"]) or words.t("Somebody without a name")


NOTICES: Mapping[str, Callable[[Words, Data], Screen]] = {
    "gift_offered": _offered,
    "gift_received": _received,
    "gift_taken": _taken,
    "gift_back": _back,
    "gift_off": _off,
}
