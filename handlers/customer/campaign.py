"""Buttons under a campaign's message that its reader presses."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.click_campaign import show_card_pressed
from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_card import show_card
from handlers.answers import number
from handlers.filters import Holder, Pressed
from handlers.screens import answer, send
from loyalty.refusals import Refused
from texts import common
from texts.card import card
from texts.keyboards import member_keyboard
from texts.words import Words


async def card_pressed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Show my card": below the message, which stays as it is."""
    refused = await show_card_pressed(shop, me.member_id, number(args, 0) or 0)
    view = await show_card(shop, me.member_id)
    if callback.bot is None or refused is not None or isinstance(view, Refused):
        await answer(callback, common.stale_button(words).text, alert=True)
        return
    keyboard = member_keyboard(words, works_here=bool(me.role))
    await send(callback.bot, callback.from_user.id, card(words, view, keyboard), shop)
    await answer(callback)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="campaign")
    room.callback_query.register(card_pressed, Pressed("camp.card"), Holder())
    return room
