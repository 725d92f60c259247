"""A till's program issues unique promo codes of the owner's campaigns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.held_benefits import day_of
from actions.shop import Shop
from actions.till_calls import Answer, Ask, once
from loyalty.codes import CODE_ALPHABET, CODE_LENGTH, Campaign, Uses, group_code, may_use
from loyalty.refusals import Refusal, Refused
from loyalty.tills import Till
from storage import codes
from storage import shop as rows
from storage.database import Connection

# A code drawn that is there already makes way for a spare one.
DRAWN = 5
MOST_CAMPAIGNS = 100


@dataclass(frozen=True, slots=True)
class Issued:
    """A code as it is printed, and the campaign it belongs to."""

    code: str
    campaign: Campaign


async def list_issuable(shop: Shop) -> list[Campaign]:
    """Campaigns of unique codes that a customer could use today, newest first."""
    now = shop.now()

    def read(tx: Connection) -> list[Campaign]:
        found = codes.campaigns(tx, 0, MOST_CAMPAIGNS)
        return [one for one in found if one.unique_codes and _refused(tx, one, now) is None]

    return await shop.db.read(read)


async def issue_code(
    shop: Shop, ask: Ask, campaign_id: int, told: Callable[[Issued], Answer]
) -> Answer | Refused | None:
    """One more code of a campaign, good once. Refuses CODE_UNKNOWN, CODE_OVER, CODE_NOT_YET."""
    drawn = [shop.new_code(CODE_ALPHABET, CODE_LENGTH) for _ in range(DRAWN)]

    def work(tx: Connection, _: Till, now: datetime) -> Issued | Refused:
        campaign = codes.campaign(tx, campaign_id)
        if campaign is None or not campaign.unique_codes:
            return Refused(Refusal.CODE_UNKNOWN)
        if refused := _refused(tx, campaign, now):
            return refused
        taken = codes.taken(tx, drawn)
        code = next(one for one in drawn if one not in taken)
        codes.add_codes(tx, campaign.id, [code], now)
        return Issued(group_code(code), campaign)

    return await once(shop, ask, work, told)


def _refused(tx: Connection, campaign: Campaign, now: datetime) -> Refused | None:
    """Why nobody can use the campaign today."""
    return may_use(campaign, Uses(), campaign.tier, has_paid=False, today=day_of(rows.programme(tx), now))
