"""A gift certificate is issued by whoever stands at the till."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.recognise import Speaker
from actions.sell_certificate import QUESTION, ask_nominal, issue_certificate
from actions.settle import stop_asking
from actions.shop import Shop
from handlers.answers import is_answer, not_of_a_sale, refuse, show
from handlers.filters import Asked, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.amounts import parse_amount
from loyalty.certificates import LARGEST_MINOR
from loyalty.refusals import Refusal, Refused
from texts import certificates as texts
from texts.words import Words


async def wanted(event: CallbackQuery | Message, me: Speaker, words: Words, shop: Shop) -> None:
    """/certificate and the owner's button."""
    if refusal := await ask_nominal(shop, me.member_id, me.account_id):
        await refuse(event, refusal, words, shop)
        return
    await respond(event, texts.ask_nominal(words), shop)


async def nominal_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """The sum; another one takes its place until it is confirmed."""
    amount = parse_amount(message.text or "", LARGEST_MINOR)
    if not isinstance(amount, Refused) and amount.receipt:
        amount = Refused(Refusal.AMOUNT_UNCLEAR)
    if isinstance(amount, Refused):
        await refuse(message, not_of_a_sale(amount), words, shop)
        return
    if refusal := await ask_nominal(shop, me.member_id, me.account_id, amount.amount_minor):
        await refuse(message, refusal, words, shop)
        return
    await respond(message, texts.confirm(words, amount.amount_minor), shop)


async def not_typed(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await respond(message, texts.ask_nominal(words), shop)


async def confirmed(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Yes, issue it"."""
    issued = await issue_certificate(shop, me.member_id, me.account_id)
    await show(callback, issued, texts.issued, words, shop)


async def closed(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Close": the question is not open any more."""
    await stop_asking(shop, me.account_id)
    await respond(callback, texts.left(words), shop)


def register(room: Router) -> None:
    """The doors of issuing."""
    room.message.register(wanted, Command("certificate"))
    room.message.register(nominal_typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_typed, Asked(QUESTION), Wordless())
    room.callback_query.register(wanted, Pressed("cert.new"))
    room.callback_query.register(confirmed, Pressed("cert.ok"))
    room.callback_query.register(closed, Pressed("cert.leave"))
