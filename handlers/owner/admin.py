"""The menu of who leads: an owner's, and a manager's shorter one."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.shop import Shop
from handlers.filters import Pressed
from handlers.screens import respond
from loyalty.staff import Role
from texts.admin import menu
from texts.words import Words


async def show_menu(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/admin, and the way back to it."""
    await respond(event, menu(words, runs=me.role == Role.OWNER), shop)


def register(room: Router) -> None:
    """The menu's command and button."""
    room.message.register(show_menu, Command("admin"))
    room.callback_query.register(show_menu, Pressed("admin"))
