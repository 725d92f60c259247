"""The owner sees a campaign as its readers will, filled with his own figures; no gift is booked for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.campaign_messages import Said, message
from actions.edit_campaign import desk_of
from actions.held_benefits import day_of
from actions.own_words import with_figures
from actions.rights import may
from actions.shop import Shop
from actions.tellings import sample_of
from loyalty import bonuses, expiry
from loyalty.automations import STANDING
from loyalty.campaign_edits import check_draft
from loyalty.campaign_views import CampaignDesk
from loyalty.campaigns import Gift, RecipientState
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import codes, people
from storage.campaigns import best_content
from storage.database import Connection
from storage.recipients import Recipient

SAMPLE_CODE = "ABC-DEF-GHJ"


@dataclass(frozen=True, slots=True)
class Tryout:
    """Every variant as the data of its message, in order; none when the draft moved meanwhile."""

    desk: CampaignDesk
    messages: tuple[Mapping[str, Any], ...] = ()


async def try_campaign(shop: Shop, actor_id: int, campaign_id: int, revision: int) -> Tryout | Refused:
    """The messages as they would reach the owner himself.

    Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, and as loyalty.campaign_edits.check_draft.
    """
    now = shop.now()

    def read(tx: Connection) -> Tryout | Refused:
        desk = may(tx, actor_id, Right.RUN) or desk_of(tx, campaign_id, now)
        if desk is None:
            return Refused(Refusal.CAMPAIGN_UNKNOWN)
        if isinstance(desk, Refused):
            return desk
        if desk.campaign.revision != revision:
            return Tryout(replace(desk, moved=True))
        return check_draft(desk.draft) or Tryout(desk, _messages(tx, desk, actor_id, now))

    return await shop.db.read(read)


def gift_shown(tx: Connection, gift: Gift, programme: Programme, now: datetime) -> Mapping[str, str | int]:
    """What the message would say of its gift, with a code nobody has."""
    ends, last = expiry.expires_at(now, programme), None
    if gift.lifetime_days:
        last = bonuses.last_day(day_of(programme, now), gift.lifetime_days)
    elif gift.kind == "points" and ends is not None:
        last = expiry.last_day(ends, programme)
    until = last.isoformat() if last else ""
    match gift.kind:
        case "points":
            return {"gift": gift.points, "gift_until": until}
        case "offer":
            return {"gift": gift.title, "gift_until": until}
        case "code":
            found = codes.campaign(tx, gift.code_campaign_id)
            until = found.last_day.isoformat() if found and found.last_day else ""
            code = found.title if found and not found.unique_codes else SAMPLE_CODE
            return {"gift": gift.title, "gift_until": until, "code": code}
    return {}


def _messages(
    tx: Connection, desk: CampaignDesk, actor_id: int, now: datetime
) -> tuple[Mapping[str, Any], ...]:
    speaker = people.speaker_of(tx, actor_id)
    name, language = (speaker.name or speaker.display_name, speaker.language) if speaker else ("", "")
    what = Said(desk.campaign, list(desk.draft.contents))
    gift = gift_shown(tx, desk.campaign.gift, desk.programme, now)
    shown = []
    for variant in range(desk.draft.variants):
        content = best_content(what.contents, variant, language)
        if content is not None:
            reader = _reader(desk, actor_id, variant, now)
            one = message(tx, what, content, reader, name, gift, desk.programme, now)
            kind = STANDING.get(desk.campaign.kind)
            shown.append(with_figures(one, kind, sample_of(kind, desk.programme, now)) if kind else one)
    return tuple(shown)


def _reader(desk: CampaignDesk, actor_id: int, variant: int, now: datetime) -> Recipient:
    """The owner in place of a recipient; the id says that nothing is counted."""
    return Recipient(0, desk.campaign.id, actor_id, "", variant, RecipientState.WAITING, now, None, "", "")
