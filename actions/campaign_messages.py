"""What a campaign's message says at the moment it goes: the owner's words and the reader's own figures."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from actions import campaign_gifts
from actions.automations import VALUES
from actions.points import purse
from loyalty.campaigns import Campaign, CampaignState, Content, RecipientState
from loyalty.expiry import burning
from loyalty.messages import MARKETING
from loyalty.names import first_name
from loyalty.programme import Programme
from loyalty.templates import fields_of
from storage import automations, campaigns, people, recipients, stats
from storage import shop as rows
from storage.campaigns import best_content
from storage.database import Connection
from storage.recipients import Recipient

KIND = "campaign"
CORRECTED = "edit.campaign"
WITHDRAWN = "delete.campaign"
# Of the settings: which texts are being corrected, "variant:language" with spaces between.
_BEING_CORRECTED = "corrected"

Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Said:
    """A campaign and everything it says."""

    campaign: Campaign
    contents: list[Content]


def said(tx: Connection, campaign_id: int) -> Said:
    """The campaign as it stands; LookupError when there is none."""
    found = campaigns.find(tx, campaign_id)
    if found is None:
        raise LookupError("no such campaign")
    return Said(found, campaigns.contents_of(tx, campaign_id))


def content_for(what: Said, recipient: Recipient, language: str) -> Content | None:
    """What this recipient gets; None when the campaign has nothing to say in his variant."""
    return best_content(what.contents, recipient.arm, language)


def message(
    tx: Connection,
    what: Said,
    content: Content,
    recipient: Recipient,
    name: str,
    gift: Values,
    programme: Programme,
    now: datetime,
) -> Mapping[str, Any]:
    """The data of the message as texts take them; `gift` is what was booked for him."""
    wanted = _fields(content.body)
    values: dict[str, str | int] = {**_values(tx, wanted, recipient.member_id, name, programme, now), **gift}
    own = VALUES.get(what.campaign.kind)
    if own is not None:
        values |= own(tx, recipient, now)
    return {
        "recipient": recipient.id,
        "campaign": what.campaign.id,
        "arm": recipient.arm,
        "body": content.body,
        "values": values,
        "media": content.media,
        "file_id": content.file_id,
        "buttons": [asdict(knob) for knob in content.buttons],
        "marketing": what.campaign.message_class >= MARKETING,
        "paid": what.campaign.paid,
    }


def message_again(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """A message that could not go at first, as it says now; None: the campaign was paused or cancelled.

    Then its recipient waits with the others, or gets nothing.
    """
    recipient = recipients.find(tx, data["recipient"])
    if recipient is None or recipient.state is not RecipientState.HANDED:
        return None
    what = said(tx, recipient.campaign_id)
    if what.campaign.state is CampaignState.PAUSED:
        recipients.wait_again(tx, recipient.id)
        return None
    if what.campaign.state is CampaignState.CANCELLED:
        recipients.end(tx, recipient, RecipientState.SKIPPED, now, "cancelled")
        return None
    return as_given(tx, what, recipient, now)


def with_corrected(campaign: Campaign, content: Content, *, goes_on: bool) -> Campaign:
    """What is being corrected is this text, beside others whose correction goes on."""
    texts = {_place(content), *(_corrected(campaign) if goes_on else ())}
    return replace(campaign, settings={**campaign.settings, _BEING_CORRECTED: " ".join(sorted(texts))})


def correction(tx: Connection, data: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What stands from now on in place of a message that went; None when its text stays."""
    recipient = recipients.find(tx, data["recipient"])
    if recipient is None or not recipient.message_id:
        return None
    what = said(tx, recipient.campaign_id)
    again = as_given(tx, what, recipient, now, only=_corrected(what.campaign))
    return None if again is None else {**again, "message_id": recipient.message_id}


def _corrected(campaign: Campaign) -> frozenset[str]:
    return frozenset(str(campaign.settings.get(_BEING_CORRECTED, "")).split())


def _place(content: Content) -> str:
    return f"{content.variant}:{content.language}"


def as_given(
    tx: Connection, what: Said, recipient: Recipient, now: datetime, only: frozenset[str] = frozenset()
) -> Mapping[str, Any] | None:
    """His message as it stands; None when there is nothing to say, or not in one of these texts alone."""
    speaker = people.speaker_of(tx, recipient.member_id)
    content = content_for(what, recipient, speaker.language) if speaker else None
    if speaker is None or content is None or (only and _place(content) not in only):
        return None
    gift = campaign_gifts.given(tx, recipient)
    return message(tx, what, content, recipient, speaker.name, gift, rows.programme(tx), now)


@lru_cache(maxsize=64)
def _fields(body: str) -> frozenset[str]:
    return frozenset(place.field for place in fields_of(body))


def _values(
    tx: Connection, wanted: frozenset[str], member_id: int, name: str, programme: Programme, now: datetime
) -> Values:
    """The figures of a member that the text asks for; each costs a question, so the others are not asked."""
    values: dict[str, str | int] = {"name": first_name(name)} if "name" in wanted else {}
    if wanted & {"balance", "burning", "burning_on"}:
        mine = purse(tx, member_id, programme, now)
        ends = burning((lot for lot in mine.lots if lot.active_from <= now), mine.holder, programme, now)
        values["balance"] = mine.wallet.available
        if ends:
            values |= {"burning": ends[0].points, "burning_on": ends[0].day.isoformat()}
    if "tier" in wanted:
        tier = programme.tier(people.member(tx, member_id).tier)
        values["tier"] = tier.name if tier else ""
    if "store" in wanted:
        bought = stats.of_member(tx, member_id)
        name_of = rows.store_name(tx, bought.last_store_id) if bought else ""
        values["store"] = name_of or programme.brand
    if "last_item" in wanted:
        goods = (programme.category(key) for key in automations.usual_categories(tx, member_id))
        values["last_item"] = next((one.name for one in goods if one), "")
    return values
