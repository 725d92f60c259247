"""Kinds of notices that need more than a text: sent again, worded when they go, waited for by somebody."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from actions import (
    alerting,
    amend_broadcast,
    approvals,
    asking,
    broadcast_view,
    campaign_messages,
    claim_receipt,
    complain,
    decide_receipt,
    exchange,
    expire_points,
    import_view,
    remind_burning,
    review_tiers,
    show_sale,
    tier_changes,
    wake_points,
    withdraw_offer,
)
from storage.database import Connection

# Receipts and the like: twice does no harm, not at all does. What is not here is sent at most once.
RESEND = frozenset(
    {
        "alerts",
        "approval",
        "certificate_moved",
        "certificate_sold",
        "claim_expired",
        "claim_returned",
        "claimed",
        "gift_back",
        "gift_off",
        "gift_offered",
        "gift_received",
        "gift_taken",
        "handed_out",
        "stamp_gift",
        "stamp_gift_off",
        "active",
        "adopted",
        "answered",
        "birthday",
        "bonus",
        "burning",
        "campaign_paused",
        "candidate",
        "case",
        "case_accepted",
        "case_left",
        "gift_reversed",
        "commands",
        "debt_forgiven",
        "dismissed",
        "earned",
        "exchanged",
        "expired",
        "friend_gift",
        "friend_paid",
        "friend_taken",
        "friends_flagged",
        "frozen",
        "grant_answered",
        "grant_asked",
        "grant_due",
        "granted",
        "merged",
        "unmerged",
        "hired",
        "keys_stay",
        "picked",
        "receipt_asked",
        "receipt_declined",
        "refunded",
        "request",
        "shift_closed",
        "stores_given",
        "promo",
        "tier_back",
        "tier_down",
        "tier_given",
        "tier_given_ended",
        "tier_set",
        "tier_up",
        "tier_warning",
        "undone",
        "unfrozen",
        "webhook_paused",
    }
)
# What a notice says is found out when it goes: from its data, or None when there is nothing to say any more.
Prepare = Callable[[Connection, Mapping[str, Any], datetime], Mapping[str, Any] | None]
PREPARE: Mapping[str, Prepare] = {
    asking.OVER: asking.prepare_over,
    alerting.TOLD: alerting.told_now,
    approvals.ASKED: approvals.asked_now,
    approvals.SILENT: approvals.silent_now,
    import_view.PROGRESS: import_view.progress_now,
    exchange.ALONE: exchange.refunded_now,
    asking.SCREEN: show_sale.prepare_screen,
    claim_receipt.ASKED: decide_receipt.asked_now,
    remind_burning.KIND: remind_burning.burning_now,
    review_tiers.WARNING: review_tiers.warning_now,
    tier_changes.REACHED: tier_changes.reached_now,
    wake_points.KIND: wake_points.active_now,
    withdraw_offer.KIND: withdraw_offer.offered_now,
    expire_points.KIND: expire_points.expired_now,
    complain.ANSWERED: complain.answered_now,
    campaign_messages.KIND: campaign_messages.message_again,
    campaign_messages.CORRECTED: campaign_messages.correction,
    campaign_messages.WITHDRAWN: amend_broadcast.withdrawal,
    broadcast_view.PROGRESS: broadcast_view.progress_now,
}
# Who waits for a notice to have gone, with the messenger's id of the message ("": it can't go).
Afterwards = Callable[[Connection, Mapping[str, Any], str, datetime], None]
AFTERWARDS: Mapping[str, Afterwards] = {
    "spend_ask": asking.asked_in,
    remind_burning.KIND: remind_burning.told_burning,
    broadcast_view.PROGRESS: broadcast_view.told_again,
    campaign_messages.CORRECTED: amend_broadcast.corrected,
    campaign_messages.WITHDRAWN: amend_broadcast.withdrawn,
}
# Kinds that change a message already sent, or take it back; that twice does no harm either.
EDITS = "edit."
DELETES = "delete."


def may_come_twice(kind: str) -> bool:
    """Whether one that may have arrived is sent again."""
    return kind in RESEND or changes_message(kind)


def changes_message(kind: str) -> bool:
    """Whether it is no message of its own but a change to one."""
    return kind.startswith((EDITS, DELETES))
