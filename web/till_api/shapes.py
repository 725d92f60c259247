"""What the till API takes and gives, as OpenAPI tells it. Nothing unknown is taken, no number is a float."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from loyalty.amounts import MAX_AMOUNT_MINOR

LARGEST = (1 << 53) - 1
SOLD_AT = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)


def whole(value: object) -> object:
    """JSON knows one kind of number: 1.0 is the integer 1. Everything else stays what it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


# The bounds stand inside, where OpenAPI finds them.
AmountMinor = Annotated[int, Field(ge=1, le=MAX_AMOUNT_MINOR), BeforeValidator(whole)]
Quantity = Annotated[int, Field(ge=1, le=9999), BeforeValidator(whole)]
Positive = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(whole)]
Revision = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(whole)]


class Taken(BaseModel):
    """A body that is taken."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Find(Taken):
    """Whom to look for."""

    customer: str = Field(
        min_length=1, max_length=300, description="what the scanner read, a card number or a phone"
    )


class MemberIn(Taken):
    """A customer to be enrolled. consent: he was asked and agreed to his data being kept."""

    phone: str = Field(min_length=1, max_length=40)
    consent: Literal[True]


class LineIn(Taken):
    """Goods of one category at their price; quantity: pieces in it."""

    amount_minor: AmountMinor
    category: str = Field("", max_length=64, description="its name in the programme; empty for none")
    quantity: Quantity = 1


class QuoteIn(Taken):
    """A receipt. sold_at: of one that was sold and paid before (offline); it earns only."""

    customer: str = Field(min_length=1, max_length=300)
    amount_minor: AmountMinor
    lines: list[LineIn] = Field([], max_length=200, description="must add up to amount_minor")
    receipt: str = Field("", pattern="^([0-9A-Z][0-9A-Z/-]{0,31})?$", description="its number at this till")
    sold_at: str = Field(
        "", pattern=f"^$|{SOLD_AT}", description="RFC 3339 with a zone, 30 days back at most"
    )
    spend_points: Positive | None = Field(None, description="how many shall pay; left out: as many as may")
    code: str = Field("", max_length=40, description="a promo code or a gift certificate")


class Spend(Taken):
    """The points of the quote with this revision. pay_code: the digits on the customer's screen."""

    revision: Revision
    pay_code: str = Field("", pattern="^([0-9]{6})?$")


class Commit(Taken):
    """The quote with this revision."""

    revision: Revision


class Nothing(Taken):
    """No more is to be said."""


class RefundIn(Taken):
    """Goods at the receipt's prices; left out: all that is left."""

    amount_minor: AmountMinor | None = None


class PromoIn(Taken):
    """One more code of this campaign."""

    campaign_id: Positive


class HistoryQuery(BaseModel):
    """A page of a history."""

    model_config = ConfigDict(extra="forbid")

    before: int | None = Field(None, ge=1, le=LARGEST, description="next_before of the page before")
    limit: int = Field(20, ge=1, le=100)


class CustomerOut(BaseModel):
    """A customer as a till may know him. tier: as the owner named it, or plain, silver, gold, dark.

    askable: he can be asked to confirm a payment with points.
    """

    number: str
    first_name: str
    tier: str
    available_points: int
    may_pay: bool
    askable: bool


class BuyerOut(BaseModel):
    """The customer of a sale."""

    first_name: str
    tier: str
    available_points: int


class DiscountOut(BaseModel):
    """Money off. what: "offer", "code", "tier" or "programme"."""

    what: str
    title: str
    off_minor: int


class LineOut(BaseModel):
    """How a line was counted. why: the rule that gave its rate."""

    amount_minor: int
    category: str
    quantity: int
    discount_minor: int
    points_minor: int
    base_minor: int
    rate_bp: int
    why: str


class TraceOut(BaseModel):
    """Where the points come from; rates in basis points (500 = 5 %)."""

    percent_points: int
    visit_points: int
    step_points: int
    bonus_points: int
    base_minor: int
    rate_bp: int
    lines: list[LineOut]


class FiguresOut(BaseModel):
    """A calculation. due_minor: after discounts; money_minor: left to pay in money."""

    amount_minor: int
    due_minor: int
    spent_points: int
    points_minor: int
    certificate_minor: int
    money_minor: int
    earn_points: int
    rule_version: int
    discounts: list[DiscountOut]
    gifts: list[str]
    trace: TraceOut


class RewardOut(BaseModel):
    """What waits for the customer at the till."""

    id: int
    title: str
    points: int


class StampOut(BaseModel):
    """Where the customer stands on a stamp card."""

    name: str
    have: int
    needed: int
    gift: str


class SaleOut(BaseModel):
    """A sale. state: preview, waiting (the customer is asked), manager (a manager is), booked, undone,
    cancelled, ended, or another.

    quote: without points (booked: as it was paid); paying: the same when may_spend_points pay.
    """

    id: str | None
    revision: int
    state: str
    customer: BuyerOut
    amount_minor: int | None
    receipt: str
    earn_points: int
    available_after: int
    rate_bp: int
    may_spend_points: int
    spent_points: int
    pending_points: int
    certificate_minor: int
    approved: bool
    changed: bool
    repeated: bool
    frozen: bool
    note: str
    ends_at: str | None
    purchase_id: int | None
    quote: FiguresOut | None
    paying: FiguresOut | None
    rewards: list[RewardOut]
    stamps: list[StampOut]


class PurchaseOut(SaleOut):
    """A purchase as it was booked, and what came back of it."""

    sold_at: str
    rest_minor: int
    refunded_minor: int
    returned_points: int


class RefundFiguresOut(BaseModel):
    """What a refund moved. money_minor: to hand back; owed_points: what became debt."""

    goods_minor: int
    money_minor: int
    certificate_minor: int
    returned_points: int
    taken_points: int
    owed_points: int
    available_points: int
    debt_points: int


class RefundedOut(BaseModel):
    """Whose goods came back."""

    first_name: str


class RefundOut(BaseModel):
    """A refund. rest_minor: of the receipt, what has not come back yet."""

    purchase_id: int
    customer: RefundedOut
    amount_minor: int
    rest_minor: int
    receipt: str
    refund: RefundFiguresOut | None


class BoughtOut(BaseModel):
    """A purchase in a history."""

    purchase_id: int
    sold_at: str
    amount_minor: int
    earn_points: int
    spent_points: int
    refunded_minor: int
    receipt: str
    undone: bool


class HistoryOut(BaseModel):
    """A page, newest first; next_before is null on the last one."""

    purchases: list[BoughtOut]
    next_before: int | None


class CampaignOut(BaseModel):
    """Unique promo codes an owner made. Days are inclusive."""

    id: int
    title: str
    last_day: str | None


class CampaignsOut(BaseModel):
    """Those a code can be issued of."""

    campaigns: list[CampaignOut]


class PromoOut(BaseModel):
    """A new code, good once."""

    code: str
    campaign: CampaignOut


class WrongOut(BaseModel):
    """A part of the request and what is wrong with it."""

    where: str
    what: str


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457). sale: where figures have changed or a manager is asked, as it is now."""

    type: str
    title: str
    status: int
    figures: dict[str, int | str] | None = None
    errors: list[WrongOut] | None = None
    sale: SaleOut | None = None
