"""What came of a campaign: the report, how it is reckoned, the people as a file."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from actions.effect import list_recipients, next_lines, show_effect
from actions.make_sheet import SheetError, make_sheet
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Pressed
from handlers.owner.broadcast import leave
from handlers.screens import answer, edit, respond, send
from loyalty.campaigns import RecipientLine
from loyalty.refusals import Refused
from texts import effect as texts
from texts.effect_table import headings, lines_in_words, recipients_file
from texts.words import Words

PATIENCE_SECONDS = 1.0
# A list so long takes a second or two; of a longer one is told how far it is.
SOON_DONE, TOLD_EVERY_SECONDS = 5_000, 2.0

log = logging.getLogger(__name__)


async def show(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """The report."""
    await leave(callback, me, shop)
    async with asyncio.TaskGroup() as group:
        patience = group.create_task(_ask_for_patience(callback, words))
        view = await show_effect(shop, me.member_id, number(args, 0) or 0)
        patience.cancel()
    if isinstance(view, Refused):
        await refuse(callback, view, words, shop)
        return
    await respond(callback, texts.effect(words, view), shop)


async def _ask_for_patience(callback: CallbackQuery, words: Words) -> None:
    """A million people take a while."""
    await asyncio.sleep(PATIENCE_SECONDS)
    await answer(callback, str(texts.counting(words)))


async def how(callback: CallbackQuery, args: tuple[str, ...], words: Words, shop: Shop) -> None:
    """How the figures came about."""
    await respond(callback, texts.how(words, number(args, 0) or 0), shop)


async def people(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop, bot: Bot
) -> None:
    """Everybody it was meant for, as a file below."""
    campaign_id, chat_id = number(args, 0) or 0, callback.from_user.id
    found = await list_recipients(shop, me.member_id, campaign_id)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await answer(callback, str(texts.making(words)))
    lines = _lines(shop, me, campaign_id, found.shown)
    if found.shown > SOON_DONE:
        lines = _shown(lines, found.shown, words, shop, bot, chat_id)
    row = lines_in_words(words)
    rows = ([row(line) for line in some] async for some in lines)
    try:
        content = await make_sheet(headings(words), rows)
    except SheetError:
        log.exception("no list of recipients")
        await send(bot, chat_id, texts.not_made(words), shop)
        return
    await send(bot, chat_id, recipients_file(words, found, content), shop)


async def _lines(
    shop: Shop, me: Speaker, campaign_id: int, left: int
) -> AsyncIterator[Sequence[RecipientLine]]:
    after = None
    while left > 0:
        some = await next_lines(shop, me.member_id, campaign_id, after)
        if isinstance(some, Refused) or not some:
            return
        yield some[:left]
        after, left = some[-1], left - len(some)


async def _shown(
    lines: AsyncIterator[Sequence[RecipientLine]],
    total: int,
    words: Words,
    shop: Shop,
    bot: Bot,
    chat_id: int,
) -> AsyncIterator[Sequence[RecipientLine]]:
    """The same lines; a message says how many of them are done."""
    loop, done = asyncio.get_running_loop(), 0
    message = await send(bot, chat_id, texts.drawn_up(words, done, total), shop)
    told_at = loop.time()
    async for some in lines:
        yield some
        done += len(some)
        if loop.time() - told_at >= TOLD_EVERY_SECONDS or done == total:
            await edit(bot, chat_id, message.message_id, texts.drawn_up(words, done, total), shop)
            told_at = loop.time()


def register(room: Router) -> None:
    """Buttons under a campaign that was sent."""
    room.callback_query.register(show, Pressed("eff.show"))
    room.callback_query.register(how, Pressed("eff.how"))
    room.callback_query.register(people, Pressed("eff.list"))
