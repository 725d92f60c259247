"""A cashier identified a customer: each scan is a sale draft of its own."""

from datetime import datetime

from actions.pay_code import present
from actions.sale_view import view_of_draft
from actions.shop import Shop
from loyalty.cards import TOKEN_ALPHABET
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.sale import DRAFT_LIFETIME, Draft, DraftState
from loyalty.views import SaleView
from storage import people, sales, staff
from storage.database import Connection

DRAFT_ID_LENGTH = 10
QUESTION = "amount"


async def open_sale(
    shop: Shop, cashier_id: int, account_id: int, *, card_token: str = "", number: str = ""
) -> SaleView | Refused:
    """Open a sale for the holder of this card token or card number; the next text is its amount.

    Refuses NOT_STAFF, CARD_UNKNOWN, OWN_CARD.
    """
    now, draft_id = shop.now(), shop.new_code(TOKEN_ALPHABET, DRAFT_ID_LENGTH)
    column, value = ("card_token", card_token) if card_token else ("number", number)
    return await shop.db.write(
        lambda tx: open_draft(
            tx, draft_id, cashier_id, account_id, people.find_member(tx, column, value), now
        )
    )


def open_draft(
    tx: Connection,
    draft_id: str,
    cashier_id: int,
    account_id: int,
    member: people.Member | None,
    now: datetime,
    pay_digits: str = "",
) -> SaleView | Refused:
    """The transaction of open_sale, shared with a scan that arrives as a start link.

    pay_digits: of a pay code's picture, which also answers the sale that waits for it.
    """
    if staff.facts(tx, cashier_id) is None:
        return Refused(Refusal.NOT_STAFF)
    if member is None or member.step != Step.JOINED:
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
    )
    waiting = sales.newest_open(tx, cashier_id, member.id, now) if pay_digits else None
    if waiting is None:
        sales.add_draft(tx, draft, now)
    current = waiting or draft.id
    people.ask(tx, account_id, QUESTION, current, now)
    if pay_digits:
        return present(tx, cashier_id, account_id, current, pay_digits, now)
    return view_of_draft(tx, draft, now)
