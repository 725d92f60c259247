"""/history, a page at a time, turned in place; each line can be opened."""

from collections.abc import Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_history import show_history, show_line
from handlers.answers import number
from handlers.filters import Door, Holder, Pressed
from handlers.screens import respond
from loyalty.views import HistoryDetail
from texts.common import stale_button
from texts.history import counted, history, line
from texts.keyboards import key_of
from texts.screen import Screen
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


async def opened(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One line of it."""
    await _show(callback, args, me, words, shop, line)


async def explained(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """How the purchase behind it was counted."""
    await _show(callback, args, me, words, shop, counted)


async def _show(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    shop: Shop,
    screen: Callable[[Words, HistoryDetail], Screen],
) -> None:
    seq, purchase_id, page = (number(args, index) or 0 for index in range(3))
    detail = await show_line(shop, me.member_id, seq, purchase_id, page)
    await respond(callback, stale_button(words) if detail is None else screen(words, detail), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="history")
    room.message.register(newest, Door("history", key_of), Holder())
    room.callback_query.register(turned, Pressed("history"), Holder())
    room.callback_query.register(opened, Pressed("line"), Holder())
    room.callback_query.register(explained, Pressed("counted"), Holder())
    return room
