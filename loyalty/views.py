"""What people see of the shop, as plain values: actions make them, texts word them, pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from loyalty.birthdays import Birthday
from loyalty.earning import Quote
from loyalty.hints import Hint
from loyalty.ledger import Kind
from loyalty.programme import Category, Programme
from loyalty.rewards import ClaimLine, Reward
from loyalty.staff import Role
from loyalty.stamps import StampProgress
from loyalty.tiers import Standing


class SaleState(StrEnum):
    """What the cashier sees: asked for the amount, a preview, somebody being asked, or one of the ends."""

    AMOUNT = "amount"
    PREVIEW = "preview"
    WAITING = "waiting"
    MANAGER = "manager"
    BOOKED = "booked"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SaleView:
    """A sale as the till shows it: first name, tier and balance are all a cashier may see of a customer.

    quote: what the receipt costs and earns without points (booked: as it was paid); paying: the same when
    offered_points pay. points: earned; total: what could be spent after it; pending_points: of the points,
    not usable yet. approved: the pay code was shown. changed: the figures differ from what was shown before.
    repeated: this receipt was booked earlier.
    opens_shift: confirming opens the cashier's shift. waits: the customer was enrolled by phone and has not
    joined yet: points wait for him. hint: the one thing worth saying to him. rewards: within his reach.
    categories: of goods, to name the whole receipt by; category: the one it is named by.
    note: how a question to the customer ended ("declined", "no_answer", "changed", "paid"); ends_at: when the
    open one does. frozen: points can't pay now. erased: the buyer had himself erased.
    """

    draft_id: str
    revision: int
    state: SaleState
    first_name: str
    tier: str
    available: int
    amount_minor: int | None = None
    receipt: str = ""
    quote: Quote | None = None
    paying: Quote | None = None
    points: int = 0
    rate_bp: int = 0
    total: int = 0
    offered_points: int = 0
    spent_points: int = 0
    pending_points: int = 0
    certificate_minor: int = 0
    approved: bool = False
    purchase_id: int | None = None
    changed: bool = False
    repeated: bool = False
    note: str = ""
    ends_at: datetime | None = None
    claims: tuple[ClaimLine, ...] = ()
    stamps: tuple[StampProgress, ...] = ()
    frozen: bool = False
    opens_shift: bool = False
    waits: bool = False
    hint: Hint | None = None
    rewards: tuple[Reward, ...] = ()
    categories: tuple[Category, ...] = ()
    category: str = ""
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Points that share a day: the first they can be used, or the last."""

    day: date
    points: int


@dataclass(frozen=True, slots=True)
class CardView:
    """A member's card and his points by state. link: what the code says; available: points.

    waking: pending points by the day they become usable; burning: points by their last day, nearest first;
    lasting: points that don't burn. standing: only where the balance is asked for. today: the member's day.
    frozen: an owner has put the points on hold.
    """

    name: str
    number: str
    tier: str
    available: int
    link: str
    programme: Programme
    locked: int = 0
    reserved: int = 0
    blocked: int = 0
    debt: int = 0
    waking: tuple[Batch, ...] = ()
    burning: tuple[Batch, ...] = ()
    lasting: int = 0
    standing: Standing | None = None
    today: date | None = None
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class SettingsView:
    """What a member can change. phone_end: the last digits of his number, "" when there is none."""

    phone_end: str
    birthday: Birthday | None
    advertising: bool
    city: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that happened to a member's points, or a purchase that moved none.

    seq: his first entry of the operation, 0 for a purchase without entries. parts: signed points by kind,
    without what paid a debt; debt_paid: that. store: "" when there is one store only. confirmed_by: how a
    spending was confirmed ("tap", "code", ""). reason: where its entries come from ("case", "phone").
    """

    seq: int
    at: datetime
    parts: tuple[tuple[Kind, int], ...] = ()
    debt_paid: int = 0
    purchase_id: int | None = None
    amount_minor: int | None = None
    receipt: str = ""
    store: str = ""
    undone: bool = False
    confirmed_by: str = ""
    reason: str = ""

    @property
    def points(self) -> int:
        """What it changed altogether."""
        return sum(points for _, points in self.parts)


@dataclass(frozen=True, slots=True)
class HistoryDetail:
    """One line of the history, opened; page: where it stood. programme: the rules it followed.

    usable_from, burning: the days of what is left of the points it brought. quote: of the purchase it was.
    """

    line: HistoryLine
    page: int
    programme: Programme
    usable_from: date | None = None
    burning: tuple[Batch, ...] = ()
    quote: Quote | None = None
    contestable: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page; pages are counted from 0, there is always at least one."""

    lines: tuple[HistoryLine, ...]
    page: int
    pages: int
    today: date | None = None


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One colleague. removable: whether the owner who looks may change or take the role away.

    stores: where he works, by name; "" where there is one store only, and for owners.
    """

    member_id: int
    name: str
    role: Role
    removable: bool
    stores: str = ""
    store_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class StaffList:
    """The team as somebody may see it. runs: he is an owner; stores: where he may put people, id and name."""

    lines: tuple[StaffLine, ...]
    runs: bool = True
    stores: tuple[tuple[int, str], ...] = ()

    def line(self, member_id: int | None) -> StaffLine | None:
        """The colleague who can be changed, by his id."""
        return next((one for one in self.lines if one.member_id == member_id and one.removable), None)


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


class RefundState(StrEnum):
    """What a refund shows: the question how much, the preview, what was done."""

    CHOSEN = "chosen"
    PREVIEW = "preview"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RefundFigures:
    """What a refund moves. goods_minor: at the receipt's prices; money_minor: to hand back.

    taken_points: of what was earned; owed_points: of them, what becomes debt. debt, available: afterwards.
    restored: points whose term was over come back for some days.
    """

    goods_minor: int
    money_minor: int
    certificate_minor: int
    returned_points: int
    taken_points: int
    owed_points: int
    debt: int
    available: int
    restored: bool


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund as the till shows it. rest_minor: of the receipt, what has not come back yet.

    code: of the preview, so that each is done once. changed: the figures differ from what was shown before.
    member_id: only for an owner, who may write a debt off; 0 for others. sale: the new one of an exchange.
    erased: the buyer had himself erased.
    """

    state: RefundState
    purchase_id: int
    first_name: str
    amount_minor: int
    rest_minor: int
    receipt: str
    at: datetime
    figures: RefundFigures | None = None
    code: str = ""
    changed: bool = False
    member_id: int = 0
    sale: SaleView | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A purchase that can be refunded. erased: the buyer had himself erased."""

    purchase_id: int
    first_name: str
    amount_minor: int
    rest_minor: int
    receipt: str
    at: datetime
    erased: bool = False


@dataclass(frozen=True, slots=True)
class DebtView:
    """What a member owes. seq: the end of his books when it was looked at. forgiven: it was written off."""

    member_id: int
    first_name: str
    debt: int
    seq: int
    forgiven: bool = False


@dataclass(frozen=True, slots=True)
class RefundList:
    """Purchases to choose from, newest first. searched: a number was typed. debtor: for owners, his debt."""

    lines: tuple[RefundLine, ...]
    searched: bool = False
    debtor: DebtView | None = None
