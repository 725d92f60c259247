""" "That wasn't me": asked first, then the owner is told, and a word may follow."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.contest import QUESTION, ask_contest, comment_case, contest
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, number, refuse, show
from handlers.filters import Asked, Holder, Pressed, Typed, Wordless
from handlers.screens import answer, respond, send
from loyalty.refusals import Refused
from texts import trust as texts
from texts.words import Words


async def asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Under a message about points: the question comes below it, the message stays."""
    view = await ask_contest(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    screen = texts.contested(words, view) if view.case_id else texts.ask(words, view)
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, screen, shop)
    await answer(callback)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Yes: the case is open."""
    view = await contest(shop, me.member_id, me.account_id, number(args, 0) or 0)
    await show(callback, view, texts.contested, words, shop)


async def taken_back(callback: CallbackQuery, words: Words, shop: Shop) -> None:
    """No: nothing happens."""
    await respond(callback, texts.never_mind(words), shop)


async def words_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """What happened, for the owner."""
    case_id = number((about,), 0) or 0
    refused = await comment_case(shop, me.member_id, me.account_id, case_id, message.text or "")
    if refused is not None:
        await refuse(message, refused, words, shop)
        return
    await respond(message, texts.comment_kept(words), shop)


async def wordless(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a voice: only words are kept."""
    await respond(message, texts.words_please(words), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="trust")
    room.callback_query.register(asked, Pressed("notme"), Holder())
    room.callback_query.register(confirmed, Pressed("notme.yes"), Holder())
    room.callback_query.register(taken_back, Pressed("notme.no"), Holder())
    room.message.register(words_typed, Asked(QUESTION), Typed(is_answer), Holder())
    room.message.register(wordless, Asked(QUESTION), Wordless(), Holder())
    return room
