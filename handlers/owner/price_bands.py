"""An owner looks at the price bands, chooses one for an audience, or types the sums between them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.price_bands import QUESTION, ask_bands, set_bands, show_bands
from actions.recognise import Speaker
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import is_answer, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.refusals import Refused
from texts import price_bands as texts
from texts.member import typed_text_please
from texts.words import Words


async def shown(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The bands; a question left open is not asked any more."""
    if me.question == QUESTION:
        await stop_asking(shop, me.account_id)
    view = await show_bands(shop, me.member_id)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.bands(words, view), shop)


async def asked(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Type the sums"."""
    view = await ask_bands(shop, me.member_id, me.account_id)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.ask_bands(words, view), shop)


async def answered(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The sums; a slip is explained and the question stays."""
    view = await set_bands(shop, me.member_id, me.account_id, message.text or "")
    if isinstance(view, Refused):
        await refuse(message, view, words, shop)
        return
    await respond(message, texts.bands(words, view), shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


def register_answers(room: Router) -> None:
    """What an owner was asked here: numbers are an answer then, and no sale."""
    room.message.register(answered, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())


def register(room: Router) -> None:
    """The doors of the bands."""
    room.callback_query.register(shown, Pressed("seg.bands"))
    room.callback_query.register(asked, Pressed("seg.bands.ask"))
