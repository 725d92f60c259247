"""Refunds: a purchase is found, the goods are named, the preview confirmed; an owner writes a debt off."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.forgive_debt import forgive_debt, show_debt
from actions.recognise import Speaker
from actions.refund_sale import refund_sale
from actions.settle import stop_asking
from actions.shop import Shop
from actions.show_refund import AMOUNT, FIND, choose_refund, list_refunds, pending, price_refund
from actions.show_sale import remember_screen
from handlers.answers import is_answer, not_of_a_sale, number, refuse
from handlers.cashier.sale import OPEN
from handlers.filters import Asked, Door, Pressed, Typed, Wordless
from handlers.screens import respond
from loyalty.amounts import parse_amount
from loyalty.identifying import is_card_number, till_phone
from loyalty.refusals import Refused
from loyalty.views import DebtView, RefundList, RefundView, SaleView
from texts import exchange as exchange_texts
from texts import refund as texts
from texts.keyboards import key_of
from texts.words import Words

Event = CallbackQuery | Message


def is_price(text: str) -> bool:
    """Whether the question about the goods takes the text; the next customer's card or phone opens a sale."""
    return is_answer(text) and not is_card_number(text) and not till_phone(text)


async def show(
    event: Event, view: RefundView | RefundList | DebtView | Refused, words: Words, shop: Shop
) -> None:
    """Where the refund stands, or why not."""
    match view:
        case Refused():
            await refuse(event, view, words, shop)
        case RefundList():
            await respond(event, texts.purchases(words, view), shop)
        case RefundView(sale=SaleView() as sale):
            message_id = await respond(event, exchange_texts.goods_back(words, view, sale), shop)
            if sale.state in OPEN:
                await remember_screen(shop, sale.draft_id, str(message_id))
        case RefundView():
            await respond(event, texts.refund(words, view), shop)
        case DebtView():
            await respond(event, texts.debt(words, view), shop)


async def opened(event: Event, me: Speaker, words: Words, shop: Shop) -> None:
    """/refund, and the way back to it."""
    await show(event, await list_refunds(shop, me.member_id, me.account_id), words, shop)


async def closed(callback: CallbackQuery, me: Speaker, words: Words, shop: Shop) -> None:
    """ "Close": the question is not open any more."""
    await stop_asking(shop, me.account_id)
    await respond(callback, texts.closed(words), shop)


async def number_typed(message: Message, me: Speaker, words: Words, shop: Shop) -> None:
    """A receipt number or a card number."""
    found = await list_refunds(shop, me.member_id, me.account_id, message.text or "")
    await show(message, found, words, shop)


async def not_a_number(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker, a voice: the question stays."""
    await respond(message, texts.number_in_digits(words), shop)


async def picked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """A purchase was chosen."""
    view = await choose_refund(shop, me.member_id, me.account_id, number(args, 0) or 0)
    await show(callback, view, words, shop)


async def amount_typed(message: Message, about: str, me: Speaker, words: Words, shop: Shop) -> None:
    """The price of the goods; another one makes a new preview."""
    amount = parse_amount(message.text or "")
    if isinstance(amount, Refused):
        await refuse(message, not_of_a_sale(amount), words, shop)
        return
    purchase_id = pending(about).purchase_id
    view = await price_refund(shop, me.member_id, me.account_id, purchase_id, amount.amount_minor)
    await show(message, view, words, shop)


async def not_an_amount(message: Message, words: Words, shop: Shop) -> None:
    """A picture, a sticker, a voice: the question stays."""
    await respond(message, texts.amount_in_digits(words), shop)


async def whole(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Everything"."""
    view = await price_refund(shop, me.member_id, me.account_id, number(args, 0) or 0)
    await show(callback, view, words, shop)


async def confirmed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Take it back" under a preview."""
    await confirm(callback, args, me, words, shop, exchange=False)


async def exchanged(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Exchange" under a preview: the same refund, and a new sale for the customer."""
    await confirm(callback, args, me, words, shop, exchange=True)


async def confirm(
    callback: CallbackQuery,
    args: tuple[str, ...],
    me: Speaker,
    words: Words,
    shop: Shop,
    *,
    exchange: bool,
) -> None:
    """Do what a preview showed."""
    about = me.about if me.question == AMOUNT else ""
    who, purchase_id = (me.member_id, me.account_id), number(args, 0) or 0
    code = args[1] if len(args) > 1 else ""
    view = await refund_sale(shop, *who, about, purchase_id, code, exchange=exchange)
    await show(callback, view, words, shop)


async def debt_shown(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Write off the debt": are you sure?"""
    await show(callback, await show_debt(shop, me.member_id, number(args, 0) or 0), words, shop)


async def debt_forgiven(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, write off"."""
    view = await forgive_debt(shop, me.member_id, number(args, 0) or 0, number(args, 1) or 0)
    await show(callback, view, words, shop)


def register(room: Router) -> None:
    """Which message and which tap goes where; the first that fits takes it."""
    room.message.register(opened, Door("refund", key_of))
    room.message.register(number_typed, Asked(FIND), Typed(is_answer))
    room.message.register(not_a_number, Asked(FIND), Wordless())
    room.message.register(amount_typed, Asked(AMOUNT), Typed(is_price))
    room.message.register(not_an_amount, Asked(AMOUNT), Wordless())
    room.callback_query.register(opened, Pressed("refund.list"))
    room.callback_query.register(closed, Pressed("refund.close"))
    room.callback_query.register(picked, Pressed("refund.pick"))
    room.callback_query.register(whole, Pressed("refund.whole"))
    room.callback_query.register(confirmed, Pressed("refund.ok"))
    room.callback_query.register(exchanged, Pressed("refund.swap"))
    room.callback_query.register(debt_shown, Pressed("debt.ask"))
    room.callback_query.register(debt_forgiven, Pressed("debt.off"))
