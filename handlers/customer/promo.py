"""/promo: what waits on the card, and a code typed by its holder."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.shop import Shop
from actions.use_code import QUESTION, ask_code, show_promo, use_code
from handlers.answers import is_answer, refuse
from handlers.filters import Asked, Holder, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.refusals import Refused
from texts import promo as texts
from texts.program import typed_text_please
from texts.words import Words


async def promo(message: Message, command: CommandObject, me: Speaker, words: Words, shop: Shop) -> None:
    """/promo alone, or with the code behind it."""
    if command.args:
        await take(message, command.args, me, words, shop)
        return
    await respond(message, texts.promo(words, await show_promo(shop, me.member_id)), shop)


async def shown(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "My offers" under a message about one."""
    await respond(callback, texts.promo(words, await show_promo(shop, me.member_id)), shop)


async def code_wanted(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Type a code"."""
    await ask_code(shop, me.account_id)
    await respond(callback, texts.ask_code(words), shop)


async def code_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The code; after a wrong one the question stays."""
    await take(message, message.text or "", me, words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, typed_text_please(words), shop)


async def take(message: Message, text: str, me: Speaker, words: Words, shop: Shop) -> None:
    """Use the code and say what it brought, unless a message of its own does."""
    taken = await use_code(shop, me.member_id, me.account_id, text)
    if isinstance(taken, Refused):
        await refuse(message, taken, words, shop)
    elif not texts.says_itself(taken):
        await respond(message, texts.code_taken(words, taken), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="promo")
    room.message.filter(Holder())
    room.callback_query.filter(Holder())
    room.message.register(promo, Command("promo"))
    room.message.register(code_typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())
    room.callback_query.register(shown, Pressed("promo"))
    room.callback_query.register(code_wanted, Pressed("promo.ask"))
    return room
