"""The Telegram doors: one file a conversation, in the order in which they are asked."""

from aiogram import Router

from handlers import cashier, owner
from handlers.customer import (
    campaign,
    campaign_replies,
    card,
    claim_receipt,
    fallback,
    gifts,
    history,
    invite,
    joining,
    messages,
    pay,
    privacy,
    profile,
    promo,
    review,
    rewards,
    rules,
    settings,
    start,
    stores,
    trust,
)


def routers() -> Router:
    """All doors: /start first, then the questions of joining, then work; the fallback takes what is left."""
    house = Router(name="house")
    house.include_routers(
        privacy.farewell(),
        start.router(),
        rules.router(),
        joining.router(),
        owner.answers(),
        cashier.router(),
        owner.router(),
        trust.router(),
        claim_receipt.router(),
        pay.router(),
        rewards.router(),
        gifts.router(),
        stores.router(),
        card.router(),
        campaign.router(),
        campaign_replies.router(),
        promo.router(),
        invite.router(),
        review.router(),
        history.router(),
        profile.router(),
        settings.router(),
        messages.router(),
        privacy.router(),
        fallback.router(),
    )
    return house
