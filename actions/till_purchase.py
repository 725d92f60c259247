"""What a till's program does with purchases: look at them, void them, take goods back."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from actions.open_sale import is_served
from actions.operation import Operation, earlier, record
from actions.refund_sale import carry_out
from actions.sale_view import view_of_purchase
from actions.shop import Shop
from actions.show_refund import plan_refund, view_of
from actions.till_calls import Answer, Ask, once
from actions.till_sale import Telling
from actions.undo_sale import undo
from loyalty.refusals import Refusal, Refused
from loyalty.sale import Purchase
from loyalty.tills import Till
from loyalty.views import RefundFigures, RefundState, RefundView, SaleView
from storage import people, refunds, sales, till_purchases
from storage import shop as shop_rows
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class History:
    """A customer's purchases in the till's store, newest first. next_before: where the next page begins."""

    purchases: tuple[Purchase, ...]
    next_before: int | None


async def show_purchase(shop: Shop, till: Till, purchase_id: int) -> tuple[SaleView, Purchase] | Refused:
    """A purchase of the till's store, as it was booked and as it is now. Refuses REFUND_UNKNOWN."""
    now = shop.now()

    def read(tx: Connection) -> tuple[SaleView, Purchase] | Refused:
        purchase = _purchase(tx, till, purchase_id)
        if isinstance(purchase, Refused):
            return purchase
        return view_of_purchase(tx, purchase.id, now), purchase

    return await shop.db.read(read)


async def list_history(
    shop: Shop, till: Till, number: str, before_id: int | None, limit: int
) -> History | Refused:
    """What the holder of this card number bought in the till's store. Refuses CARD_UNKNOWN."""

    def read(tx: Connection) -> History | Refused:
        member = people.find_member(tx, "number", number)
        if member is None or not is_served(tx, member):
            return Refused(Refusal.CARD_UNKNOWN)
        found = till_purchases.of_member(tx, member.id, till.store_id, before_id, limit + 1)
        return History(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)

    return await shop.db.read(read)


async def void_purchase(shop: Shop, ask: Ask, purchase_id: int, told: Telling) -> Answer | Refused | None:
    """As if it had not happened: its own purchase, within five minutes. Refuses as undo_sale."""

    def work(tx: Connection, till: Till, now: datetime) -> SaleView | Refused:
        purchase = _purchase(tx, till, purchase_id)
        if isinstance(purchase, Refused):
            return purchase
        if till_purchases.till_of(tx, purchase.id) != till.id:
            return Refused(Refusal.NOT_YOUR_SALE)
        return undo(tx, purchase, purchase.cashier_id, now, till.id)

    return await once(shop, ask, work, told)


async def refund_purchase(
    shop: Shop, ask: Ask, purchase_id: int, goods_minor: int | None, told: Callable[[RefundView], Answer]
) -> Answer | Refused | None:
    """Take goods of the till's store back, for so long as a cashier may; goods_minor None: all that is left.

    Refuses REFUND_UNKNOWN, REFUND_TOO_LATE, REFUND_TOO_MUCH, ALREADY_UNDONE, REFUNDED_ALREADY.
    """

    def work(tx: Connection, till: Till, now: datetime) -> RefundView | Refused:
        purchase = _purchase(tx, till, purchase_id)
        if isinstance(purchase, Refused):
            return purchase
        key, inputs = f"till:{till.id}:{ask.key}", {"purchase": purchase.id, "goods": goods_minor}
        return _refund(tx, till, purchase, Operation(key, inputs, till.added_by, now), goods_minor)

    return await once(shop, ask, work, told)


def _refund(
    tx: Connection, till: Till, purchase: Purchase, operation: Operation, goods_minor: int | None
) -> RefundView | Refused:
    now = operation.at
    done = earlier(tx, operation)
    if isinstance(done, Refused):
        return done
    if done is not None:
        return view_of(tx, purchase, RefundState.DONE, RefundFigures(**done["figures"]))
    days = shop_rows.programme(tx).refund_days
    if now > purchase.at + timedelta(days=days):
        return Refused(Refusal.REFUND_TOO_LATE, {"days": days})
    planned = plan_refund(tx, purchase, goods_minor, now)
    if isinstance(planned, Refused):
        return planned
    outcome = {"purchase_id": purchase.id, "figures": asdict(planned.figures)}
    operation_id = record(tx, operation, outcome)
    after = carry_out(
        tx,
        operation_id,
        purchase,
        planned.quote,
        planned.plan,
        planned.programme,
        till.added_by,
        now,
        till_id=till.id,
    )
    refunds.add(tx, operation_id, purchase.id, planned.plan, till.store_id, till.added_by, now)
    return view_of(tx, after, RefundState.DONE, planned.figures)


def _purchase(tx: Connection, till: Till, purchase_id: int) -> Purchase | Refused:
    """A purchase of the till's store; those of other stores are as unknown as those there never were."""
    purchase = sales.purchase(tx, purchase_id)
    known = purchase is not None and purchase.store_id == till.store_id
    return purchase if purchase is not None and known else Refused(Refusal.REFUND_UNKNOWN)
