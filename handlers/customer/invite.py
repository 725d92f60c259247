"""/invite: the link for friends, its poster and their story."""

from aiogram import Router
from aiogram.types import Message

from actions.invite import show_invite
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.filters import Door, Holder
from handlers.screens import respond
from loyalty.refusals import Refused
from texts import invite as texts
from texts.keyboards import key_of
from texts.refusals import refused
from texts.screen import Screen
from texts.words import Words


async def invite(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """Everything about bringing a friend in one message."""
    view = await show_invite(shop, me.member_id)
    screen = Screen(refused(words, view)) if isinstance(view, Refused) else texts.invite(words, view)
    await respond(message, screen, shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="invite")
    room.message.register(invite, Door("invite", key_of), Holder())
    return room
