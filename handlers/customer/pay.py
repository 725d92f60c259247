"""Paying with points from the customer's side: the pay code, and the answer to the till's question."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.answer_spend import Answer, answer_spend
from actions.pay_code import new_pay_code
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse
from handlers.filters import Door, Holder, Pressed
from handlers.screens import answer, respond, send
from loyalty.programme import Programme
from loyalty.refusals import Refused
from texts import spending as texts
from texts.keyboards import key_of
from texts.words import Words

ANSWERS = {Answer.PAID: texts.paid, Answer.DECLINED: texts.declined, Answer.CHANGED: texts.changed}


async def pay(message: Message, me: Speaker, words: Words, programme: Programme, shop: Shop) -> None:
    """A code for one payment."""
    code = await new_pay_code(shop, me.member_id)
    if isinstance(code, Refused):
        await refuse(message, code, words, shop)
        return
    figures = (code.digits, code.link, code.ends_at, code.available)
    await respond(message, texts.pay_code(words, programme.brand, *figures), shop)


async def pay_again(
    callback: CallbackQuery, me: Speaker, words: Words, programme: Programme, shop: Shop
) -> None:
    """Another code in a message of its own: the old one shows when it ended."""
    code = await new_pay_code(shop, me.member_id)
    if isinstance(code, Refused):
        await refuse(callback, code, words, shop)
        return
    figures = (code.digits, code.link, code.ends_at, code.available)
    if callback.bot is not None:
        screen = texts.pay_code(words, programme.brand, *figures)
        await send(callback.bot, callback.from_user.id, screen, shop)
    await answer(callback)


async def said_yes(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Confirm −300"."""
    await _answered(callback, args, me, words, shop, yes=True)


async def said_no(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "No"."""
    await _answered(callback, args, me, words, shop, yes=False)


async def _answered(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop, *, yes: bool
) -> None:
    outcome = await answer_spend(shop, me.member_id, number(args, 0) or 0, yes=yes)
    if isinstance(outcome, Refused):
        await refuse(callback, outcome, words, shop)
        return
    await respond(callback, ANSWERS[outcome.answer](words, outcome.points), shop)


def router() -> Router:
    """Open to whoever has a card."""
    room = Router(name="pay")
    room.message.register(pay, Door("pay", key_of), Holder())
    room.callback_query.register(pay_again, Pressed("pay.new"), Holder())
    room.callback_query.register(said_yes, Pressed("spend.yes"), Holder())
    room.callback_query.register(said_no, Pressed("spend.no"), Holder())
    return room
