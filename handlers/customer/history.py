"""/history, a page at a time, turned in place."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_history import show_history
from handlers.answers import number
from handlers.filters import Door, Holder, Pressed
from handlers.screens import respond
from texts.history import history
from texts.keyboards import key_of
from texts.words import Words


async def newest(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The newest page."""
    await respond(message, history(words, await show_history(shop, me.member_id)), shop)


async def turned(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Another page; one that isn't there shows the last one."""
    page = await show_history(shop, me.member_id, number(args, 0) or 0)
    await respond(callback, history(words, page), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="history")
    room.message.register(newest, Door("history", key_of), Holder())
    room.callback_query.register(turned, Pressed("history"), Holder())
    return room
