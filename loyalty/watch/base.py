"""What a rule may ask about a sale or a refund, and what it says when it finds something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from loyalty.hours import Week

DAY = timedelta(days=1)
# From so many sales on the figures of a till or a store say something.
ENOUGH_SALES = 20
# A share stands out when chance alone gives it to one till in thirty thousand.
SIGMAS = 4


class Mode(StrEnum):
    """What a hit does: nothing, an alert, a question to a manager first, or no sale."""

    OFF = "off"
    REPORT = "report"
    ASK = "ask"
    STOP = "stop"


class Rule(StrEnum):
    """The patterns, R1 to R15."""

    FREQUENT = "frequent"
    CLOSE = "close"
    OWN = "own"
    HOURS = "hours"
    REFUND = "refund"
    SPLIT = "split"
    ROUND = "round"
    LARGE = "large"
    NEWCOMER = "newcomer"
    TRANSFER = "transfer"
    TRAVEL = "travel"
    MANUAL = "manual"
    DORMANT = "dormant"
    RING = "ring"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something a rule found: figures for the words of it, and what it is about.

    cashier_id: whose doing it is, None or 0: a program's; member_id: whose card; purchase_id: the sale; None:
    none alone.
    """

    rule: Rule
    store_id: int
    cashier_id: int | None = None
    member_id: int | None = None
    purchase_id: int | None = None
    figures: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def subject(self) -> str:
        """Who it is about, so that the same is not told again and again: a card, else a till."""
        return f"m{self.member_id}" if self.member_id else f"s{self.store_id}c{self.cashier_id or 0}"


@dataclass(frozen=True, slots=True)
class Before:
    """A living purchase of the same member in the day before. metres: from the present store, if known."""

    at: datetime
    store_id: int
    cashier_id: int
    earned_points: int
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """The receipts of a store in the last weeks. high_minor: one in two hundred is larger."""

    sales: int = 0
    median_minor: int = 0
    high_minor: int = 0


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """A sale about to be booked, or just booked. here: `at` by the store's clock.

    own: the card of the cashier or of his family. before: the member's purchases of the last 24 hours.
    left_points: what he could still spend after it. last_at: his last purchase, granted_at: when somebody
    gave him points by hand; all three only where points pay.
    """

    at: datetime
    here: datetime
    store_id: int
    cashier_id: int
    member_id: int
    amount_minor: int
    receipt: str = ""
    earned_points: int = 0
    spent_points: int = 0
    left_points: int = 0
    own: bool = False
    before: tuple[Before, ...] = ()
    hours: Week | None = None
    norm: Norm = Norm()
    joined_at: datetime | None = None
    last_at: datetime | None = None
    granted_at: datetime | None = None
    purchase_id: int | None = None

    def hit(self, rule: Rule, **figures: int) -> Hit:
        """This sale, as something found."""
        return Hit(rule, self.store_id, self.cashier_id, self.member_id, self.purchase_id, figures)


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """Goods that just came back. sold_at: when they were bought; spent_points: how many points had paid;
    owed_points: of the points taken back, how many the customer had spent already."""

    at: datetime
    sold_at: datetime
    store_id: int
    cashier_id: int
    member_id: int
    purchase_id: int
    amount_minor: int
    spent_points: int
    owed_points: int


def stands_out(count: int, trials: int, other_count: int, other_trials: int, sigmas: int = SIGMAS) -> bool:
    """Whether a share lies so many standard deviations above the share of the others.

    The pooled test of two proportions, squared and in whole numbers:
    z² = (k·M − K·n)²·N / (n·M·P·(N − P)), N = n + M, P = k + K. True where there are no others.
    """
    if not other_trials:
        return True
    ahead = count * other_trials - other_count * trials
    all_count, all_trials = count + other_count, trials + other_trials
    spread = trials * other_trials * all_count * (all_trials - all_count)
    return ahead > 0 and ahead * ahead * all_trials >= sigmas * sigmas * spread
