"""The owner's promo codes: the list, one of them, its codes, and the switch."""

from actions.rights import may
from actions.shop import Shop
from loyalty.cards import StartKind, format_start, start_link
from loyalty.code_views import CampaignView
from loyalty.codes import Campaign, code_for_link
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from storage import codes, uses
from storage import shop as rows
from storage.database import Connection

PAGE_SIZE = 8
CODES_A_PAGE = 250


async def list_campaigns(shop: Shop, actor_id: int, page: int = 0) -> list[tuple[Campaign, int]] | Refused:
    """Campaigns that are on with their living uses, newest first; one more than a page when there are more.

    Refuses NOT_OWNER.
    """

    def read(tx: Connection) -> list[tuple[Campaign, int]] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        found = codes.campaigns(tx, page * PAGE_SIZE, PAGE_SIZE + 1)
        return [(one, uses.count(tx, uses.CAMPAIGN, one.id)) for one in found]

    return await shop.db.read(read)


async def show_campaign(shop: Shop, actor_id: int, campaign_id: int) -> CampaignView | Refused:
    """One campaign. Refuses NOT_OWNER, CODE_OVER when there is none."""
    return await shop.db.read(lambda tx: _view(tx, shop, actor_id, campaign_id))


async def list_codes(shop: Shop, actor_id: int, campaign_id: int, page: int) -> list[str] | Refused:
    """A page of the campaign's codes, as they are kept. Refuses NOT_OWNER."""

    def read(tx: Connection) -> list[str] | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        return codes.codes_of(tx, campaign_id, page * CODES_A_PAGE, CODES_A_PAGE)

    return await shop.db.read(read)


async def switch_off(shop: Shop, actor_id: int, campaign_id: int) -> CampaignView | Refused:
    """Its codes give nothing from now on; what was given stays. Refuses NOT_OWNER, CODE_OVER."""

    def write(tx: Connection) -> CampaignView | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        codes.switch_off(tx, campaign_id)
        return _view(tx, shop, actor_id, campaign_id)

    return await shop.db.write(write)


def _view(tx: Connection, shop: Shop, actor_id: int, campaign_id: int) -> CampaignView | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    campaign = codes.campaign(tx, campaign_id)
    if campaign is None:
        return Refused(Refusal.CODE_OVER)
    count, used = codes.code_count(tx, campaign_id), uses.count(tx, uses.CAMPAIGN, campaign_id)
    shared = "" if campaign.unique_codes else codes.codes_of(tx, campaign_id, 0, 1)[0]
    link = ""
    if shared:
        payload = format_start(StartKind.PROMO, code_for_link(shared))
        link = start_link(shop.settings.bot_username, payload)
    return CampaignView(campaign, used, count, shared, link, rows.programme(tx))
