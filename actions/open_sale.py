"""A cashier identified a customer: each scan is a sale draft of its own."""

from datetime import datetime

from actions.adopt_member import is_waiting
from actions.guess_limit import may_try, wrong_code
from actions.pay_code import present
from actions.rights import may
from actions.sale_view import view_of_draft
from actions.shop import Shop
from loyalty.cards import TOKEN_ALPHABET
from loyalty.guessing import Guess
from loyalty.identifying import By, Named
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import DRAFT_LIFETIME, Draft, DraftState, Way
from loyalty.views import SaleView
from storage import open_drafts, people, sales, staff
from storage.database import Connection

DRAFT_ID_LENGTH = 10
QUESTION = "amount"
# In place of an account: this door asks nothing in a chat, and no question there is disturbed.
NO_CHAT = 0


async def open_sale(
    shop: Shop,
    cashier_id: int,
    account_id: int,
    *,
    card_token: str = "",
    number: str = "",
    phone: str = "",
    way: Way | None = None,
) -> SaleView | Refused:
    """Open a sale for whoever has this card token, card number or phone (E.164); the next text is its amount.

    way: None for a link or a typed number. Refuses as open_named does.
    """
    if card_token:
        named, usual = Named(By.CARD, card_token), Way.LINK
    elif number:
        named, usual = Named(By.NUMBER, number), Way.TYPED
    else:
        named, usual = Named(By.PHONE, phone), Way.PHONE
    return await open_named(shop, cashier_id, account_id, named, way or usual)


async def open_named(
    shop: Shop, cashier_id: int, account_id: int, named: Named, way: Way
) -> SaleView | Refused:
    """Open a sale for the customer named like this.

    Numbers and phones that nobody has are counted against whoever typed them, programs aside.
    Refuses NOT_STAFF, CARD_UNKNOWN, PHONE_UNKNOWN, STILL_JOINING, OWN_CARD, TOO_MANY_UNKNOWN; for a pay code
    also what show_code refuses.
    """
    now, draft_id = shop.now(), shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH)
    value: str | bytes = named.value
    if named.by is By.PHONE:
        value = shop.vault.index("phone", named.value)

    def write(tx: Connection) -> SaleView | Refused:
        member = _find(tx, cashier_id, named.by, value, way, now)
        if isinstance(member, Refused):
            return member
        return open_draft(tx, draft_id, cashier_id, account_id, member, now, named.pay_digits, way)

    view = await shop.db.write(write)
    shop.wake()
    return view


def _find(
    tx: Connection, cashier_id: int, by: By, value: str | bytes, way: Way, now: datetime
) -> people.Member | Refused | None:
    """Whose card or phone it is, unless this cashier has asked for too many that nobody has."""
    if refused := may(tx, cashier_id, Right.SELL):
        return refused
    guessable = by is not By.CARD and way is not Way.API
    if guessable and (paused := may_try(tx, cashier_id, now, Guess.CUSTOMER)):
        return paused
    member = people.find_member(tx, by.value, value)
    if member is None and guessable:
        wrong_code(tx, cashier_id, now, Guess.CUSTOMER)
    if by is By.PHONE and (member is None or not is_served(tx, member)):
        return Refused(Refusal.PHONE_UNKNOWN if member is None else Refusal.STILL_JOINING)
    return member


def is_served(tx: Connection, member: people.Member) -> bool:
    """Whether this member can collect points: he has joined, or waits under his phone to do so."""
    return member.step == Step.JOINED or is_waiting(tx, member)


def open_draft(
    tx: Connection,
    draft_id: str,
    cashier_id: int,
    account_id: int,
    member: people.Member | None,
    now: datetime,
    pay_digits: str = "",
    way: Way | None = None,
) -> SaleView | Refused:
    """The transaction of open_sale, shared with a scan that arrives as a start link.

    pay_digits: of a pay code's picture, which also answers the sale that waits for it. way: None for the new
    sale of an exchange, where nobody was named.
    """
    if refused := may(tx, cashier_id, Right.SELL):
        return refused
    if member is None or not is_served(tx, member):
        return Refused(Refusal.CARD_UNKNOWN)
    if member.id == cashier_id:
        return Refused(Refusal.OWN_CARD)
    draft = Draft(
        id=draft_id,
        cashier_id=cashier_id,
        member_id=member.id,
        store_id=staff.store_of(tx, cashier_id),
        state=DraftState.OPEN,
        revision=0,
        receipt="",
        expires_at=now + DRAFT_LIFETIME,
        way=way.value if way else "",
    )
    waiting = open_drafts.newest_open(tx, cashier_id, member.id, now) if pay_digits else None
    if waiting is None:
        sales.add_draft(tx, draft, now)
    current = waiting or draft.id
    if account_id != NO_CHAT:
        people.ask(tx, account_id, QUESTION, current, now)
    if pay_digits:
        return present(tx, cashier_id, account_id, current, pay_digits, now)
    return view_of_draft(tx, draft, now)
