"""Audiences: what they are counted by, the saved ones, and the desk an owner puts one together on."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.birthday_gifts import BIRTHDAY
from actions.price_bands import bands_view, settle_bands
from actions.rights import may
from actions.shop import Shop
from loyalty.audience import Names, named, parse, settled, written
from loyalty.audience_edits import CANON
from loyalty.audience_tree import NOBODY, Node
from loyalty.audience_views import (
    LONGEST_NAME,
    MOST_SAVED,
    AudienceDesk,
    AudienceDraft,
    AudienceExamples,
    AudienceList,
    Reach,
    Segment,
)
from loyalty.audience_words import BASIC_TIER, spelt
from loyalty.names import clean_name
from loyalty.price_bands import LEAST_BUYERS, asked_bands
from loyalty.programme import BASIC
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.tiers import ladder, shown_name
from storage import campaigns, drafts, people, price_bands, saved_segments, segments
from storage import shop as rows
from storage.database import Connection
from storage.segment_terms import Facts

QUESTION = "segment"
EXAMPLES = 5
GONE = Refused(Refusal.SEGMENT_GONE)


def facts_of(shop: Shop, tx: Connection) -> Facts:
    """What every audience is counted by at this moment."""
    now, programme = shop.now(), rows.programme(tx)
    zone = ZoneInfo(programme.time_zone)
    return Facts(
        now.astimezone(zone).date(),
        now,
        zone,
        lambda key: shop.vault.index(BIRTHDAY, key),
        programme,
        price_bands.kept(tx),
    )


def names_of(tx: Connection, language: str) -> Names:
    """What people call the tiers, categories and stores of the shop, by key."""
    programme = rows.programme(tx)
    stores = drafts.store_names(tx, programme.brand)
    tiers = {BASIC: spelt(BASIC_TIER, BASIC, language)}
    tiers |= {one.key: shown_name(programme, one.key) for one in ladder(programme)}
    return {
        "tier": tiers,
        "category": {one.key: one.name for one in programme.categories},
        "store": {str(key): name or programme.brand for key, name in stores.items()},
    }


def kept_node(expression: str) -> Node:
    """The tree of a kept expression. One that can't be read any more means nobody: better than everybody."""
    read = parse(expression, CANON)
    return NOBODY if isinstance(read, Refused) else read


async def list_segments(shop: Shop, actor_id: int) -> AudienceList | Refused:
    """The saved ones. Refuses NOT_OWNER."""
    return await shop.db.read(lambda tx: may(tx, actor_id, Right.RUN) or _listed(tx, actor_id))


async def leave_campaign(shop: Shop, actor_id: int, account_id: int) -> AudienceList | Refused:
    """The saved ones, looked at for no campaign; no question is open. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> AudienceList | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        people.stop_asking_for(tx, account_id, QUESTION)
        one = saved_segments.draft(tx, actor_id)
        if one.campaign_id:
            saved_segments.keep_draft(tx, actor_id, replace(one, campaign_id=0), now)
        return _listed(tx, actor_id)

    return await shop.db.write(write)


def count_of(shop: Shop, tx: Connection, node: Node) -> int:
    """How many people an audience means."""
    return segments.count(tx, node, facts_of(shop, tx))


def reach_of(shop: Shop, tx: Connection, node: Node) -> Reach:
    """How many they are, how many of them can be written to, and how many of those want news."""
    return segments.reach(tx, node, facts_of(shop, tx))


async def show_examples(shop: Shop, actor_id: int) -> AudienceExamples | Refused:
    """Some of the people the draft means, and how many they are. Refuses NOT_OWNER."""

    def read(tx: Connection) -> AudienceExamples | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        node = kept_node(saved_segments.draft(tx, actor_id).expression)
        some = segments.examples(tx, node, facts_of(shop, tx), EXAMPLES)
        return AudienceExamples(count_of(shop, tx, node), tuple((name, number) for _, name, number in some))

    return await shop.db.survey(read)


async def used_words(shop: Shop, actor_id: int, what: str) -> list[str] | Refused:
    """The cities, sources or tags most members have. Refuses NOT_OWNER, SEGMENT_MOVED."""

    def read(tx: Connection) -> list[str] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        if what not in ("city", "source", "tag"):
            return Refused(Refusal.SEGMENT_MOVED)
        return saved_segments.most_used(tx, what, EXAMPLES)

    return await shop.db.survey(read)


async def ask(shop: Shop, actor_id: int, account_id: int, about: str) -> Refused | None:
    """His next text is an expression, a value or a name. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> Refused | None:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        people.ask(tx, account_id, QUESTION, about, now)
        return None

    return await shop.db.write(write)


async def save_segment(shop: Shop, actor_id: int, account_id: int, text: str) -> Segment | Refused:
    """The draft under this name, as a new segment. Refuses NOT_OWNER, LABEL_UNCLEAR, SEGMENT_NAME_TAKEN,
    LIST_FULL."""
    now = shop.now()

    def write(tx: Connection) -> Segment | Refused:
        name = may(tx, actor_id, Right.RUN) or _free_name(tx, text, 0)
        if isinstance(name, Refused):
            return name
        if len(saved_segments.saved(tx)) >= MOST_SAVED:
            return Refused(Refusal.LIST_FULL, {"most": MOST_SAVED})
        one = saved_segments.draft(tx, actor_id)
        segment_id = saved_segments.add(tx, name, one.expression, actor_id, now)
        saved_segments.keep_draft(tx, actor_id, replace(one, segment_id=segment_id), now)
        people.stop_asking_for(tx, account_id, QUESTION)
        return Segment(segment_id, name, one.expression)

    return await shop.db.write(write)


async def save_over(shop: Shop, actor_id: int, revision: int) -> Segment | Refused:
    """The segment the draft began with says what the draft says; of an older revision nothing is saved.

    Refuses NOT_OWNER, SEGMENT_GONE.
    """

    def write(tx: Connection) -> Segment | Refused:
        one = saved_segments.draft(tx, actor_id)
        found = may(tx, actor_id, Right.RUN) or saved_segments.find(tx, one.segment_id) or GONE
        if isinstance(found, Refused) or one.revision != revision:
            return found
        saved_segments.change(tx, found.id, expression=one.expression)
        return replace(found, expression=one.expression)

    return await shop.db.write(write)


async def rename_segment(
    shop: Shop, actor_id: int, account_id: int, segment_id: int, text: str
) -> Segment | Refused:
    """It has another name. Refuses NOT_OWNER, SEGMENT_GONE, LABEL_UNCLEAR, SEGMENT_NAME_TAKEN."""

    def write(tx: Connection) -> Segment | Refused:
        found = may(tx, actor_id, Right.RUN) or saved_segments.find(tx, segment_id) or GONE
        if isinstance(found, Refused):
            return found
        name = _free_name(tx, text, found.id)
        if isinstance(name, Refused):
            return name
        saved_segments.change(tx, found.id, name=name)
        people.stop_asking_for(tx, account_id, QUESTION)
        return replace(found, name=name)

    return await shop.db.write(write)


async def delete_segment(shop: Shop, actor_id: int, segment_id: int) -> AudienceList | Refused:
    """It is not offered any more; campaigns that took it have their own copy. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> AudienceList | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        saved_segments.change(tx, segment_id, ended_at=now)
        return _listed(tx, actor_id)

    return await shop.db.write(write)


async def show_desk(shop: Shop, actor_id: int, language: str) -> AudienceDesk | Refused:
    """The draft with everybody counted. Refuses NOT_OWNER."""

    def read(tx: Connection) -> AudienceDesk | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        one, today = saved_segments.draft(tx, actor_id), facts_of(shop, tx).today
        names, node = names_of(tx, language), kept_node(one.expression)
        began = saved_segments.find(tx, one.segment_id)
        campaign = campaigns.find(tx, one.campaign_id) if one.campaign_id else None
        return AudienceDesk(
            named(node, names),
            reach_of(shop, tx, node),
            today,
            one,
            names,
            began,
            changed=began is not None and began.expression != one.expression,
            campaign_kind=campaign.kind if campaign else "",
            bands=bands_view(tx) if asked_bands(node) else None,
        )

    view = await shop.db.survey(read)
    if isinstance(view, Refused) or view.bands is None or view.bands.buyers < LEAST_BUYERS:
        return view
    await settle_bands(shop)
    return await shop.db.survey(read)


def put(tx: Connection, actor_id: int, node: Node, one: AudienceDraft, now: datetime) -> None:
    """The draft says this from now on, a revision later."""
    changed = replace(one, expression=written(node, CANON), revision=one.revision + 1)
    saved_segments.keep_draft(tx, actor_id, changed, now)


def own_words(tx: Connection, node: Node, language: str) -> Node | Refused:
    """The tree with keys for the names of the shop's things. Refuses SEGMENT_NO_SUCH."""
    return settled(node, names_of(tx, language))


def _listed(tx: Connection, actor_id: int) -> AudienceList:
    one = saved_segments.draft(tx, actor_id)
    campaign = campaigns.find(tx, one.campaign_id) if one.campaign_id else None
    found = tuple(saved_segments.saved(tx))
    if campaign is None:
        return AudienceList(found, bool(one.expression))
    return AudienceList(found, bool(one.expression), campaign.id, campaign.kind)


def _free_name(tx: Connection, text: str, own_id: int) -> str | Refused:
    """A name no other segment has, whatever its letters' case."""
    name = clean_name(text, LONGEST_NAME)
    if isinstance(name, Refused):
        return Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_NAME})
    taken = {one.name.casefold() for one in saved_segments.saved(tx) if one.id != own_id}
    return Refused(Refusal.SEGMENT_NAME_TAKEN) if name.casefold() in taken else name
