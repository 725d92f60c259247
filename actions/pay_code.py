"""The pay code: six digits on the customer's screen that allow taking points, in a sale opened for him."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.asking import hold_of
from actions.at_till import till_of
from actions.book import book, sale_operation
from actions.guess_limit import may_try, wrong_code
from actions.points import is_frozen, purse
from actions.price_sale import open_draft_of, same_receipt
from actions.sale_view import view_of_draft
from actions.shop import Shop
from loyalty.cards import DIGIT_ALPHABET, PAY_CODE_DIGITS, StartKind, format_start, start_link
from loyalty.joining import Step
from loyalty.redeeming import PAY_CODE_LIFETIME
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Book, Draft, decide_confirm
from loyalty.views import SaleView
from storage import holds, people, sales
from storage import shop as shop_rows
from storage.database import Connection

# A code that is over is still known as one for so long.
PAY_CODE_KNOWN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PayCode:
    """A code on its holder's screen. link: what the picture says; available: points that could pay."""

    digits: str
    link: str
    ends_at: datetime
    available: int


async def new_pay_code(shop: Shop, member_id: int) -> PayCode | Refused:
    """A code for one payment within a minute; an older one dies.

    Refuses NOT_JOINED, POINTS_FROZEN, NOTHING_TO_SPEND.
    """
    now, digits = shop.now(), shop.new_code(DIGIT_ALPHABET, PAY_CODE_DIGITS)
    return await shop.db.write(lambda tx: _new(tx, shop.settings.bot_username, member_id, digits, now))


async def show_code(
    shop: Shop, cashier_id: int, account_id: int, draft_id: str, digits: str
) -> SaleView | Refused:
    """The cashier typed the digits: what the customer was asked is paid, else the preview may take points.

    A frozen member's code is not looked at: the view says that points can't pay.
    Refuses NOT_STAFF, NO_OPEN_SALE, NOT_YOUR_SALE, SALE_CANCELLED, SALE_ENDED, WRONG_PAY_CODE,
    TOO_MANY_CODES.
    """
    now = shop.now()
    view = await shop.db.write(lambda tx: present(tx, cashier_id, account_id, draft_id, digits, now))
    shop.wake()
    return view


async def expects_code(shop: Shop, draft_id: str, digits: str) -> bool:
    """Whether six digits typed into this sale are a pay code: its customer has one, or was asked to pay.

    A code that was his a moment ago is one too, used or over: as an amount it would be a wild one.
    """
    now = shop.now()

    def read(tx: Connection) -> bool:
        draft = sales.draft(tx, draft_id)
        if draft is None:
            return False
        if holds.had_pay_code(tx, draft.member_id, digits, now - PAY_CODE_KNOWN):
            return True
        waits = hold_of(tx, draft) is not None or holds.has_pay_code(tx, draft.member_id, now)
        return waits and not draft.approved

    return await shop.db.read(read)


def _new(tx: Connection, bot: str, member_id: int, digits: str, now: datetime) -> PayCode | Refused:
    member = people.member(tx, member_id)
    if member.step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    programme = shop_rows.programme(tx)
    owned = purse(tx, member_id, programme, now)
    refused, spendable = owned.refused(programme), owned.wallet.available
    if refused is not None:
        return refused
    if spendable <= 0:
        return Refused(Refusal.NOTHING_TO_SPEND)
    ends_at = now + PAY_CODE_LIFETIME
    holds.new_pay_code(tx, member_id, digits, now, ends_at)
    link = start_link(bot, format_start(StartKind.CARD, member.card_token, digits))
    return PayCode(digits, link, ends_at, spendable)


def present(
    tx: Connection, cashier_id: int, account_id: int, draft_id: str, digits: str, now: datetime
) -> SaleView | Refused:
    """The transaction of show_code, shared with a scan of the code's picture."""
    draft = open_draft_of(tx, cashier_id, draft_id, now)
    return draft if isinstance(draft, Refused) else approve(tx, draft, account_id, digits, now)


def approve(tx: Connection, draft: Draft, account_id: int, digits: str, now: datetime) -> SaleView | Refused:
    """The transaction of show_code for whoever may; account_id: whose next text was the amount."""
    if is_frozen(tx, draft.member_id):
        return view_of_draft(tx, draft, now)
    paused = may_try(tx, draft.cashier_id, now, till_id=draft.till_id)
    if paused is not None:
        return paused
    if not holds.use_pay_code(tx, draft.member_id, digits, now):
        if draft.approved and holds.had_pay_code(tx, draft.member_id, digits, now - PAY_CODE_KNOWN):
            return view_of_draft(tx, draft, now)
        wrong_code(tx, draft.cashier_id, now, till_id=draft.till_id)
        return Refused(Refusal.WRONG_PAY_CODE)
    approved = replace(draft, approved=True)
    sales.show(tx, approved)
    return _paid(tx, approved, account_id, now) or view_of_draft(tx, approved, now)


def _paid(tx: Connection, draft: Draft, account_id: int, now: datetime) -> SaleView | None:
    """What the customer was already asked about is booked now; None when nothing was asked."""
    hold = hold_of(tx, draft)
    if hold is None or now >= hold.expires_at:
        return None
    till = till_of(tx, draft, now, hold)
    decided = decide_confirm(draft, hold.revision, till, same_receipt(tx, draft, now), hold.points)
    if not isinstance(decided, Book):
        return None
    people.stop_asking_about(tx, account_id, draft.id)
    operation = sale_operation(draft, draft.cashier_id, now)
    return book(tx, operation, draft, decided.quote, hold=hold, confirmed_by="code")
