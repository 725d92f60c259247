"""Taking points at the till: the customer is asked, or shows his pay code."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.ask_about_sale import ask_about_sale
from actions.ask_spend import QUESTION, offer_points, stop_asking_customer, take_points
from actions.open_sale import QUESTION as AMOUNT
from actions.pay_code import expects_code, show_code
from actions.recognise import Speaker
from actions.shop import Shop
from handlers import answers
from handlers.answers import is_answer, number, refuse
from handlers.cashier.sale import show
from handlers.filters import Asked, Pressed, Typed, Wordless
from loyalty.cards import PAY_CODE_DIGITS
from loyalty.characters import plain_characters
from loyalty.refusals import Refusal, Refused
from texts import sale as texts
from texts.words import Words

LONGEST_POINTS = 9


def digits_of(text: str) -> str:
    """The digits of a typed pay code, spaces aside; "" for anything else."""
    bare = plain_characters(text[:40]).replace(" ", "")
    return bare if len(bare) == PAY_CODE_DIGITS and bare.isascii() and bare.isdigit() else ""


def is_pay_code(text: str) -> bool:
    """Whether the text could be a pay code."""
    return bool(digits_of(text))


async def code_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """Six digits while the customer has a pay code or is being asked; else they are an amount."""
    digits = digits_of(message.text or "")
    view = await show_code(shop, me.member_id, me.account_id, about, digits)
    await show(message, view, words, shop)


async def taken(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Take 135" under a preview."""
    revision = number(args, 1)
    draft_id = args[0] if args else ""
    view = await take_points(
        shop, me.member_id, me.account_id, draft_id, -1 if revision is None else revision
    )
    await show(callback, view, words, shop)


async def without(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Without points" while the customer is asked."""
    await show(callback, await stop_asking_customer(shop, me.member_id, args[0] if args else ""), words, shop)


async def other_number(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Other number": how many points shall be taken?"""
    draft_id = args[0] if args else ""
    view = await ask_about_sale(shop, me.member_id, me.account_id, draft_id, QUESTION)
    await answers.show(callback, view, texts.ask_points, words, shop)


async def number_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """How many points."""
    text = plain_characters((message.text or "")[:40]).replace(" ", "").lstrip("-")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_POINTS):
        await refuse(message, Refused(Refusal.POINTS_UNCLEAR), words, shop)
        return
    await show(message, await offer_points(shop, me.member_id, me.account_id, about, int(text)), words, shop)


async def not_a_number(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker: the question stays."""
    await refuse(message, Refused(Refusal.POINTS_UNCLEAR), words, shop)


class Expected(Typed):
    """Six digits that are a pay code here and now."""

    def __init__(self) -> None:
        super().__init__(is_pay_code)

    async def __call__(self, message: Message, about: str, shop: Shop) -> bool:  # type: ignore[override]  # asked after Asked
        """Whether this sale waits for a code."""
        digits = digits_of(message.text or "")
        return await super().__call__(message) and await expects_code(shop, about, digits)


def register(room: Router) -> None:
    """Before the amounts: six digits may be a code."""
    for question in (AMOUNT, QUESTION):
        room.message.register(code_typed, Asked(question), Expected())
    room.message.register(number_typed, Asked(QUESTION), Typed(is_answer))
    room.message.register(not_a_number, Asked(QUESTION), Wordless())
    room.callback_query.register(taken, Pressed("sale.take"))
    room.callback_query.register(without, Pressed("sale.without"))
    room.callback_query.register(other_number, Pressed("sale.points"))
