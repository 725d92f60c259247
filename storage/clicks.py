"""Who pressed a button under a campaign's message."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from storage.campaigns import count
from storage.recipients import find
from storage.schema import recipients

_CLICKED = (
    update(recipients)
    .where(recipients.c.id == bindparam("recipient"), recipients.c.clicked_at.is_(None))
    .values(clicked_at=bindparam("now"))
)


def click(tx: Connection, recipient_id: int, member_id: int, number: int, now: datetime) -> bool:
    """The member pressed the button with this number under his message; his first press counts.

    False for a message that is not his.
    """
    recipient = find(tx, recipient_id)
    if recipient is None or recipient.member_id != member_id:
        return False
    if tx.execute(_CLICKED, {"recipient": recipient_id, "now": now}).rowcount:
        count(tx, recipient.campaign_id, recipient.arm, f"clicked:{number}")
    return True
