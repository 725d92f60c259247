"""What was sent is corrected or taken back: a pass over its recipients, a few notices at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions.campaign_messages import CORRECTED, WITHDRAWN
from loyalty.broadcasts import CORRECTED as WAS_CORRECTED
from loyalty.broadcasts import WITHDRAWN as WAS_WITHDRAWN
from loyalty.broadcasts import WITHDRAWN_WITHIN, Amending
from loyalty.campaigns import RecipientState
from loyalty.messages import MessageClass
from storage import campaigns, notices, recipients
from storage.database import Connection
from storage.recipients import Open, Recipient

KINDS = {Amending.CORRECT: CORRECTED, Amending.WITHDRAW: WITHDRAWN}
# Receipts, and what is about to burn, go before.
CLASS = MessageClass.BIRTHDAY


def feed(tx: Connection, amending: Sequence[Open], now: datetime, limit: int) -> bool:
    """Queue the changes of the next `limit` recipients that were looked at; whether there was any to look at.

    One that was sent is changed, one in doubt is left as it is: nobody knows its message.
    """
    for one in amending:
        if not one.amended and recipients.handed(tx, one.id):
            continue  # what is under way arrives before
        some = recipients.after_member(tx, one.id, one.amended, limit)
        if not some:
            campaigns.change(tx, one.id, amending="", amended=0)
            continue
        kind = Amending(one.amending)
        for recipient in some:
            if _can_be_changed(recipient, kind, now):
                data = {"recipient": recipient.id, "message_id": recipient.message_id}
                notices.queue(tx, recipient.member_id, KINDS[kind], data, now, message_class=CLASS)
        campaigns.change(tx, one.id, amended=some[-1].member_id)
        return True
    return False


def corrected(tx: Connection, data: Mapping[str, Any], _: str, __: datetime) -> None:
    """A message says something else now."""
    _count(tx, data, WAS_CORRECTED)


def withdrawal(tx: Connection, data: Mapping[str, Any], _: datetime) -> Mapping[str, Any] | None:
    """The message to take back; None when it is gone already."""
    recipient = recipients.find(tx, data["recipient"])
    return data if recipient is not None and recipient.reason != WAS_WITHDRAWN else None


def withdrawn(tx: Connection, data: Mapping[str, Any], _: str, __: datetime) -> None:
    """A message was taken back."""
    _count(tx, data, WAS_WITHDRAWN)
    recipients.note(tx, data["recipient"], WAS_WITHDRAWN)


def _can_be_changed(recipient: Recipient, kind: Amending, now: datetime) -> bool:
    if recipient.state is not RecipientState.SENT or recipient.reason == WAS_WITHDRAWN:
        return False
    if not recipient.message_id or recipient.ended_at is None:
        return False
    return kind is Amending.CORRECT or now < recipient.ended_at + WITHDRAWN_WITHIN


def _count(tx: Connection, data: Mapping[str, Any], what: str) -> None:
    recipient = recipients.find(tx, data["recipient"])
    if recipient is not None:
        campaigns.count(tx, recipient.campaign_id, recipient.arm, what)
