"""What a preview can be asked: what a code does to it, and how its figures come about."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.ask_about_sale import ask_about_sale
from actions.enter_code import QUESTION, enter_code
from actions.name_goods import name_goods
from actions.recognise import Speaker
from actions.shop import Shop
from actions.show_sale import show_quote
from handlers import answers
from handlers.answers import is_answer, refuse
from handlers.cashier.sale import show
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import answer, send
from loyalty.refusals import Refusal, Refused
from texts import sale as texts
from texts.explain import explain
from texts.screen import Screen
from texts.words import Words

LONGEST_CODE = 40


async def asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Enter a code" under a preview."""
    draft_id = args[0] if args else ""
    view = await ask_about_sale(shop, me.member_id, me.account_id, draft_id, QUESTION)
    await answers.show(callback, view, texts.ask_code, words, shop)


async def typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The code; a slip is explained and the question stays."""
    text = (message.text or "")[:LONGEST_CODE]
    await show(message, await enter_code(shop, me.member_id, me.account_id, about, text), words, shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await refuse(message, Refused(Refusal.CODE_UNKNOWN), words, shop)


async def goods_chosen(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A category under a preview: the whole receipt is that, and the preview is made anew."""
    draft_id, category = (*args, "", "")[:2]
    await show(callback, await name_goods(shop, me.member_id, draft_id, category), words, shop)


async def explained(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Explain" under a preview: the calculation in a message of its own."""
    shown = await show_quote(shop, me.member_id, args[0] if args else "")
    if isinstance(shown, Refused):
        await refuse(callback, shown, words, shop)
        return
    if callback.bot is not None:
        await send(callback.bot, callback.from_user.id, Screen(explain(words, *shown)), shop)
    await answer(callback)


def register(room: Router) -> None:
    """Commands and keys pass an open question by."""
    room.message.register(typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())
    room.callback_query.register(asked, Pressed("sale.code"))
    room.callback_query.register(goods_chosen, Pressed("sale.goods"))
    room.callback_query.register(explained, Pressed("sale.why"))
