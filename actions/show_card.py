"""The card and the balance, as their holder sees them."""

from actions.shop import Shop
from loyalty.cards import StartKind, format_start, start_link
from loyalty.joining import Step
from loyalty.refusals import Refusal, Refused
from loyalty.views import CardView
from storage import people
from storage import shop as rows


async def show_card(shop: Shop, member_id: int) -> CardView | Refused:
    """The member's own card. Refuses NOT_JOINED."""
    member, programme = await shop.db.read(lambda tx: (people.member(tx, member_id), rows.programme(tx)))
    if member.step != Step.JOINED:
        return Refused(Refusal.NOT_JOINED)
    link = start_link(shop.settings.bot_username, format_start(StartKind.CARD, member.card_token))
    return CardView(member.name, member.number, member.tier, member.available, link, programme)
