"""A program sells at a till, as people do: find the customer, quote the receipt, ask for points, book."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from actions.approvals import seen_by_cashier
from actions.ask_spend import offer, take
from actions.confirm_sale import booked_before, confirm_draft
from actions.enter_code import enter
from actions.leave_sale import leave
from actions.open_sale import DRAFT_ID_LENGTH, NO_CHAT, is_served
from actions.pay_code import approve
from actions.points import purse
from actions.price_sale import Typed, put_receipt
from actions.sale_view import view_of_draft
from actions.shop import Shop
from actions.till_calls import Answer, Ask, once
from loyalty.cards import TOKEN_ALPHABET
from loyalty.identifying import By, Named, read_customer
from loyalty.names import first_name
from loyalty.receipts import Line
from loyalty.redeeming import HoldState
from loyalty.refusals import Refusal, Refused
from loyalty.sale import DRAFT_LIFETIME, Draft, DraftState, Way, decide_open
from loyalty.tiers import shown_name
from loyalty.tills import Till
from loyalty.views import SaleState, SaleView
from storage import holds, people, sales, tills
from storage import shop as shop_rows
from storage.database import Connection

Telling = Callable[[SaleView], Answer]
ENDINGS = {HoldState.VOID: "declined", HoldState.EXPIRED: "no_answer"}


@dataclass(frozen=True, slots=True)
class TillCustomer:
    """All a till's program sees of a customer. askable: he can be asked in the messenger about his points."""

    number: str
    first_name: str
    tier: str
    available: int
    askable: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A receipt to be quoted. customer: what a scanner or a keyboard gave; bought_at None: it is sold now.

    spend_points: how many shall pay, None: as many as may. code: a promo code or a certificate.
    """

    customer: str
    lines: tuple[Line, ...]
    receipt: str = ""
    bought_at: datetime | None = None
    spend_points: int | None = None
    code: str = ""


async def find_customer(shop: Shop, text: str) -> TillCustomer | Refused:
    """Whoever this text names: a card's link, a card number, a phone, a pay code's link.

    Refuses CARD_UNKNOWN, the same for everything that names nobody.
    """
    named = read_customer(text, shop.settings.bot_username)
    now = shop.now()
    if isinstance(named, Refused):
        return Refused(Refusal.CARD_UNKNOWN)
    value = _value(shop, named)

    def read(tx: Connection) -> TillCustomer | Refused:
        member = _member(tx, named, value)
        if member is None:
            return Refused(Refusal.CARD_UNKNOWN)
        return customer_of(tx, member, now)

    return await shop.db.read(read)


def customer_of(tx: Connection, member: people.Member, now: datetime) -> TillCustomer:
    """What a till's program sees of this member."""
    programme, account = shop_rows.programme(tx), people.speaker_of(tx, member.id)
    return TillCustomer(
        number=member.number,
        first_name=first_name(member.name),
        tier=shown_name(programme, member.tier),
        available=purse(tx, member.id, programme, now).wallet.available,
        askable=account is not None and account.reachable,
    )


async def quote_sale(shop: Shop, till_id: int, wanted: Wanted) -> SaleView | Refused | None:
    """What the receipt would cost and earn; a sale that can be booked for five minutes.

    A receipt number this till has used shows its purchase. None when the till's key was revoked. Refuses
    CARD_UNKNOWN, RECEIPT_TAKEN, BOUGHT_IN_FUTURE, BOUGHT_LONG_AGO, TOO_MANY_POINTS, and as
    held_benefits.apply_code for a code that can't be used.
    """
    now, draft_id = shop.now(), shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH)
    named = read_customer(wanted.customer, shop.settings.bot_username)
    if isinstance(named, Refused):
        return Refused(Refusal.CARD_UNKNOWN)
    value = _value(shop, named)

    def write(tx: Connection) -> SaleView | Refused | None:
        till = tills.living(tx, till_id)
        if till is None:
            return None
        member = _member(tx, named, value)
        if member is None:
            # A known customer's quote is written down: without a write here the clock would tell him apart.
            tills.seen(tx, till.id, now)
            return Refused(Refusal.CARD_UNKNOWN)
        draft = Draft(
            id=draft_id,
            cashier_id=till.added_by,
            member_id=member.id,
            store_id=till.store_id,
            state=DraftState.OPEN,
            revision=0,
            receipt="",
            expires_at=now + DRAFT_LIFETIME,
            way=Way.API.value,
            till_id=till.id,
        )
        sales.add_draft(tx, draft, now)
        return _quoted(tx, draft, wanted, named.pay_digits, now)

    view = await shop.db.write(write)
    shop.wake()
    return view


def _quoted(
    tx: Connection, draft: Draft, wanted: Wanted, pay_digits: str, now: datetime
) -> SaleView | Refused:
    """The steps a cashier takes one after another, the first refusal ends them."""
    steps: list[Callable[[Draft], SaleView | Refused]] = []
    if wanted.code:
        steps.append(lambda one: enter(tx, one, wanted.code, now))
    typed = Typed(wanted.lines, wanted.receipt, wanted.bought_at)
    steps.append(lambda one: put_receipt(tx, one, typed, now))
    if wanted.spend_points:
        points = wanted.spend_points
        steps.append(lambda one: offer(tx, one, points, now))
    if pay_digits:
        steps.append(lambda one: approve(tx, one, NO_CHAT, pay_digits, now))
    view: SaleView | Refused = steps[0](draft)
    for step in steps[1:]:
        if isinstance(view, Refused) or view.state is SaleState.BOOKED:
            return view
        view = step(sales.draft(tx, draft.id) or draft)
    return view


async def show_sale(shop: Shop, till: Till, draft_id: str) -> SaleView | Refused:
    """The sale as it stands; note: how the last question to the customer ended. Refuses NO_OPEN_SALE."""
    now = shop.now()

    def read(tx: Connection) -> SaleView | Refused:
        draft = _draft(tx, till, draft_id)
        if isinstance(draft, Refused):
            return draft
        if draft.state is DraftState.OPEN and now >= draft.expires_at:
            draft = replace(draft, state=DraftState.ENDED)
        view = seen_by_cashier(tx, draft, view_of_draft(tx, draft, now), now)
        if view.state is not SaleState.PREVIEW:
            return view
        return replace(view, note=_ending(tx, draft) or view.note)

    return await shop.db.read(read)


async def spend_points(
    shop: Shop, ask: Ask, draft_id: str, revision: int, pay_digits: str, told: Telling
) -> Answer | Refused | None:
    """Take the points the quote offers: with a pay code's digits at once, else the customer is asked.

    Refuses as take_points, and WRONG_PAY_CODE, TOO_MANY_CODES.
    """

    def work(tx: Connection, till: Till, now: datetime) -> SaleView | Refused:
        draft = _open(tx, till, draft_id, now)
        if not isinstance(draft, Draft):
            return draft
        if pay_digits:
            approved = approve(tx, draft, NO_CHAT, pay_digits, now)
            if isinstance(approved, Refused) or approved.state is SaleState.BOOKED:
                return approved
            draft = sales.draft(tx, draft_id) or draft
        return take(tx, draft, NO_CHAT, revision, now)

    return await once(shop, ask, work, told)


async def commit_sale(
    shop: Shop, ask: Ask, draft_id: str, revision: int, told: Telling
) -> Answer | Refused | None:
    """Book what the quote with this revision showed, without points. Refuses as confirm_sale."""

    def work(tx: Connection, till: Till, now: datetime) -> SaleView | Refused:
        draft = _open(tx, till, draft_id, now)
        return confirm_draft(tx, draft, NO_CHAT, revision, now) if isinstance(draft, Draft) else draft

    return await once(shop, ask, work, told)


async def cancel_sale(shop: Shop, ask: Ask, draft_id: str, told: Telling) -> Answer | Refused | None:
    """Call a sale off; a question to the customer is withdrawn. One that has ended is shown as it is.

    Refuses NO_OPEN_SALE.
    """

    def work(tx: Connection, till: Till, now: datetime) -> SaleView | Refused:
        draft = _draft(tx, till, draft_id)
        return draft if isinstance(draft, Refused) else leave(tx, draft, now)

    return await once(shop, ask, work, told)


def _value(shop: Shop, named: Named) -> str | bytes:
    return shop.vault.index("phone", named.value) if named.by is By.PHONE else named.value


def _member(tx: Connection, named: Named, value: str | bytes) -> people.Member | None:
    """Whose card or phone it is, when he can collect points."""
    member = people.find_member(tx, named.by.value, value)
    return member if member is not None and is_served(tx, member) else None


def _draft(tx: Connection, till: Till, draft_id: str) -> Draft | Refused:
    """A sale of this very till; those of others are as unknown as those there never were."""
    draft = sales.draft(tx, draft_id)
    return draft if draft is not None and draft.till_id == till.id else Refused(Refusal.NO_OPEN_SALE)


def _open(tx: Connection, till: Till, draft_id: str, now: datetime) -> Draft | SaleView | Refused:
    """The till's open sale, or the purchase it has become."""
    draft = _draft(tx, till, draft_id)
    if isinstance(draft, Refused):
        return draft
    refused = decide_open(draft, draft.cashier_id, now, till.id)
    return refused or booked_before(tx, draft, now) or draft


def _ending(tx: Connection, draft: Draft) -> str:
    """How the last question about this sale ended: "declined", "no_answer", "" when nobody was asked."""
    state = holds.last_of_draft(tx, draft.id)
    return "" if state is None else ENDINGS.get(state, "no_answer")
