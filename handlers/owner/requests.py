"""Complaints and wishes: looked at, answered, closed; and what customers say in figures."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import complain
from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_feedback import show_feedback
from handlers.answers import is_answer, number, refuse
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.feedback import RequestView
from loyalty.refusals import Refused
from texts import campaign_replies
from texts import requests as texts
from texts.words import Words


async def figures(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/feedback."""
    view = await show_feedback(shop, me.member_id)
    if isinstance(view, Refused):
        await refuse(event, view, words, shop)
        return
    await respond(event, texts.feedback(words, view), shop)


async def listed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A page of the open ones."""
    found = await complain.list_requests(shop, me.member_id, number(args, 0) or 0)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, texts.request_list(words, found), shop)


async def chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One of them."""
    view = await complain.show_request(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def closed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Seen to"."""
    view = await complain.close_request(shop, me.member_id, number(args, 0) or 0)
    await _shown(callback, view, words, shop)


async def writing(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Write to customer"."""
    view = await complain.ask_answer(shop, me.member_id, me.account_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.ask_answer(words, view), shop)


async def written(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """What he is told."""
    request_id = number((about,), 0) or 0
    said = message.text or ""
    view = await complain.answer_request(shop, me.member_id, me.account_id, request_id, said)
    if isinstance(view, Refused):
        await refuse(message, view, words, shop)
        return
    await respond(message, texts.answer_sent(words, view), shop)


async def wordless(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a voice."""
    await respond(message, campaign_replies.words_please(words), shop)


async def _shown(callback: CallbackQuery, view: RequestView | Refused, words: Words, shop: Shop) -> None:
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.request(words, view), shop)


def register(room: Router) -> None:
    """The command, the list, one request."""
    room.message.register(figures, Command("feedback"))
    room.callback_query.register(figures, Pressed("feedback"))
    room.callback_query.register(listed, Pressed("requests"))
    room.callback_query.register(chosen, Pressed("request"))
    room.callback_query.register(closed, Pressed("request.done"))
    room.callback_query.register(writing, Pressed("request.write"))


def register_answers(room: Router) -> None:
    """What goes to a customer is typed."""
    room.message.register(written, Asked(complain.ANSWER), Typed(is_answer))
    room.message.register(wordless, Asked(complain.ANSWER), Wordless())
