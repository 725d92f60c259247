"""What people see of the shop, as plain values: actions make them, texts word them, pages show them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty.ledger import Kind
from loyalty.programme import Programme
from loyalty.staff import Role


class SaleState(StrEnum):
    """What the cashier sees: asked for the amount, a preview, or one of the ends."""

    AMOUNT = "amount"
    PREVIEW = "preview"
    BOOKED = "booked"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SaleView:
    """A sale as the till shows it: first name, tier and balance are all a cashier may see of a customer.

    changed: the figures differ from what was shown before. repeated: this receipt was booked earlier.
    """

    draft_id: str
    revision: int
    state: SaleState
    first_name: str
    tier: str
    available: int
    amount_minor: int | None = None
    receipt: str = ""
    points: int = 0
    rate_bp: int = 0
    purchase_id: int | None = None
    changed: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class CardView:
    """A member's card. link: what the code says; available: points."""

    name: str
    number: str
    tier: str
    available: int
    link: str
    programme: Programme


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of the balance: signed points, why, and the receipt behind it (None: no purchase)."""

    at: datetime
    kind: Kind
    points: int
    amount_minor: int | None
    receipt: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page; pages are counted from 0, there is always at least one."""

    lines: tuple[HistoryLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One colleague. removable: whether the owner who looks may take the role away."""

    member_id: int
    name: str
    role: Role
    removable: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """What the check of the ledger found. liability_points: what members could spend.

    digest: one figure over all chains. faults: at most ten, each naming the card number and what is wrong;
    fault_count: how many there were.
    """

    members: int
    entries: int
    liability_points: int
    digest: str
    fault_count: int
    faults: tuple[str, ...]
