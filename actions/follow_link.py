"""Somebody opens a link of a campaign's message: the first time counts, and he goes on to where it leads."""

from actions.campaign_messages import content_for, said
from actions.campaign_replies import press
from actions.counted_links import read_token
from actions.shop import Shop
from loyalty.campaign_links import links_of
from storage import erasure, people, recipients
from storage.database import Connection

LINK = "link"


async def follow_link(shop: Shop, token: str, *, counts: bool) -> str | None:
    """The address the campaign has there now; None for a token of nobody's, or when the link is gone.

    counts: a person opened it, no machine. A member who was erased is led on and not counted.
    """
    known = read_token(shop, token)
    if known is None:
        return None
    recipient_id, number = known
    address = await shop.db.read(lambda tx: _address(tx, recipient_id, number))
    if address is not None and counts:
        now = shop.now()

        def write(tx: Connection) -> None:
            one = recipients.find(tx, recipient_id)
            if one is not None and not erasure.is_erased(tx, one.member_id):
                press(tx, one, LINK, now)

        await shop.db.write_batched(write)
    return address


def _address(tx: Connection, recipient_id: int, number: int) -> str | None:
    one = recipients.find(tx, recipient_id)
    if one is None:
        return None
    speaker = people.speaker_of(tx, one.member_id)
    content = content_for(said(tx, one.campaign_id), one, speaker.language if speaker else "")
    return links_of(content).get(number) if content is not None else None
