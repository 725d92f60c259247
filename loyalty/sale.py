"""The sale at the till: what a draft may become, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loyalty.earning import Quote, Visit, quote
from loyalty.programme import Programme
from loyalty.receipts import Line, total_of
from loyalty.redeeming import allowed_points
from loyalty.refusals import Refusal, Refused

DRAFT_LIFETIME = timedelta(minutes=5)
UNDO_WINDOW = timedelta(minutes=5)


class DraftState(StrEnum):
    """A scan becomes a draft; it ends in exactly one of the other states."""

    OPEN = "open"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    ENDED = "ended"


class Way(StrEnum):
    """How a customer was named at the till; CODE is the digits of his pay code.

    CLAIM: he sent in the receipt afterwards.
    """

    LINK = "link"
    PHOTO = "photo"
    TYPED = "typed"
    PHONE = "phone"
    PAGE = "page"
    CODE = "code"
    API = "api"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Draft:
    """One scan. `revision` counts what was shown, so that an old preview's button books nothing new.

    lines: the receipt, () before it was typed. offered_points: what the "take" button of this preview takes.
    approved: the customer's pay code was shown, so points may be taken without asking him.
    way: how he was named, "" for drafts older than that; till_id: of the program that sells, None for people.
    bought_at: of a receipt that comes later than it was sold, None: it is being sold now.
    """

    id: str
    cashier_id: int
    member_id: int
    store_id: int
    state: DraftState
    revision: int
    receipt: str
    expires_at: datetime
    lines: tuple[Line, ...] = ()
    shown: Quote | None = None
    offered_points: int = 0
    approved: bool = False
    promo_code_id: int | None = None
    certificate_id: int | None = None
    purchase_id: int | None = None
    way: str = ""
    till_id: int | None = None
    bought_at: datetime | None = None

    @property
    def amount_minor(self) -> int | None:
        """The receipt's sum; None before it was typed."""
        return total_of(self.lines) if self.lines else None


@dataclass(frozen=True, slots=True)
class Purchase:
    """A booked receipt, as far as the rules need it. refunded_minor: goods that came back, at their price.

    money_minor, spent_points, certificate_minor: how it was paid; money_back_minor, returned_points: what of
    it was given back; earned_points, reversed_points: what it gave, and what of that was taken back.
    at: when it was bought; booked_at: when it came into the books, None: at once.
    """

    id: int
    member_id: int
    cashier_id: int
    store_id: int
    amount_minor: int
    earned_points: int
    receipt: str
    rule_version: int
    at: datetime
    undone_at: datetime | None
    money_minor: int
    spent_points: int = 0
    certificate_minor: int = 0
    refunded_minor: int = 0
    money_back_minor: int = 0
    returned_points: int = 0
    reversed_points: int = 0
    booked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Book exactly this quote."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class Requote:
    """What was shown is not what would be booked now: show this, offer so many points, book nothing."""

    quote: Quote
    offered_points: int


@dataclass(frozen=True, slots=True)
class SamePurchase:
    """This receipt number with this amount is booked already: it is the same purchase."""

    purchase: Purchase


@dataclass(frozen=True, slots=True)
class Till:
    """What the rules say about a draft's receipt now: quotes for it, and how many points may pay."""

    programme: Programme
    visit: Visit
    available: int
    certificate_left_minor: int = 0

    def plain(self, draft: Draft) -> Quote:
        """The quote without points."""
        return self.paying(draft, 0)

    def paying(self, draft: Draft, points: int) -> Quote:
        """The quote when so many points pay."""
        return quote(draft.lines, self.programme, self.visit, points, self.certificate_left_minor)

    def allowed(self, draft: Draft) -> int:
        """The most points that may pay."""
        return allowed_points(draft.lines, self.programme, self.visit, self.available)


def decide_open(draft: Draft, actor_id: int, now: datetime, till_id: int | None = None) -> Refused | None:
    """Why this cashier, or this till's program, can't work on this draft now, or None when he can.

    A program's sales are its own: the person who answers for it has no hand in them, nor another till.
    """
    if (draft.cashier_id, draft.till_id) != (actor_id, till_id):
        return Refused(Refusal.NOT_YOUR_SALE)
    if draft.state is DraftState.CANCELLED:
        return Refused(Refusal.SALE_CANCELLED)
    if draft.state is DraftState.ENDED or (draft.state is DraftState.OPEN and now >= draft.expires_at):
        return Refused(Refusal.SALE_ENDED)
    return None


def decide_confirm(
    draft: Draft, revision: int, till: Till, same_receipt: Purchase | None, points: int = 0
) -> Book | Requote | SamePurchase | Refused:
    """What confirming an open draft does when the customer pays `points` of it.

    revision: the preview the button stood under. same_receipt: the living purchase with this receipt number
    in this store, till and business day, if there is one.
    """
    if not draft.lines:
        return Refused(Refusal.NO_OPEN_SALE)
    clash = decide_receipt(draft, same_receipt)
    if clash is not None:
        return clash
    fresh, allowed = till.plain(draft), till.allowed(draft)
    if revision != draft.revision or fresh != draft.shown or points > allowed:
        return Requote(fresh, min(draft.offered_points, allowed))
    return Book(till.paying(draft, points))


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
    if now > (purchase.booked_at or purchase.at) + UNDO_WINDOW:
        return Refused(Refusal.UNDO_TOO_LATE)
    return None
