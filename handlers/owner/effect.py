"""What came of a campaign: the report, how it is reckoned, the people as a file."""

import logging

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.effect import list_recipients, show_effect
from actions.make_sheet import SheetError, make_sheet
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.screens import answer, respond, send
from loyalty.refusals import Refused
from texts import effect as texts
from texts.effect_table import recipients_file, recipients_table
from texts.words import Words

log = logging.getLogger(__name__)


async def show(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The report."""
    view = await show_effect(shop, me.member_id, number(args, 0) or 0)
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.effect(words, view), shop)


async def how(callback: CallbackQuery, args: tuple[str, ...], words: Words, shop: Shop) -> None:
    """How the figures came about."""
    await respond(callback, texts.how(words, number(args, 0) or 0), shop)


async def people(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Everybody it was meant for, as a file below."""
    found = await list_recipients(shop, me.member_id, number(args, 0) or 0)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    if callback.bot is None:
        return
    await answer(callback, str(texts.making(words)))
    try:
        content = await make_sheet(found.title, *recipients_table(words, found.lines))
    except SheetError:
        log.exception("no list of recipients")
        await send(callback.bot, callback.from_user.id, texts.not_made(words), shop)
        return
    await send(callback.bot, callback.from_user.id, recipients_file(words, found, content), shop)


def register(room: Router) -> None:
    """Buttons under a campaign that was sent."""
    room.callback_query.register(show, Pressed("eff.show"))
    room.callback_query.register(how, Pressed("eff.how"))
    room.callback_query.register(people, Pressed("eff.list"))
