"""Shifts of colleagues: seen, asked about, closed."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.close_shifts import close_for_colleague, list_shifts, show_open_shift
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, show
from handlers.filters import Pressed
from texts import shifts as texts
from texts.words import Words


async def listed(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Others' shifts", and the way back there."""
    found = await list_shifts(shop, me.member_id)
    await show(callback, found, texts.colleagues, words, shop)


async def asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Close the shift: ..."."""
    shift = await show_open_shift(shop, me.member_id, number(args, 0) or 0)
    await show(callback, shift, texts.ask_close, words, shop)


async def closed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Close the shift" under the question."""
    shift = await close_for_colleague(shop, me.member_id, number(args, 0) or 0)
    await show(callback, shift, texts.closed_for, words, shop)


def register(room: Router) -> None:
    """The buttons of colleagues' shifts."""
    room.callback_query.register(listed, Pressed("shifts"))
    room.callback_query.register(asked, Pressed("shifts.ask"))
    room.callback_query.register(closed, Pressed("shifts.close"))
