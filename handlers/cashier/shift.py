"""A cashier's shift and his day: opened, closed, looked at; where he works now."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import shifts
from actions.recognise import Speaker
from actions.shop import Shop
from actions.today import show_today
from handlers.answers import number, show
from handlers.filters import Door, Pressed
from texts import shifts as texts
from texts.keyboards import key_of
from texts.words import Words

Event = CallbackQuery | Message


async def shown(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """/shift and its key."""
    await show(event, await shifts.show_shift(shop, me.member_id), texts.shift, words, shop)


async def opened(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Open the shift"."""
    await show(callback, await shifts.open_shift(shop, me.member_id), texts.shift, words, shop)


async def closed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Close the shift": its totals."""
    view = await shifts.close_shift(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.shift, words, shop)


async def moved(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Work at ...": another of his stores."""
    await show(
        callback, await shifts.work_in(shop, me.member_id, number(args, 0) or 0), texts.shift, words, shop
    )


async def today(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/today and its key."""
    await show(message, await show_today(shop, me.member_id), texts.today, words, shop)


def register(room: Router) -> None:
    """The doors of the shift."""
    room.message.register(shown, Door("shift", key_of))
    room.message.register(today, Door("today", key_of))
    room.callback_query.register(opened, Pressed("shift.open"))
    room.callback_query.register(closed, Pressed("shift.close"))
    room.callback_query.register(moved, Pressed("shift.at"))
