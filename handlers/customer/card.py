"""/card, /balance, /help, and the key that leads back to work."""

from aiogram import Router
from aiogram.filters import or_f
from aiogram.types import Message

from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_card import show_balance
from handlers.customer.home import hand_card
from handlers.customer.joining import begin, leave
from handlers.filters import Door, Holder, Key, Pressed, Works
from handlers.screens import respond
from loyalty.joining import Step
from loyalty.refusals import Refused
from texts import card as texts
from texts import common
from texts.keyboards import key_of, member_keyboard
from texts.words import Words


async def card(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The card with its picture."""
    await hand_card(message, me, words, shop)


async def balance(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The balance with its states and days."""
    view = await show_balance(shop, me.member_id)
    if not isinstance(view, Refused):
        keyboard = member_keyboard(words, works_here=bool(me.role))
        await respond(message, texts.balance(words, view, keyboard), shop)


async def help_(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """What the bot can do for this person."""
    await respond(message, common.help_text(words, me.role, joined=me.step == Step.JOINED), shop)


def router() -> Router:
    """Open to whoever has a card; help for staff without one too."""
    room = Router(name="card")
    room.message.register(card, Door("card", key_of), Holder())
    room.message.register(balance, Door("balance", key_of), Holder())
    room.message.register(help_, Door("help", key_of), or_f(Holder(), Works()))
    room.message.register(leave, Key("work", key_of))
    room.callback_query.register(begin, Pressed("card.get"), Works())
    return room
