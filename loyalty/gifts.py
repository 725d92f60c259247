"""Points given to a friend: which ones may go, and the life of such a gift."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.ledger import RESTRICTED, Lot
from loyalty.refusals import Refusal, Refused
from loyalty.wallet import Holder, ends_at, is_usable, spending_order

GIFT_LIFETIME = timedelta(hours=48)


class GiftState(StrEnum):
    """An offered gift ends in exactly one of the other states."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Gift:
    """Points on their way. recipient_id: who opened the link last. allocation: points by the sender's lot."""

    id: int
    token: str
    sender_id: int
    recipient_id: int | None
    points: int
    hold_id: int
    allocation: dict[int, int]
    state: GiftState
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GiftView:
    """A gift as its people see it; the names are first names, link is for the sender to pass on."""

    id: int
    points: int
    state: GiftState
    expires_at: datetime
    link: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class GiftLimits:
    """What a member may give now. most: points; of the day's cap so much is left."""

    most: int
    left_today: int


def gift_lots(lots: Iterable[Lot], holder: Holder, now: datetime) -> list[Lot]:
    """The lots that may go to a friend, earliest first: usable ones, no welcome, referral or promo points.

    None for who has never bought anything, or owes points (rules.md 78).
    """
    if not holder.has_paid or holder.debt:
        return []
    return spending_order(
        lot for lot in lots if lot.free and lot.kind not in RESTRICTED and is_usable(lot, holder, now)
    )


def gift_limits(
    lots: Iterable[Lot], holder: Holder, now: datetime, daily: int, given_today: int
) -> GiftLimits:
    """How many points may be given now, by the lots and by what is left of the day's cap."""
    left = max(0, daily - given_today)
    return GiftLimits(min(left, sum(lot.free for lot in gift_lots(lots, holder, now))), left)


def decide_gift(points: int, limits: GiftLimits, holder: Holder) -> Refused | None:
    """Why so many points can't be given, or None.

    Refuses GIFT_AFTER_PURCHASE, GIFT_IN_DEBT, GIFT_DAY_FULL, GIFT_TOO_MUCH.
    """
    if not holder.has_paid:
        return Refused(Refusal.GIFT_AFTER_PURCHASE)
    if holder.debt:
        return Refused(Refusal.GIFT_IN_DEBT)
    if not limits.left_today:
        return Refused(Refusal.GIFT_DAY_FULL)
    return Refused(Refusal.GIFT_TOO_MUCH, {"most": limits.most}) if points > limits.most else None


def gift_ends_at(lots: Iterable[Lot], holder: Holder, now: datetime) -> datetime:
    """Until when the friend may accept: 48 hours, never longer than the points themselves live."""
    ends = (ends_at(lot, holder) for lot in lots)
    return min((now + GIFT_LIFETIME, *(at for at in ends if at is not None)))


def can_move(lots: Sequence[Lot], holder: Holder, now: datetime) -> bool:
    """Whether points set aside for a friend still may go: nothing is owed, blocked or over by now."""
    return not holder.debt and all(is_usable(lot, holder, now) for lot in lots)


def decide_answer(gift: Gift | None, member_id: int, now: datetime) -> Refused | None:
    """Why this member can't accept or decline the gift now, or None. Refuses GIFT_OVER, GIFT_OWN."""
    if gift is None or gift.state is not GiftState.OFFERED or now >= gift.expires_at:
        return Refused(Refusal.GIFT_OVER)
    return Refused(Refusal.GIFT_OWN) if gift.sender_id == member_id else None
