"""What a member is told of his purchase: one message for all that left the card and all that came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from texts.preview import minus_points, plus_points
from texts.review import rate_button
from texts.screen import Screen
from texts.trust import not_me
from texts.words import Html, Words

Data = Mapping[str, Any]
# A notice queued by an earlier version lacks these.
NOTHING_MORE: Mapping[str, Any] = {
    "spent": 0,
    "certificate_minor": 0,
    "pending": 0,
    "debt": 0,
    "gifts": (),
    "rate": False,
    "seq": 0,
    "frozen": False,
    "bought_at": 0,
    "store": "",
}


def earned(words: Words, data: Data) -> Screen:
    """One message for the whole purchase: what left the card, what came, what there is now."""
    data = {**NOTHING_MORE, **data}
    amount, total = words.money(data["amount_minor"]), words.number(data["available"])
    if points := moved(words, data):
        text = words.t(
            "{points} ⭐ You have {total} now.\nPurchase of {amount}",
            amount=amount,
            points=points,
            total=total,
        )
    else:
        text = words.t(
            "Thank you for the purchase of {amount}. No points this time, you have {total}.",
            amount=amount,
            total=total,
        )
    buttons = [rate_button(words, data["purchase_id"])] if data["rate"] else []
    if data["seq"]:
        buttons.append(not_me(words, data["seq"]))
    return Screen(Html("\n".join([text, *besides(words, data)])), (tuple(buttons),) if buttons else ())


def moved(words: Words, data: Data) -> Html:
    """ "−300 points, +35 points", or less of it."""
    parts = [minus_points(words, data["spent"])] if data["spent"] else []
    if data["points"]:
        parts.append(plus_points(words, data["points"]))
    return Html(", ".join(parts))


def besides(words: Words, data: Data) -> list[Html]:
    """What else a purchase brought or took."""
    lines = []
    if data["store"]:
        lines.append(words.t("Store: {store}", store=data["store"]))
    if data["bought_at"]:
        lines.append(_late(words, data))
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
    if data["frozen"]:
        lines.append(words.t("Points can't be used yet: they are on hold while the shop looks into it."))
    return lines


def _late(words: Words, data: Data) -> Html:
    """The day of a receipt that was booked later."""
    day = words.day(datetime.fromtimestamp(data["bought_at"], ZoneInfo(words.zone)).date())
    if not data["receipt"]:
        return words.t("Counted for {day}.", day=day)
    return words.t("Receipt No. {receipt} of {day}.", receipt=data["receipt"], day=day)
