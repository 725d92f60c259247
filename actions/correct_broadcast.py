"""The owner sends another text for a broadcast that has gone: it takes the place of the old one."""

from dataclasses import replace

from actions.edit_campaign import album_refused, asked_of, desk_of
from actions.hold_broadcast import correct
from actions.rights import may
from actions.shop import Shop
from loyalty.broadcasts import Progress
from loyalty.campaign_edits import Sent
from loyalty.campaigns import Content
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import people
from storage.database import Connection


async def correct_text(shop: Shop, actor_id: int, account_id: int, sent: Sent) -> Progress | Refused:
    """What was sent says this from now on. A slip leaves the question open.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, MEDIA_ODD, and as actions.hold_broadcast.correct does.
    """
    now = shop.now()

    def write(tx: Connection) -> tuple[int, Content] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        asked = asked_of(tx, actor_id)
        desk = desk_of(tx, asked.campaign_id, now) if asked and asked.what == "fix" else None
        old = desk.draft.content(asked.variant, asked.language) if desk and asked else None
        if desk is None or old is None:
            return Refused(Refusal.CAMPAIGN_UNKNOWN)
        if asked and sent.album:
            return album_refused(tx, account_id, asked, sent, now)
        if sent.odd or sent.media not in ("", old.media):
            return Refused(Refusal.MEDIA_ODD, {"what": sent.odd or "fix"})
        return desk.campaign.id, replace(old, body=sent.html or old.body, file_id=sent.file_id or old.file_id)

    found = await shop.db.write(write)
    if isinstance(found, Refused):
        return found
    outcome = await correct(shop, actor_id, *found)
    if not isinstance(outcome, Refused):
        await shop.db.write(lambda tx: people.stop_asking(tx, account_id))
    return outcome
