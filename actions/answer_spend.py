"""The customer answers: his tap on "Confirm -300" books the sale, "No" leaves everything as it was."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from actions.asking import refresh_screen
from actions.at_till import till_of
from actions.book import book, sale_operation
from actions.points import is_frozen
from actions.price_sale import quoted, same_receipt
from actions.rights import may
from actions.shop import Shop
from loyalty.redeeming import Hold, HoldState
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.sale import Book, Draft, DraftState, decide_confirm
from storage import holds, people, sales, tills
from storage import shop as shop_rows
from storage.database import Connection


class Answer(StrEnum):
    """What became of the customer's tap."""

    PAID = "paid"
    DECLINED = "declined"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Answered:
    """The tap's outcome and how many points it was about."""

    answer: Answer
    points: int


async def answer_spend(shop: Shop, member_id: int, hold_id: int, *, yes: bool) -> Answered | Refused:
    """Yes books the sale with the points set aside; no, or figures that changed, sets them free.

    The same answer again is the same outcome. Refuses QUESTION_OVER, POINTS_FROZEN.
    """
    now = shop.now()
    outcome = await shop.db.write(lambda tx: _answer(tx, member_id, hold_id, yes, now))
    shop.wake()
    return outcome


def _answer(tx: Connection, member_id: int, hold_id: int, yes: bool, now: datetime) -> Answered | Refused:
    hold = holds.hold(tx, hold_id)
    if hold is None or hold.member_id != member_id or hold.draft_id is None:
        return Refused(Refusal.QUESTION_OVER)
    if hold.state is HoldState.COMMITTED:
        return Answered(Answer.PAID, hold.points)
    draft = sales.draft(tx, hold.draft_id)
    if yes and is_frozen(tx, member_id):
        return Refused(Refusal.POINTS_FROZEN, {"brand": shop_rows.programme(tx).brand})
    over = hold.state is not HoldState.OPEN or now >= hold.expires_at
    if over or draft is None or draft.state is not DraftState.OPEN:
        return Refused(Refusal.QUESTION_OVER)
    if not yes or may_go_on(tx, draft):
        holds.end(tx, hold, HoldState.VOID, now)
        refresh_screen(tx, quoted(tx, draft, now), "declined", now)
        return Answered(Answer.DECLINED, hold.points)
    return _accept(tx, hold, draft, now)


def may_go_on(tx: Connection, draft: Draft) -> Refused | None:
    """Why nobody may finish this sale: its cashier works there no more, or its till's key was revoked."""
    if draft.till_id is None:
        return may(tx, draft.cashier_id, Right.SELL, draft.store_id)
    return None if tills.living(tx, draft.till_id) is not None else Refused(Refusal.NOT_ALLOWED)


def _accept(tx: Connection, hold: Hold, draft: Draft, now: datetime) -> Answered:
    till = till_of(tx, draft, now, hold)
    decided = decide_confirm(draft, hold.revision, till, same_receipt(tx, draft, now), hold.points)
    if not isinstance(decided, Book):
        holds.end(tx, hold, HoldState.VOID, now)
        refresh_screen(tx, quoted(tx, draft, now), "changed", now)
        return Answered(Answer.CHANGED, hold.points)
    operation = sale_operation(draft, draft.cashier_id, now)
    book(tx, operation, draft, decided.quote, hold=hold, confirmed_by="tap")
    cashier = people.speaker_of(tx, draft.cashier_id)
    if cashier is not None:
        people.stop_asking_about(tx, cashier.account_id, draft.id)
    refresh_screen(tx, draft, "paid", now)
    return Answered(Answer.PAID, hold.points)
