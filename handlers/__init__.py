"""The Telegram doors: one file a conversation, in the order in which they are asked."""

from aiogram import Router

from handlers import cashier, owner
from handlers.customer import card, fallback, history, joining, settings, start


def routers() -> Router:
    """All doors: /start first, then the questions of joining, then work; the fallback takes what is left."""
    house = Router(name="house")
    house.include_routers(
        start.router(),
        joining.router(),
        cashier.router(),
        owner.router(),
        card.router(),
        history.router(),
        settings.router(),
        fallback.router(),
    )
    return house
