"""Stores for everybody: the list, and the nearest ones for whoever says where he is."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.list_stores import list_stores
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.filters import Located, Pressed, Stranger, Typed
from handlers.screens import answer, respond, send
from loyalty.joining import Step
from loyalty.stores import Place
from texts import stores as texts
from texts.words import Words


async def shown(event: CallbackQuery | Message, words: Words, shop: Shop) -> None:
    """/stores."""
    await respond(event, texts.store_list(words, await list_stores(shop)), shop)


async def nearest_wanted(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """ "Which is nearest?": the key that shares a location comes below."""
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, texts.ask_place(words), shop)
    await answer(callback)


async def located(message: Message, place: Place, me: Speaker, words: Words, shop: Shop) -> None:
    """A location: the usual keys come back, then the list, the nearest store first. It is not kept."""
    has_card = me.step == Step.JOINED
    await respond(message, texts.keys_back(words, me.role, has_card=has_card, sent=True), shop)
    await respond(message, texts.store_list(words, await list_stores(shop, place)), shop)


async def not_sent(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The key that sends no location."""
    has_card = me.step == Step.JOINED
    await respond(message, texts.keys_back(words, me.role, has_card=has_card, sent=False), shop)


def router() -> Router:
    """Open to everybody the bot knows."""
    room = Router(name="stores")
    room.message.filter(~Stranger())
    room.message.register(shown, Command("stores"))
    room.message.register(located, Located())
    room.message.register(not_sent, Typed(texts.is_not_sending))
    room.callback_query.register(nearest_wanted, Pressed("near"))
    return room
