"""A member presses "show my card" under a campaign's message."""

from actions.campaign_messages import content_for, said
from actions.campaign_replies import own, press
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from storage import people
from storage.database import Connection

CARD = "card"


async def show_card_pressed(shop: Shop, member_id: int, recipient_id: int) -> Refused | None:
    """Count the press. Refuses CAMPAIGN_UNKNOWN for a message that is not his."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        one = own(tx, member_id, recipient_id)
        if one is None:
            return Refused(Refusal.CAMPAIGN_UNKNOWN)
        speaker = people.speaker_of(tx, member_id)
        content = content_for(said(tx, one.campaign_id), one, speaker.language if speaker else "")
        knobs = [knob.kind for knob in content.buttons] if content else []
        press(tx, one, str(knobs.index(CARD) if CARD in knobs else len(knobs)), now)
        return None

    return await shop.db.write_batched(write)
