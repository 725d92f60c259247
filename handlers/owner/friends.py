"""What friends brought by friends come to, for the owner."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.friends_report import show_friends
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import show
from handlers.filters import Pressed
from texts.invite_owner import friends
from texts.words import Words


async def shown(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """This month, and what looks made up."""
    report = await show_friends(shop, me.member_id)
    await show(callback, report, friends, words, shop)


def register(room: Router) -> None:
    """A button of the owner's menu."""
    room.callback_query.register(shown, Pressed("friends"))
