"""An owner says who is meant: his draft changes by a tap or a text, a revision for each change.

Whoever acts on a revision that is past is shown the present state, and nothing changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from actions.rights import may
from actions.segments import GONE, QUESTION, kept_node, own_words, put, show_desk
from actions.shop import Shop
from loyalty.audience import parse
from loyalty.audience_edits import (
    checked,
    condition_of,
    joined_otherwise,
    with_part,
    with_turned,
    without_part,
)
from loyalty.audience_ready import ready
from loyalty.audience_tree import EVERYBODY, Node
from loyalty.audience_views import AudienceChosen, AudienceDesk, AudienceDraft
from loyalty.campaign_edits import is_open
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import campaigns, people, saved_segments
from storage.database import Connection

Edit = Callable[[Connection, AudienceDraft], Node | Refused]
DROP, TURN, JOINT = "drop", "turn", "joint"


async def begin(shop: Shop, actor_id: int, language: str) -> AudienceDesk | Refused:
    """An empty draft: everybody. Refuses NOT_OWNER."""
    return await _edited(shop, actor_id, language, lambda _, __: EVERYBODY, afresh=True)


async def begin_for(shop: Shop, actor_id: int, language: str, campaign_id: int) -> AudienceDesk | Refused:
    """What the campaign has now, to be changed. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, CAMPAIGN_FIXED."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        campaign = campaigns.find(tx, campaign_id)
        if campaign is None or not is_open(campaign):
            return Refused(Refusal.CAMPAIGN_UNKNOWN if campaign is None else Refusal.CAMPAIGN_FIXED)
        one = replace(saved_segments.draft(tx, actor_id), segment_id=0, campaign_id=campaign_id)
        put(tx, actor_id, kept_node(campaign.segment), one, now)
        return None

    return await shop.db.write(write) or await show_desk(shop, actor_id, language)


async def open_segment(shop: Shop, actor_id: int, language: str, segment_id: int) -> AudienceDesk | Refused:
    """A saved one as the draft. Refuses NOT_OWNER, SEGMENT_GONE."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        found = may(tx, actor_id, Right.RUN) or saved_segments.find(tx, segment_id) or GONE
        if isinstance(found, Refused):
            return found
        one = replace(saved_segments.draft(tx, actor_id), segment_id=found.id)
        put(tx, actor_id, kept_node(found.expression), one, now)
        return None

    return await shop.db.write(write) or await show_desk(shop, actor_id, language)


async def take_ready(
    shop: Shop, actor_id: int, language: str, key: str, picks: Sequence[str]
) -> AudienceDesk | Refused:
    """A ready-made one as the draft. Refuses NOT_OWNER, SEGMENT_MOVED, SEGMENT_NO_SUCH."""

    def edit(tx: Connection, _: AudienceDraft) -> Node | Refused:
        node = ready(key, picks)
        return node if isinstance(node, Refused) else own_words(tx, node, language)

    return await _edited(shop, actor_id, language, edit, afresh=True)


async def type_expression(
    shop: Shop, actor_id: int, account_id: int, language: str, text: str
) -> AudienceDesk | Refused:
    """The draft as it is typed; a slip leaves the question open. Refuses as parse() and settled() do."""

    def edit(tx: Connection, _: AudienceDraft) -> Node | Refused:
        node = parse(text, language)
        return node if isinstance(node, Refused) else own_words(tx, node, language)

    return await _edited(shop, actor_id, language, edit, account_id=account_id)


async def add_condition(
    shop: Shop, actor_id: int, account_id: int, language: str, said: tuple[str, str, str, str]
) -> AudienceDesk | Refused:
    """One condition more. said: field, sign, what it is about, value. Refuses as condition_of() does."""

    def edit(tx: Connection, one: AudienceDraft) -> Node | Refused:
        part: Node | Refused = condition_of(*said, language)
        if not isinstance(part, Refused):
            part = own_words(tx, part, language)
        return part if isinstance(part, Refused) else with_part(kept_node(one.expression), part)

    return await _edited(shop, actor_id, language, edit, account_id=account_id)


async def change_part(
    shop: Shop, actor_id: int, language: str, revision: int, what: str, place: int
) -> AudienceDesk | Refused:
    """DROP or TURN the part at this place, from 0, or JOINT: all of them instead of one of them, and back."""

    def edit(_: Connection, one: AudienceDraft) -> Node:
        node = kept_node(one.expression)
        match what:
            case "drop":
                return without_part(node, place)
            case "turn":
                return with_turned(node, place)
            case "joint":
                return joined_otherwise(node)
        return node

    return await _edited(shop, actor_id, language, edit, revision=revision)


async def choose_audience(
    shop: Shop, actor_id: int, language: str, revision: int
) -> AudienceChosen | AudienceDesk | Refused:
    """The campaign the draft is for gets it. Refuses NOT_OWNER, CAMPAIGN_UNKNOWN, CAMPAIGN_FIXED."""

    def write(tx: Connection) -> tuple[int, str] | Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        one = saved_segments.draft(tx, actor_id)
        campaign = campaigns.find(tx, one.campaign_id)
        if campaign is None:
            return Refused(Refusal.CAMPAIGN_UNKNOWN)
        if not is_open(campaign):
            return Refused(Refusal.CAMPAIGN_FIXED)
        if one.revision != revision:
            return None
        if campaign.segment != one.expression:
            changed = replace(campaign, segment=one.expression, revision=campaign.revision + 1)
            campaigns.keep(tx, changed)
        return campaign.id, campaign.kind

    chosen = await shop.db.write(write)
    if isinstance(chosen, Refused):
        return chosen
    found = await show_desk(shop, actor_id, language)
    return found if chosen is None or isinstance(found, Refused) else AudienceChosen(found, *chosen)


async def _edited(
    shop: Shop,
    actor_id: int,
    language: str,
    edit: Edit,
    *,
    revision: int | None = None,
    account_id: int = 0,
    afresh: bool = False,
) -> AudienceDesk | Refused:
    """Change the draft and close the question. afresh: it is no saved one any more."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        one = saved_segments.draft(tx, actor_id)
        if revision is not None and revision != one.revision:
            return None
        edited = edit(tx, one)
        node = edited if isinstance(edited, Refused) or edited == EVERYBODY else checked(edited)
        if isinstance(node, Refused):
            return node
        if account_id:
            people.stop_asking_for(tx, account_id, QUESTION)
        put(tx, actor_id, node, replace(one, segment_id=0) if afresh else one, now)
        return None

    return await shop.db.write(write) or await show_desk(shop, actor_id, language)
