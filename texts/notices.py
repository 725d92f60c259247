"""What members are told unasked: by the kind of a notice and the figures that came with it."""

from collections.abc import Callable, Mapping
from typing import Any

from texts import (
    bonuses,
    cases,
    certificates,
    expiry,
    gifts,
    invite_owner,
    member_grants,
    promo,
    refund,
    rewards,
    sale,
    spending,
    staff,
    tiers,
    trust,
)
from texts.preview import minus_points, plus_points
from texts.review import rate_button
from texts.screen import Screen
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]


def render(words: Words, kind: str, data: Data) -> Screen:
    """The message of a notice. KeyError for a kind that has none."""
    return _SCREENS[kind](words, data)


def _earned(words: Words, data: Data) -> Screen:
    """One message for the whole purchase: what left the card, what came, what there is now."""
    # A notice queued by an earlier version has the first three figures only.
    data = {**_NOTHING_MORE, **data}
    figures = _figures(words, data)
    moved = [minus_points(words, data["spent"])] if data["spent"] else []
    if data["points"]:
        moved.append(plus_points(words, data["points"]))
    if moved:
        figures["points"] = Html(", ".join(moved))
        lines = [words.t("{points} ⭐ You have {total} now.\nPurchase of {amount}", **figures)]
    else:
        lines = [
            words.t(
                "Thank you for the purchase of {amount}. No points this time, you have {total}.", **figures
            )
        ]
    buttons = [rate_button(words, data["purchase_id"])] if data["rate"] else []
    if data["seq"]:
        buttons.append(not_me(words, data["seq"]))
    return Screen(Html("\n".join([*lines, *_besides(words, data)])), (tuple(buttons),) if buttons else ())


def _besides(words: Words, data: Data) -> list[Html]:
    """What else a purchase brought or took."""
    lines = []
    if data["certificate_minor"]:
        paid = words.money(data["certificate_minor"])
        lines.append(words.t("The certificate paid {money}.", money=paid))
    if data["pending"]:
        lines.append(
            words.n(
                "{count} point becomes usable later.", "{count} points become usable later.", data["pending"]
            )
        )
    if data["debt"]:
        debt = words.points(data["debt"])
        lines.append(words.t("A debt after a refund is paid first, {debt} of it left.", debt=debt))
    if data["gifts"]:
        lines.append(words.t("For you: {gifts}", gifts=", ".join(data["gifts"])))
    return lines


_NOTHING_MORE: Mapping[str, Any] = {
    "spent": 0,
    "certificate_minor": 0,
    "pending": 0,
    "debt": 0,
    "gifts": (),
    "rate": False,
    "seq": 0,
}


def _figures(words: Words, data: Data) -> dict[str, str | int]:
    points = data["points"]
    return {
        "amount": words.money(data["amount_minor"]),
        "points": words.n("+{count} point", "+{count} points", points),
        "total": words.number(data["available"]),
    }


_SCREENS: Mapping[str, Callable[[Words, Data], Screen]] = {
    "earned": _earned,
    **refund.NOTICES,
    "candidate": lambda words, data: staff.candidate(
        words, data["invitation"], data["name"], data["photo_id"]
    ),
    "picked": lambda words, _: staff.picked(words),
    "hired": lambda words, data: staff.hired(words, data["role"], has_card=data["has_card"]),
    "dismissed": lambda words, data: staff.dismissed(words, has_card=data["has_card"]),
    **bonuses.NOTICES,
    "friends_flagged": invite_owner.flagged,
    **member_grants.NOTICES,
    **promo.NOTICES,
    **cases.NOTICES,
    **trust.NOTICES,
    **certificates.NOTICES,
    **tiers.NOTICES,
    **expiry.NOTICES,
    **rewards.NOTICES,
    **gifts.NOTICES,
    "spend_ask": spending.question,
    "edit.spend_over": spending.over,
    "edit.sale": lambda words, data: sale.sale(words, data["view"]),
    "edit.sale_ended": lambda words, _: sale.ended(words),
}
