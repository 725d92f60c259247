"""Taps under a campaign's message, and what a customer writes to the shop."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions import campaign_replies, complain
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import is_answer, number
from handlers.filters import Asked, Holder, Pressed, Typed, Wordless
from handlers.screens import answer, respond, send
from loyalty.refusals import Refusal, Refused
from texts import campaign_replies as texts
from texts import common
from texts.words import Words


async def replied(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """An answer to the question in the message, which stays as it is."""
    one, button = number(args, 0), number(args, 1)
    done: campaign_replies.Replied | Refused = Refused(Refusal.CAMPAIGN_UNKNOWN)
    if one is not None and button is not None:
        done = await campaign_replies.reply(shop, me.member_id, me.account_id, one, button)
    if isinstance(done, Refused):
        await answer(callback, common.stale_button(words).text, alert=True)
    elif done.again:
        await answer(callback, texts.answered_before(words))
    else:
        await answer(callback, texts.answer_kept(words, done.text))
        if done.asks_words and callback.bot is not None:
            await send(callback.bot, callback.from_user.id, texts.what_is_wrong(words), shop)


async def wanted(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "I'm interested"."""
    done = await campaign_replies.interested(shop, me.member_id, number(args, 0) or 0)
    if isinstance(done, Refused):
        await answer(callback, common.stale_button(words).text, alert=True)
    else:
        await answer(callback, texts.interest_kept(words), alert=True)


async def news_off(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """One tap, and no more of it; the message stays."""
    if not await campaign_replies.unsubscribe(shop, me.member_id, number(args, 0) or 0):
        await answer(callback, texts.unsubscribed_before(words))
        return
    await answer(callback)
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, texts.unsubscribed(words), shop)


async def news_on(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """After all."""
    await campaign_replies.subscribe_again(shop, me.member_id)
    await respond(callback, texts.subscribed(words), shop)


async def asked(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/write, or "Write back"."""
    await complain.ask_complaint(shop, me.account_id)
    if isinstance(event, CallbackQuery):
        await answer(event)
        if event.bot is not None:
            await send(event.bot, event.from_user.id, texts.ask_complaint(words), shop)
        return
    await respond(event, texts.ask_complaint(words), shop)


async def told(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """What is wrong."""
    await complain.complain(shop, me.member_id, me.account_id, about, message.text or "")
    await respond(message, texts.complaint_kept(words), shop)


async def wordless(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a voice: only words are kept."""
    await respond(message, texts.words_please(words), shop)


async def nothing(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """The mark says it all."""
    await complain.no_complaint(shop, me.account_id)
    await respond(callback, texts.nothing_more(words), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="campaign replies")
    room.message.filter(Holder())
    room.callback_query.filter(Holder())
    room.callback_query.register(replied, Pressed("camp.say"))
    room.callback_query.register(wanted, Pressed("camp.want"))
    room.callback_query.register(news_off, Pressed("news.off"))
    room.callback_query.register(news_on, Pressed("news.on"))
    room.callback_query.register(asked, Pressed("complain"))
    room.callback_query.register(nothing, Pressed("complain.no"))
    room.message.register(asked, Command("write"))
    room.message.register(told, Asked(complain.QUESTION), Typed(is_answer))
    room.message.register(wordless, Asked(complain.QUESTION), Wordless())
    return room
