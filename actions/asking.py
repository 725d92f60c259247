"""The question to a customer whose points shall pay, and every way it ends without a yes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loyalty.redeeming import Hold, HoldState
from loyalty.sale import Draft
from storage import holds, notices
from storage.database import Connection

OVER = "edit.spend_over"
SCREEN = "edit.sale"


def hold_of(tx: Connection, draft: Draft) -> Hold | None:
    """The draft's open question; one whose time is over still stands here until somebody ends it."""
    hold = holds.open_sale_hold(tx, draft.member_id)
    return hold if hold is not None and hold.draft_id == draft.id else None


def withdraw(tx: Connection, draft: Draft, now: datetime) -> None:
    """The till asks no more: what was set aside is free, the customer's message says so."""
    hold = hold_of(tx, draft)
    if hold is not None:
        holds.end(tx, hold, HoldState.VOID, now)
        notices.queue(tx, hold.member_id, OVER, {"hold_id": hold.id}, now)


def free_overdue(tx: Connection, member_id: int, now: datetime) -> None:
    """A hold whose time is over leaves nothing behind, also when nobody swept it yet."""
    hold = holds.open_sale_hold(tx, member_id)
    if hold is not None and now >= hold.expires_at:
        holds.end(tx, hold, HoldState.EXPIRED, now)


def refresh_screen(tx: Connection, draft: Draft, note: str, now: datetime) -> None:
    """Show the cashier the sale as it stands. note: "declined", "no_answer", "changed", "paid"."""
    notices.queue(tx, draft.cashier_id, SCREEN, {"draft_id": draft.id, "note": note}, now)


def ask_ends(tx: Connection, hold_id: int, draft: Draft, ends_at: datetime) -> None:
    """What both sides see when nobody answers in time: queued with the question, for the time it ends."""
    notices.queue(tx, draft.member_id, OVER, {"hold_id": hold_id}, ends_at, due_at=ends_at)
    told = {"draft_id": draft.id, "hold_id": hold_id, "note": "no_answer"}
    notices.queue(tx, draft.cashier_id, SCREEN, told, ends_at, due_at=ends_at)


def prepare_over(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """Which message asks the customer; None when it was answered, or never reached him."""
    hold = holds.hold(tx, data["hold_id"])
    if hold is None:
        return None
    if hold.state is HoldState.OPEN and now >= hold.expires_at:
        holds.end(tx, hold, HoldState.EXPIRED, now)
        hold = holds.hold(tx, hold.id) or hold
    over = hold.state in (HoldState.EXPIRED, HoldState.VOID) and hold.message_id
    return {"message_id": hold.message_id, "points": hold.points} if over else None


def asked_in(tx: Connection, data: Mapping[str, Any], message_id: str, _: datetime) -> None:
    """The question reached the customer in this message."""
    if message_id:
        holds.shown_in(tx, data["hold_id"], message_id)
