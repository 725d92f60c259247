"""What the demo shop has written to its customers: one broadcast that went, and one that is being written."""

import asyncio

from actions.broadcast_view import show_progress
from actions.edit_campaign import (
    answer_campaign,
    ask_campaign,
    new_broadcast,
    record_preview,
    turn_campaign,
)
from actions.queue_broadcasts import queue_broadcasts
from actions.recognise import Speaker
from actions.shop import Shop
from actions.start_broadcast import start_broadcast
from loyalty.benefits import Effect
from loyalty.campaign_edits import Question, Sent
from loyalty.campaigns import CampaignState
from loyalty.programme import Programme
from sandbox.demo_till import went

# The evening of this day, with the tills closed.
ON_DAY = 103
NEWS = (
    "{имя|Друзья}, у нас новые круассаны 🥐\n"
    "<b>До воскресенья второй — в подарок.</b> На вашей карте {баланс}, приходите на завтрак."
)
DRAFT = "{имя|Привет}! По выходным теперь открываемся в <b>8:00</b>. Любимое место у окна пока свободно ☕"
PATIENCE_SECONDS = 20


async def send_news(shop: Shop, owner: Speaker) -> None:
    """Written, looked at, sent to everybody; returns when it has arrived."""
    campaign_id, revision = await _written(shop, owner, NEWS)
    who = (shop, owner.member_id, owner.account_id)
    went(await ask_campaign(*who, Question(campaign_id, revision, "card")))
    desk = went(await answer_campaign(*who, Sent(usual="Моя карта"), _untitled))
    said = ("control", "0")
    desk = went(await turn_campaign(shop, owner.member_id, campaign_id, desk.campaign.revision, said))
    revision = desk.campaign.revision
    went(await record_preview(*who, campaign_id, revision))
    went(await start_broadcast(*who, campaign_id, revision))
    await queue_broadcasts(shop)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            view = went(await show_progress(shop, owner.member_id, campaign_id))
            if view.state is CampaignState.DONE:
                return
            await asyncio.sleep(0.02)


async def begin_news(shop: Shop, owner: Speaker) -> None:
    """A draft with a gift, still to be looked at."""
    campaign_id, revision = await _written(shop, owner, DRAFT)
    who = (shop, owner.member_id, owner.account_id)
    went(await ask_campaign(*who, Question(campaign_id, revision, "points")))
    went(await answer_campaign(*who, Sent(text="30 на 10 дней"), _untitled))


async def _written(shop: Shop, owner: Speaker, html: str) -> tuple[int, int]:
    """A new draft that says this, and its revision."""
    who = (shop, owner.member_id, owner.account_id)
    went(await new_broadcast(*who))
    desk = went(await answer_campaign(*who, Sent(html=html, text=html), _untitled))
    return desk.campaign.id, desk.campaign.revision


def _untitled(_: Effect, __: Programme) -> str:
    return ""
