"""What webhooks are told: queued in the transaction of what happened. Ids, figures and card numbers only."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from actions.sold import Returned, Sold
from loyalty.webhooks import Event
from storage import notices, people, webhooks
from storage.database import Connection
from storage.types import to_microseconds

Figures = Mapping[str, Any]


def after_purchase(tx: Connection, sold: Sold) -> None:
    """A purchase was booked."""
    purchase, quote = sold.purchase, sold.quote

    def figures() -> Figures:
        return {
            "purchase_id": purchase.id,
            "store_id": purchase.store_id,
            "member": people.member(tx, purchase.member_id).number,
            "receipt": purchase.receipt,
            "currency": sold.programme.currency,
            "amount_minor": purchase.amount_minor,
            "money_minor": purchase.money_minor,
            "spent_points": quote.spent_points,
            "earned_points": quote.points,
            "bought_at": purchase.at.isoformat(),
        }

    _tell(tx, Event.PURCHASE, f"purchase-{purchase.id}", figures, sold.now)


def after_refund(tx: Connection, back: Returned) -> None:
    """Goods came back, or a sale was undone; the figures are those of the purchase as it is now."""
    purchase = back.purchase

    def figures() -> Figures:
        return {
            "purchase_id": purchase.id,
            "store_id": purchase.store_id,
            "member": people.member(tx, purchase.member_id).number,
            "currency": back.programme.currency,
            "amount_minor": back.goods_minor,
            "whole": back.whole,
            "undone": back.undone,
            "refunded_minor_total": purchase.refunded_minor,
            "money_back_minor_total": purchase.money_back_minor,
            "returned_points_total": purchase.returned_points,
            "reversed_points_total": purchase.reversed_points,
        }

    _tell(tx, Event.REFUND, f"refund-{back.operation_id}", figures, back.now)


def joined(tx: Connection, member_id: int, now: datetime) -> None:
    """Somebody has answered the last question of joining."""
    _tell(
        tx,
        Event.JOINED,
        f"joined-{member_id}",
        lambda: {"member": people.member(tx, member_id).number, "joined_at": now.isoformat()},
        now,
    )


def tier_changed(tx: Connection, member_id: int, before: str, after: str, now: datetime) -> None:
    """A member's tier is another one, or not; the basic one is ""."""
    if before != after:
        _tell(
            tx,
            Event.TIER,
            f"tier-{member_id}-{to_microseconds(now)}",
            lambda: {"member": people.member(tx, member_id).number, "before": before, "after": after},
            now,
        )


def message_ended(tx: Connection, notice_id: int, now: datetime) -> None:
    """A message went, or never will."""

    def figures() -> Figures:
        end = notices.outcome(tx, notice_id)
        return {
            "message_id": notice_id,
            "member": people.member(tx, end.member_id).number,
            "kind": end.kind,
            "outcome": end.state,
        }

    _tell(tx, Event.MESSAGE, f"message-{notice_id}", figures, now)


def messages_sent(tx: Connection, notice_ids: Iterable[int], now: datetime) -> None:
    """Messages went."""
    if any(Event.MESSAGE in one.events for one in webhooks.living(tx)):
        for notice_id in notice_ids:
            message_ended(tx, notice_id, now)


def _tell(tx: Connection, kind: Event, event: str, figures: Callable[[], Figures], now: datetime) -> None:
    """Queue it for everybody who wants to know; where nobody does, one look at a table of a few rows."""
    takers = [one for one in webhooks.living(tx) if kind in one.events]
    if takers:
        data = figures()
        for one in takers:
            webhooks.queue(tx, one, event, kind, data, now)
