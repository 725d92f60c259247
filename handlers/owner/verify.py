"""The proof of the books, on request."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.shop import Shop
from actions.verify import prove_books
from handlers.answers import refuse
from handlers.filters import Pressed
from handlers.screens import edit, respond
from loyalty.programme import Programme
from loyalty.refusals import Refused
from texts.books import checking, verified
from texts.words import Words


async def verify(
    event: CallbackQuery | Message, me: Speaker, words: Words, programme: Programme, shop: Shop, bot: Bot
) -> None:
    """Answer at once, then put the result in the same place."""
    message_id = await respond(event, checking(words), shop)
    result = await prove_books(shop, me.member_id)
    if isinstance(result, Refused):
        await refuse(event, result, words, shop)
        return
    chat = event.from_user
    if chat is not None:
        await edit(bot, chat.id, message_id, verified(words, result, programme), shop)


def register(room: Router) -> None:
    """The command and the button of the menu."""
    room.message.register(verify, Command("verify"))
    room.callback_query.register(verify, Pressed("verify"))
