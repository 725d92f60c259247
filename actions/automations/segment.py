"""Whom of those who are due an automation's segment means."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence

from actions.automations import AUTOMATIONS
from actions.price_bands import settle_bands
from actions.segments import facts_of, kept_node
from actions.shop import Shop
from loyalty.automations import Candidate
from loyalty.campaigns import Campaign
from loyalty.price_bands import asked_bands
from storage import segments
from storage.database import Connection

Chooser = Callable[[Connection, Sequence[Candidate]], list[Candidate]]


async def those_of(shop: Shop, campaign: Campaign) -> Chooser:
    """What takes those who fit the campaign's segment out of some who are due."""
    if not campaign.segment:
        return lambda _, some: list(some)
    node = kept_node(campaign.segment)
    if asked_bands(node):
        await settle_bands(shop)
    if AUTOMATIONS[campaign.kind].for_all:
        found = await shop.db.survey(lambda tx: segments.member_ids(tx, node, facts_of(shop, tx)))
        return _among(array(found.typecode, sorted(found)))

    def fitting(tx: Connection, some: Sequence[Candidate]) -> list[Candidate]:
        facts = facts_of(shop, tx)
        return [who for who in some if segments.fits(tx, node, facts, who.member_id)]

    return fitting


def _among(ids: "array[int]") -> Chooser:
    def within(_: Connection, some: Sequence[Candidate]) -> list[Candidate]:
        places = (bisect_left(ids, who.member_id) for who in some)
        return [
            who for who, at in zip(some, places, strict=True) if at < len(ids) and ids[at] == who.member_id
        ]

    return within
