"""The sale at the till: what a draft may become, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.earning import Quote, quote
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused

DRAFT_LIFETIME = timedelta(minutes=5)
UNDO_WINDOW = timedelta(minutes=5)


class DraftState(StrEnum):
    """A scan becomes a draft; it ends in exactly one of the other states."""

    OPEN = "open"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Draft:
    """One scan. `revision` counts what was shown, so that an old preview's button books nothing new."""

    id: str
    cashier_id: int
    member_id: int
    store_id: int
    state: DraftState
    revision: int
    amount_minor: int | None
    receipt: str
    expires_at: datetime
    shown: Quote | None = None
    purchase_id: int | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """A booked receipt, as far as the rules of the till need it."""

    id: int
    member_id: int
    cashier_id: int
    amount_minor: int
    earned_points: int
    receipt: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Book:
    """Book exactly this quote."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class Requote:
    """What was shown is not what would be booked now: show this and book nothing."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class SamePurchase:
    """This receipt number with this amount is booked already: it is the same purchase."""

    purchase: Purchase


def decide_open(draft: Draft, actor_id: int, now: datetime) -> Refused | None:
    """Why this cashier can't work on this draft now, or None when he can."""
    if draft.cashier_id != actor_id:
        return Refused(Refusal.NOT_YOUR_SALE)
    if draft.state is DraftState.CANCELLED:
        return Refused(Refusal.SALE_CANCELLED)
    if draft.state is DraftState.ENDED or (draft.state is DraftState.OPEN and now >= draft.expires_at):
        return Refused(Refusal.SALE_ENDED)
    return None


def decide_confirm(
    draft: Draft, revision: int, programme: Programme, same_receipt: Purchase | None
) -> Book | Requote | SamePurchase | Refused:
    """What confirming an open draft does.

    revision: the preview the button stood under. same_receipt: the living purchase with this receipt number
    in this store, till and business day, if there is one.
    """
    if draft.amount_minor is None:
        return Refused(Refusal.NO_OPEN_SALE)
    fresh = quote(draft.amount_minor, programme)
    clash = decide_receipt(draft, same_receipt)
    if clash is not None:
        return clash
    if revision != draft.revision or fresh != draft.shown:
        return Requote(fresh)
    return Book(fresh)


def decide_receipt(draft: Draft, same_receipt: Purchase | None) -> SamePurchase | Refused | None:
    """A receipt number already used: the same purchase, or a clash that shows the first (rules.md 15)."""
    if same_receipt is None:
        return None
    if (same_receipt.member_id, same_receipt.amount_minor) == (draft.member_id, draft.amount_minor):
        return SamePurchase(same_receipt)
    detail: dict[str, int | str] = {"receipt": same_receipt.receipt}
    detail |= {"amount_minor": same_receipt.amount_minor, "at_seconds": int(same_receipt.at.timestamp())}
    return Refused(Refusal.RECEIPT_TAKEN, detail)


def decide_undo(purchase: Purchase, actor_id: int, now: datetime) -> Refused | None:
    """Why this cashier can't undo this purchase now, or None: his own sale, within five minutes."""
    if purchase.cashier_id != actor_id:
        return Refused(Refusal.NOT_YOUR_SALE)
    if purchase.undone_at is not None:
        return Refused(Refusal.ALREADY_UNDONE)
    if now > purchase.at + UNDO_WINDOW:
        return Refused(Refusal.UNDO_TOO_LATE)
    return None
